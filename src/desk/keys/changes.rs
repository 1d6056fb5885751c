//! The page's server actions.

use leptos::prelude::*;

use super::api::*;
use crate::desk::answers::Answers;

/// The server actions of the keys page. The page reads its data again after each of them.
#[derive(Clone, Copy)]
pub struct Changes {
    pub make_app: ServerAction<MakeApp>,
    pub make_key: ServerAction<MakeKey>,
    pub rename: ServerAction<RenameKey>,
    pub retire: ServerAction<RetireKey>,
    pub enforce: ServerAction<Enforce>,
    pub protect: ServerAction<ProtectAttribute>,
    pub unprotect: ServerAction<UnprotectAttribute>,
    pub archive: ServerAction<ArchiveEventName>,
}

impl Changes {
    pub fn new(answers: Answers) -> Self {
        let new = Self {
            make_app: ServerAction::new(),
            make_key: ServerAction::new(),
            rename: ServerAction::new(),
            retire: ServerAction::new(),
            enforce: ServerAction::new(),
            protect: ServerAction::new(),
            unprotect: ServerAction::new(),
            archive: ServerAction::new(),
        };
        answers.hear(new.make_app, "The app is made.");
        answers.hear(new.make_key, "The key is made. Its secret is below, this once.");
        answers.hear(new.rename, "The key is renamed.");
        answers.hear(new.retire, "The key is retired.");
        answers.hear(new.enforce, "The switch is set.");
        answers.hear(new.protect, "The attribute is protected.");
        answers.hear(new.unprotect, "The attribute is no longer protected.");
        answers.hear(new.archive, "The event name is changed.");
        new
    }
}
