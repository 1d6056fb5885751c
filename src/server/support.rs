//! Which hosted workspaces this server tells by itself, in place of its customers' browsers.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::config::{Config, Hosted, Intercom};
use super::state::State;
use crate::intercom::{AccessToken, Client, Region, VERSION};
use crate::messenger::server::Region as Hosting;
use crate::shop::support::Delivery;

/// Those that there is an access token for, by app id.
pub fn workspaces(config: &Config) -> Vec<(String, Client)> {
    let hosted = config.brands.iter().filter_map(|brand| match &brand.intercom {
        Intercom::Hosted(hosted) => Some((hosted, hosted.access_token.as_ref()?)),
        Intercom::Embedded { .. } => None,
    });
    hosted
        .map(|(hosted, token)| {
            let base = config.intercom_api_base.as_deref().unwrap_or(region(hosted).base());
            (hosted.app_id.clone(), Client::new(base, VERSION, AccessToken::new(token.expose())))
        })
        .collect()
}

fn region(hosted: &Hosted) -> Region {
    match hosted.region {
        Hosting::Us => Region::Us,
        Hosting::Eu => Region::Eu,
        Hosting::Au => Region::Au,
    }
}

/// The task that tells them, and how it is stopped.
pub struct Telling(Option<(watch::Sender<bool>, JoinHandle<()>)>);

/// Begins to tell them; with none to tell, does nothing.
pub fn tell(state: &State) -> Telling {
    let workspaces = workspaces(&state.config);
    if workspaces.is_empty() {
        return Telling(None);
    }
    let (db, clock, accounts) = (state.db.clone(), state.clock.clone(), state.accounts.clone());
    let delivery = Arc::new(Delivery::new(db, clock, accounts, workspaces));
    let (stop, stopping) = watch::channel(false);
    let checked = delivery.clone();
    tokio::spawn(async move { checked.check().await });
    Telling(Some((stop, tokio::spawn(async move { delivery.run(stopping).await }))))
}

impl Telling {
    /// What is being told is told to its end, if that comes soon.
    pub async fn stop(self, patience: Duration) {
        let Some((stop, task)) = self.0 else { return };
        _ = stop.send(true);
        if tokio::time::timeout(patience, task).await.is_err() {
            tracing::warn!("what was being told to Intercom is left to the next start");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn talked_to(more: &[(&str, &str)]) -> String {
        let all = [&[("INTERCOM_APP_ID", "hosted1x"), ("INTERCOM_IDENTITY_SECRET", "s")], more].concat();
        let config = Config::from_vars(|name| {
            all.iter().find(|(variable, _)| *variable == name).map(|(_, value)| (*value).to_owned())
        });
        format!("{:?}", workspaces(&config.expect("good settings")))
    }

    #[test]
    fn a_workspace_is_told_at_its_regions_hosts_or_where_the_setting_says() {
        let token = ("INTERCOM_ACCESS_TOKEN", "the-token");
        assert_eq!(talked_to(&[]), "[]");
        for (more, base) in [
            (("INTERCOM_REGION", "us"), "https://api.intercom.io\""),
            (("INTERCOM_REGION", "eu"), "https://api.eu.intercom.io\""),
            (("INTERCOM_REGION", "au"), "https://api.au.intercom.io\""),
            (("INTERCOM_API_BASE", "http://127.0.0.1:4000/rest/"), "http://127.0.0.1:4000/rest\""),
        ] {
            let told = talked_to(&[token, more]);
            assert!(
                told.contains(base) && told.contains("hosted1x") && !told.contains("the-token"),
                "{told}"
            );
        }
    }
}
