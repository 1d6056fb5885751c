//! The rules of accounts and sessions, each file one of them. No leptos but in [`request`], where they meet a request.

mod caller;
mod change_email;
mod change_password;
mod company;
mod confirm;
mod consent;
mod delete_account;
mod device;
mod forget;
mod hold_account;
mod identity;
mod known_browser;
mod log_in;
mod make_teammate;
mod new_account;
mod new_password;
mod open_sessions;
mod password;
mod profile;
pub mod request;
mod reset_password;
mod second_factor;
mod seed;
mod session;
mod session_ends;
mod sign_up;
mod tries;
mod visitor_records;

pub use caller::{Caller, audited};
pub use company::AccountCompany;
pub use consent::{ConsentByDefault, consent_here};
pub use forget::{DELETED_ACCOUNT_SECONDS, ForgetPerson};
pub use identity::AccountIdentity;
pub use known_browser::BROWSER_SECONDS;
pub use log_in::NewSession;
pub use password::PasswordWork;
pub use profile::checked_email;
pub use request::{ReplyHooks, accounts, client_address, current_session, session_of_form};
pub use second_factor::Enrolment;
pub use session::{CurrentSession, SessionSettings};
pub use tries::{TRIES_SECONDS, take_guest_order_try};
pub use visitor_records::VisitorRecords;

use std::sync::{Arc, RwLock};

use crate::clock::Clock;
use crate::database::Db;
use password::Passwords;
use seed::DemoState;
use session_ends::SessionEnds;

/// All accounts and sessions, with their rules.
#[derive(Clone)]
pub struct Accounts {
    db: Db,
    clock: Clock,
    settings: SessionSettings,
    passwords: Passwords,
    demo: Arc<RwLock<DemoState>>,
    demo_accounts_stay: bool,
    /// The other module that keeps data of people.
    elsewhere: Option<Arc<dyn ForgetPerson>>,
    visitor_records: Option<Arc<dyn VisitorRecords>>,
    session_ends: SessionEnds,
    second_factor_required: bool,
}

impl Accounts {
    pub fn new(db: Db, clock: Clock, settings: SessionSettings) -> Self {
        Self {
            db,
            clock,
            settings,
            passwords: Passwords::new(PasswordWork::default()),
            demo: Arc::default(),
            demo_accounts_stay: false,
            elsewhere: None,
            visitor_records: None,
            session_ends: SessionEnds::default(),
            second_factor_required: false,
        }
    }

    /// Sets another cost of a password's hash. What was hashed with less is hashed anew at the next log-in.
    pub fn with_password_work(self, work: PasswordWork) -> Self {
        Self { passwords: Passwords::new(work), ..self }
    }

    /// The number of password hashes that were computed since the start. Log-ins cost one each, whoever they are for.
    pub fn hashes_computed(&self) -> u64 {
        self.passwords.computed()
    }
}
