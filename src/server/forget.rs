//! What the workspaces forget when an account is deleted.

use futures::future::BoxFuture;

use super::brands::Brands;
use crate::accounts::ForgetPerson;
use crate::database::Db;
use crate::error::Error;
use crate::shop::support::Channel;

pub struct Forgetting {
    pub brands: Brands,
    pub db: Db,
}

impl ForgetPerson for Forgetting {
    fn forget<'a>(&'a self, account_id: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            for brand in self.brands.iter() {
                match &brand.embedded {
                    Some(workspace) => workspace.forget_user(account_id).await?,
                    None if brand.channel.is_open() => {}
                    None => tracing::warn!(
                        app_id = brand.app_id(),
                        account_id,
                        "no access token: delete this person in the hosted workspace by hand"
                    ),
                }
            }
            // One word for all hosted workspaces that the server may talk to; it waits in the outbox.
            let mut transaction = self.db.begin().await?;
            self.brands.first().channel.forget(&mut transaction, account_id).await?;
            Ok(transaction.commit().await?)
        })
    }

    fn revoke<'a>(&'a self, account_id: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            for workspace in self.brands.iter().filter_map(|brand| brand.embedded.as_ref()) {
                workspace.revoke_tokens(account_id).await?;
            }
            Ok(())
        })
    }

    fn withdraw<'a>(&'a self, account_id: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            let mut transaction = self.db.begin().await?;
            Channel::withdraw(&mut transaction, account_id).await?;
            Ok(transaction.commit().await?)
        })
    }

    fn forgets_everywhere(&self) -> bool {
        self.brands.iter().all(|brand| brand.embedded.is_some() || brand.channel.is_open())
    }
}
