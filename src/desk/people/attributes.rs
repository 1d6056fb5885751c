//! Reads and sets custom attributes of people and companies, as a teammate asks for it.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::attribute::{AttributeChoice, AttributeInput, RecordAttribute};
use super::facts::in_words;
use super::forms::{number, said};
use super::subject::Subject;
use crate::desk::guard::begin;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::audit::{self, Actor};
use crate::workspace::companies::{self, CompanyUpdate};
use crate::workspace::contacts::{self, PersonUpdate};
use crate::workspace::data_attributes::{self, AttributeOf, AttributeType, Definition};

/// All attributes that the app has of such a thing, those with a value first. `held` are the values.
pub async fn of_record(
    workspace: &Workspace,
    of: AttributeOf,
    held: &Map<String, Value>,
) -> Result<Vec<RecordAttribute>, Error> {
    let mut definitions = data_attributes::definitions(workspace.db(), workspace.app_id()).await?;
    definitions.retain(|one| one.of == of && (one.archived_at.is_none() || held.contains_key(&one.name)));
    definitions.sort_by_key(|one| !held.contains_key(&one.name));
    let defined = definitions.iter().map(|one| defined(one, held.get(&one.name)));
    let is_undefined = |name: &String| definitions.iter().all(|one| one.name != *name);
    let undefined = held.iter().filter(|(name, _)| is_undefined(name)).map(|(name, value)| RecordAttribute {
        name: name.clone(),
        description: String::new(),
        value: in_words(value),
        writers: "The app defines no such attribute".to_owned(),
        input: None,
    });
    Ok(undefined.chain(defined).collect())
}

fn defined(definition: &Definition, value: Option<&Value>) -> RecordAttribute {
    let is_date = definition.data_type == Some(AttributeType::Date);
    let time = value.filter(|_| is_date).and_then(utc);
    RecordAttribute {
        name: definition.name.clone(),
        description: definition.description.clone(),
        value: match time {
            Some(time) => Some(format!("{} UTC", time.replace('T', " "))),
            None => value.and_then(in_words),
        },
        writers: writers(definition).to_owned(),
        input: definition.archived_at.is_none().then(|| input(definition, value)),
    }
}

fn writers(definition: &Definition) -> &'static str {
    match definition {
        Definition { archived_at: Some(_), .. } => "Archived: nobody may change it",
        Definition { browser_writable: true, .. } => "The Messenger may write it",
        Definition { token_writable: false, api_writable: false, .. } => "Only teammates",
        _ => "Only the server and teammates",
    }
}

fn input(definition: &Definition, value: Option<&Value>) -> AttributeInput {
    let held = match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    match definition.data_type {
        Some(AttributeType::Number) => AttributeInput::Number(held),
        Some(AttributeType::Date) => AttributeInput::Time(value.and_then(utc).unwrap_or_default()),
        Some(AttributeType::Boolean) => choice(&held, [("true", "yes"), ("false", "no")].into_iter()),
        Some(AttributeType::List) => {
            // A text that the list offers no more stays until somebody chooses another one.
            let former = Some(&held).filter(|held| !held.is_empty() && !definition.options.contains(held));
            choice(&held, definition.options.iter().chain(former).map(|text| (text.as_str(), text.as_str())))
        }
        Some(AttributeType::String) | None => AttributeInput::Text(held),
    }
}

fn choice<'a>(held: &str, all: impl Iterator<Item = (&'a str, &'a str)>) -> AttributeInput {
    let one = |(value, label): (&str, &str)| AttributeChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        is_chosen: value == held,
    };
    AttributeInput::Choice(std::iter::once(("", "No value")).chain(all).map(one).collect())
}

/// A point in time as its input holds it. None of one beyond the year 9999.
fn utc(value: &Value) -> Option<String> {
    let at = Timestamp::from_second(value.as_i64()?).ok()?.to_string();
    Some(at.trim_end_matches('Z').to_owned())
}

/// Sets this one attribute, and leaves all others as they are. An empty text clears it.
pub async fn set(
    workspace: &Workspace,
    by: Actor<'_>,
    id: &str,
    name: &str,
    text: &str,
) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let subject = Subject::find(workspace, id).await?;
    // The form of each attribute says why it is refused.
    let refused = |reason: &str| Error::invalid(name, reason);
    // From here on, whoever else changes the app waits: nobody's change of another attribute is lost.
    let (mut batch, changed_by) = begin(workspace, by).await?;
    let definition = data_attributes::find(&mut batch.transaction, app_id, subject.attributes_of(), name);
    let definition = definition.await?.ok_or_else(|| refused("The app has no such attribute."))?;
    let value = typed(&definition, text).map_err(refused)?;
    let values = Map::from_iter([(name.to_owned(), value)]);
    let values = match &subject {
        Subject::Person(id) => {
            let update = PersonUpdate { attributes: values, ..PersonUpdate::default() };
            contacts::update(&mut batch, &changed_by, app_id, id, update).await.map_err(said)?.1
        }
        Subject::Company(id) => {
            let company =
                companies::find(&mut batch.transaction, app_id, id).await?.ok_or(Error::NotFound)?;
            let update = CompanyUpdate { name: None, fields: values };
            let set = companies::set(&mut batch, &changed_by, app_id, &company.company_id, update);
            set.await.map_err(said)?.1
        }
    };
    if let Some(first) = values.named.first() {
        return Err(refused(&first.reason));
    }
    batch.commit().await?;
    let what = format!("set the attribute {name} of {}", subject.in_words());
    audit::log(by, app_id, "attribute_set", &what);
    Ok(())
}

/// The value that a teammate's text means.
fn typed(definition: &Definition, text: &str) -> Result<Value, &'static str> {
    let text = text.trim();
    Ok(match (definition.data_type, text) {
        (_, "") => Value::Null,
        (Some(AttributeType::Number), text) => {
            Value::Number(number(text).ok_or("It is a number, such as 49.50.")?)
        }
        (Some(AttributeType::Boolean), "true") => true.into(),
        (Some(AttributeType::Boolean), "false") => false.into(),
        (Some(AttributeType::Boolean), _) => return Err("It is yes or no."),
        (Some(AttributeType::Date), text) => {
            let at: Option<Timestamp> = format!("{}Z", text.trim_end_matches('Z')).parse().ok();
            at.ok_or("It is a day and a time, such as 2027-01-15T08:00.")?.as_second().into()
        }
        (Some(AttributeType::String | AttributeType::List) | None, text) => text.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of_type(data_type: AttributeType) -> Definition {
        let definition = Definition::new(1, AttributeOf::Person, "taste", 1);
        let options = sqlx::types::Json(vec!["espresso".to_owned(), "filter".to_owned()]);
        Definition { data_type: Some(data_type), options, ..definition }
    }

    #[test]
    fn what_an_input_holds_means_the_value_that_it_was_made_of() {
        for (data_type, value) in [
            (AttributeType::String, json!("Harbour")),
            (AttributeType::Number, json!(-49.5)),
            (AttributeType::Number, json!(9_007_199_254_740_993_i64)),
            (AttributeType::Boolean, json!(false)),
            (AttributeType::Date, json!(1_800_000_001)),
            (AttributeType::List, json!("filter")),
        ] {
            let definition = of_type(data_type);
            let held = match input(&definition, Some(&value)) {
                AttributeInput::Text(held) | AttributeInput::Number(held) | AttributeInput::Time(held) => {
                    held
                }
                AttributeInput::Choice(all) => all.into_iter().find(|one| one.is_chosen).unwrap().value,
            };
            assert_eq!(typed(&definition, &held), Ok(value));
            assert_eq!(typed(&definition, "  "), Ok(Value::Null));
        }
        assert_eq!(typed(&of_type(AttributeType::Date), "2027-01-15T08:00"), Ok(json!(1_800_000_000)));
    }

    #[test]
    fn a_text_that_is_no_value_of_the_type_is_refused() {
        for (data_type, text) in [
            (AttributeType::Number, "much"),
            (AttributeType::Number, "NaN"),
            (AttributeType::Boolean, "maybe"),
            (AttributeType::Date, "tomorrow"),
            (AttributeType::Date, "2027-02-30T08:00"),
        ] {
            assert!(typed(&of_type(data_type), text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_list_keeps_the_text_that_it_offers_no_more_until_another_one_is_chosen() {
        let AttributeInput::Choice(all) = input(&of_type(AttributeType::List), Some(&json!("instant")))
        else {
            panic!("a choice");
        };
        let values: Vec<_> = all.iter().map(|one| (one.value.as_str(), one.is_chosen)).collect();
        assert_eq!(values, [("", false), ("espresso", false), ("filter", false), ("instant", true)]);
    }
}
