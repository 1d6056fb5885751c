//! Which pages of the shop share a file of code.

use super::{
    AccountPage, BrewingPage, CartPage, CheckoutPage, CoffeePage, CoffeesPage, GuidePage, HomePage,
    LoginPage, OrderPage, OrdersPage, PlansPage, PrivacyPage, SearchPage, SignupPage,
};
use crate::components::lazy_pages;

lazy_pages! { home { HOME: HomePage } }

lazy_pages! { browse {
    COFFEES: CoffeesPage,
    COFFEE: CoffeePage,
    SEARCH: SearchPage,
    BREWING: BrewingPage,
    GUIDE: GuidePage,
    PLANS: PlansPage,
    PRIVACY: PrivacyPage,
} }

lazy_pages! { buy {
    CART: CartPage,
    LOGIN: LoginPage,
    SIGNUP: SignupPage,
    CHECKOUT: CheckoutPage,
    ORDERS: OrdersPage,
    ORDER: OrderPage,
    ACCOUNT: AccountPage,
} }
