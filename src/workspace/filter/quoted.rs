//! Texts of somebody else in an error.

/// Characters of a text that an error quotes.
pub const QUOTED: usize = 40;

/// Quotes the beginning of a text that somebody sent.
pub fn quoted(text: &str) -> String {
    let beginning: String = text.chars().filter(|c| !c.is_control()).take(QUOTED).collect();
    format!("“{beginning}{}”", if text.chars().count() > QUOTED { "…" } else { "" })
}
