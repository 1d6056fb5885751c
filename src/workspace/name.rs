//! Names that teammates and programs give: to tags, segments and types of subscription.

use crate::refusal::Refusal;

/// Characters that a name may have.
pub const LONGEST_NAME: usize = 255;

/// Trims a name. Refuses one that is empty, too long, or has control characters, of which PostgreSQL stores no NUL.
pub fn checked_name(name: &str) -> Result<&str, Refusal> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.contains(char::is_control) {
        return Err(Refusal::Field("name", "A name has 1 to 255 characters, and none of control."));
    }
    Ok(name)
}

/// A name for comparison without case.
pub fn folded_name(name: &str) -> String {
    name.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_trimmed_and_has_1_to_255_characters_and_none_of_control() {
        assert_eq!(checked_name(" Wholesale \n").unwrap(), "Wholesale");
        assert!(checked_name(&"ø".repeat(255)).is_ok());
        for broken in ["", " ", &"ø".repeat(256), "a\0b", "a\nb"] {
            assert!(matches!(checked_name(broken), Err(Refusal::Field("name", _))), "{broken:?}");
        }
    }
}
