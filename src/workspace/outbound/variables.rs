//! Which variables a text may have.

use super::template::Template;
use crate::database::{Transaction, fetch};
use crate::error::Error;
use crate::filter::fields::OF_COMPANY;

/// Variables that mean something for everybody, beside the fields of companies.
const OF_PERSON: [&str; 5] = ["first_name", "name", "email", "phone", "user_id"];

/// Refuses a variable without fallback that nobody of this app has.
pub async fn check_variables(db: &mut Transaction, app_id: &str, text: &str) -> Result<(), Error> {
    for name in Template::parse(text)?.without_fallback() {
        if !is_known(db, app_id, name).await? {
            let message = format!(
                "Nobody has “{name}”. Write another name, or a fallback: {{{{ {name} | fallback:\"…\" }}}}."
            );
            return Err(Error::invalid("text", message));
        }
    }
    Ok(())
}

/// Whether a variable means something in this app.
/// It is a field that all people may have, or an attribute that somebody has.
async fn is_known(db: &mut Transaction, app_id: &str, name: &str) -> Result<bool, Error> {
    Ok(match name.strip_prefix("company.") {
        None if OF_PERSON.contains(&name) => true,
        Some(name) if OF_COMPANY.iter().any(|(field, ..)| *field == name) => true,
        Some(name) => fetch!(db, any
            "select id from companies where app_id = $1 and attributes ->> $2 is not null limit 1" => app_id, name)?,
        None => fetch!(db, any
            "select id from people where app_id = $1 and attributes ->> $2 is not null limit 1" => app_id, name)?,
    })
}
