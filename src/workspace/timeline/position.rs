//! How far a timeline was read, as an address has it.

use std::fmt;
use std::str::FromStr;

use super::TimelineEntry;

/// How far a timeline was read. Times are Unix seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimelinePosition {
    change: Option<i64>,
    event: Option<(i64, String)>,
    page: Option<(i64, String)>,
}

impl TimelinePosition {
    /// The number of the last change.
    pub(super) fn change(&self) -> Option<i64> {
        self.change
    }

    /// The time and the id of the last event.
    pub(super) fn event(&self) -> Option<(i64, &str)> {
        self.event.as_ref().map(|(at, id)| (*at, id.as_str()))
    }

    /// The time and the id of the last page.
    pub(super) fn page(&self) -> Option<(i64, &str)> {
        self.page.as_ref().map(|(at, id)| (*at, id.as_str()))
    }

    pub(super) fn pass(&mut self, entry: &TimelineEntry) {
        match entry {
            TimelineEntry::Change(change) => self.change = Some(change.number),
            TimelineEntry::Event(event) => self.event = Some((event.created_at, event.id.clone())),
            TimelineEntry::Page(page) => self.page = Some((page.created_at, page.id.clone())),
        }
    }
}

/// As an address has it: `12_1700000000-a_1700000000-b`.
impl fmt::Display for TimelinePosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = |row: &Option<(i64, String)>| {
            row.as_ref().map(|(at, id)| format!("{at}-{id}")).unwrap_or_default()
        };
        let change = self.change.map(|number| number.to_string()).unwrap_or_default();
        write!(f, "{change}_{}_{}", row(&self.event), row(&self.page))
    }
}

/// A text that is no [`TimelinePosition`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPosition;

impl FromStr for TimelinePosition {
    type Err = NoPosition;

    fn from_str(text: &str) -> Result<Self, NoPosition> {
        let row = |text: &str| match text {
            "" => Ok(None),
            text => {
                // A time before 1970 has a minus.
                let (at, id) = text.rsplit_once('-').ok_or(NoPosition)?;
                let is_id = id.bytes().all(|byte| byte.is_ascii_alphanumeric());
                let at = at.parse().ok().filter(|_| is_id).ok_or(NoPosition)?;
                Ok(Some((at, id.to_owned())))
            }
        };
        let mut parts = text.split('_');
        let (Some(change), Some(event), Some(page), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NoPosition);
        };
        let change = match change {
            "" => None,
            number => Some(number.parse().map_err(|_| NoPosition)?),
        };
        Ok(Self { change, event: row(event)?, page: row(page)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_no_position_was_written_as_is_refused() {
        for text in ["__", "12__", "_3-a_", "12_-3-a_4-b"] {
            assert_eq!(
                text.parse::<TimelinePosition>().map(|position| position.to_string()),
                Ok(text.into())
            );
        }
        for text in ["", "_", "___", "x__", "_3_", "_x-a_", "12_3-a_4", "_3-a\0_"] {
            assert_eq!(text.parse::<TimelinePosition>(), Err(NoPosition), "{text}");
        }
    }
}
