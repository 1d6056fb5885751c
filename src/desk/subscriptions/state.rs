//! The data of the page of subscription types.

use crate::desk::people::Named;
use crate::json::Readable;
use serde::{Deserialize, Serialize};

/// A subscription type, and what people have chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct SubscriptionTypeRow {
    pub id: String,
    pub state: TypeState,
    /// Whether people get nothing before they opt in. Else they get it until they opt out.
    pub is_opt_in: bool,
    pub by_email: bool,
    pub by_text: bool,
    /// The first one is the default.
    pub translations: Vec<TypeWords>,
    pub opted_in: i64,
    pub opted_out: i64,
    /// The types that may take its consents over.
    pub others: Vec<Named>,
}

impl SubscriptionTypeRow {
    pub fn name(&self) -> String {
        self.translations.first().map(|words| words.name.clone()).unwrap_or_default()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Readable)]
pub enum TypeState {
    Draft,
    Live,
    Archived,
}

impl TypeState {
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Live => "Live",
            Self::Archived => "Archived",
        }
    }
}

/// What a subscription type is called, in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
#[serde(default)]
pub struct TypeWords {
    pub locale: String,
    pub name: String,
    pub description: String,
}
