//! Who answers for an app, as a command makes them.

use leptos_messenger::database::Db;
use leptos_messenger::error::Error;
use leptos_messenger::workspace::ledger::ChangedBy;
use leptos_messenger::workspace::{self, Batch};

pub async fn add_teammate(db: &Db, app_id: &str, account_id: &str, name: &str) {
    let mut batch = Batch::begin_job(db, 1).await.expect("a batch");
    workspace::add_teammate(&mut batch, &ChangedBy::Workspace, app_id, account_id, name, None)
        .await
        .expect("added");
    batch.commit().await.expect("committed");
}

pub async fn make_team(db: &Db, app_id: &str, name: &str) -> Result<(), Error> {
    let mut batch = Batch::begin_job(db, 1).await?;
    workspace::make_team(&mut batch, &ChangedBy::Workspace, app_id, name).await?;
    batch.commit().await
}
