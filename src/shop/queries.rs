//! What the pages show of the shelf: without a session, the same for everybody.

use super::{Details, Found, Guide, GuideCard, Listing};
use crate::error::Error;

/// The coffees that the query of the list's address asks for: [`super::Filter::query`].
pub async fn coffees(query: String) -> Result<Listing, Error> {
    let filter = super::Filter::from_query(&query);
    let mut coffees = super::catalogue::list(filter);
    super::server::shop()?.mark_sold_out(&mut coffees).await?;
    Ok(Listing { coffees, counts: super::catalogue::counts(filter) })
}

/// One coffee with all there is to tell.
pub async fn coffee(slug: String) -> Result<Details, Error> {
    let mut details = super::catalogue::find(&slug).ok_or(Error::NotFound)?;
    super::server::shop()?.mark_sold_out([&mut details.coffee]).await?;
    Ok(details)
}

pub async fn guides() -> Result<Vec<GuideCard>, Error> {
    Ok(super::guides::rows().map(super::guides::Row::card).collect())
}

pub async fn guide(slug: String) -> Result<Guide, Error> {
    let mut guide = super::guides::find(&slug).ok_or(Error::NotFound)?;
    super::server::shop()?.mark_sold_out(&mut guide.coffees).await?;
    Ok(guide)
}

/// Coffees and guides in which each word of the question is found.
pub async fn search(q: String) -> Result<Found, Error> {
    let mut found = super::search::search(&q);
    super::server::shop()?.mark_sold_out(&mut found.coffees).await?;
    Ok(found)
}

/// What is on the roaster this week.
pub async fn on_the_roaster() -> Result<Vec<super::Coffee>, Error> {
    let mut coffees = super::catalogue::on_the_roaster();
    super::server::shop()?.mark_sold_out(&mut coffees).await?;
    Ok(coffees)
}
