//! Who can log in: made-up people, kept in memory.

use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

#[derive(Clone)]
pub struct Person {
    pub user_id: String,
    pub email: String,
    pub name: String,
    /// Rises whenever the name changes.
    pub revision: i64,
}

static PEOPLE: LazyLock<Mutex<Vec<Person>>> = LazyLock::new(|| {
    let person = |user_id: &str, email: &str, name: &str| Person {
        user_id: user_id.to_owned(),
        email: email.to_owned(),
        name: name.to_owned(),
        revision: 0,
    };
    Mutex::new(vec![
        person("demo-customer", "customer@example.com", "Marit Solheim"),
        person("demo-second", "second@example.com", "Tomas Lindqvist"),
        person("demo-teammate", "teammate@example.com", "Ines Aalto"),
    ])
});

fn people() -> MutexGuard<'static, Vec<Person>> {
    PEOPLE.lock().unwrap_or_else(PoisonError::into_inner)
}

pub fn by_email(email: &str) -> Option<Person> {
    people().iter().find(|person| person.email == email).cloned()
}

pub fn by_id(user_id: &str) -> Option<Person> {
    people().iter().find(|person| person.user_id == user_id).cloned()
}

pub fn rename(user_id: &str, name: String) {
    if let Some(person) = people().iter_mut().find(|person| person.user_id == user_id) {
        person.name = name;
        person.revision += 1;
    }
}
