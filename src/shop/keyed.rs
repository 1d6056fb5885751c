//! The macro for enums that stand in addresses and forms.

/// An enum whose values stand in addresses and forms by a key, and before people in words.
macro_rules! keyed {
    ($(#[$attribute:meta])* $type:ident { $($(#[$doc:meta])* $value:ident = $key:literal, $words:literal;)* }) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, $crate::json::Readable)]
        pub enum $type { $($(#[$doc])* $value),* }

        impl $type {
            pub const ALL: [Self; [$($key),*].len()] = [$(Self::$value),*];
            /// The key and words of each value, in the order of [`Self::ALL`].
            pub const OPTIONS: &[(&str, &str)] = &[$(($key, $words)),*];

            /// The key, as it stands in an address, a form and a class.
            pub fn key(self) -> &'static str {
                match self { $(Self::$value => $key),* }
            }

            /// The words, as a person reads them.
            pub fn words(self) -> &'static str {
                match self { $(Self::$value => $words),* }
            }
        }

        impl std::str::FromStr for $type {
            type Err = &'static str;

            fn from_str(key: &str) -> Result<Self, &'static str> {
                let of_key = Self::ALL.into_iter().find(|value| value.key() == key);
                of_key.ok_or($crate::shop::refusals::UNKNOWN_CHOICE)
            }
        }
    };
}

pub(super) use keyed;
