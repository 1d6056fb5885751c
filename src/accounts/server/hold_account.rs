//! The lock on an account's row.

use crate::database::{Transaction, execute};
use crate::error::Error;

/// Takes the account's row, and keeps it until the commit.
/// Whatever ends several sessions of an account takes it before them, so that no two wait for each other's rows.
/// Returns whether the account is there, and still has this hash if one is given.
pub(super) async fn hold_account(
    transaction: &mut Transaction,
    account_id: &str,
    password_hash: Option<&str>,
) -> Result<bool, Error> {
    let held = execute!(transaction,
        "update accounts set revision = revision where id = $1 and password_hash = coalesce($2, password_hash)"
        => account_id, password_hash)?;
    Ok(held > 0)
}
