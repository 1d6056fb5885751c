//! The teammate or team who answers a conversation.

use foundation::json::Readable;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A teammate or a team who is to answer a conversation, by their number in the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
#[serde(rename_all = "lowercase")]
pub enum Assignee {
    Teammate(i64),
    Team(i64),
}

/// Writes an assignee as a form's field holds it: `7`, or `team-7`.
impl fmt::Display for Assignee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Teammate(number) => write!(f, "{number}"),
            Self::Team(number) => write!(f, "team-{number}"),
        }
    }
}

impl FromStr for Assignee {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let number = |digits: &str| digits.parse().map_err(|_| ());
        match text.strip_prefix("team-") {
            Some(digits) => number(digits).map(Self::Team),
            None => number(text).map(Self::Teammate),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_was_written() {
        for one in [Assignee::Teammate(7), Assignee::Team(7)] {
            assert_eq!(one.to_string().parse(), Ok(one));
        }
        assert!(["", "team-", "x", "team-x", "7 "].iter().all(|text| text.parse::<Assignee>().is_err()));
    }
}
