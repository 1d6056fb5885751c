//! How many people a message is for.

use serde_json::Value;

use super::conditions::filter;
use super::edit::message;
use super::find_people::count_matching;
use crate::batch::Store;
use crate::error::Error;
use crate::filter::Filter;
use crate::people::{self, Person};

/// The greatest exact count while a teammate writes.
const MOST: usize = 10_000;

/// The people who would get a message that is sent now, as it is saved.
pub struct AudienceSize {
    pub people: usize,
    /// Whether the message has no conditions.
    pub is_everybody: bool,
    /// The one person of a message to one person.
    pub person: Option<Person>,
}

/// Counts the people of the app who match now, up to a limit, and says whether there are more.
pub async fn count_people(store: &Store, app_id: &str, audience: &Value) -> Result<(usize, bool), Error> {
    let count = count_up_to(store, app_id, &filter(audience)?, MOST + 1).await?;
    Ok((count.min(MOST), count > MOST))
}

/// Counts the people of a message exactly, however long that takes.
pub async fn audience(store: &Store, app_id: &str, number: i64) -> Result<AudienceSize, Error> {
    let message = message(&store.db, app_id, number).await?.ok_or(Error::NotFound)?;
    if let Some(id) = &message.recipient {
        let mut transaction = store.db.begin_reading().await?;
        let person = people::by_id(&mut transaction, app_id, id).await?;
        return Ok(AudienceSize { people: usize::from(person.is_some()), is_everybody: false, person });
    }
    let filter = filter(&message.audience)?;
    let people = count_up_to(store, app_id, &filter, usize::MAX).await?;
    Ok(AudienceSize { people, is_everybody: filter.is_everybody(), person: None })
}

/// Counts the people of the app who match now, but no more than `most`.
pub async fn count_up_to(store: &Store, app_id: &str, filter: &Filter, most: usize) -> Result<usize, Error> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let count = count_matching(&store.db, app_id, filter, store.clock.seconds(), most).await?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Refuses to send to more people than a teammate has confirmed.
/// People come and go: of more than 1,000, 1 % more may get it.
pub fn may_send(people: usize, confirmed: usize) -> Result<(), Error> {
    let more = if confirmed > 1_000 { confirmed / 100 } else { 0 };
    if people <= confirmed.saturating_add(more) {
        return Ok(());
    }
    let message =
        format!("Nothing was sent: {people} people match now, and you confirmed {confirmed}. Look again.");
    Err(Error::conflict(message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_people_get_a_message_than_were_confirmed_but_1_percent_above_a_thousand() {
        for (confirmed, most) in
            [(0, 0), (1, 1), (2, 2), (1_000, 1_000), (1_001, 1_011), (1_100, 1_111), (50_000, 50_500)]
        {
            assert!(may_send(most, confirmed).is_ok(), "{most} of {confirmed}");
            assert!(may_send(most + 1, confirmed).is_err(), "{} of {confirmed}", most + 1);
        }
        assert!(may_send(usize::MAX, usize::MAX).is_ok());
    }
}
