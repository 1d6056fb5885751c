//! The teammates' pages, in one file of code.

use super::inbox::InboxPage;
use super::keys::KeysPage;
use super::messages::MessagesPage;
use super::messenger::MessengerPage;
use super::second_factor::SecondFactorPage;
use super::teammates::TeammatesPage;
use crate::components::lazy_pages;

lazy_pages! { desk {
    INBOX: InboxPage,
    KEYS: KeysPage,
    MESSAGES: MessagesPage,
    MESSENGER: MessengerPage,
    SECOND_FACTOR: SecondFactorPage,
    TEAMMATES: TeammatesPage,
} }
