//! Something to load: a page each, fetched when it is opened.

use leptos::prelude::*;

pub const COFFEES: [(&str, &str); 3] =
    [("first-tide", "First Tide"), ("herring-gull", "Herring Gull"), ("deep-fathom", "Deep Fathom")];

#[server(endpoint = "coffee", input = leptos::server_fn::codec::GetUrl)]
pub async fn coffee(slug: String) -> Result<Option<String>, ServerFnError> {
    Ok(COFFEES.iter().find(|(known, _)| *known == slug).map(|(_, name)| (*name).to_owned()))
}
