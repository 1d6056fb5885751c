//! The data of the page of notes.

use crate::desk::people::{Named, RecordNote};
use crate::json::Readable;
use serde::{Deserialize, Serialize};

/// A page of notes, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct NotesOfApp {
    /// How many notes all pages have, in words.
    pub count: String,
    pub notes: Vec<NoteRow>,
    /// The id after which the next page begins. None where this is the last page.
    pub next: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct NoteRow {
    /// The person or company that the note is on.
    pub on: Named,
    pub note: RecordNote,
}
