//! The demo accounts: made once, never overwritten.

use std::sync::PoisonError;

use super::Accounts;
use super::profile::fold;
use crate::accounts::{DEMO_PASSWORD, DemoAccount, DemoAccounts, Role};
use crate::database::{execute, read};
use crate::error::Error;

/// Fixed ids, so that a demo account stays itself when its e-mail is changed.
const DEMO: [(&str, &str, &str, Role); 3] = [
    ("demo-customer", "Marit Solheim", "customer@example.com", Role::Customer),
    ("demo-second", "Tomas Lindqvist", "second@example.com", Role::Customer),
    ("demo-teammate", "Ines Aalto", "teammate@example.com", Role::Teammate),
];

/// Everybody knows the password of these.
pub(super) fn is_demo(account_id: &str) -> bool {
    DEMO.iter().any(|(id, ..)| *id == account_id)
}

impl Accounts {
    /// Turns the demo accounts on: makes those that are missing and lets people log in with them. Where this is not
    /// called they cannot, even if the database has them, and no session of theirs lives on.
    pub async fn offer_demo_accounts(&self) -> Result<(), Error> {
        for (id, name, email, role) in DEMO {
            if self.account_exists(id).await? {
                continue;
            }
            let hash = self.passwords.hash(DEMO_PASSWORD.to_owned()).await?;
            let mut transaction = self.db.begin().await?;
            execute!(&mut transaction, |db| sqlx::query(
                "insert into accounts (id, email, email_folded, name, password_hash, role, created_at)
                 values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
            )
            .bind(id)
            .bind(email)
            .bind(fold(email))
            .bind(name)
            .bind(hash)
            .bind(role)
            .bind(self.clock.seconds())
            .execute(db))?;
            transaction.commit().await?;
        }
        self.load_demo_accounts().await
    }

    /// Where strangers share the demo accounts: one who changed a password or an address, or deleted one, would lock out
    /// all others, and a name would be shown to them.
    pub fn keep_demo_accounts(self) -> Self {
        Self { demo_accounts_stay: true, ..self }
    }

    /// What the log-in page offers just now; empty where demo accounts are off.
    pub fn demo_accounts(&self) -> Vec<DemoAccount> {
        self.demo_list().0
    }

    /// The same, as pages carry it.
    pub fn demo_list(&self) -> DemoAccounts {
        self.demo.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A database that has seen demo accounts must not open to everybody where they are off: neither by a log-in nor by
    /// a session from before.
    pub(super) fn is_open(&self, account_id: &str) -> bool {
        !is_demo(account_id) || self.offers_demo_accounts()
    }

    fn offers_demo_accounts(&self) -> bool {
        !self.demo.read().unwrap_or_else(PoisonError::into_inner).0.is_empty()
    }

    /// After a profile change: the one-click button follows it.
    pub(super) async fn refresh_demo_accounts(&self) -> Result<(), Error> {
        if self.offers_demo_accounts() { self.load_demo_accounts().await } else { Ok(()) }
    }

    async fn load_demo_accounts(&self) -> Result<(), Error> {
        let mut offered = Vec::new();
        for (id, ..) in DEMO {
            let found: Option<(String, String, Role)> =
                read!(&self.db, |db| sqlx::query_as("select name, email, role from accounts where id = $1")
                    .bind(id)
                    .fetch_optional(db))?;
            offered.extend(found.map(|(name, email, role)| DemoAccount { name, email, role }));
        }
        *self.demo.write().unwrap_or_else(PoisonError::into_inner) = DemoAccounts(offered);
        Ok(())
    }

    async fn account_exists(&self, id: &str) -> Result<bool, Error> {
        let found: Option<(String,)> =
            read!(&self.db, |db| sqlx::query_as("select id from accounts where id = $1")
                .bind(id)
                .fetch_optional(db))?;
        Ok(found.is_some())
    }
}
