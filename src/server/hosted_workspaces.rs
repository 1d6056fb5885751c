//! Which hosted workspaces this server calls by itself.

use super::config::{Config, Intercom};
use crate::intercom::{AccessToken, ApiRegion, Client, VERSION};
use crate::messenger::server::Region;

/// The hosted workspaces that there is an access token for, by app id.
pub fn hosted_workspaces(config: &Config) -> Vec<(String, Client)> {
    let hosted = config.brands.iter().filter_map(|brand| match &brand.intercom {
        Intercom::Hosted(hosted) => Some((hosted, hosted.access_token.as_ref()?)),
        Intercom::Embedded { .. } => None,
    });
    hosted
        .map(|(hosted, token)| {
            let region = match hosted.region {
                Region::Us => ApiRegion::Us,
                Region::Eu => ApiRegion::Eu,
                Region::Au => ApiRegion::Au,
            };
            let base = config.intercom_api_base.as_deref().unwrap_or(region.base());
            (hosted.app_id.clone(), Client::new(base, VERSION, AccessToken::new(token.expose())))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn talked_to(more: &[(&str, &str)]) -> String {
        let all = [&[("INTERCOM_APP_ID", "hosted1x"), ("INTERCOM_IDENTITY_SECRET", "s")], more].concat();
        let config = Config::from_vars(|name| {
            all.iter().find(|(variable, _)| *variable == name).map(|(_, value)| (*value).to_owned())
        });
        format!("{:?}", hosted_workspaces(&config.expect("good settings")))
    }

    #[test]
    fn a_workspace_is_reached_at_its_regions_hosts_or_where_the_setting_says() {
        let token = ("INTERCOM_ACCESS_TOKEN", "the-token");
        assert_eq!(talked_to(&[]), "[]");
        for (more, base) in [
            (("INTERCOM_REGION", "us"), "https://api.intercom.io\""),
            (("INTERCOM_REGION", "eu"), "https://api.eu.intercom.io\""),
            (("INTERCOM_REGION", "au"), "https://api.au.intercom.io\""),
            (("INTERCOM_API_BASE", "http://127.0.0.1:4000/rest/"), "http://127.0.0.1:4000/rest\""),
        ] {
            let reached = talked_to(&[token, more]);
            assert!(
                reached.contains(base) && reached.contains("hosted1x") && !reached.contains("the-token"),
                "{reached}"
            );
        }
    }
}
