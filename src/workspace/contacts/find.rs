//! Finds a person by what somebody calls them.

use crate::database::{Transaction, fetch};
use crate::error::Error;
use crate::identity::folded;
use crate::people::{Person, Role};

/// What somebody calls a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonKey<'a> {
    /// The workspace's own id, also of somebody who was merged.
    Id(&'a str),
    /// The app's id of a user.
    UserId(&'a str),
    /// An e-mail, proved or not, in whatever case.
    Email(&'a str),
}

/// The person whom a key means.
#[derive(Clone, Debug)]
pub enum FoundPerson {
    Nobody,
    One(Box<Person>),
    /// The id is that of somebody who was merged into this person, over however many steps.
    Merged(Box<Person>),
    /// An e-mail that several users have, or several leads and no user. The ids, in the order of the last visit.
    Several(Vec<String>),
}

/// Finds the person whose id, user_id or e-mail this is, surest first.
pub async fn find_any(db: &mut Transaction, app_id: &str, who: &str) -> Result<FoundPerson, Error> {
    for key in [PersonKey::Id(who), PersonKey::UserId(who), PersonKey::Email(who)] {
        match find(db, app_id, key).await? {
            FoundPerson::Nobody => {}
            found => return Ok(found),
        }
    }
    Ok(FoundPerson::Nobody)
}

/// People with one e-mail that are looked at.
const MOST: i64 = 10;

/// Finds a person of the app. By e-mail, a user goes before leads.
/// Source: Intercom's REST API, "Contacts": an id, an external_id or an e-mail names a contact, surest first.
pub async fn find(db: &mut Transaction, app_id: &str, key: PersonKey<'_>) -> Result<FoundPerson, Error> {
    let mut people: Vec<Person> = match key {
        PersonKey::Id(id) => {
            fetch!(&mut *db, all "select * from people where app_id = $1 and id = $2" => app_id, id)?
        }
        PersonKey::UserId(user_id) => {
            fetch!(&mut *db, all "select * from people where app_id = $1 and user_id = $2" => app_id, user_id)?
        }
        PersonKey::Email(email) => fetch!(&mut *db, all
            "select * from people where app_id = $1 and email_folded = $2
             order by case role when 'user' then 0 else 1 end, last_seen_at desc, id limit $3"
            => app_id, folded(email), MOST)?,
    };
    if people.first().is_some_and(|first| first.role == Role::User) {
        people.retain(|person| person.role == Role::User);
    }
    match people.len() {
        0 => {}
        1 => return Ok(people.pop().map_or(FoundPerson::Nobody, |one| FoundPerson::One(Box::new(one)))),
        _ => return Ok(FoundPerson::Several(people.into_iter().map(|person| person.id).collect())),
    }
    let PersonKey::Id(id) = key else { return Ok(FoundPerson::Nobody) };
    let canonical: Option<Person> = fetch!(db, optional
        "select * from people where app_id = $1 and id =
           (select person_id from merged_people where app_id = $1 and id = $2)" => app_id, id)?;
    Ok(canonical.map_or(FoundPerson::Nobody, |person| FoundPerson::Merged(Box::new(person))))
}
