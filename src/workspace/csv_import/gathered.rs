//! Gathers what a row says that is new, and refuses what cannot be.

use super::stated::{Problem, Reader};
use super::target::Field;

/// The columns that say something new, and what they say.
pub struct Gathered<'a> {
    pub reader: &'a Reader,
    pub said: Vec<(String, String)>,
}

impl Gathered<'_> {
    /// Refuses a field's new value where there is a reason.
    pub fn checked(&self, field: Field, reason: Option<&str>) -> Result<(), Problem> {
        match reason {
            None => Ok(()),
            Some(reason) => Err(Problem { column: self.reader.column_of(field), reason: reason.to_owned() }),
        }
    }

    pub fn says(&mut self, field: Field, value: impl ToString) {
        self.said.push((self.reader.column_of(field), value.to_string()));
    }

    /// A text that is to be stored, if it is another one.
    pub fn text(
        &mut self,
        field: Field,
        stated: Option<&String>,
        before: Option<&str>,
        broken: fn(&str) -> Option<&'static str>,
    ) -> Result<Option<String>, Problem> {
        let Some(text) = stated.filter(|text| before != Some(text.as_str())) else { return Ok(None) };
        self.checked(field, broken(text))?;
        self.says(field, text);
        Ok(Some(text.clone()))
    }
}
