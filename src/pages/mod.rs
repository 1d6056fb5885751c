//! The shop's pages: one file a page, a folder where a page has parts. [`lazy`] says which pages share a file of code.
//! `frame` stands round every page of the shop. A part that several pages share has a file of its own beside them.
//! [`activity`] passes a person's activity in the shop to the Messenger.

#![cfg_attr(
    not(feature = "shop"),
    allow(dead_code, unused_imports, reason = "the build of the team's pages draws few of these parts")
)]

mod account;
pub mod activity;
mod add_to_cart;
mod auth_layout;
mod brewing;
mod buy;
mod cart;
mod chat_switch;
mod checkout;
mod coffee;
mod coffee_card;
mod coffees;
mod contact;
mod field;
mod form;
mod frame;
mod guide;
mod home;
#[cfg(feature = "shop")]
mod lazy;
mod log_out;
mod login;
mod not_found;
mod not_loaded;
mod order;
mod orders;
mod params;
mod plans;
mod privacy;
mod protected;
mod quick_add;
mod requests;
mod search;
mod signup;
mod stepper;
mod subscriptions;
mod undo_button;

use leptos::prelude::*;

use crate::shop::cart::CartCount;

/// Provides to `App` what outlives a page of the shop.
pub fn provide(cart_count: u32, contact: ContactAddress, source: SourceUrl) {
    provide_context(CartCount(RwSignal::new(cart_count)));
    provide_context(contact);
    provide_context(source);
    activity::AppOwner::provide();
    checkout::forget_typed_of_others();
}

pub use {
    contact::ContactAddress,
    frame::{Frame, SourceUrl, is_in_frame},
    home::HomePage,
    not_found::NotFoundPage,
    privacy::{FixedTimes, Practice},
};

#[cfg(feature = "shop")]
pub use lazy::*;
pub use requests::{name_person, requests_of};

use {
    account::AccountPage,
    brewing::BrewingPage,
    cart::CartPage,
    checkout::CheckoutPage,
    coffee::CoffeePage,
    coffees::CoffeesPage,
    guide::GuidePage,
    login::LoginPage,
    order::OrderPage,
    orders::OrdersPage,
    plans::PlansPage,
    privacy::PrivacyPage,
    protected::{PerPerson, RequireLogIn, or_log_in},
    quick_add::QuickAdd,
    search::SearchPage,
    signup::SignupPage,
    subscriptions::Subscriptions,
};
