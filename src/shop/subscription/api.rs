//! For whoever is logged in: each sees and changes their own.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::Subscription;
use crate::error::Error;
use crate::json::LightJson;
use crate::prefetch::PrefetchClient;

#[cfg(feature = "ssr")]
use crate::{accounts::session_of_form, reply, shop::refusals, shop::server::shop};

/// Lists the subscriptions that are not stopped.
#[server(endpoint = "subscriptions", input = GetUrl, output = LightJson, client = PrefetchClient)]
pub async fn subscriptions() -> Result<Vec<Subscription>, Error> {
    reply::private(async { shop()?.subscriptions(&session_of_form("")?.account_id).await }).await
}

/// Changes a subscription. Answers with the subscriptions that are not stopped.
#[server(endpoint = "set_subscription", output = LightJson)]
pub async fn set_subscription(id: String, state: String) -> Result<Vec<Subscription>, Error> {
    let set = reply::private(async {
        let (shop, session) = (shop()?, session_of_form("")?);
        let state = state.parse().map_err(|_| Error::invalid("state", refusals::UNKNOWN_CHOICE))?;
        shop.set_subscription(&session.account_id, &id, state).await?;
        shop.subscriptions(&session.account_id).await
    });
    let list = set.await?;
    reply::redirect_after_form("/account#subscriptions");
    Ok(list)
}
