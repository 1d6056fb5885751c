//! The macro for enums whose values are written as texts.

/// An enum whose values stand in JSON, rows, forms and addresses by a text each: `Web = "web",`.
#[macro_export]
macro_rules! text_enum {
    ($(#[$attribute:meta])* pub enum $type:ident { $($(#[$doc:meta])* $value:ident = $text:literal,)+ }) => {
        $(#[$attribute])*
        pub enum $type { $($(#[$doc])* $value),+ }

        impl $type {
            pub const ALL: [Self; [$($text),+].len()] = [$(Self::$value),+];

            /// The value's text.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$value => $text),+ }
            }
        }

        impl std::str::FromStr for $type {
            type Err = ();

            fn from_str(text: &str) -> Result<Self, ()> {
                Self::ALL.into_iter().find(|value| value.as_str() == text).ok_or(())
            }
        }
    };
}
