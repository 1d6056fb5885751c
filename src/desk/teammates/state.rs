//! What the page knows.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Staff {
    pub teammates: Vec<TeammateRow>,
    /// Number and name.
    pub teams: Vec<(i64, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct TeammateRow {
    /// Counted from one in each app.
    pub number: i64,
    pub name: String,
    pub email: String,
    /// The one who asks.
    pub is_self: bool,
}

/// A teammate who was made just now.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct MadeTeammate {
    pub email: String,
    /// Of a new account: shown this once.
    pub first_password: Option<String>,
}
