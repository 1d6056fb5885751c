//! When a page asks its server again who is logged in: one request for all triggers of the same time, and no endless loop.

use crate::error::Error;

/// The milliseconds within which a tab that becomes visible again counts as the same.
/// A browser often reports a restored tab and a visible tab at the same time.
const SAME_TIME: i64 = 1_000;

/// The reason for which a page asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// The server refused a call of the app with 401 or 403.
    Refused(Error),
    /// The person went to another page. Not every page makes a call that the server could refuse.
    NewPage,
    /// The tab is visible again.
    Visible,
    /// The Messenger learned that the session may have ended.
    Messenger,
}

/// The result of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The page shows the right person already.
    Same,
    /// Another person is logged in, or nobody.
    Changed,
    /// A log-in or log-out of this page began or ended meanwhile: the answer describes the time before it.
    Outdated,
    /// The server did not answer.
    Failed,
}

#[derive(Default)]
pub struct Checks {
    pending: bool,
    /// The server may have answered the pending request before the session ended.
    again: bool,
    /// The time at which the tab became visible, in Unix milliseconds.
    visible_at: Option<i64>,
    /// The refusals since the last answer.
    refusals: Vec<Error>,
    /// The refusals after which the same person was still logged in. On the same page they trigger no further request.
    settled: Vec<Error>,
}

impl Checks {
    /// Returns whether the page sends a request now. `now` is in Unix milliseconds.
    pub fn begin(&mut self, trigger: Trigger, now: i64) -> bool {
        match trigger {
            Trigger::Refused(error) if self.settled.contains(&error) => return false,
            Trigger::Refused(error) => {
                self.again |= self.pending && error == Error::LoggedOut;
                self.refusals.push(error);
            }
            Trigger::Visible if self.visible_at.is_some_and(|at| (0..SAME_TIME).contains(&(now - at))) => {
                return false;
            }
            Trigger::Visible => {
                self.visible_at = Some(now);
                self.settled.clear();
            }
            Trigger::NewPage | Trigger::Messenger => {
                self.again |= self.pending;
                self.settled.clear();
            }
        }
        !std::mem::replace(&mut self.pending, true)
    }

    /// Returns whether the page sends another request at once.
    pub fn end(&mut self, outcome: Outcome) -> bool {
        let may_be_old = matches!(outcome, Outcome::Same | Outcome::Outdated);
        self.pending = std::mem::take(&mut self.again) && may_be_old;
        match outcome {
            _ if self.pending => {}
            Outcome::Same => self.settled.append(&mut self.refusals),
            Outcome::Changed | Outcome::Outdated | Outcome::Failed => self.refusals.clear(),
        }
        self.pending
    }
}

#[cfg(test)]
mod tests;
