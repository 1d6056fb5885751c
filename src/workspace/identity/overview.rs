use std::collections::BTreeSet;

use super::{Given, unenforced};
use crate::database::read;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::desk::{AppName, KeyRow, KeysState, PlatformState};
use crate::workspace::platform::Platform;

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    platform: Platform,
    name: String,
    created_at: i64,
    retired_at: Option<i64>,
}

impl Workspace {
    /// What a teammate sees of the keys of an app, of this one if none is named: never a secret, and of other apps the
    /// names of those that they answer for too, but for those that other pages of this server belong to.
    pub async fn keys_state(&self, app_id: &str, account_id: &str) -> Result<KeysState, Error> {
        let app_id = if app_id.is_empty() { self.app_id() } else { app_id };
        if self.belongs_elsewhere(app_id) || self.app_name(app_id).await?.is_none() {
            return Err(Error::NotFound);
        }
        let mut apps: Vec<AppName> = read!(self.db(), |db| {
            sqlx::query_as(
            "select app_id, a.name from workspace_apps a join teammates using (app_id) where account_id = $1 and removed_at is null
             order by created_at, app_id"
        )
        .bind(account_id)
        .fetch_all(db)
        })?;
        apps.retain(|app| !self.belongs_elsewhere(&app.app_id));
        let rows: Vec<Row> = read!(self.db(), |db| sqlx::query_as(
            "select id, platform, name, created_at, retired_at from identity_keys where app_id = $1
             order by number desc"
        )
        .bind(app_id)
        .fetch_all(db))?;
        let protected: Vec<(String,)> = read!(self.db(), |db| sqlx::query_as(
            "select name from protected_attributes where app_id = $1 order by name"
        )
        .bind(app_id)
        .fetch_all(db))?;
        let open: BTreeSet<(String, Platform)> = unenforced(self.db()).await?.into_iter().collect();
        let platforms = Platform::ALL.map(|platform| {
            let given = self.given(app_id, platform);
            let keys = rows.iter().filter(|row| row.platform == platform);
            PlatformState {
                platform,
                enforced: !open.contains(&(app_id.to_owned(), platform)),
                given: given.is_some(),
                keys: key_rows(keys, given),
            }
        });
        let protected = protected.into_iter().map(|(name,)| name).collect();
        let (app_id, event_names) = (app_id.to_owned(), self.event_names(app_id).await?);
        Ok(KeysState { apps, app_id, platforms: platforms.into(), protected, event_names })
    }
}

/// Newest first. Beside one that the environment gives, those that are kept count for nothing.
fn key_rows<'a>(rows: impl Iterator<Item = &'a Row>, given: Option<&Given>) -> Vec<KeyRow> {
    if let Some(given) = given {
        let (name, id) = (given.key.name.clone(), String::new());
        return vec![KeyRow { id, name, created_at: 0, retired_at: None, signs: true }];
    }
    let mut signing = true;
    let row = |row: &Row| {
        let signs = row.retired_at.is_none() && std::mem::replace(&mut signing, false);
        let (id, name) = (row.id.clone(), row.name.clone());
        KeyRow { id, name, created_at: row.created_at, retired_at: row.retired_at, signs }
    };
    rows.map(row).collect()
}
