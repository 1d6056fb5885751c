//! Which pages of teammates and developers share a file of code.

use crate::components::lazy_pages;
use crate::desk::{
    CompaniesPage, ImportPage, InboxPage, KeysPage, MessagesPage, MessengerPage, NotesPage, PeoplePage,
    SecondFactorPage, SubscriptionsPage, TagsPage, TeammatesPage,
};
use crate::inspector::{LifecyclePage, TokenPage};

/// The name of the files of code that these pages run: the project `team` of Cargo.toml.
#[cfg(feature = "ssr")]
pub const NAME: &str = "team";

/// The folder of those files.
#[cfg(feature = "ssr")]
pub const FOLDER: &str = "pkg/team";

lazy_pages! { inbox { INBOX: InboxPage } }

lazy_pages! { messages { MESSAGES: MessagesPage } }

lazy_pages! { people {
    COMPANIES: CompaniesPage,
    PEOPLE: PeoplePage,
} }

lazy_pages! { csv_import { IMPORT: ImportPage } }

lazy_pages! { people_settings {
    NOTES: NotesPage,
    SUBSCRIPTIONS: SubscriptionsPage,
    TAGS: TagsPage,
} }

lazy_pages! { settings {
    KEYS: KeysPage,
    MESSENGER: MessengerPage,
    SECOND_FACTOR: SecondFactorPage,
    TEAMMATES: TeammatesPage,
} }

lazy_pages! { inspector {
    LIFECYCLE: LifecyclePage,
    TOKEN: TokenPage,
} }
