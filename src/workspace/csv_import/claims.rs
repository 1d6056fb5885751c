//! What the rows of a file said so far: a file has one row for a person, and one name for a company.

use std::collections::HashMap;

/// The people and the companies' names of rows before this one, each with the row's number.
#[derive(Debug, Default)]
pub struct Claims {
    people: HashMap<(Key, String), i64>,
    /// The names of companies, by the id that the app gave them.
    companies: HashMap<String, (String, i64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    Person,
    UserId,
    Email,
}

impl Claims {
    /// Notes that this row was of this person.
    pub fn note(&mut self, id: String, row: i64) {
        self.people.insert((Key::Person, id), row);
    }

    /// Claims a person for this row. Refuses one of whom another row is.
    pub fn claim(&mut self, row: i64, keys: &[(Key, String)]) -> Result<(), String> {
        if let Some(other) = keys.iter().find_map(|key| self.people.get(key)) {
            return Err(format!("Row {other} is of the same person."));
        }
        self.people.extend(keys.iter().map(|key| (key.clone(), row)));
        Ok(())
    }

    /// The name by which a row before this one calls a company, and the row's number.
    pub fn name_of(&self, company_id: &str) -> Option<(&str, i64)> {
        self.companies.get(company_id).map(|(name, row)| (name.as_str(), *row))
    }

    /// Notes by which name this row calls a company.
    pub fn note_company(&mut self, row: i64, company_id: &str, name: &str) {
        self.companies.entry(company_id.to_owned()).or_insert_with(|| (name.to_owned(), row));
    }
}
