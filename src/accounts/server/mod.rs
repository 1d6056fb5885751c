//! The rules of accounts and sessions, each file one of them. No leptos but in [`reply`], where they meet a request.

mod change_password;
mod consent;
mod draft;
mod log_in;
mod password;
mod profile;
pub(super) mod reply;
mod seed;
mod session;

pub(super) use consent::consent_at_load;
pub use draft::typed_before;
pub use log_in::NewSession;
pub use reply::{ExpiredCookies, current_session};
pub use session::{CurrentSession, SessionSettings};

use std::sync::{Arc, RwLock};

use super::DemoAccounts;
use crate::clock::Clock;
use crate::database::Db;
use password::Passwords;

/// Every account and session. Cheap to clone.
#[derive(Clone)]
pub struct Accounts {
    db: Db,
    clock: Clock,
    settings: SessionSettings,
    passwords: Passwords,
    /// Empty unless demo accounts are on.
    demo: Arc<RwLock<DemoAccounts>>,
    demo_passwords_stay: bool,
}

impl Accounts {
    pub fn new(db: Db, clock: Clock, settings: SessionSettings) -> Self {
        Self {
            db,
            clock,
            settings,
            passwords: Passwords::default(),
            demo: Arc::default(),
            demo_passwords_stay: false,
        }
    }

    /// How many password hashes were computed since the start: log-ins cost one each, whoever they are for.
    pub fn hashes_computed(&self) -> u64 {
        self.passwords.computed()
    }
}
