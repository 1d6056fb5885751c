//! The one person to whom a message goes.

use crate::database::{Db, Transaction, fetch};
use crate::error::Error;
use crate::identity::folded;
use crate::people::Person;

/// People whom a teammate is asked about at most.
const MOST: i64 = 6;

/// A person whom a text may mean.
#[derive(sqlx::FromRow)]
pub struct Candidate {
    rank: i64,
    #[sqlx(flatten)]
    pub person: Person,
}

/// The rank of a person found by their id, or by the id of a visitor whom they were.
const BY_ID: i64 = 0;
/// The rank of a person found by an e-mail that nobody has proved.
const BY_CLAIM: i64 = 3;

impl Candidate {
    /// People of this app whose id, user_id or e-mail this is, the surest first.
    pub async fn all(db: &mut Transaction, app_id: &str, text: &str) -> Result<Vec<Self>, Error> {
        Ok(fetch!(db, all
            "select p.*, cast(case when p.id = $2 then 0 when p.user_id = $2 then 1
                                   when p.email_folded = $3 then case when p.email_proved then 2 else 3 end
                                   else 0 end as bigint) as rank
             from people p
             where p.app_id = $1 and (p.id = $2 or p.user_id = $2 or p.email_folded = $3
               or p.id in (select m.person_id from merged_people m where m.app_id = $1 and m.id = $2))
             order by rank, p.last_seen_at desc, p.id limit $4" => app_id, text, folded(text), MOST)?)
    }

    /// The person whom the text means, and nobody else.
    /// Anybody may claim an e-mail, so one that is not proved means nobody.
    pub fn certain(all: &[Self]) -> Option<&Person> {
        let mut proved = all.iter().filter(|one| one.rank < BY_CLAIM);
        let first = proved.next()?;
        (first.rank == BY_ID || proved.next().is_none()).then_some(&first.person)
    }
}

/// The id of the person whom this text means.
pub async fn resolve(db: &mut Transaction, app_id: &str, text: &str) -> Result<String, Error> {
    let all = Candidate::all(db, app_id, text).await?;
    if let Some(person) = Candidate::certain(&all) {
        return Ok(person.id.clone());
    }
    Err(Error::invalid(
        "recipient",
        match all.is_empty() {
            true => "Nobody of this app has that id, user_id or e-mail.",
            false => "Several people may be meant, or nobody has proved that e-mail. Choose the person.",
        },
    ))
}

/// People of this app whom a teammate may mean by this text.
pub async fn recipients(db: &Db, app_id: &str, text: &str) -> Result<Vec<Candidate>, Error> {
    Candidate::all(&mut db.begin_reading().await?, app_id, text).await
}
