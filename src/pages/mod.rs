//! One file a page.

mod account;
mod login;

pub use account::AccountPage;
pub use login::LoginPage;
