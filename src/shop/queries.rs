//! The server functions: GET, without a session, the same for everybody.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::{Coffee, Details};
use crate::error::Error;

/// The coffees of one roast, or all, in the order asked for. Keys as in [`super::Filter::from_keys`].
#[server(ListCoffees, prefix = "/api", endpoint = "coffees", input = GetUrl)]
pub async fn coffees(
    #[server(default)] roast: String,
    #[server(default)] sort: String,
) -> Result<Vec<Coffee>, Error> {
    Ok(super::catalogue::list(super::Filter::from_keys(&roast, &sort)))
}

/// One coffee with all there is to tell.
#[server(GetCoffee, prefix = "/api", endpoint = "coffee", input = GetUrl)]
pub async fn coffee(slug: String) -> Result<Details, Error> {
    super::catalogue::find(&slug).ok_or_else(|| Error::NotFound.with_status())
}
