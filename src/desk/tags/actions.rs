//! The actions of the page's forms.

use super::api::*;
use crate::components::ServerAction;
use crate::desk::answers::Answers;

/// The actions of the page's forms. The page reads its data again after each that succeeds.
#[derive(Clone, Copy)]
pub struct TagActions {
    pub make: ServerAction<TagMake>,
    pub rename: ServerAction<TagRename>,
    pub merge: ServerAction<TagMerge>,
    pub delete: ServerAction<TagDelete>,
    pub rename_segment: ServerAction<SegmentRename>,
    pub merge_segment: ServerAction<SegmentMerge>,
    pub delete_segment: ServerAction<SegmentDelete>,
}

impl TagActions {
    pub fn new(answers: Answers) -> Self {
        Self {
            make: answers.action("The tag is made."),
            rename: answers.action("The tag is renamed."),
            merge: answers.action("The tags are one now."),
            delete: answers.action("The tag is deleted."),
            rename_segment: answers.action("The segment is renamed."),
            merge_segment: answers.action("The segments are one now."),
            delete_segment: answers.action("The segment is deleted."),
        }
    }
}
