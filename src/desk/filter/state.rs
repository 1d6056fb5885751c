//! The data of a filter that a teammate writes.

use serde::{Deserialize, Serialize};

use crate::json::Readable;

/// A condition as the form's fields have it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Readable)]
pub struct ConditionDraft {
    /// The kind of field: `field`, `custom`, `company`, `company_custom` or `event`.
    pub of: String,
    /// The name of the field.
    pub name: String,
    /// The type of the value: `text`, `number`, `date`, `truth`, `choice` or a reference's.
    pub r#type: String,
    pub operator: String,
    pub value: String,
}

/// The names that an app's filters use. A reference is an id and a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct FilterNames {
    /// Names of attributes that people of the app have, and the type of their values.
    pub attributes: Vec<(String, String)>,
    /// Names of attributes that companies of the app have, and the type of their values.
    pub company_attributes: Vec<(String, String)>,
    pub tags: Vec<(String, String)>,
    /// The segments of what the filter is of.
    pub segments: Vec<(String, String)>,
    pub teammates: Vec<(String, String)>,
    /// Names of the app's events.
    pub events: Vec<String>,
}
