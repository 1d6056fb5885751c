//! Which pages of the shop share a file of code. The home page is in the main file, with the parts of every page.

use super::{
    AccountPage, BrewingPage, CartPage, CheckoutPage, CoffeePage, CoffeesPage, GuidePage, LoginPage,
    OrderPage, OrdersPage, PlansPage, PrivacyPage, SearchPage, SignupPage,
};
use crate::components::lazy_pages;

/// The folder of the shop's code.
#[cfg(feature = "ssr")]
const FOLDER: &str = "pkg";

/// The path of a page whose code most people need next, after the page at `path`.
pub fn likely_next(path: &str) -> &'static str {
    match path {
        "/coffees" | "/search" => "/coffees/:slug",
        "/cart" => "/checkout",
        path if path.starts_with("/coffees/") || path == "/plans" => "/cart",
        _ => "/coffees",
    }
}

lazy_pages! { coffees { COFFEES: CoffeesPage } }

lazy_pages! { find {
    COFFEE: CoffeePage,
    SEARCH: SearchPage,
} }

lazy_pages! { brewing {
    BREWING: BrewingPage,
    GUIDE: GuidePage,
} }

lazy_pages! { reading {
    PLANS: PlansPage,
    PRIVACY: PrivacyPage,
} }

lazy_pages! { cart { CART: CartPage } }

lazy_pages! { enter {
    LOGIN: LoginPage,
    SIGNUP: SignupPage,
} }

lazy_pages! { own {
    CHECKOUT: CheckoutPage,
    ORDERS: OrdersPage,
    ORDER: OrderPage,
    ACCOUNT: AccountPage,
} }
