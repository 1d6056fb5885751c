//! The texts that a page may show of an error that anybody can write.

/// Defines the texts as constants, and `known_message`, which passes these texts alone.
#[macro_export]
macro_rules! known_messages {
    ($($name:ident = $text:literal;)*) => {
        $(pub const $name: &str = $text;)*

        /// The message, if it is one of these; a general one in place of any other.
        pub fn known_message(message: &str) -> &str {
            match [$($name),*].contains(&message) {
                true => message,
                false => "This cannot be accepted. Check it and try again.",
            }
        }
    };
}
