//! Whom a message is for, as teammates say it: a filter of people.

use serde_json::Value;

use crate::database::Transaction;
use crate::error::Error;
use crate::filter::fields::Model;
use crate::filter::{Filter, Names};

/// Reads the conditions of a message.
pub fn filter(audience: &Value) -> Result<Filter, Error> {
    Filter::from_json_of(&[Model::Person], audience, "A message is for people.")
        .map_err(|bad| invalid(bad.to_string()))
}

/// Refuses conditions that name what the app does not have.
pub async fn check_names(db: &mut Transaction, app_id: &str, filter: &Filter) -> Result<(), Error> {
    let names = Names::read(db, app_id, filter, &[]).await?;
    filter.check_names(&names).map_err(|bad| invalid(bad.to_string()))
}

fn invalid(message: String) -> Error {
    Error::invalid("audience", message)
}
