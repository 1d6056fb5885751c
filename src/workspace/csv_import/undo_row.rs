//! What an undo needs to know of a row that was written.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::undo_company::Renamed;
use crate::people::{Person, changed_names};

/// What an undo needs to know of a row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UndoRow {
    /// The number of the row's last event: what is later is not the import's.
    pub last_event: i64,
    /// The fields of a person who was changed: name, value before, and value that the row gave.
    #[serde(default)]
    pub fields: Vec<(String, Value, Value)>,
    #[serde(default)]
    pub attributes: Vec<(String, Value, Value)>,
    /// Whether the e-mail before was proved.
    #[serde(default)]
    pub was_proved: bool,
    /// The ids of the tags that the person got, at this time.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The workspace's own id of the company that the person joined, at this time.
    #[serde(default)]
    pub company: Option<String>,
    #[serde(default)]
    pub renamed: Option<Renamed>,
    #[serde(default)]
    pub at: i64,
}

impl UndoRow {
    /// Of a person whom the row made.
    pub fn of_made(last_event: i64) -> Self {
        Self { last_event, ..Self::default() }
    }

    /// Of a person whom the row changed.
    pub fn new(before: &Person, after: &Person, tags: Vec<String>, at: i64, last_event: i64) -> Self {
        let (old, new) = (fields_of(before), fields_of(after));
        let pair = |name: &str| {
            let value = |of: &Map<String, Value>| of.get(name).cloned().unwrap_or_default();
            (name.to_owned(), value(&old), value(&new))
        };
        let attribute = |name: &str| {
            let value = |of: &Map<String, Value>| of.get(name).cloned().unwrap_or_default();
            (name.to_owned(), value(&before.attributes), value(&after.attributes))
        };
        Self {
            last_event,
            fields: changed_names(&new, &old).map(pair).collect(),
            attributes: changed_names(&after.attributes, &before.attributes).map(attribute).collect(),
            was_proved: before.email_proved,
            tags,
            at,
            ..Self::default()
        }
    }
}

/// The fields that an import may change, each by its name.
pub fn fields_of(person: &Person) -> Map<String, Value> {
    let fields = json!({
        "role": person.role.as_str(),
        "user_id": person.user_id,
        "email": person.email,
        "name": person.name,
        "phone": person.details.get("phone"),
        "owner": person.owner,
        "signed_up_at": person.signed_up_at,
    });
    if let Value::Object(fields) = fields { fields } else { Map::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::Role;

    #[test]
    fn an_undo_knows_each_field_and_attribute_that_changed_and_no_other() {
        let mut before =
            Person { id: "p".into(), role: Role::Lead, name: Some("M".into()), ..Person::default() };
        before.attributes.insert("plan".into(), json!("Harbour"));
        before.attributes.insert("seats".into(), json!(3));
        let mut after = Person { role: Role::User, owner: Some(7), ..before.clone() };
        after.details.insert("phone".into(), json!("+47"));
        after.attributes.insert("plan".into(), json!("Fjord"));
        let mut row = UndoRow::new(&before, &after, vec!["t".into()], 5, 9);
        row.fields.sort_by(|one, other| one.0.cmp(&other.0));
        let field = |name: &str, before: Value, after: Value| (name.to_owned(), before, after);
        let fields = [
            field("owner", Value::Null, json!(7)),
            field("phone", Value::Null, json!("+47")),
            field("role", json!("lead"), json!("user")),
        ];
        assert_eq!(row.fields, fields);
        assert_eq!(row.attributes, [field("plan", json!("Harbour"), json!("Fjord"))]);
        let stored = serde_json::to_value(&row).unwrap();
        assert_eq!(serde_json::from_value::<UndoRow>(stored).unwrap(), row);
    }
}
