//! Whom a row means.

use super::known::Known;
use super::stated::Stated;
use super::target::Field;
use crate::people::Person;

/// The person whom a row names, surest key first. None of somebody new.
pub fn person_of<'a>(stated: &Stated, known: &'a Known) -> Result<Option<&'a Person>, (Field, &'static str)> {
    let by_id = stated.id.as_deref().and_then(|id| known.by_id(id));
    let by_user_id = stated.user_id.as_deref().and_then(|user_id| known.by_user_id(user_id));
    if let Some(person) = by_id.or(by_user_id) {
        return match by_user_id {
            Some(other) if other.id != person.id => {
                Err((Field::UserId, "The id and the user_id mean different people."))
            }
            _ => Ok(Some(person)),
        };
    }
    let by_email = stated.email.as_deref().map(|email| known.by_email(email)).unwrap_or_default();
    match by_email.as_slice() {
        [] if stated.user_id.is_none() && stated.email.is_none() => {
            Err((Field::Email, "Nobody has this id. A new person has a user_id or an e-mail."))
        }
        [] => Ok(None),
        [person] if stated.user_id.is_none() || person.user_id.is_none() => Ok(Some(*person)),
        [_] => Err((Field::Email, "The e-mail is of a person with another user_id.")),
        _ => Err((Field::Email, "Several people have this e-mail. Name the one by their id.")),
    }
}
