//! The address that a customer's next check-out begins with.

use super::Address;
use crate::database::{Transaction, commit, execute, read};
use crate::error::Error;
use crate::shop::Shop;

impl Shop {
    pub(super) async fn saved_address(&self, account_id: Option<&str>) -> Result<Option<Address>, Error> {
        Ok(read!(&self.db, optional
            "select name, street, extra, postcode, city, country from saved_addresses where account_id = $1"
            => account_id)?)
    }

    /// Saves where an order goes, in place of where the last one went.
    pub(super) async fn save_address(
        &self,
        transaction: &mut Transaction,
        account_id: &str,
        address: &Address,
    ) -> Result<(), Error> {
        execute!(transaction,
            "insert into saved_addresses (account_id, name, street, extra, postcode, city, country)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (account_id) do update set name = excluded.name, street = excluded.street,
               extra = excluded.extra, postcode = excluded.postcode, city = excluded.city, country = excluded.country"
            => account_id, &address.name, &address.street, &address.extra, &address.postcode, &address.city,
               &address.country)?;
        Ok(())
    }

    /// Deletes the saved address. The orders keep theirs.
    pub async fn forget_address(&self, account_id: &str) -> Result<(), Error> {
        commit!(&self.db, "delete from saved_addresses where account_id = $1" => account_id)?;
        Ok(())
    }
}
