//! The charges of one commit, which are given back where it fails.

use std::sync::Arc;

use super::{Limits, Network};
use crate::refusal::TooMany;

/// The charges for the new people and messages of one commit. Dropping it gives them back: what fails is tried again.
pub struct Charges {
    limits: Arc<Limits>,
    taken: Vec<Charge>,
}

enum Charge {
    Person(Option<Network>),
    /// A message of this person, and the network from which it begins a conversation, if it does.
    Message(String, Option<NewConversation>),
}

/// A conversation that begins, and the network that it comes from, where that is known.
#[derive(Clone, Copy)]
pub struct NewConversation(pub Option<Network>);

/// The messages that a person wrote before this server knew them.
#[derive(Clone, Copy)]
pub struct RecentUse {
    /// Messages within a minute.
    pub messages: u32,
    /// Conversations begun within an hour.
    pub conversations: u32,
}

impl Charges {
    pub fn new(limits: Arc<Limits>) -> Self {
        Self { limits, taken: Vec::new() }
    }

    /// Charges a new person to their network.
    pub fn person(&mut self, from: Option<Network>, now_ms: i64) -> Result<(), TooMany> {
        self.limits.new_person(from, now_ms)?;
        self.taken.push(Charge::Person(from));
        Ok(())
    }

    /// Whether the person's messages are remembered: not after a restart.
    pub fn knows(&self, person_id: &str) -> bool {
        self.limits.knows(person_id)
    }

    /// Recalls what a person wrote before, so that a restart changes no limit.
    pub fn recall(&self, person_id: &str, spent: RecentUse, now_ms: i64) {
        self.limits.recall(person_id, spent, now_ms);
    }

    /// Charges a message that is not stored yet. A refused one costs nothing.
    pub fn message(
        &mut self,
        person_id: &str,
        begins: Option<NewConversation>,
        now_ms: i64,
    ) -> Result<(), TooMany> {
        self.limits.message(person_id, begins, now_ms)?;
        self.taken.push(Charge::Message(person_id.to_owned(), begins));
        Ok(())
    }

    /// Keeps the charges once the commit is done.
    pub fn keep(mut self) {
        self.taken.clear();
    }
}

impl Drop for Charges {
    fn drop(&mut self) {
        for taken in &self.taken {
            match taken {
                Charge::Person(from) => self.limits.give_person_back(*from),
                Charge::Message(person_id, begun) => self.limits.give_back(person_id, *begun),
            }
        }
    }
}
