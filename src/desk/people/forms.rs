//! What the forms of people and of companies answer alike.

use axum::http::header::REFERER;
use axum::http::request::Parts;
use leptos::prelude::use_context;
use serde_json::Number;

use crate::error::{Error, Fault};
use crate::workspace::people::refusals::Refusals;
use crate::workspace::refusal::Refusal;

/// A refusal, in words for a teammate.
pub fn said(refusal: Refusal) -> Error {
    match refusal {
        Refusal::NoPerson
        | Refusal::NoCompany
        | Refusal::NoTag
        | Refusal::NoNote
        | Refusal::NoSubscriptionType
        | Refusal::NoSegment => Error::NotFound,
        Refusal::Field(name, why) => Error::invalid(name, why),
        refusal @ Refusal::PersonExists { .. } => Error::conflict(refusal.to_string()),
        Refusal::Internal => Error::Internal,
        other => Error::invalid("", other.to_string()),
    }
}

/// Refuses the whole form where a value of it is refused: nobody has to guess which half was stored.
pub fn whole(refused: &Refusals) -> Result<(), Error> {
    let fault =
        |field: &str, reason: &str| Fault { field: field.to_owned(), message: format!("{field}: {reason}") };
    let faults: Vec<Fault> = refused.named.iter().map(|one| fault(&one.name, &one.reason)).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::Faults(faults)) }
}

/// Leads the browser to the person or company with this id, unless its page shows them already.
pub fn open(id: &str) {
    let query = format!("?who={id}");
    let parts = use_context::<Parts>();
    let page = parts.as_ref().and_then(|parts| parts.headers.get(REFERER)?.to_str().ok());
    if !page.is_some_and(|page| page.ends_with(&query)) {
        leptos_axum::redirect(&format!("/workspace/people{query}"));
    }
}

/// The number that a teammate typed.
pub fn number(text: &str) -> Option<Number> {
    match text.parse::<i64>() {
        Ok(whole) => Some(whole.into()),
        Err(_) => Number::from_f64(text.parse().ok()?),
    }
}

/// Refuses to delete unless the teammate has typed the word.
pub fn confirm(typed: &str) -> Result<(), Error> {
    match typed.trim().eq_ignore_ascii_case("delete") {
        true => Ok(()),
        false => Err(Error::invalid("typed", "Type the word delete.")),
    }
}
