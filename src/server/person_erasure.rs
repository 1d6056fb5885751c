//! What the workspaces forget when an account is deleted.

use futures::future::BoxFuture;

use super::brands::{Brand, Brands};
use crate::accounts::ForgetPerson;
use crate::clock::Clock;
use crate::database::Db;
use crate::error::Error;
use crate::shop::support::Channel;
use crate::workspace::{self, Files};

pub struct PersonErasure {
    pub brands: Brands,
    pub db: Db,
    pub clock: Clock,
    pub files: Files,
}

impl ForgetPerson for PersonErasure {
    fn forget<'a>(&'a self, account_id: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            // Also where no brand uses the embedded workspace any more: what it knows is still there.
            let now = self.clock.seconds();
            let embedded = workspace::forget_user(&self.db, &self.files, account_id, now).await;
            for brand in self.brands.iter().filter(|brand| !forgets(brand)) {
                tracing::warn!(
                    app_id = brand.app_id(),
                    account_id,
                    "no access token: delete this person in the hosted workspace by hand"
                );
            }
            // One word for all hosted workspaces that the server may talk to; it waits in the outbox.
            let mut transaction = self.db.begin().await?;
            self.brands.first().channel.forget(&mut transaction, account_id).await?;
            transaction.commit().await?;
            embedded
        })
    }

    fn revoke<'a>(&'a self, account_id: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            workspace::revoke_tokens(&self.db, account_id, self.clock.seconds()).await?;
            // What is signed in this second is refused, so a session that begins now would have no token that is good.
            self.clock.rest_of_second().await;
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
        self.brands.iter().all(forgets)
    }
}

fn forgets(brand: &Brand) -> bool {
    brand.embedded.is_some() || brand.channel.is_open()
}
