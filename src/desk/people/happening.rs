//! What happened with a person or a company, as teammates read it.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

/// A page of all that happened with a person or a company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct RecordTimeline {
    /// The newest first.
    pub happenings: Vec<Happening>,
    /// Where the next page begins. None where this is the last page.
    pub earlier: Option<String>,
}

impl RecordTimeline {
    /// Puts what is new of a newest page before what is there. Where both have nothing in common, the page alone stays.
    pub fn begin_with(&mut self, newest: Self) {
        let known = self.happenings.first().and_then(|first| {
            let at = newest.happenings.iter().position(|one| one == first)?;
            let rest = newest.happenings[at..].len().min(self.happenings.len());
            (newest.happenings[at..at + rest] == self.happenings[..rest]).then_some(at)
        });
        match known {
            Some(new) => self.happenings.splice(0..0, newest.happenings.into_iter().take(new)).for_each(drop),
            None => *self = newest,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub enum HappeningKind {
    Page,
    Event,
    Message,
    Note,
    Change,
}

/// Something that happened with a person or a company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Happening {
    pub kind: HappeningKind,
    pub words: String,
    /// The text of a message or note, the names of changed fields, or a page's address.
    pub text: String,
    /// The page of the desk that shows more.
    pub address: Option<String>,
    pub at_ms: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timeline(words: &str, earlier: Option<&str>) -> RecordTimeline {
        let happening = |words: char| Happening {
            kind: HappeningKind::Change,
            words: words.to_string(),
            text: String::new(),
            address: None,
            at_ms: 1,
        };
        RecordTimeline {
            happenings: words.chars().map(happening).collect(),
            earlier: earlier.map(str::to_owned),
        }
    }

    #[test]
    fn a_newest_page_adds_what_is_new_and_takes_the_place_of_what_it_does_not_go_on_from() {
        for (shown, newest, expected) in [
            (("cba", None), ("dcba", None), ("dcba", None)),
            // Earlier pages that were read stay, and so does where the next one begins.
            (("dcba", Some("x")), ("fed", Some("d")), ("fedcba", Some("x"))),
            (("cba", None), ("cba", None), ("cba", None)),
            (("", None), ("a", None), ("a", None)),
            // More is new than a page holds.
            (("cba", None), ("zyx", Some("w")), ("zyx", Some("w"))),
            // An entry between two others has another time than the clock of its server said.
            (("ca", None), ("dcba", None), ("dcba", None)),
        ] {
            let mut found = timeline(shown.0, shown.1);
            found.begin_with(timeline(newest.0, newest.1));
            assert_eq!(found, timeline(expected.0, expected.1), "{shown:?} {newest:?}");
        }
    }
}
