//! The data that a page asks for when it opens. A link to the page asks for it before.
//!
//! A page that is not in the table works too: it asks when it opens.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use web_sys::js_sys::encode_uri_component;

use super::privacy::GetPractice;
use crate::accounts::{AboutAccount, ListDemoAccounts, use_account, use_consent};
use crate::prefetch::Address;
use crate::shop::cart::{CartCount, GetCart};
use crate::shop::order::{GetCheckout, GetOrder, ListOrders};
use crate::shop::subscription::Subscriptions;
use crate::shop::{GetCoffeeDetails, GetCoffees, GetGuideDetails, GetGuides, GetOnTheRoaster};

/// The requests of the page at this address. `query` is as links write it: with its `?`, or empty.
pub fn requests_of(path: &str, query: &str) -> Vec<Address> {
    let is_visitor = use_account().with_untracked(Option::is_none);
    let (folder, name) = path.rsplit_once('/').unwrap_or_default();
    let (path, argument, value) = match (folder, name) {
        ("", "") => (GetOnTheRoaster::PATH, "", ""),
        ("", "coffees") => (GetCoffees::PATH, "query", query.trim_start_matches('?')),
        ("/coffees", slug) => (GetCoffeeDetails::PATH, "slug", slug),
        ("", "brewing") => (GetGuides::PATH, "", ""),
        ("/brewing", slug) => (GetGuideDetails::PATH, "slug", slug),
        ("", "privacy") => (GetPractice::PATH, "", ""),
        ("", "login") if is_visitor => (ListDemoAccounts::PATH, "", ""),
        ("", "cart") => (GetCart::PATH, "", ""),
        ("", "checkout") => (GetCheckout::PATH, "", ""),
        ("", "orders") if is_visitor => (ListOrders::PATH, "visitor", "true"),
        ("", "orders") => (ListOrders::PATH, "", ""),
        ("/orders", id) => (GetOrder::PATH, "id", id),
        ("", "account") if !is_visitor => (AboutAccount::PATH, "", ""),
        _ => return Vec::new(),
    };
    let query = match argument {
        "" => String::new(),
        _ => format!("{argument}={}", String::from(encode_uri_component(value))),
    };
    let mut requests = vec![Address { path, query }];
    if path == AboutAccount::PATH {
        requests.push(Address { path: Subscriptions::PATH, query: String::new() });
    }
    requests
}

/// Names the person for whom the page asks. Another cart and another consent get other answers, too.
pub fn name_person() -> impl Fn() -> String {
    let (account, consent, cart) = (use_account(), use_consent(), CartCount::here().0);
    move || {
        let person =
            account.get_untracked().map(|account| format!("{} {}", account.session_key, account.revision));
        format!("{person:?} {} {}", consent.get_untracked(), cart.get_untracked())
    }
}
