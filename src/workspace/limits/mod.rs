//! How often one person and one network address may ping and write. Kept in memory, each
//! server for itself.

mod buckets;
mod charges;
mod floods;
mod network;

use std::net::IpAddr;

use crate::feed::PingRefused;
use crate::refusal::{LimitKind, TooMany};
use buckets::Buckets;
pub use charges::{Charges, NewConversation, RecentUse};
use floods::Floods;
pub use network::Network;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
/// Messages that one person may write in a minute.
const MESSAGES: u32 = 20;
/// Conversations that one person may begin in an hour.
const CONVERSATIONS: u32 = 10;

/// New people that a network may have in a minute: an office behind one address has as many at once.
const NEW_PEOPLE: u32 = 60;
/// Conversations that a network's people may begin in a minute.
const NEW_CONVERSATIONS: u32 = 30;
/// Refused requests of an app in a minute that are entries of the feed.
const REFUSALS: u32 = 60;

/// The limits of pings, messages, new people and entries of refusals.
pub struct Limits {
    pings_of_person: Buckets,
    pings_of_address: Buckets,
    messages: Buckets,
    conversations: Buckets,
    new_people: Buckets,
    new_conversations: Buckets,
    refusals: Buckets,
    pub(super) floods: Floods,
}

impl Limits {
    /// Sets the limits of pings in a minute. 0 is no limit.
    pub fn new(per_person: u32, per_address: u32) -> Self {
        Self {
            pings_of_person: Buckets::new(LimitKind::PingsOfPerson, per_person, MINUTE_MS),
            pings_of_address: Buckets::new(LimitKind::PingsOfAddress, per_address, MINUTE_MS),
            messages: Buckets::new(LimitKind::Messages, MESSAGES, MINUTE_MS),
            conversations: Buckets::new(LimitKind::Conversations, CONVERSATIONS, HOUR_MS),
            new_people: Buckets::new(LimitKind::NewPeople, NEW_PEOPLE, MINUTE_MS),
            new_conversations: Buckets::new(LimitKind::NewConversations, NEW_CONVERSATIONS, MINUTE_MS),
            refusals: Buckets::new(LimitKind::Refusals, REFUSALS, MINUTE_MS),
            floods: Floods::default(),
        }
    }

    /// Sets the limits of new people and conversations of a network in a minute. 0 is no limit.
    pub fn and_newcomers(self, people: u32, conversations: u32) -> Self {
        Self {
            new_people: Buckets::new(LimitKind::NewPeople, people, MINUTE_MS),
            new_conversations: Buckets::new(LimitKind::NewConversations, conversations, MINUTE_MS),
            ..self
        }
    }

    /// Charges a ping to its bearer: a session's credential, a token or a visitor cookie.
    pub fn person(&self, holds: &str, now_ms: i64) -> Result<(), TooMany> {
        self.pings_of_person.take(holds, now_ms)
    }

    /// Charges a ping to its address.
    pub fn address(&self, address: IpAddr, now_ms: i64) -> Result<(), TooMany> {
        self.pings_of_address.take(Network::from(address), now_ms)
    }

    /// Whether a refusal becomes an entry of the feed. Otherwise it is counted, for one entry of them all.
    pub fn records(&self, app_id: &str, refused: &PingRefused, now_ms: i64) -> bool {
        let records = self.refusals.take(app_id, now_ms).is_ok();
        if !records {
            self.floods.count(app_id, refused);
        }
        records
    }

    /// Whether the person's messages are remembered: not after a restart.
    fn knows(&self, person_id: &str) -> bool {
        self.messages.knows(person_id) && self.conversations.knows(person_id)
    }

    fn recall(&self, person_id: &str, spent: RecentUse, now_ms: i64) {
        self.messages.recall(person_id, spent.messages, now_ms);
        self.conversations.recall(person_id, spent.conversations, now_ms);
    }

    /// Takes the charge of [`Charges::person`].
    fn new_person(&self, from: Option<Network>, now_ms: i64) -> Result<(), TooMany> {
        from.map_or(Ok(()), |from| self.new_people.take(from, now_ms))
    }

    fn give_person_back(&self, from: Option<Network>) {
        if let Some(from) = from {
            self.new_people.give_back(from);
        }
    }

    /// Takes the charge of [`Charges::message`].
    fn message(&self, person_id: &str, begins: Option<NewConversation>, now_ms: i64) -> Result<(), TooMany> {
        self.messages.would_take(person_id, now_ms)?;
        if let Some(NewConversation(from)) = begins {
            self.conversations.would_take(person_id, now_ms)?;
            if let Some(from) = from {
                self.new_conversations.take(from, now_ms)?;
            }
            self.conversations.take(person_id, now_ms)?;
        }
        self.messages.take(person_id, now_ms)
    }

    fn give_back(&self, person_id: &str, begun: Option<NewConversation>) {
        if let Some(NewConversation(from)) = begun {
            self.conversations.give_back(person_id);
            if let Some(from) = from {
                self.new_conversations.give_back(from);
            }
        }
        self.messages.give_back(person_id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGINS: Option<NewConversation> = Some(NewConversation(None));

    #[test]
    fn a_person_writes_twenty_messages_a_minute_and_begins_ten_conversations_an_hour() {
        let limits = Limits::new(0, 0);
        for _ in 0..10 {
            assert_eq!(limits.message("a", BEGINS, 0), Ok(()));
        }
        let refused = limits.message("a", BEGINS, 0).expect_err("a limit");
        assert_eq!((refused.kind, refused.retry_after_seconds), (LimitKind::Conversations, 360));
        for _ in 0..10 {
            assert_eq!(limits.message("a", None, 0), Ok(()), "what was refused cost nothing");
        }
        let refused = limits.message("a", None, 0).expect_err("a limit");
        assert_eq!((refused.kind, refused.retry_after_seconds), (LimitKind::Messages, 3));
        assert_eq!(limits.message("b", BEGINS, 0), Ok(()), "each person has their own");
        assert_eq!(limits.message("a", None, 3_000), Ok(()));
        assert_eq!(limits.message("a", BEGINS, 360_000), Ok(()));
    }
}
