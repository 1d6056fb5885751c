//! Attributes that broke a limit: a page may send thousands, and each reader learns of a few.

use super::texts::LONGEST_NAME;
use crate::feed::RefusedAttribute;

/// Refused attributes that are named. More are counted.
const MOST_NAMED: usize = 20;

/// The attributes that a ping or event was stored without.
#[derive(Clone, Default)]
pub struct Refusals {
    pub named: Vec<RefusedAttribute>,
    /// Count of refused attributes that are not named.
    pub more: usize,
}

impl Refusals {
    /// Adds a refused attribute, with as much of its name as can be shown.
    pub fn add(&mut self, name: &str, reason: &str) {
        if self.named.len() == MOST_NAMED {
            self.more += 1;
            return;
        }
        let name = name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
        self.named.push(RefusedAttribute { name, reason: reason.to_owned() });
    }

    pub fn and(mut self, others: Self) -> Self {
        self.more += others.more;
        for refused in others.named {
            self.add(&refused.name, &refused.reason);
        }
        self
    }

    pub fn count(&self) -> usize {
        self.named.len() + self.more
    }
}
