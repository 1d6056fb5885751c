//! One file a page; what surrounds them all is `frame`.

mod account;
mod chat_switch;
mod coffee;
mod coffee_card;
mod coffees;
mod frame;
mod home;
mod lazy;
mod log_out;
mod login;
mod not_found;
mod orders;
mod privacy;
mod protected;
mod status;

pub use frame::{Frame, is_in_frame};
pub use home::HomePage;
pub use lazy::*;
pub use log_out::LogOut;
pub use not_found::NotFoundPage;
pub use protected::RequireLogIn;
