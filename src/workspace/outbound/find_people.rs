//! Finds the people who match a filter, some at a time.

use crate::database::{Db, fetch};
use crate::error::Error;
use crate::filter::{CompanyAndEvents, Filter};
use crate::people::Person;

/// People that one query reads.
const READ: i64 = 500;

/// The people who match, among some that were looked at in the order of their ids.
pub struct MatchingPeople {
    /// Ids of the people who match.
    pub ids: Vec<String>,
    /// The id of the last one who was looked at. None where nobody comes after.
    pub up_to: Option<String>,
}

/// Looks at people with ids after this one, as they are `now`, in Unix seconds. It locks nothing.
pub async fn matching_people(
    db: &Db,
    app_id: &str,
    filter: &Filter,
    after: &str,
    now: i64,
) -> Result<MatchingPeople, Error> {
    let mut transaction = db.begin_reading().await?;
    let people: Vec<Person> = fetch!(&mut transaction, all
        "select * from people where app_id = $1 and id > $2 and created_at <= $3 order by id limit $4"
        => app_id, after, now, READ)?;
    let ids: Vec<&str> = people.iter().map(|person| person.id.as_str()).collect();
    let known = CompanyAndEvents::of_people(&mut transaction, &ids, std::iter::once(filter)).await?;
    transaction.commit().await?;
    let nothing = CompanyAndEvents::default();
    let known = |person: &Person| known.get(&person.id).unwrap_or(&nothing);
    let fits = |person: &&Person| filter.fits(&known(person).subject(person, now));
    Ok(MatchingPeople {
        ids: people.iter().filter(fits).map(|person| person.id.clone()).collect(),
        up_to: people.last().map(|person| person.id.clone()),
    })
}
