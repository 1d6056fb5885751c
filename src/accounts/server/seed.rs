//! The demo accounts: made once, never overwritten.

use std::sync::PoisonError;

use super::Accounts;
use super::new_account::{NewAccount, insert_account};
use crate::accounts::{DEMO_PASSWORD, DemoAccount, DemoAccounts, Role, refusals};
use crate::database::{execute, read};
use crate::error::Error;

/// The demo customers. Their ids are fixed, so that a demo account stays itself when its e-mail is changed.
const CUSTOMERS: [Demo; 2] = [
    Demo { id: "demo-customer", name: "Marit Solheim", email: "customer@example.com", role: Role::Customer },
    Demo { id: "demo-second", name: "Tomas Lindqvist", email: "second@example.com", role: Role::Customer },
];
const TEAMMATE: Demo =
    Demo { id: "demo-teammate", name: "Ines Aalto", email: "teammate@example.com", role: Role::Teammate };

#[derive(Clone, Copy)]
struct Demo {
    id: &'static str,
    name: &'static str,
    email: &'static str,
    role: Role,
}

/// The demo accounts that are on.
#[derive(Clone, Default)]
pub(super) struct DemoState {
    /// The ids of accounts with a password that everybody may know.
    known: Vec<&'static str>,
    /// Whether the teammate is on, with a password of its own.
    teammate: bool,
    offered: DemoAccounts,
}

pub(super) fn is_demo(account_id: &str) -> bool {
    CUSTOMERS.iter().chain([&TEAMMATE]).any(|demo| demo.id == account_id)
}

impl Accounts {
    /// Turns all demo accounts on, with a password that everybody may know.
    /// Makes those that are missing and lets people log in with them. Where none is turned on nobody can, even if the
    /// database has them, and no session of theirs lives on.
    pub async fn offer_demo_accounts(&self) -> Result<(), Error> {
        self.open_to_all(&CUSTOMERS).await?;
        self.open_to_all(&[TEAMMATE]).await
    }

    /// Turns the two customers on, and the teammate only with a password of their own.
    /// A teammate sees what every customer did. A database that knew the teammate by another password has this one from
    /// now on.
    pub async fn offer_demo_customers(&self, teammate_password: Option<&str>) -> Result<(), Error> {
        self.open_to_all(&CUSTOMERS).await?;
        if let Some(password) = teammate_password {
            if password == DEMO_PASSWORD {
                return Err(Error::invalid("password", refusals::PASSWORD_COMMON));
            }
            self.check_new("password", password, TEAMMATE.name, TEAMMATE.email).await?;
            self.make(TEAMMATE, password).await?;
            self.set_password(TEAMMATE.id, password).await?;
            self.demo.write().unwrap_or_else(PoisonError::into_inner).teammate = true;
        }
        Ok(())
    }

    /// The demo teammate's id, name and e-mail, where they may log in.
    pub fn demo_teammate(&self) -> Option<(&'static str, &'static str, &'static str)> {
        self.is_open(TEAMMATE.id).then_some((TEAMMATE.id, TEAMMATE.name, TEAMMATE.email))
    }

    async fn open_to_all(&self, demos: &[Demo]) -> Result<(), Error> {
        for demo in demos {
            self.make(*demo, DEMO_PASSWORD).await?;
            let mut state = self.demo.write().unwrap_or_else(PoisonError::into_inner);
            if !state.known.contains(&demo.id) {
                state.known.push(demo.id);
            }
        }
        self.load_demo_accounts().await
    }

    async fn make(&self, demo: Demo, password: &str) -> Result<(), Error> {
        let Demo { id, name, email, role } = demo;
        if self.password_hash(id).await?.is_some() {
            return Ok(());
        }
        let hash = self.passwords.hash(password.to_owned()).await?;
        let mut transaction = self.db.begin().await?;
        let now = self.clock.seconds();
        insert_account(&mut transaction, &NewAccount { id, name, email, hash: &hash, role }, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Sets a password, and ends all sessions that another password opened.
    async fn set_password(&self, account_id: &str, password: &str) -> Result<(), Error> {
        let stored = self.password_hash(account_id).await?;
        if self.passwords.matches(password.to_owned(), stored).await? {
            return Ok(());
        }
        let hash = self.passwords.hash(password.to_owned()).await?;
        let mut transaction = self.db.begin().await?;
        execute!(&mut transaction,
            "update accounts set password_hash = $2 where id = $1" => account_id, hash)?;
        execute!(&mut transaction, "delete from sessions where account_id = $1" => account_id)?;
        Ok(transaction.commit().await?)
    }

    /// Keeps demo accounts as they are, where strangers share them.
    /// One who changed a password or an address, or deleted an account, would lock out all others. A changed name would
    /// be shown to them.
    pub fn keep_demo_accounts(self) -> Self {
        Self { demo_accounts_stay: true, ..self }
    }

    /// The accounts that the log-in page offers just now; none where demo accounts are off.
    pub fn demo_accounts(&self) -> DemoAccounts {
        self.demo.read().unwrap_or_else(PoisonError::into_inner).offered.clone()
    }

    /// Whether people may use the account.
    /// Where demo accounts are off, a database that has seen them must not open to everybody. It opens neither by a
    /// log-in nor by a session from before.
    pub(super) fn is_open(&self, account_id: &str) -> bool {
        let state = self.demo.read().unwrap_or_else(PoisonError::into_inner);
        !is_demo(account_id)
            || state.known.contains(&account_id)
            || account_id == TEAMMATE.id && state.teammate
    }

    /// Reads the offered demo accounts again after a profile change: the one-click button follows it.
    pub(super) async fn refresh_demo_accounts(&self) -> Result<(), Error> {
        if self.demo_accounts().0.is_empty() { Ok(()) } else { self.load_demo_accounts().await }
    }

    async fn load_demo_accounts(&self) -> Result<(), Error> {
        let known = self.demo.read().unwrap_or_else(PoisonError::into_inner).known.clone();
        let mut offered = Vec::new();
        for id in known {
            let found: Option<(String, String, Role)> =
                read!(&self.db, optional "select name, email, role from accounts where id = $1" => id)?;
            offered.extend(found.map(|(name, email, role)| DemoAccount { name, email, role }));
        }
        self.demo.write().unwrap_or_else(PoisonError::into_inner).offered = DemoAccounts(offered.into());
        Ok(())
    }
}
