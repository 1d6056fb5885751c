//! Texts of somebody else in an error.

/// Characters of a text that an error quotes.
pub const QUOTED: usize = 40;
/// Characters of a name or a reason in an error: either may hold a text of any length.
pub const LONGEST_WORDS: usize = 300;

/// Quotes the beginning of a text that somebody sent.
pub fn quoted(text: &str) -> String {
    let beginning: String = text.chars().filter(|c| !c.is_control()).take(QUOTED).collect();
    format!("“{beginning}{}”", if text.chars().count() > QUOTED { "…" } else { "" })
}

/// The beginning of words that may hold what somebody sent.
pub fn beginning(words: &str) -> String {
    words.chars().filter(|c| !c.is_control()).take(LONGEST_WORDS).collect()
}
