use std::sync::Arc;

use super::{Limits, TooMany};

/// What the messages of one commit cost. Where the commit fails, dropping this gives it back: each of them is tried again.
pub struct Charges {
    limits: Arc<Limits>,
    /// Whose, and whether it begins a conversation.
    taken: Vec<(String, bool)>,
}

impl Charges {
    pub fn new(limits: Arc<Limits>) -> Self {
        Self { limits, taken: Vec::new() }
    }

    /// A message that is not stored yet. What is refused costs nothing.
    pub fn message(&mut self, person_id: &str, begins: bool, now_ms: i64) -> Result<(), TooMany> {
        self.limits.message(person_id, begins, now_ms)?;
        self.taken.push((person_id.to_owned(), begins));
        Ok(())
    }

    /// They are stored.
    pub fn keep(mut self) {
        self.taken.clear();
    }
}

impl Drop for Charges {
    fn drop(&mut self) {
        for (person_id, begins) in &self.taken {
            self.limits.give_back(person_id, *begins);
        }
    }
}
