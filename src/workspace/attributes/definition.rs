//! An attribute of the catalogue, and the values that it takes.

use serde_json::Value;
use sqlx::types::Json;

use crate::ledger::ChangedBy;
use crate::people::dates;
use crate::people::texts::broken_text;

foundation::text_enum! {
    /// The things whose attributes an app may have.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, sqlx::Type)]
    #[sqlx(type_name = "text", rename_all = "lowercase")]
    pub enum AttributeOf {
        Person = "person",
        Company = "company",
        Conversation = "conversation",
    }
}

foundation::text_enum! {
    /// The type of an attribute's values.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sqlx::Type)]
    #[sqlx(type_name = "text", rename_all = "lowercase")]
    pub enum AttributeType {
        String = "string",
        Number = "number",
        Boolean = "boolean",
        /// A point in time, stored as Unix seconds.
        Date = "date",
        /// One of the texts that the attribute offers. It is made, and never learnt from a value.
        List = "list",
    }
}

impl AttributeType {
    /// The type that a first value of this name gives the attribute. None of a value that no attribute takes.
    pub fn of(name: &str, value: &Value) -> Option<Self> {
        match value {
            _ if dates::is_date(name) => Some(Self::Date),
            Value::String(_) => Some(Self::String),
            Value::Number(_) => Some(Self::Number),
            Value::Bool(_) => Some(Self::Boolean),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }
}

/// The one who states a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// A page, in clear. Whether its session's identity was proved.
    Browser { is_proved: bool },
    /// A signed token.
    Token,
    /// A program that uses the REST API.
    Api,
    /// A teammate, an import, or whoever has access to the server.
    Teammate,
}

impl Writer {
    /// The writer that a change has which no page states.
    pub fn of(by: &ChangedBy) -> Self {
        match by {
            ChangedBy::Person(_) => Self::Browser { is_proved: false },
            ChangedBy::ApiToken(_) => Self::Api,
            ChangedBy::Teammate(_) | ChangedBy::Automation | ChangedBy::Import | ChangedBy::Workspace => {
                Self::Teammate
            }
        }
    }

    /// Whether the writer is more than any page that anybody can open.
    pub fn is_proved(self) -> bool {
        self != Self::Browser { is_proved: false }
    }
}

/// An attribute of an app's catalogue. Times are Unix seconds.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Definition {
    /// The number in the app, among the attributes of all things.
    pub number: i64,
    #[sqlx(rename = "model")]
    pub of: AttributeOf,
    pub name: String,
    /// None until the first value. A teammate may protect an attribute before anybody states it.
    pub data_type: Option<AttributeType>,
    /// The texts that a list offers.
    pub options: Json<Vec<String>>,
    pub description: String,
    /// Whether a page may write it in clear.
    pub browser_writable: bool,
    pub token_writable: bool,
    pub api_writable: bool,
    /// Whether more than unproved pages ever wrote it.
    pub is_proved: bool,
    pub made_at: i64,
    pub updated_at: i64,
    /// Time since when its values stay as they are, and it does not count among the app's attributes.
    pub archived_at: Option<i64>,
}

impl Definition {
    /// An attribute that anybody may write, and of which nothing is known but its name.
    pub fn new(number: i64, of: AttributeOf, name: &str, now: i64) -> Self {
        Self {
            number,
            of,
            name: name.to_owned(),
            data_type: None,
            options: Json::default(),
            description: String::new(),
            browser_writable: true,
            token_writable: true,
            api_writable: true,
            is_proved: true,
            made_at: now,
            updated_at: now,
            archived_at: None,
        }
    }

    /// Why this writer may not change the attribute's value.
    pub fn refuses(&self, by: Writer) -> Option<&'static str> {
        let may_write = match by {
            Writer::Browser { .. } => self.browser_writable,
            Writer::Token => self.token_writable,
            Writer::Api => self.api_writable,
            Writer::Teammate => true,
        };
        match by {
            _ if self.archived_at.is_some() => Some("It is archived: its values stay as they are."),
            _ if may_write => None,
            Writer::Browser { .. } => Some("It is protected: only a signed token may set it."),
            Writer::Token => Some("A token may not set it."),
            Writer::Api | Writer::Teammate => Some("A program may not set it."),
        }
    }

    /// The value as it is stored. Refuses a value that is not of the attribute's type.
    pub fn value(&self, value: &Value) -> Result<Value, &'static str> {
        let Some(data_type) = self.data_type.or_else(|| AttributeType::of(&self.name, value)) else {
            return Err(NO_VALUE);
        };
        match (data_type, value) {
            (_, Value::Array(_) | Value::Object(_)) => Err(NO_VALUE),
            (AttributeType::Date, value) => dates::unix_seconds(value).map(Value::from).ok_or(dates::FORM),
            (AttributeType::String, Value::String(text)) => broken_text(text).map_or(Ok(value.clone()), Err),
            (AttributeType::String, _) => Err("It is a text."),
            (AttributeType::Number, Value::Number(_)) | (AttributeType::Boolean, Value::Bool(_)) => {
                Ok(value.clone())
            }
            (AttributeType::Number, _) => Err("It is a number."),
            (AttributeType::Boolean, _) => Err("It is true or false."),
            (AttributeType::List, Value::String(text)) if self.options.contains(text) => Ok(value.clone()),
            (AttributeType::List, _) => Err("It is one of the texts that the list offers."),
        }
    }
}

/// The sentence that refuses what is no value.
const NO_VALUE: &str = "A value is a text, a number, true, false or null.";

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn typed(data_type: AttributeType) -> Definition {
        let options = Json(vec!["pour-over".to_owned(), "espresso".to_owned()]);
        let definition = Definition::new(1, AttributeOf::Person, "taste", 1);
        Definition { data_type: Some(data_type), options, ..definition }
    }

    #[test]
    fn a_first_value_gives_the_type_and_no_value_of_another_type_follows() {
        let values = [
            (json!("pro"), AttributeType::String),
            (json!(3), AttributeType::Number),
            (json!(0.5), AttributeType::Number),
            (json!(true), AttributeType::Boolean),
        ];
        for (first, data_type) in &values {
            assert_eq!(AttributeType::of("taste", first), Some(*data_type));
            for (next, other) in &values {
                assert_eq!(typed(*data_type).value(next).is_ok(), data_type == other, "{first} then {next}");
            }
        }
        assert_eq!(
            AttributeType::of("renewal_at", &json!("2027-01-15T08:00:00Z")),
            Some(AttributeType::Date)
        );
        for none in [json!(null), json!([1]), json!({ "a": 1 })] {
            assert_eq!(AttributeType::of("taste", &none), None);
        }
    }

    #[test]
    fn a_date_is_stored_as_seconds_and_a_list_takes_its_own_texts() {
        let date = typed(AttributeType::Date);
        assert_eq!(date.value(&json!("2027-01-15T08:00:00Z")), Ok(json!(1_800_000_000)));
        assert_eq!(date.value(&json!("soon")), Err(dates::FORM));
        let list = typed(AttributeType::List);
        assert_eq!(list.value(&json!("espresso")), Ok(json!("espresso")));
        assert!(
            [json!("instant"), json!(1), json!(["espresso"])].iter().all(|value| list.value(value).is_err())
        );
    }

    #[test]
    fn each_writer_may_be_kept_out_but_a_teammate_and_nobody_writes_what_is_archived() {
        let browser = Writer::Browser { is_proved: true };
        let writers = [browser, Writer::Token, Writer::Api, Writer::Teammate];
        let refused = |definition: &Definition| {
            writers.into_iter().filter(|by| definition.refuses(*by).is_some()).collect::<Vec<_>>()
        };
        let open = typed(AttributeType::String);
        assert_eq!(refused(&open), []);
        assert_eq!(refused(&Definition { browser_writable: false, ..open.clone() }), [browser]);
        assert_eq!(refused(&Definition { token_writable: false, ..open.clone() }), [Writer::Token]);
        assert_eq!(refused(&Definition { api_writable: false, ..open.clone() }), [Writer::Api]);
        assert_eq!(refused(&Definition { archived_at: Some(1), ..open }), writers);
    }
}
