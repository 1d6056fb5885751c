/// An enum whose values stand in addresses by a key and before people by a name.
macro_rules! keyed {
    ($(#[$attribute:meta])* $type:ident { $($(#[$doc:meta])* $value:ident = $key:literal, $name:literal;)* }) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub enum $type { $($(#[$doc])* $value),* }

        impl $type {
            pub const ALL: [Self; [$($key),*].len()] = [$(Self::$value),*];
            /// Key and name of each, in the order of [`Self::ALL`].
            pub const OPTIONS: &[(&str, &str)] = &[$(($key, $name)),*];

            /// As it stands in an address and in a class.
            pub fn key(self) -> &'static str {
                match self { $(Self::$value => $key),* }
            }

            /// As a person reads it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$value => $name),* }
            }

            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|value| value.key() == key)
            }
        }

        #[cfg(not(feature = "ssr"))]
        impl $crate::json::Readable for $type {
            fn from_js(name: &wasm_bindgen::JsValue) -> Option<Self> {
                match name.as_string()?.as_str() {
                    $(stringify!($value) => Some(Self::$value),)*
                    _ => None,
                }
            }
        }
    };
}

pub(super) use keyed;
