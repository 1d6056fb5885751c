//! Headings between moments: a list that two browsers fill at once says who goes on.

use std::collections::BTreeSet;

use super::moment::{Moment, MomentId};
use crate::workspace::feed::FeedPerson;

/// The browser and the person of the moments below a heading.
#[derive(Clone, Copy)]
struct Above<'a> {
    browser: Option<usize>,
    person: Option<&'a FeedPerson>,
}

impl Above<'_> {
    /// Whether a moment stands rightly below this heading.
    fn heads(self, moment: &Moment) -> bool {
        let is_known = match (self.browser, moment.browser) {
            (Some(above), Some(browser)) if above != browser => return false,
            (above, browser) => above.is_some() && browser.is_some(),
        };
        match (self.person, moment.person()) {
            // In one browser, a visitor may get another name.
            (Some(above), Some(person)) => {
                above.user_id == person.user_id
                    && (is_known || above.user_id.is_some() || above.name == person.name)
            }
            _ => true,
        }
    }
}

/// The moments, of these in order, that need a heading because the one before is of another browser or person.
/// Moments in which the person changes have a heading anyway.
pub fn headings<'a>(moments: impl Iterator<Item = &'a Moment>) -> BTreeSet<MomentId> {
    let (mut found, mut above) = (BTreeSet::new(), None::<Above<'_>>);
    for moment in moments {
        let new = Above { browser: moment.browser, person: moment.person() };
        let Above { browser, person } = match above {
            _ if moment.context.identity_change.is_some() => new,
            // Of nobody, such as a change of settings.
            Some(above) if new.browser.is_none() && new.person.is_none() => above,
            Some(above) if above.heads(moment) => above,
            Some(_) => {
                found.insert(moment.id);
                new
            }
            None => new,
        };
        above = Some(Above { browser: browser.or(new.browser), person: person.or(new.person) });
    }
    found
}
