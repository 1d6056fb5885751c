//! A typed client of Intercom's REST API.
//!
//! A [`Client`] talks to one workspace: at the hosts of its region or at a given base, with one pinned version of the API
//! and one access token. Each resource has a file with its wire types, which keep Intercom's names, and with its calls
//! on the client. What is not known of an answer is passed over; what went wrong is an [`Error`] that says whether to try
//! again, and when.
//!
//! Source, where nothing else is named: Intercom's OpenAPI description, version 2.16.

mod access_token;
mod client;
mod contacts;
mod error;
mod events;
mod http;
mod me;
mod rate;

pub use access_token::AccessToken;
pub use client::{ApiRegion, Client, VERSION};
pub use contacts::{Contact, ContactData, ContactReference};
pub use error::{Error, ErrorItem};
pub use events::DataEvent;
pub use me::{App, Me};
pub use rate::{Answer, RateLimit};
