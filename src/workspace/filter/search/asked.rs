//! What a condition of a search asks of a field of ours, or why it asks nothing.

use serde_json::Value;

use crate::filter::Join;

/// Tests of one field, joined. Each is an operator of ours, and its value.
pub(super) struct Asked(pub Join, pub Vec<(&'static str, Option<Value>)>);

impl Asked {
    pub(super) fn one(operator: &'static str, value: Value) -> Self {
        Self(Join::All, vec![(operator, Some(value))])
    }
}

/// What is wrong with a condition.
pub(super) enum Wrong {
    Operator,
    /// The value, and the reason.
    Value(String),
}
