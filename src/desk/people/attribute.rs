//! A custom attribute of a person or a company, as teammates read and change it.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct RecordAttribute {
    pub name: String,
    pub description: String,
    /// The value in words. None where it has none.
    pub value: Option<String>,
    /// Who may write it, in words.
    pub writers: String,
    /// None of an attribute that teammates may not change.
    pub input: Option<AttributeInput>,
}

/// What changes an attribute's value, by its type, with the value that it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub enum AttributeInput {
    Text(String),
    Number(String),
    /// A day and a time in UTC, such as `2027-01-15T08:00:00`.
    Time(String),
    Choice(Vec<AttributeChoice>),
}

/// A value that an attribute may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct AttributeChoice {
    pub value: String,
    pub label: String,
    pub is_chosen: bool,
}
