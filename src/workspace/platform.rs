//! The platforms that a Messenger runs on.

use foundation::json::Readable;
use serde::{Deserialize, Serialize};
use std::fmt;

foundation::text_enum! {
    /// A platform that a Messenger runs on. Each has its own keys and its own switch for enforcement.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Readable)]
    #[serde(rename_all = "lowercase")]
    #[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "lowercase"))]
    pub enum Platform {
        Web = "web",
        Ios = "ios",
        Android = "android",
    }
}

impl Platform {
    /// The platform's name in sentences.
    pub fn label(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Ios => "iOS",
            Self::Android => "Android",
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}
