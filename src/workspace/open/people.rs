//! Changes of the app's people, outside the writer.

use super::Workspace;
use crate::batch::Batch;
use crate::contacts;
use crate::error::Error;
use crate::ledger::ChangedBy;
use crate::refusal::Refusal;

impl Workspace {
    /// Begins a transaction, for the functions of [`contacts`] and [`companies`](crate::companies).
    /// Pings wait until it is committed or dropped. Dropped, it changes nothing.
    pub async fn begin(&self) -> Result<Batch, Error> {
        Batch::begin(self.store()).await
    }

    /// Deletes a person of the app for good, and then the bytes of their files.
    pub async fn delete_person(&self, by: &ChangedBy, id: &str) -> Result<(), Refusal> {
        self.delete_person_in(self.begin().await?, by, id).await
    }

    /// [`delete_person`](Self::delete_person), in a transaction that has begun. Commits it.
    pub async fn delete_person_in(&self, mut batch: Batch, by: &ChangedBy, id: &str) -> Result<(), Refusal> {
        let files = contacts::delete(&mut batch, by, self.app_id(), id).await?;
        batch.commit().await?;
        for file in &files {
            self.files().remove(file).await;
        }
        Ok(())
    }
}
