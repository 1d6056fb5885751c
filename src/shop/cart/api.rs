//! The cart as pages show it, and as their forms change it. Open to everybody: each sees their own.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::{Cart, InCart};
use crate::error::Error;
use crate::json::LightJson;
use crate::prefetch::PrefetchClient;

#[cfg(feature = "ssr")]
use crate::{error::is_plain_form, reply, shop::Item, shop::server::shop, shop::support::Activity};

/// Puts a coffee or a plan into the cart. What is left out is one bag of whole beans, just once.
/// Answers with how many things are in the cart then.
#[server(endpoint = "add_to_cart", output = LightJson)]
pub async fn add_to_cart(
    #[server(default)] coffee: String,
    #[server(default)] plan: String,
    #[server(default)] size: String,
    #[server(default)] grind: String,
    #[server(default)] often: String,
    quantity: Option<i64>,
) -> Result<InCart, Error> {
    reply::no_store();
    let shop = shop()?;
    let item = match plan.is_empty() {
        true => Item::of_coffee(&coffee, &size, &grind, &often),
        false => Item::of_plan(&plan, &grind),
    };
    let added = match item {
        Ok(item) => shop.add(&shop.shopper_here(), &item, quantity.unwrap_or(1)).await,
        Err(message) => Err(Error::invalid("", message)),
    };
    match added {
        Ok(added) => {
            added.cookie.iter().for_each(|line| reply::set_cookie(line));
            let replaced = added.replaced.map(|(plan, quantity)| (plan.to_string(), quantity));
            let href = if replaced.is_some() { "/cart?replaced=1" } else { "/cart?added=1" };
            reply::redirect_after_form(href);
            let activity = Activity::new(added.events, None);
            Ok(InCart { count: added.count, href: href.to_owned(), replaced, activity })
        }
        // Plain forms come from lists too, which could not say why.
        Err(Error::Invalid { .. }) if is_plain_form() => {
            reply::redirect_after_form("/cart?refused=1");
            Ok(InCart::default())
        }
        Err(error) => Err(error),
    }
}

#[server(endpoint = "set_quantity", output = LightJson)]
pub async fn set_quantity(item: String, quantity: i64) -> Result<Cart, Error> {
    let shop = shop()?;
    let cart = reply::private(shop.set_quantity(&shop.shopper_here(), &item, quantity)).await?;
    reply::redirect_after_form("/cart");
    Ok(cart)
}

#[server(endpoint = "remove_from_cart", output = LightJson)]
pub async fn remove_from_cart(item: String) -> Result<Cart, Error> {
    let shop = shop()?;
    let cart = reply::private(shop.remove(&shop.shopper_here(), &item)).await?;
    reply::redirect_after_form("/cart");
    Ok(cart)
}

#[server(endpoint = "cart", input = GetUrl, output = LightJson, client = PrefetchClient)]
pub async fn get_cart() -> Result<Cart, Error> {
    let shop = shop()?;
    reply::private(shop.cart(&shop.shopper_here())).await
}
