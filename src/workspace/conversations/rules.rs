//! What each act makes of a conversation. Time is passed in; nothing here reads or writes.

use super::{Assignment, Author, Conversation, ConversationState, PartKind};

/// Something that a side does in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The person writes.
    Message,
    /// A teammate writes to the person.
    Reply,
    /// A teammate writes to teammates.
    Note,
    /// A teammate assigns the conversation.
    Assign(Assignment),
    Close,
    Reopen,
    /// A teammate snoozes the conversation until this time, in Unix seconds.
    Snooze(i64),
    /// A snooze is over.
    Wake,
    /// The workspace takes the conversation from a teammate who is away.
    Unassign,
}

impl Act {
    pub fn author(self) -> Author {
        match self {
            Self::Message => Author::Person,
            Self::Reply | Self::Note | Self::Assign(_) | Self::Close | Self::Reopen | Self::Snooze(_) => {
                Author::Teammate
            }
            Self::Wake | Self::Unassign => Author::Bot,
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
            Act::Assign(to) => self.assign(to)?,
            Act::Unassign => self.assign(Assignment::Teammate(None))?,
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

    /// An assignment to somebody reopens a closed conversation. Source: Intercom's REST API, "Manage a conversation":
    /// such a part is of the type `assign_and_reopen`.
    fn assign(&mut self, to: Assignment) -> Option<PartKind> {
        let before = (self.teammate_assignee, self.team_assignee);
        (self.teammate_assignee, self.team_assignee) = to.applied(before);
        if to.names_somebody() && self.state == ConversationState::Closed {
            self.become_open();
            return Some(PartKind::AssignAndReopen);
        }
        (before != (self.teammate_assignee, self.team_assignee)).then_some(PartKind::Assignment)
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
        for nobody in [Assignment::Teammate(None), Assignment::Team(None), Assignment::TeamAlone(None)] {
            assert_eq!(conversation.apply(Act::Assign(nobody), 130), None);
        }
        conversation.apply(Act::Reopen, 130);
        for to in [Assignment::Teammate(Some(2)), Assignment::Team(Some(2)), Assignment::TeamAlone(Some(2))] {
            assert_eq!(conversation.apply(Act::Assign(to), 130), Some(PartKind::Assignment));
            assert_eq!(conversation.apply(Act::Assign(to), 140), None);
        }
    }

    #[test]
    fn a_teammate_and_a_team_are_assigned_each_without_the_other() {
        let mut conversation = conversation();
        let mut assignees = |to| {
            conversation.apply(Act::Assign(to), 110);
            (conversation.teammate_assignee, conversation.team_assignee)
        };
        assert_eq!(assignees(Assignment::Teammate(Some(2))), (Some(2), None));
        assert_eq!(assignees(Assignment::Team(Some(3))), (Some(2), Some(3)));
        assert_eq!(assignees(Assignment::Teammate(None)), (None, Some(3)));
        assert_eq!(assignees(Assignment::Teammate(Some(4))), (Some(4), Some(3)));
        assert_eq!(assignees(Assignment::Team(None)), (Some(4), None));
        assert_eq!(assignees(Assignment::TeamAlone(Some(5))), (None, Some(5)));
        assert_eq!(assignees(Assignment::TeamAlone(None)), (None, None));
    }

    #[test]
    fn an_assignment_to_somebody_reopens_a_closed_conversation_and_one_to_nobody_does_not() {
        let mut conversation = conversation();
        for to in [Assignment::Teammate(Some(2)), Assignment::Team(Some(3)), Assignment::Teammate(Some(2))] {
            conversation.apply(Act::Close, 110);
            assert_eq!(conversation.apply(Act::Assign(to), 120), Some(PartKind::AssignAndReopen), "{to:?}");
            assert_eq!(conversation.state, ConversationState::Open);
        }
        conversation.apply(Act::Close, 130);
        assert_eq!(conversation.apply(Act::Assign(Assignment::Team(None)), 140), Some(PartKind::Assignment));
        assert_eq!(conversation.state, ConversationState::Closed);
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
