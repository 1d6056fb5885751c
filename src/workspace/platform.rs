//! The platforms that a Messenger runs on.

use foundation::json::Readable;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A platform that a Messenger runs on. Each has its own keys and its own switch for enforcement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Readable)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "lowercase"))]
pub enum Platform {
    Web,
    Ios,
    Android,
}

impl Platform {
    pub const ALL: [Self; 3] = [Self::Web, Self::Ios, Self::Android];

    /// The platform's name in sentences.
    pub fn label(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Ios => "iOS",
            Self::Android => "Android",
        }
    }

    /// The platform's name in addresses and rows.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Ios => "ios",
            Self::Android => "android",
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

impl FromStr for Platform {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|platform| platform.as_str() == name).ok_or(())
    }
}
