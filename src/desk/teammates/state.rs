//! The data of the teammates page.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Staff {
    pub teammates: Vec<TeammateRow>,
    /// The teams: number and name.
    pub teams: Vec<(i64, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct TeammateRow {
    /// The number of the teammate, counted from one in each app.
    pub number: i64,
    pub name: String,
    pub email: String,
    /// Whether this teammate asks for the list.
    pub is_self: bool,
    /// Whether the teammate may export, import, archive, block and delete people and companies.
    pub manages_people: bool,
}

/// A teammate who was made just now.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct MadeTeammate {
    pub email: String,
    /// The password of a new account, which the page shows this once.
    pub first_password: Option<String>,
}
