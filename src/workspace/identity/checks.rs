//! The record of how an identity was checked.

use crate::refusal::{Check, IdentityRefusal, Refused};

/// The checks of an identity, in order.
#[derive(Default)]
pub struct Checks(Vec<Check>);

impl Checks {
    pub fn passed(&mut self, text: impl Into<String>) {
        self.0.push(Check { passed: true, text: text.into() });
    }

    /// Adds a failed check whose words say more than the refusal's own.
    pub fn failed(&mut self, text: impl Into<String>) {
        self.0.push(Check { passed: false, text: text.into() });
    }

    pub fn all(self) -> Vec<Check> {
        self.0
    }

    /// Ends the checks with the one that failed.
    pub fn refused(mut self, why: IdentityRefusal) -> Box<Refused> {
        if self.0.last().is_none_or(|check| check.passed) {
            self.failed(why.to_string());
        }
        Box::new(Refused { why, checks: self.0 })
    }
}

impl From<Vec<Check>> for Checks {
    fn from(checks: Vec<Check>) -> Self {
        Self(checks)
    }
}

/// Writes a time span such as "1 h 58 min".
pub fn span(seconds: i64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600, seconds / 60);
    match seconds {
        ..60 => format!("{seconds} s"),
        60..3_600 => format!("{minutes} min"),
        3_600..172_800 if minutes % 60 == 0 => format!("{hours} h"),
        3_600..172_800 => format!("{hours} h {} min", minutes % 60),
        _ => format!("{days} days"),
    }
}
