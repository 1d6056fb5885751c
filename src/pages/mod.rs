//! One file a page; what surrounds them all is `frame`.

mod account;
mod coffee;
mod coffee_card;
mod coffees;
mod frame;
mod home;
mod log_out;
mod login;
mod not_found;
mod orders;
mod privacy;
mod protected;
mod status;

pub use account::AccountPage;
pub use coffee::CoffeePage;
pub use coffees::CoffeesPage;
pub use frame::Frame;
pub use home::HomePage;
pub use log_out::LogOut;
pub use login::LoginPage;
pub use not_found::NotFoundPage;
pub use orders::OrdersPage;
pub use privacy::PrivacyPage;
pub use protected::RequireLogIn;
