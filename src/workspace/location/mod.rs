//! Where a network address is: by a file that the owner of the server names, or not at all.

mod maxmind;

pub use maxmind::{BadLocationFile, LocationFile};

use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// Where a person is, in English names. Source: Intercom's REST API, "Contacts" (`location`), and "Visitors"
/// (`location_data`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    pub country: Option<String>,
    /// Two letters of ISO 3166-1.
    pub country_code: Option<String>,
    /// Two letters, such as `EU`.
    pub continent_code: Option<String>,
    pub region: Option<String>,
    pub city: Option<String>,
}

/// Finds where a network address is. It is called for each ping, and waits for nothing.
pub trait LocationLookup: Send + Sync {
    /// None where nothing is known of the address.
    fn look_up(&self, address: IpAddr) -> Option<Location>;
}
