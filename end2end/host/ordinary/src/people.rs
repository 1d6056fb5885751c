//! Who has logged in, kept in memory.

use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Clone)]
pub struct Person {
    pub user_id: String,
    pub email: String,
    pub name: String,
}

static PEOPLE: Mutex<Vec<Person>> = Mutex::new(Vec::new());

fn people() -> MutexGuard<'static, Vec<Person>> {
    PEOPLE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Who has this address; somebody new, if nobody had it so far.
pub fn by_email(email: &str) -> Person {
    let mut people = people();
    if let Some(person) = people.iter().find(|person| person.email == email) {
        return person.clone();
    }
    let user_id = format!("person-{}", people.len() + 1);
    let name = email.split('@').next().unwrap_or_default().to_owned();
    let person = Person { user_id, email: email.to_owned(), name };
    people.push(person.clone());
    person
}

pub fn by_id(user_id: &str) -> Option<Person> {
    people().iter().find(|person| person.user_id == user_id).cloned()
}

pub fn rename(user_id: &str, name: String) {
    if let Some(person) = people().iter_mut().find(|person| person.user_id == user_id) {
        person.name = name;
    }
}
