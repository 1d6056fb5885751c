//! One thing that is right or wrong with a token.

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Intercom refuses the token, or understands it in another way.
    Fault,
    Advice,
    Good,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenFinding {
    pub level: Level,
    pub what: String,
    /// The remedy. Empty if nothing has to be done.
    pub fix: String,
}

pub fn fault(what: impl Into<String>, fix: impl Into<String>) -> TokenFinding {
    TokenFinding { level: Level::Fault, what: what.into(), fix: fix.into() }
}

pub fn advice(what: impl Into<String>, fix: impl Into<String>) -> TokenFinding {
    TokenFinding { level: Level::Advice, ..fault(what, fix) }
}

pub fn good(what: impl Into<String>) -> TokenFinding {
    TokenFinding { level: Level::Good, ..fault(what, "") }
}

/// Returns as much of a pasted text as fits into a sentence.
pub fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    let shown: String = text.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() { shown + "…" } else { shown }
}
