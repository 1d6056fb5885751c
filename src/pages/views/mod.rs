//! What surrounds all pages is `frame`; what several have in common has a file of its own beside them.

mod account;
mod brewing;
mod buy;
mod cart;
mod cart_link;
mod chat_switch;
mod checkout;
mod coffee;
mod coffee_card;
mod coffees;
mod contact;
mod failed;
mod field;
mod form;
mod frame;
mod gate;
mod guide;
mod home;
mod log_out;
mod login;
mod not_found;
mod order;
mod orders;
mod plans;
mod privacy;
mod protected;
mod quick_add;
mod refused;
mod search;
mod signup;
mod status;
mod stepper;
mod subscriptions;

pub use {
    account::AccountPage,
    brewing::BrewingPage,
    cart::CartPage,
    checkout::CheckoutPage,
    coffee::CoffeePage,
    coffees::CoffeesPage,
    contact::Contact,
    frame::Frame,
    guide::GuidePage,
    home::HomePage,
    login::LoginPage,
    not_found::NotFoundPage,
    order::OrderPage,
    orders::OrdersPage,
    plans::PlansPage,
    privacy::{Practice, PrivacyPage},
    protected::RequireLogIn,
    quick_add::QuickAdd,
    search::SearchPage,
    signup::SignupPage,
    subscriptions::Subscriptions,
};
