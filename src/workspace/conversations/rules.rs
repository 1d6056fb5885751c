//! What each act makes of a conversation. Time is passed in; nothing here reads or writes.

use super::{Author, Conversation, ConversationState, PartKind};
use crate::Assignee;

/// Something that a side does in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The person writes.
    Message,
    /// A teammate writes to the person.
    Reply,
    /// A teammate writes to teammates.
    Note,
    /// A teammate assigns the conversation. None unassigns it.
    Assign(Option<Assignee>),
    Close,
    Reopen,
    /// A teammate snoozes the conversation until this time, in Unix seconds.
    Snooze(i64),
    /// A snooze is over.
    Wake,
}

impl Act {
    pub fn author(self) -> Author {
        match self {
            Self::Message => Author::Person,
            Self::Reply | Self::Note | Self::Assign(_) | Self::Close | Self::Reopen | Self::Snooze(_) => {
                Author::Teammate
            }
            Self::Wake => Author::Bot,
        }
    }
}

impl Conversation {
    /// Changes the state, and returns the kind of the part to append. None where nothing changes. `now` in Unix
    /// seconds.
    ///
    /// A message reopens a closed or snoozed conversation. Source: Intercom's REST API, "Reply to a conversation": such
    /// a part is of the type `open`.
    pub fn apply(&mut self, act: Act, now: i64) -> Option<PartKind> {
        let before = self.state;
        let kind = match act {
            Act::Message => {
                self.waiting_since.get_or_insert(now);
                self.person_first_at.get_or_insert(now);
                self.person_last_at = Some(now);
                self.become_open();
                if before == ConversationState::Open { PartKind::Comment } else { PartKind::Open }
            }
            Act::Reply => {
                self.waiting_since = None;
                self.teammate_first_at.get_or_insert(now);
                self.teammate_last_at = Some(now);
                PartKind::Comment
            }
            Act::Note => PartKind::Note,
            Act::Assign(to) if to == self.assignee() => return None,
            Act::Assign(to) => {
                (self.teammate_assignee, self.team_assignee) = numbers(to);
                PartKind::Assignment
            }
            Act::Close if before == ConversationState::Closed => return None,
            Act::Close => {
                (self.state, self.waiting_since, self.snoozed_until) =
                    (ConversationState::Closed, None, None);
                PartKind::Close
            }
            Act::Reopen if before == ConversationState::Open => return None,
            Act::Wake if self.snoozed_until.is_none_or(|until| until > now) => return None,
            Act::Reopen | Act::Wake => {
                self.become_open();
                PartKind::Open
            }
            Act::Snooze(until) if until <= now || self.snoozed_until == Some(until) => return None,
            Act::Snooze(until) => {
                (self.state, self.snoozed_until) = (ConversationState::Snoozed, Some(until));
                PartKind::Snooze
            }
        };
        self.updated_at = now;
        Some(kind)
    }

    fn become_open(&mut self) {
        (self.state, self.snoozed_until) = (ConversationState::Open, None);
    }

    /// Notes that a side has read up to this part. The mark never goes back, and never beyond the last part.
    pub fn read(&mut self, by: Author, part: i64) {
        let part = part.min(self.last_part);
        let read_to = match by {
            Author::Person => &mut self.person_read_to,
            Author::Teammate | Author::Bot => &mut self.teammates_read_to,
        };
        *read_to = part.max(*read_to);
    }
}

/// Splits an assignee into a teammate's number and a team's number.
pub fn numbers(assignee: Option<Assignee>) -> (Option<i64>, Option<i64>) {
    match assignee {
        None => (None, None),
        Some(Assignee::Teammate(number)) => (Some(number), None),
        Some(Assignee::Team(number)) => (None, Some(number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conversation() -> Conversation {
        Conversation::begun(1, "app", "p", 100)
    }

    #[test]
    fn a_message_reopens_what_was_closed_or_snoozed_and_begins_to_wait() {
        for end in [Act::Close, Act::Snooze(900)] {
            let mut conversation = conversation();
            assert_eq!(conversation.apply(Act::Message, 100), Some(PartKind::Comment));
            assert_eq!(conversation.waiting_since, Some(100));
            conversation.apply(Act::Reply, 110);
            assert_eq!(conversation.waiting_since, None);
            conversation.apply(end, 120);
            assert_eq!(conversation.apply(Act::Message, 130), Some(PartKind::Open), "{end:?}");
            assert_eq!(
                (conversation.state, conversation.waiting_since),
                (ConversationState::Open, Some(130))
            );
        }
    }

    #[test]
    fn a_second_message_waits_since_the_first() {
        let mut conversation = conversation();
        conversation.apply(Act::Message, 100);
        conversation.apply(Act::Message, 150);
        assert_eq!((conversation.waiting_since, conversation.person_last_at), (Some(100), Some(150)));
    }

    #[test]
    fn what_is_so_already_appends_nothing() {
        let mut conversation = conversation();
        assert_eq!(conversation.apply(Act::Reopen, 100), None);
        conversation.apply(Act::Close, 110);
        assert_eq!(conversation.apply(Act::Close, 120), None);
        assert_eq!(conversation.apply(Act::Wake, 120), None);
        assert_eq!(conversation.apply(Act::Snooze(90), 120), None, "a time that has passed");
        assert_eq!(conversation.apply(Act::Assign(None), 130), None);
        for to in [Assignee::Teammate(2), Assignee::Team(2), Assignee::Teammate(2)] {
            assert_eq!(conversation.apply(Act::Assign(Some(to)), 130), Some(PartKind::Assignment));
            assert_eq!(conversation.apply(Act::Assign(Some(to)), 140), None);
            assert_eq!(conversation.assignee(), Some(to));
        }
    }

    #[test]
    fn a_snooze_ends_at_its_time_and_not_before() {
        let mut conversation = conversation();
        conversation.apply(Act::Snooze(500), 100);
        assert_eq!(conversation.apply(Act::Wake, 499), None);
        assert_eq!(conversation.apply(Act::Wake, 500), Some(PartKind::Open));
        assert_eq!((conversation.state, conversation.snoozed_until), (ConversationState::Open, None));
    }
}
