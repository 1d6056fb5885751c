//! What to change of a person, as JSON names it.

use serde_json::{Map, Value};

use super::update::PersonUpdate;
use crate::field_update::FieldUpdate;
use crate::people::{dates, details};
use crate::refusal::Refusal;

/// Reads the fields of a person: `role`, `user_id`, `email`, `email_proved`, `name`, `owner`, `signed_up_at`, the details
/// such as `phone`, and `custom_attributes`. Null clears; a field that is not named stays. Refuses an unknown field.
pub fn fields_of(json: Map<String, Value>) -> Result<PersonUpdate, Refusal> {
    let mut fields = PersonUpdate::default();
    for (name, value) in json {
        match (name.as_str(), value) {
            ("role", value) => {
                let role = value.as_str().and_then(|role| role.parse().ok());
                fields.role = Some(role.ok_or(Refusal::Field("role", "It is lead or user."))?);
            }
            ("user_id", value) => fields.user_id = text("user_id", value)?,
            ("email", value) => fields.email = text("email", value)?,
            ("name", value) => fields.name = text("name", value)?,
            ("email_proved", Value::Bool(is_proved)) => fields.is_email_proved = is_proved,
            ("email_proved", _) => return Err(Refusal::Field("email_proved", "It is true or false.")),
            ("owner", Value::Null) => fields.owner = FieldUpdate::Clear,
            ("owner", value) => {
                let number = value.as_i64().ok_or(Refusal::Field("owner", "It is a teammate's number."))?;
                fields.owner = FieldUpdate::To(number);
            }
            ("signed_up_at", Value::Null) => fields.signed_up_at = FieldUpdate::Clear,
            ("signed_up_at", value) => {
                let at = dates::unix_seconds(&value).ok_or(Refusal::Field("signed_up_at", dates::FORM))?;
                fields.signed_up_at = FieldUpdate::To(at);
            }
            ("custom_attributes", Value::Object(attributes)) => fields.attributes = attributes,
            ("custom_attributes", _) => {
                return Err(Refusal::Field("custom_attributes", "It is an object of names and values."));
            }
            (detail, value) if details::is_detail(detail) => _ = fields.details.insert(name, value),
            _ => {
                return Err(Refusal::Malformed(
                    "A person has no such field. Custom attributes stand in custom_attributes.",
                ));
            }
        }
    }
    Ok(fields)
}

fn text(name: &'static str, value: Value) -> Result<FieldUpdate<String>, Refusal> {
    match value {
        Value::Null => Ok(FieldUpdate::Clear),
        Value::String(text) => Ok(FieldUpdate::To(text)),
        _ => Err(Refusal::Field(name, "It is a text.")),
    }
}
