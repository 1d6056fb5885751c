//! Whom an assignment names.

/// What an assignment makes of a conversation's assignees, which are numbers in the app. Source: Intercom's REST API,
/// "Manage a conversation": an assignment is to an admin or to a team, and to nobody by the id 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assignment {
    /// To this teammate, or to none. The team stays.
    Teammate(Option<i64>),
    /// To this team, or to none. The teammate stays.
    Team(Option<i64>),
    /// To this team and no teammate, or to nobody at all: the choice of one assignee.
    TeamAlone(Option<i64>),
}

impl Assignment {
    /// The teammate and the team after the assignment.
    pub fn applied(self, (teammate, team): (Option<i64>, Option<i64>)) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Teammate(to) => (to, team),
            Self::Team(to) => (teammate, to),
            Self::TeamAlone(to) => (None, to),
        }
    }

    /// The teammate and the team that the assignment names: one of them at most.
    pub fn named(self) -> (Option<i64>, Option<i64>) {
        self.applied((None, None))
    }

    pub fn names_somebody(self) -> bool {
        self.named() != (None, None)
    }
}
