//! Converts the groups of a form into a filter, and back.

use serde_json::{Map, Value, json};

use super::state::ConditionDraft;
use crate::error::Error;
use crate::workspace::filter::fields::Model;
use crate::workspace::filter::{Condition, FieldSource, Filter};

/// The JSON of a filter of this model: one condition of each group must be true. A refusal names this field of the form.
pub fn filter_of(model: Model, groups: &[Vec<ConditionDraft>], field: &str) -> Result<Value, Error> {
    let mut all = Vec::new();
    for group in groups {
        let mut conditions = group.iter().map(|one| condition(one, field)).collect::<Result<Vec<_>, _>>()?;
        match conditions.len() {
            0 => {}
            1 => all.append(&mut conditions),
            _ => all.push(json!({ "any": conditions })),
        }
    }
    Ok(match model {
        Model::Person => json!({ "version": 2, "all": all }),
        _ => json!({ "version": 2, "of": model, "all": all }),
    })
}

fn condition(draft: &ConditionDraft, field: &str) -> Result<Value, Error> {
    let ConditionDraft { of, name, r#type, operator, value } = draft;
    let mut condition = Map::new();
    condition.insert(of.clone(), json!(name));
    match FieldSource::with_key(of) {
        Some(FieldSource::Custom | FieldSource::CompanyCustom) => {
            condition.insert("type".to_owned(), json!(r#type));
        }
        Some(FieldSource::EventCount | FieldSource::EventLast) => {
            let measure = if r#type == "date" { "last" } else { "count" };
            condition.insert("measure".to_owned(), json!(measure));
        }
        _ => {}
    }
    condition.insert("operator".to_owned(), json!(operator));
    if !operator.starts_with("is_unknown") && !operator.starts_with("is_known") {
        let number =
            |text: &str| serde_json::from_str::<serde_json::Number>(text.trim()).ok().map(Value::Number);
        let value = match r#type.as_str() {
            "number" | "teammate" => {
                number(value).ok_or_else(|| Error::invalid(field, format!("“{value}” is no number.")))?
            }
            "truth" => json!(value == "true"),
            "date" if operator.ends_with("days_ago") => number(value)
                .ok_or_else(|| Error::invalid(field, format!("“{value}” is no number of days.")))?,
            _ => json!(value.trim()),
        };
        condition.insert("value".to_owned(), value);
    }
    Ok(condition.into())
}

/// The groups that say this filter. None if groups would say another one.
pub fn groups_of(filter: &Filter) -> Option<Vec<Vec<ConditionDraft>>> {
    let parts = filter.parts().iter();
    let groups: Vec<Vec<_>> =
        parts.map(|part| part.conditions().iter().map(condition_draft).collect()).collect();
    let said = Filter::from_json(&filter_of(filter.of(), &groups, "").ok()?).ok()?;
    (said == *filter).then_some(groups)
}

fn condition_draft(condition: &Condition) -> ConditionDraft {
    let field = condition.field();
    let value = match condition.test().value() {
        None => String::new(),
        Some(Value::String(text)) => text,
        Some(other) => other.to_string(),
    };
    ConditionDraft {
        of: field.source().key().to_owned(),
        name: field.name().to_owned(),
        r#type: field.of().as_str().to_owned(),
        operator: condition.test().operator().to_owned(),
        value,
    }
}
