//! Accounts on a database of their own, with a clock that the test moves.

mod audit;
mod company;
mod consent;
mod delete;
mod demo;
mod email;
mod everywhere;
mod forms;
mod hostile;
mod known_browser;
mod log_in;
mod new_password;
mod next;
mod open_sessions;
mod pages;
mod password;
mod profile;
mod rehash;
mod second_factor;
mod sessions;
mod sign_up;
mod site;
mod tries;

pub use site::escaped;

use axum::http::{HeaderMap, HeaderValue, header::COOKIE};
use leptos_messenger::accounts::{Accounts, CurrentSession, NewSession, PasswordWork, SessionSettings};
use leptos_messenger::clock::Clock;
use leptos_messenger::database::Db;

use crate::database::{Database, texts};

pub const NOON: i64 = 1_700_000_000;
pub const HTTP: SessionSettings =
    SessionSettings { idle_seconds: 8 * 3600, max_seconds: 14 * 86_400, secure_cookie: false };
/// As little as Argon2 takes: at its usual cost, most of the tests' time would be hashes of passwords.
pub const LIGHT: PasswordWork = PasswordWork { memory_kib: 8, passes: 1 };
pub const OWN_PASSWORD: &str = "kittiwake over the bay";
pub const HTTPS: SessionSettings = SessionSettings { secure_cookie: true, ..HTTP };

pub fn accounts(db: &Db, clock: &Clock, settings: SessionSettings) -> Accounts {
    Accounts::new(db.clone(), clock.clone(), settings).with_password_work(LIGHT)
}

pub struct World {
    pub accounts: Accounts,
    pub clock: Clock,
    pub db: Db,
    _database: Database,
}

impl World {
    /// With the demo accounts, over plain http.
    pub async fn new() -> Self {
        Self::with(HTTP).await
    }

    pub async fn with(settings: SessionSettings) -> Self {
        let world = Self::empty(settings).await;
        world.accounts.offer_demo_accounts().await.unwrap();
        world
    }

    pub async fn empty(settings: SessionSettings) -> Self {
        let database = Database::fresh().await;
        let db = database.open().await;
        let clock = Clock::manual(NOON);
        Self { accounts: accounts(&db, &clock, settings), clock, db, _database: database }
    }

    pub async fn log_in(&self, email: &str) -> NewSession {
        self.accounts.log_in(&HeaderMap::new(), email, "demo-password").await.unwrap()
    }

    /// An account of its own person, who is logged in.
    pub async fn sign_up(&self, email: &str) -> NewSession {
        self.accounts.sign_up(&HeaderMap::new(), "Astrid Lunde", email, OWN_PASSWORD).await.unwrap()
    }

    pub async fn current(&self, cookie: &str) -> Option<CurrentSession> {
        self.accounts.current(&cookies(cookie)).await.unwrap()
    }

    pub async fn count(&self, table: &str) -> i64 {
        texts(&self.db, &format!("select count(*) from {table}")).await[0].parse().unwrap()
    }
}

/// What a browser that received this `Set-Cookie` line sends back.
pub fn cookies(set_cookie: &str) -> HeaderMap {
    let pair = set_cookie.split(';').next().unwrap();
    HeaderMap::from_iter([(COOKIE, HeaderValue::from_str(pair).unwrap())])
}

/// The value of a `Set-Cookie` line.
pub fn value(set_cookie: &str) -> &str {
    set_cookie.split(';').next().unwrap().split_once('=').unwrap().1
}
