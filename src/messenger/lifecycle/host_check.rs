//! The host is asked again who is logged in, until its session signal fits what the page knows. Rules R1 and R8.
//!
//! [`Lifecycle::host_awaited`] says why the page waits for the host, if it does. It depends on the state alone. While
//! there is a reason, the machine asks again with growing waits. So a lost answer, or an early one, leaves no page
//! stuck.

use super::Lifecycle;
use super::command::CheckAgain;
use super::event::Now;
use super::jitter::Jitter;
use crate::diagnosis::Finding;

const MINUTE: i64 = 60_000;
/// The waits before the first questions: 2, 8 and 30 seconds from the beginning. All times here are milliseconds.
const FIRST_WAITS: [i64; 3] = [2_000, 6_000, 22_000];
const LONGEST_WAIT: i64 = 5 * MINUTE;
/// A wait is shorter than that by up to this part.
const JITTER: f64 = 0.1;

#[derive(Default)]
pub(super) struct HostCheck {
    awaited: Option<Awaited>,
    /// A page has settled since `<Messenger>` came into the page.
    page_settled: bool,
}

/// The host's answer is awaited.
struct Awaited {
    why: CheckAgain,
    /// The questions so far, without the first one, which the event itself asks.
    asked: u32,
    /// The moment of the next question, on the monotonic clock.
    next_at: i64,
}

impl Awaited {
    fn new(why: CheckAgain, asked: u32, now: Now, jitter: &mut Jitter) -> Self {
        let next_at = now.monotonic + jitter.shorten(wait_before(asked), JITTER);
        Self {
            why,
            asked,
            next_at,
        }
    }
}

/// The wait before the question after so many.
fn wait_before(asked: u32) -> i64 {
    let asked = asked as usize;
    FIRST_WAITS.get(asked).copied().unwrap_or_else(|| {
        let minutes = (asked - FIRST_WAITS.len()).min(4) as i64 + 1;
        (MINUTE * minutes).min(LONGEST_WAIT)
    })
}

impl HostCheck {
    /// Milliseconds until the next question.
    pub fn wait(&self, now: Now) -> Option<i64> {
        self.awaited
            .as_ref()
            .map(|awaited| awaited.next_at - now.monotonic)
    }

    /// The next page that settles is a first one.
    pub fn expect_first_page(&mut self) {
        self.page_settled = false;
    }
}

impl Lifecycle {
    /// Why the host's session signal has to change, if it has to. What the server said goes before `Session::Unknown`:
    /// a host whose signal is Unknown while it checks does not begin the waits anew.
    fn host_awaited(&self) -> Option<CheckAgain> {
        if !self.mounted || !self.is_awake() {
            return None;
        }
        let unknown = self.person.is_unknown() && self.host_check.page_settled;
        self.person
            .why_ended()
            .or(self.tokens.why_host_awaited())
            .or(unknown.then_some(CheckAgain::Unknown))
            .or(self.person.is_logging_out().then_some(CheckAgain::LogOut))
    }

    /// Asks the host again if that is due. A new reason begins the waits anew.
    pub(super) fn ask_host_if_due(&mut self, now: Now) {
        let Some(why) = self.host_awaited() else {
            self.host_check.awaited = None;
            return;
        };
        let awaited = self.host_check.awaited.take().filter(|it| it.why == why);
        self.host_check.awaited = Some(match awaited {
            Some(awaited) if awaited.next_at > now.monotonic => awaited,
            Some(Awaited { asked, .. }) => {
                self.notify_host(why);
                if why == CheckAgain::Unknown && asked == 1 {
                    self.found(Finding::SessionUnknown);
                }
                Awaited::new(why, asked.saturating_add(1), now, &mut self.jitter)
            }
            None => Awaited::new(why, 0, now, &mut self.jitter),
        });
    }

    /// A page is in place. The host had the time of the page before to say who is here.
    pub(super) fn page_settled(&mut self) {
        let awaited = self.host_check.awaited.as_ref();
        if awaited.is_some_and(|awaited| awaited.why == CheckAgain::Unknown) {
            self.notify_host(CheckAgain::Unknown);
        }
        self.host_check.page_settled = true;
    }
}
