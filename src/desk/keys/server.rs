//! Reads the keys of an app for the keys page.

use std::collections::BTreeSet;

use super::state::{AppName, EventName, KeyRow, KeysState, PlatformState};
use crate::error::Error;
use crate::workspace::data_events::{self, event_names};
use crate::workspace::identity::{EnvironmentKey, KeyName, key_names, protected_attributes, unenforced};
use crate::workspace::teammates::apps_of;
use crate::workspace::{Platform, Workspace};

/// The data of the keys page for an app. An empty `app_id` names the page's own app. It holds no secret. It names the
/// other apps of the teammate, except those that other pages of this server belong to.
pub async fn keys_state(workspace: &Workspace, app_id: &str, account_id: &str) -> Result<KeysState, Error> {
    let app_id = if app_id.is_empty() { workspace.app_id() } else { app_id };
    if workspace.belongs_elsewhere(app_id) || workspace.app_name(app_id).await?.is_none() {
        return Err(Error::NotFound);
    }
    let apps = apps_of(workspace.db(), account_id).await?.into_iter();
    let apps = apps.filter(|(app_id, _)| !workspace.belongs_elsewhere(app_id));
    let keys = key_names(workspace.db(), app_id).await?;
    let open: BTreeSet<(String, Platform)> = unenforced(workspace.db()).await?.into_iter().collect();
    let platforms = Platform::ALL.map(|platform| {
        let given = workspace.given(app_id, platform);
        PlatformState {
            platform,
            enforced: !open.contains(&(app_id.to_owned(), platform)),
            given: given.is_some(),
            keys: key_rows(keys.iter().filter(|key| key.platform == platform), given),
        }
    });
    let event_names = event_names(workspace.db(), app_id).await?.into_iter();
    Ok(KeysState {
        apps: apps.map(|(app_id, name)| AppName { app_id, name }).collect(),
        app_id: app_id.to_owned(),
        platforms: platforms.into(),
        protected: protected_attributes(workspace.db(), app_id).await?,
        event_names: event_names
            .map(|data_events::EventName { name, proved, archived }| EventName { name, proved, archived })
            .collect(),
    })
}

/// The rows of an app's keys, the newest first. A key that the environment gives is the only row: stored keys do not
/// count.
fn key_rows<'a>(keys: impl Iterator<Item = &'a KeyName>, given: Option<&EnvironmentKey>) -> Vec<KeyRow> {
    if let Some(given) = given {
        let (name, id) = (given.key.name.clone(), String::new());
        return vec![KeyRow { id, name, made_on: String::new(), retired_on: None, signs: true }];
    }
    let mut signing = true;
    let row = |key: &KeyName| {
        let signs = key.retired_at.is_none() && std::mem::replace(&mut signing, false);
        let (id, name) = (key.id.clone(), key.name.clone());
        KeyRow { id, name, made_on: day(key.created_at), retired_on: key.retired_at.map(day), signs }
    };
    keys.map(row).collect()
}

/// The day in UTC. Empty outside the years that jiff counts.
fn day(unix_seconds: i64) -> String {
    jiff::Timestamp::from_second(unix_seconds).map(|at| at.strftime("%F").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_are_those_of_the_calendar() {
        let days = [0, 86_399, 951_782_400, 1_709_164_800, 1_800_000_000].map(day);
        assert_eq!(days, ["1970-01-01", "1970-01-01", "2000-02-29", "2024-02-29", "2027-01-15"]);
    }
}
