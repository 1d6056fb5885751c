//! The actions of the page's forms.

use super::api::{PeopleImportDrop, PeopleImportMap, PeopleImportStart, PeopleImportUndo};
use crate::components::ServerAction;
use crate::desk::answers::Answers;

/// The actions of the page's forms.
#[derive(Clone, Copy)]
pub struct ImportActions {
    pub map: ServerAction<PeopleImportMap>,
    pub start: ServerAction<PeopleImportStart>,
    pub undo: ServerAction<PeopleImportUndo>,
    pub forget: ServerAction<PeopleImportDrop>,
}

impl ImportActions {
    pub fn new(answers: Answers) -> Self {
        Self {
            map: answers.action("This is what changes."),
            start: answers.action("The import has begun."),
            undo: answers.action("The undo has begun."),
            forget: answers.action_that_leaves(),
        }
    }
}
