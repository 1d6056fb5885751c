//! The page's server actions.

use super::api::*;
use crate::components::ServerAction;
use crate::desk::answers::Answers;

/// The server actions of the keys page. The page reads its data again after each of them.
#[derive(Clone, Copy)]
pub struct KeyActions {
    pub make_app: ServerAction<MakeApp>,
    pub make_key: ServerAction<MakeKey>,
    pub rename: ServerAction<RenameKey>,
    pub retire: ServerAction<RetireKey>,
    pub enforce: ServerAction<Enforce>,
    pub protect: ServerAction<ProtectAttribute>,
    pub unprotect: ServerAction<UnprotectAttribute>,
    pub archive: ServerAction<ArchiveEventName>,
}

impl KeyActions {
    pub fn new(answers: Answers) -> Self {
        Self {
            make_app: answers.action("The app is made."),
            make_key: answers.action("The key is made. Its secret is below, this once."),
            rename: answers.action("The key is renamed."),
            retire: answers.action("The key is retired."),
            enforce: answers.action("The switch is set."),
            protect: answers.action("The attribute is protected."),
            unprotect: answers.action("The attribute is no longer protected."),
            archive: answers.action("The event name is changed."),
        }
    }
}
