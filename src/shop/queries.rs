//! What the pages show of the shelf, the same for everybody. Open to everybody.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::{Coffee, Details, Guide, GuideCard, Listing, SearchResults};
use crate::error::Error;
use crate::json::LightJson;
use crate::prefetch::PrefetchClient;

/// The coffees that the query of the list's address asks for: [`super::Filter::query`].
#[server(GetCoffees, endpoint = "coffees", input = GetUrl, output = LightJson, client = PrefetchClient)]
pub async fn coffees(#[server(default)] query: String) -> Result<Listing, Error> {
    let filter = super::Filter::from_query(&query);
    let mut coffees = super::catalogue::list(filter);
    super::server::shop()?.mark_sold_out(&mut coffees).await?;
    Ok(Listing { coffees, counts: super::catalogue::counts(filter) })
}

/// Returns a coffee with all its details.
#[server(GetCoffeeDetails, endpoint = "coffee", input = GetUrl, output = LightJson, client = PrefetchClient)]
pub async fn coffee(#[server(default)] slug: String) -> Result<Details, Error> {
    let mut details = super::catalogue::find(&slug).ok_or(Error::NotFound)?;
    details.guides = super::guides::that_suit(&slug);
    let shop = super::server::shop()?;
    details.roasted = shop.roasted();
    shop.mark_sold_out([&mut details.coffee]).await?;
    Ok(details)
}

#[server(GetGuides, endpoint = "guides", input = GetUrl, output = LightJson, client = PrefetchClient)]
pub async fn guides() -> Result<Vec<GuideCard>, Error> {
    Ok(super::guides::rows().map(super::guides::GuideRow::card).collect())
}

#[server(GetGuideDetails, endpoint = "guide", input = GetUrl, output = LightJson, client = PrefetchClient)]
pub async fn guide(#[server(default)] slug: String) -> Result<Guide, Error> {
    let mut guide = super::guides::find(&slug).ok_or(Error::NotFound)?;
    super::server::shop()?.mark_sold_out(&mut guide.coffees).await?;
    Ok(guide)
}

/// Finds the coffees and guides in which each word of the question is found.
#[server(GetSearch, endpoint = "search", input = GetUrl, output = LightJson)]
pub async fn search(#[server(default)] q: String) -> Result<SearchResults, Error> {
    let mut found = super::search::search(&q);
    super::server::shop()?.mark_sold_out(&mut found.coffees).await?;
    Ok(found)
}

/// Lists the coffees that are on the roaster this week.
#[server(GetOnTheRoaster, endpoint = "on_the_roaster", input = GetUrl, output = LightJson, client = PrefetchClient)]
pub async fn on_the_roaster() -> Result<Vec<Coffee>, Error> {
    let mut coffees = super::catalogue::on_the_roaster();
    super::server::shop()?.mark_sold_out(&mut coffees).await?;
    Ok(coffees)
}
