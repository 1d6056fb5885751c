//! What the pages show: coffees, and how to brew them.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub const COFFEES: [(&str, &str); 3] =
    [("first-tide", "First Tide"), ("herring-gull", "Herring Gull"), ("deep-fathom", "Deep Fathom")];

/// Its name. The session remembers which coffee was looked at last.
#[server(endpoint = "coffee", input = leptos::server_fn::codec::GetUrl)]
pub async fn coffee(slug: String) -> Result<Option<String>, ServerFnError> {
    let session: tower_sessions::Session = leptos_axum::extract().await?;
    let name = COFFEES.iter().find(|(known, _)| *known == slug).map(|(_, name)| (*name).to_owned());
    if let (Some(name), true) = (&name, crate::sessions::user_id(&session).await?.is_some()) {
        session.insert("last_coffee", name).await?;
    }
    Ok(name)
}

#[server(endpoint = "last_coffee", input = leptos::server_fn::codec::GetUrl)]
pub async fn last_coffee() -> Result<Option<String>, ServerFnError> {
    let session: tower_sessions::Session = leptos_axum::extract().await?;
    Ok(session.get("last_coffee").await?)
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Guide {
    pub title: String,
    pub steps: Vec<String>,
}

#[server(endpoint = "how_to_brew", input = leptos::server_fn::codec::GetUrl)]
pub async fn how_to_brew() -> Result<Guide, ServerFnError> {
    let steps = [
        "Grind 15 g, as coarse as sea salt.",
        "Pour 250 g of water at 94 °C.",
        "Wait four minutes, and press.",
    ];
    Ok(Guide { title: "How to brew at sea".to_owned(), steps: steps.map(str::to_owned).into() })
}
