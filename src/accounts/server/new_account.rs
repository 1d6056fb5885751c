//! The row of a new account.

use super::profile::fold;
use crate::accounts::Role;
use crate::database::{Transaction, execute};
use crate::error::Error;

pub(super) struct NewAccount<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub email: &'a str,
    pub hash: &'a str,
    pub role: Role,
}

/// Makes an account. Returns false, and makes nothing, if another account has the address.
pub(super) async fn insert_account(
    transaction: &mut Transaction,
    new: &NewAccount<'_>,
    now: i64,
) -> Result<bool, Error> {
    let made = execute!(transaction,
        "insert into accounts (id, email, email_folded, name, password_hash, role, created_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing"
        => new.id, new.email, fold(new.email), new.name, new.hash, new.role, now)?;
    Ok(made == 1)
}
