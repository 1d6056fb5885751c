//! The call by which a page asks for the facts about its customer.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::support::Activity;
use crate::error::Error;
use crate::json::LightJson;

#[cfg(feature = "ssr")]
use super::server::shop;
#[cfg(feature = "ssr")]
use crate::{accounts::session_of_form, reply};

/// The facts that the support team may know of somebody who is logged in.
/// There are none of anybody else, and none if the session is no longer the one of `session_key`.
#[server(AskKnown, endpoint = "known", prefix = "/api", input = GetUrl, output = LightJson)]
pub async fn customer_facts(#[server(default)] session_key: String) -> Result<Activity, Error> {
    reply::private(async {
        Ok(match session_of_form(&session_key) {
            Ok(session) => Activity::new(Vec::new(), Some(shop()?.facts(&session.account_id).await?.into())),
            Err(_) => Activity::default(),
        })
    })
    .await
}
