//! Orders as pages and their forms call them. For whoever is logged in: each sees their own.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::{Address, Checkout, NewOrder, OrderSummary, OrderView};
use crate::error::Error;
use crate::json::LightJson;
use crate::shop::cart::InCart;

#[cfg(feature = "ssr")]
use crate::{
    accounts::session_of_form, reply, shop::cart::Added, shop::order::Placed, shop::server::shop,
    shop::support::Activity,
};

#[server(endpoint = "checkout", input = GetUrl, output = LightJson)]
pub async fn get_checkout() -> Result<Checkout, Error> {
    reply::private(async {
        let (shop, session) = (shop()?, session_of_form("")?);
        shop.checkout(&shop.shopper_here(), &session.account_id).await
    })
    .await
}

/// Places an order and answers with it.
/// `key` says which form this is: the same one makes one order, however often it is sent. `seen` is the seal of the
/// cart that it shows, and `session_key` says whom it was drawn for.
#[server(endpoint = "place_order", output = LightJson)]
pub async fn place_order(
    #[server(default)] key: String,
    #[server(default)] seen: String,
    #[server(default)] address: Address,
    #[server(default)] session_key: String,
) -> Result<NewOrder, Error> {
    reply::no_store();
    let placed = async {
        let (shop, session) = (shop()?, session_of_form(&session_key)?);
        shop.place(&session.account_id, &key, &seen, &address).await
    };
    match placed.await {
        Ok(Placed { id, events }) => {
            let order = NewOrder { id, activity: Activity::new(events, None) };
            reply::redirect_after_form(&order.href());
            Ok(order)
        }
        Err(error) => Err(reply::refuse(error, address)),
    }
}

#[server(endpoint = "orders", input = GetUrl, output = LightJson)]
pub async fn list_orders() -> Result<Vec<OrderSummary>, Error> {
    reply::private(async { shop()?.orders(&session_of_form("")?.account_id).await }).await
}

#[server(endpoint = "order", input = GetUrl, output = LightJson)]
pub async fn get_order(#[server(default)] id: String) -> Result<OrderView, Error> {
    reply::private(async { shop()?.order(&session_of_form("")?.account_id, &id).await }).await
}

/// Puts what an order held into the cart again. Answers with how many things are in the cart then.
/// `key` says which form this is: the same one adds once, however often it is sent. `subscribe` says whether its
/// subscriptions are begun again.
#[server(endpoint = "order_again", output = LightJson)]
pub async fn order_again(
    id: String,
    #[server(default)] key: String,
    #[server(default)] subscribe: bool,
) -> Result<InCart, Error> {
    let again = reply::private(async {
        let (shop, session) = (shop()?, session_of_form("")?);
        shop.order_again(&shop.shopper_here(), &session.account_id, &id, &key, subscribe).await
    });
    let again = again.await?;
    let Added { count, events, .. } = again.added;
    let href = match (again.complete, subscribe) {
        (true, _) => "/cart?added=1".to_owned(),
        (false, true) => format!("/cart?again={id}&subscribe=true"),
        (false, false) => format!("/cart?again={id}"),
    };
    reply::redirect_after_form(&href);
    Ok(InCart { count, href, replaced: None, activity: Activity::new(events, None) })
}

/// The names of what that order held and the cart does not.
#[server(endpoint = "left_out", input = GetUrl, output = LightJson)]
pub async fn left_out(
    #[server(default)] id: String,
    #[server(default)] subscribe: bool,
) -> Result<Vec<String>, Error> {
    reply::private(async {
        let (shop, session) = (shop()?, session_of_form("")?);
        shop.left_out(&shop.shopper_here(), &session.account_id, &id, subscribe).await
    })
    .await
}
