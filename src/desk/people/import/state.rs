//! The data of imports, as teammates read them.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub enum ImportPhase {
    /// Nobody is changed yet.
    Draft,
    Running,
    Done,
    Undoing,
    Undone,
}

impl ImportPhase {
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "Not begun",
            Self::Running => "Running",
            Self::Done => "Ended",
            Self::Undoing => "Being undone",
            Self::Undone => "Undone",
        }
    }

    /// Whether the server works at it.
    pub fn is_at_work(self) -> bool {
        matches!(self, Self::Running | Self::Undoing)
    }
}

/// One of the last imports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct ListedImport {
    pub id: String,
    pub file_name: String,
    pub phase: ImportPhase,
    /// The teammate who began it.
    pub teammate: String,
    pub at_ms: i64,
    pub rows: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct ImportView {
    pub id: String,
    pub file_name: String,
    pub phase: ImportPhase,
    pub counts: ImportCounts,
    /// Of a draft alone.
    pub draft: Option<ImportDraft>,
    /// The first rows that are refused.
    pub refused: Vec<RefusedRow>,
    /// Time until which it can be undone, in Unix milliseconds. None where it cannot.
    pub undo_until_ms: Option<i64>,
}

/// How many rows there are, and what became of them or would.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct ImportCounts {
    pub rows: i64,
    pub made: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub refused: i64,
    pub undone: i64,
}

/// Where the columns of a file go, and what would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct ImportDraft {
    pub columns: Vec<ImportColumn>,
    /// Where a column may go: code and words.
    pub targets: Vec<(String, String)>,
    /// Why no row can be read with these columns.
    pub problem: Option<String>,
    /// The first rows that make or change somebody.
    pub first: Vec<PreviewRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct ImportColumn {
    pub name: String,
    /// The code of where it goes.
    pub target: String,
    /// The first values.
    pub sample: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct PreviewRow {
    pub number: i64,
    /// The name of the person who changes, or that it is a new one.
    pub person: String,
    /// The columns that say something new, and what they say.
    pub said: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct RefusedRow {
    pub number: i64,
    /// Empty where the whole row is refused.
    pub column: String,
    pub reason: String,
}
