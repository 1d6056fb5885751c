//! The accounts that answer for an app.

use crate::batch::Batch;
use crate::database::{Db, Transaction, execute, fetch, read};
use crate::error::Error;
use crate::ledger::{Change, ChangedBy, LedgerKind};
use crate::teams::named;

/// The name of a teammate whose account is deleted, or of whom nothing else is known.
pub const NAMELESS: &str = "A teammate";

/// Characters of a teammate's name, as many as an account's name has.
const LONGEST_NAME: usize = 100;

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Teammate {
    /// The teammate's number, counted from one in each app.
    pub number: i64,
    /// The account's name when it became a teammate, unless somebody renamed the teammate here.
    pub name: String,
    pub account_id: String,
    /// The account's e-mail when it became a teammate, unless somebody changed it here.
    pub email: Option<String>,
    /// The https address of a picture.
    pub avatar: Option<String>,
    /// Time since when the teammate is away, in Unix seconds.
    pub away_since: Option<i64>,
    /// Whether a conversation of theirs is unassigned when its person writes while they are away.
    pub away_reassigns: bool,
    /// Whether the teammate may export, import, archive, block and delete people and companies.
    pub manages_people: bool,
}

/// All teammates of the app, by name.
pub async fn teammates(db: &Db, app_id: &str) -> Result<Vec<Teammate>, Error> {
    Ok(read!(db, all
        "select * from teammates
         where app_id = $1 and account_id is not null and removed_at is null order by name, number"
        => app_id)?)
}

/// The apps that the account answers for, by id and name, the oldest first.
pub async fn apps_of(db: &Db, account_id: &str) -> Result<Vec<(String, String)>, Error> {
    Ok(read!(db, all
        "select app_id, a.name from workspace_apps a join teammates using (app_id)
         where account_id = $1 and removed_at is null order by created_at, app_id" => account_id)?)
}

/// The teammate of this account. None where the account does not answer for the app.
pub async fn find_teammate(db: &Db, app_id: &str, account_id: &str) -> Result<Option<Teammate>, Error> {
    Ok(read!(db, optional
        "select * from teammates where app_id = $1 and account_id = $2 and removed_at is null"
        => app_id, account_id)?)
}

/// Whether the teammate with this number answers for the app.
pub async fn answers(db: &mut Transaction, app_id: &str, number: i64) -> Result<bool, Error> {
    Ok(fetch!(db, any
        "select number from teammates where app_id = $1 and number = $2 and account_id is not null and removed_at is null"
        => app_id, number)?)
}

/// The teammate with this number. None where nobody with it answers for the app.
pub async fn find(db: &mut Transaction, app_id: &str, number: i64) -> Result<Option<Teammate>, Error> {
    Ok(fetch!(db, optional
        "select * from teammates where app_id = $1 and number = $2 and account_id is not null and removed_at is null"
        => app_id, number)?)
}

/// Adds an account as a teammate by this name, also again after its removal. A present teammate keeps their name.
/// The e-mail is the account's. None where it is not known, which keeps the one that the teammate has.
/// The first teammate of an app manages people; a later one does once somebody [permits](super::permit) it.
/// Returns the teammate's number.
pub async fn add_teammate(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    account_id: &str,
    name: &str,
    email: Option<&str>,
) -> Result<i64, Error> {
    let name = named_teammate(name)?;
    let email = email.map(str::trim);
    // The accounts have their own rule of what an address is.
    if email.is_some_and(|email| email.is_empty() || email.contains(char::is_control)) {
        return Err(Error::invalid("email", "This is no e-mail address."));
    }
    let present: Option<(i64, Option<String>)> = fetch!(&mut batch.transaction, optional
        "select number, email from teammates where app_id = $1 and account_id = $2 and removed_at is null"
        => app_id, account_id)?;
    if let Some((number, known)) = present {
        if email.is_some() && email != known.as_deref() {
            execute!(&mut batch.transaction,
                "update teammates set email = $3 where app_id = $1 and number = $2" => app_id, number, email)?;
            let change = Change::new(LedgerKind::TeammateChanged, by.clone()).about(number);
            batch.record_change(app_id, change.in_fields(vec!["email".to_owned()]));
        }
        return Ok(number);
    }
    let number: i64 = fetch!(&mut batch.transaction, one value
        "insert into teammates (app_id, number, account_id, name, email, manages_people)
         select $1, coalesce(max(number), 0) + 1, $2, $3, $4,
           count(*) filter (where account_id is not null and removed_at is null) = 0
         from teammates where app_id = $1
         on conflict (app_id, account_id) do update set removed_at = null, name = excluded.name,
           email = coalesce(excluded.email, teammates.email), manages_people = excluded.manages_people
         returning number"
        => app_id, account_id, name, email)?;
    batch.record_change(app_id, Change::new(LedgerKind::TeammateAdded, by.clone()).about(number));
    Ok(number)
}

/// Checks the name of a teammate, and returns it as it is stored.
pub fn named_teammate(name: &str) -> Result<&str, Error> {
    named("teammate", name, LONGEST_NAME)
}
