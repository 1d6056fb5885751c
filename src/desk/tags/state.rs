//! The data of the page of tags and segments.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct TagsAndSegments {
    /// By name, as the segments are.
    pub tags: Vec<TagRow>,
    pub segments: Vec<SegmentRow>,
}

/// A tag, and how many things have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct TagRow {
    pub id: String,
    pub name: String,
    pub people: i64,
    pub companies: i64,
    pub conversations: i64,
    /// Parts of conversations.
    pub parts: i64,
    /// The address of the list of these people.
    pub list_of_people: String,
    pub list_of_companies: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct SegmentRow {
    pub id: String,
    pub name: String,
    pub is_of_companies: bool,
    /// The conditions in sentences, each with the count of the groups around it.
    pub sentences: Vec<(usize, String)>,
    /// The address of the list of whoever is in it.
    pub list: String,
}
