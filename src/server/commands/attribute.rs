//! The commands for the attributes of an app.

use serde::Deserialize;
use std::fmt::Write;

use super::person::said;
use super::{BY, Failure, OpenedApp, begin, row};
use crate::workspace::data_attributes::{
    self, AttributeOf, AttributeType, AttributeUpdate, Definition, NewAttribute, definitions,
};

/// What an attribute is to be. A field that is not named stays as it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    data_type: Option<String>,
    description: Option<String>,
    options: Option<Vec<String>>,
    browser_writable: Option<bool>,
    token_writable: Option<bool>,
    api_writable: Option<bool>,
}

/// Lists the attributes in columns, the archived ones last.
pub async fn list(app: &OpenedApp<'_>) -> Result<String, Failure> {
    let rows = definitions(&app.db, app.id).await?;
    Ok(rows.iter().map(columns).collect::<Vec<_>>().join("\n"))
}

pub async fn make(app: &OpenedApp<'_>, of: &str, name: &str, json: &str) -> Result<String, Failure> {
    let (of, fields) = (thing(of)?, fields(json)?);
    let types = || AttributeType::ALL.map(AttributeType::as_str).join(", ");
    let data_type = fields.data_type.as_deref().and_then(|data_type| data_type.parse().ok());
    let data_type = data_type.ok_or_else(|| format!("data_type: It is one of {}.", types()))?;
    let new = NewAttribute { of, name: name.to_owned(), data_type, fields: update(fields) };
    let mut batch = begin(app).await?;
    let made = data_attributes::create(&mut batch, &BY, app.id, new).await.map_err(said)?;
    batch.commit().await?;
    Ok(columns(&made))
}

pub async fn change(app: &OpenedApp<'_>, of: &str, name: &str, json: &str) -> Result<String, Failure> {
    let (of, fields) = (thing(of)?, fields(json)?);
    if fields.data_type.is_some() {
        return Err("data_type: The type of an attribute never changes.".into());
    }
    let mut batch = begin(app).await?;
    let changed = data_attributes::change(&mut batch, &BY, app.id, of, name, update(fields)).await;
    let changed = changed.map_err(said)?;
    batch.commit().await?;
    Ok(columns(&changed))
}

pub async fn archive(app: &OpenedApp<'_>, of: &str, name: &str, archived: bool) -> Result<String, Failure> {
    let mut batch = begin(app).await?;
    let of = thing(of)?;
    let changed =
        data_attributes::archive(&mut batch, &BY, app.id, of, name, archived).await.map_err(said)?;
    batch.commit().await?;
    Ok(columns(&changed))
}

fn thing(of: &str) -> Result<AttributeOf, Failure> {
    of.parse().map_err(|()| "attributes are of a person, a company or a conversation".into())
}

fn fields(json: &str) -> Result<Fields, Failure> {
    serde_json::from_str(json)
        .map_err(|error| format!("the fields are not as they should be: {error}").into())
}

fn update(fields: Fields) -> AttributeUpdate {
    let Fields { description, options, browser_writable, token_writable, api_writable, .. } = fields;
    AttributeUpdate { description, options, browser_writable, token_writable, api_writable }
}

/// Number, thing, name, type, who may write it beside teammates, and whether it is archived.
fn columns(definition: &Definition) -> String {
    let mut writers = String::new();
    for (name, writes) in [
        ("browser", definition.browser_writable),
        ("token", definition.token_writable),
        ("api", definition.api_writable),
    ] {
        if writes {
            let _ = write!(writers, "{}{name}", if writers.is_empty() { "" } else { "," });
        }
    }
    let data_type = definition.data_type.map_or("-", AttributeType::as_str);
    let state = if definition.archived_at.is_some() { "archived" } else { "active" };
    row(definition.number, &[definition.of.as_str(), &definition.name, data_type, &writers, state])
}
