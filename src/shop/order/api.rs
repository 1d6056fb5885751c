//! Orders as pages and their forms call them. A customer sees their own; a guest sees those of their browser, and each
//! whose address they have.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::{Address, Checkout, NewOrder, OrderSummary, OrderView};
use crate::error::Error;
use crate::json::LightJson;
use crate::prefetch::PrefetchClient;
use crate::shop::cart::InCart;

#[cfg(feature = "ssr")]
use crate::{
    accounts::{client_address, current_session, session_of_form},
    reply,
    shop::cart::Added,
    shop::order::{Guest, Placed},
    shop::refusals,
    shop::server::shop,
    shop::support::Activity,
};

/// The data that the checkout starts with. Open to everybody: each gets their own.
#[server(endpoint = "checkout", input = GetUrl, output = LightJson, client = PrefetchClient)]
pub async fn get_checkout() -> Result<Checkout, Error> {
    reply::private(async {
        let shop = shop()?;
        shop.checkout(&shop.shopper_here()).await
    })
    .await
}

/// Places an order and answers with it. A form with an e-mail is a guest's, and open to everybody; it is refused if
/// somebody is logged in. Any other is a customer's.
/// `key` says which form this is: the same one makes one order, however often it is sent. `seen` is the seal of the
/// cart that it shows, and `session_key` says whom it was drawn for.
#[server(endpoint = "place_order", output = LightJson)]
pub async fn place_order(
    #[server(default)] key: String,
    #[server(default)] seen: String,
    #[server(default)] address: Address,
    email: Option<String>,
    #[server(default)] session_key: String,
) -> Result<NewOrder, Error> {
    reply::no_store();
    let placed = async {
        let shop = shop()?;
        let Some(email) = &email else {
            let session = session_of_form(&session_key)?;
            return shop.place(&session.account_id, &key, &seen, &address).await;
        };
        if current_session().is_some() {
            return Err(Error::invalid("", refusals::LOGGED_IN_SINCE));
        }
        let (who, guest) = (shop.shopper_here(), Guest { email, network: client_address() });
        let placed = shop.place_as_guest(&who, guest, &key, &seen, &address).await?;
        shop.renewed_cookie(&who).iter().for_each(|line| reply::set_cookie(line));
        Ok(placed)
    };
    match placed.await {
        Ok(Placed { id, events }) => {
            let order = NewOrder { id, activity: Activity::new(events, None) };
            reply::redirect_after_form(&order.href());
            Ok(order)
        }
        Err(error) => Err(reply::refuse(error, (address, email.unwrap_or_default()))),
    }
}

/// Deletes the address that the check-out of whoever is logged in begins with. The orders keep theirs.
#[server(endpoint = "forget_address", output = LightJson)]
pub async fn forget_address(#[server(default)] session_key: String) -> Result<(), Error> {
    let forgotten =
        reply::private(async { shop()?.forget_address(&session_of_form(&session_key)?.account_id).await });
    forgotten.await?;
    reply::redirect_after_form("/checkout");
    Ok(())
}

/// Lists the orders of whoever is logged in. A page that was drawn for a `visitor` gets those of this browser.
#[server(endpoint = "orders", input = GetUrl, output = LightJson, client = PrefetchClient)]
pub async fn list_orders(visitor: Option<bool>) -> Result<Vec<OrderSummary>, Error> {
    reply::private(async {
        let shop = shop()?;
        match current_session() {
            Some(session) => shop.orders(&session.account_id).await,
            None if visitor == Some(true) => shop.orders_of_browser(&shop.shopper_here()).await,
            None => Err(Error::LoggedOut),
        }
    })
    .await
}

/// Returns an order of whoever is logged in, or a guest's order to anybody who has its id. A visitor who asks for another
/// is asked to log in, whether there is such an order or not.
#[server(endpoint = "order", input = GetUrl, output = LightJson, client = PrefetchClient)]
pub async fn get_order(#[server(default)] id: String) -> Result<OrderView, Error> {
    reply::private(async {
        let shop = shop()?;
        let Some(session) = current_session() else {
            return shop.guest_order(&id).await.map_err(or_log_in);
        };
        match shop.order(&session.account_id, &id).await {
            Err(Error::NotFound) => shop.guest_order(&id).await,
            own => own,
        }
    })
    .await
}

#[cfg(feature = "ssr")]
fn or_log_in(error: Error) -> Error {
    if error == Error::NotFound { Error::LoggedOut } else { error }
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
