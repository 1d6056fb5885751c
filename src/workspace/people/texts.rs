//! How long names and texts of attributes may be, as Intercom limits custom attributes.

/// Characters that an attribute's name may have.
pub const LONGEST_NAME: usize = 190;
/// Characters that an attribute's text may have.
pub const LONGEST_TEXT: usize = 255;

/// Why a text is refused.
pub fn broken_text(text: &str) -> Option<&'static str> {
    match text {
        _ if text.chars().count() > LONGEST_TEXT => Some("A text has at most 255 characters."),
        // PostgreSQL holds none.
        _ if text.contains('\0') => Some("A text holds no NUL."),
        _ => None,
    }
}
