//! The widget's script: inserted, late, failed, tried again, live. Rules R6 and R14.

use super::Lifecycle;
use super::command::Command;
use super::event::Now;
use super::person::Booted;
use crate::diagnosis::Finding;

/// Milliseconds after the last insertion in which the script has to run. After that it counts as blocked.
const SCRIPT_TIMEOUT: i64 = 10_000;
/// Milliseconds until the second try. Each further wait is three times as long.
const FIRST_RETRY: i64 = 5_000;
/// The most tries by timers. After that, only a wake inserts the script again: an extension blocks it, and each try
/// writes a line into the console.
const MAX_TIMED_RETRIES: u32 = 4;
/// Milliseconds between two tries at least. One return of the network brings several wakes.
const MIN_BETWEEN_TRIES: i64 = 2_000;

/// The state of the widget's script. Times are of the monotonic clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Absent,
    /// The script element is in the page since this moment.
    Loading(i64),
    /// The script element is in the page, and the time limit has passed. The script may still come.
    Late,
    /// The browser could not fetch the script. None: no timer tries again.
    Failed {
        retry_at: Option<i64>,
    },
    Live,
}

/// The failed tries to load the script, and the time of the last try.
#[derive(Default)]
pub(super) struct Tries {
    failures: u32,
    last_at: i64,
}

impl Script {
    /// Milliseconds until the time limit passes or the next try is due. `wanted`: somebody waits for the script.
    pub fn wait(self, wanted: bool, now: Now) -> Option<i64> {
        match self {
            Self::Loading(since) => Some(since + SCRIPT_TIMEOUT - now.monotonic),
            Self::Failed { retry_at } => retry_at.filter(|_| wanted).map(|at| at - now.monotonic),
            Self::Absent | Self::Late | Self::Live => None,
        }
    }
}

impl Tries {
    /// Whether a try failed, and none has succeeded since.
    pub fn failed(&self) -> bool {
        self.failures > 0
    }
}

impl Lifecycle {
    /// At most one script element is in the page: a new one follows only a failure.
    pub(super) fn insert_script_if_due(&mut self, now: Now) {
        let due = match self.widget.script {
            Script::Absent => true,
            Script::Failed { retry_at } => retry_at.is_some_and(|at| at <= now.monotonic),
            Script::Loading(_) | Script::Late | Script::Live => false,
        };
        if due && self.widget.booted != Booted::Nobody {
            self.widget.script = Script::Loading(now.monotonic);
            self.widget.tries.last_at = now.monotonic;
            self.order(Command::InsertScript);
        }
    }

    pub(super) fn script_failed(&mut self, now: Now) {
        if !matches!(self.widget.script, Script::Loading(_) | Script::Late) {
            return;
        }
        let failures = self.widget.tries.failures;
        let wait = FIRST_RETRY * 3_i64.pow(failures.min(MAX_TIMED_RETRIES));
        let timed = failures < MAX_TIMED_RETRIES;
        let retry_at = timed.then(|| now.monotonic + self.jitter.spread(wait));
        self.widget.tries.failures = failures.saturating_add(1);
        self.widget.script = Script::Failed { retry_at };
        self.found(Finding::ScriptFailed);
    }

    /// Brings the next try forward, because the network may be back.
    pub(super) fn retry_script_now(&mut self) {
        if let Script::Failed { retry_at } = &mut self.widget.script {
            *retry_at = Some(self.widget.tries.last_at + MIN_BETWEEN_TRIES);
        }
    }

    pub(super) fn check_script_timeout(&mut self, now: Now) {
        if matches!(self.widget.script, Script::Loading(since) if now.monotonic - since >= SCRIPT_TIMEOUT)
        {
            self.widget.script = Script::Late;
            self.found(Finding::ScriptLate);
        }
    }
}
