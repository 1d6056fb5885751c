//! Which variables a text may have.

use super::template::Template;
use crate::database::{Transaction, fetch};
use crate::error::Error;

/// Variables that mean something for everybody.
const STANDARD: [&str; 13] = [
    "first_name",
    "name",
    "email",
    "phone",
    "user_id",
    "company.name",
    "company.company_id",
    "company.plan",
    "company.website",
    "company.industry",
    "company.monthly_spend",
    "company.size",
    "company.created_at",
];

/// Refuses a variable without fallback that nobody of this app has.
pub async fn check_variables(db: &mut Transaction, app_id: &str, text: &str) -> Result<(), Error> {
    let template = Template::parse(text).map_err(|bad| Error::invalid("text", bad.to_string()))?;
    for name in template.without_fallback() {
        if !is_known(db, app_id, name).await? {
            let message = format!(
                "Nobody has “{name}”. Write another name, or a fallback: {{{{ {name} | fallback:\"…\" }}}}."
            );
            return Err(Error::invalid("text", message));
        }
    }
    Ok(())
}

/// Whether a variable means something in this app: a field that all people may have, or an attribute that somebody has.
async fn is_known(db: &mut Transaction, app_id: &str, name: &str) -> Result<bool, Error> {
    if STANDARD.contains(&name) {
        return Ok(true);
    }
    let (select, name) = match name.strip_prefix("company.") {
        Some(name) => (
            "select cast(1 as bigint) from companies where app_id = $1 and attributes ->> $2 is not null limit 1",
            name,
        ),
        None => (
            "select cast(1 as bigint) from people where app_id = $1 and attributes ->> $2 is not null limit 1",
            name,
        ),
    };
    let found: Option<(i64,)> = fetch!(db, optional select => app_id, name)?;
    Ok(found.is_some())
}
