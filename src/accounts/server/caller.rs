//! The network address and the headers of a request for a session.

use axum::http::HeaderMap;
use std::net::IpAddr;
use tracing::field::{DisplayValue, display};

/// The caller who asks for a session, as far as the network shows.
#[derive(Clone, Copy)]
pub struct Caller<'a> {
    pub headers: &'a HeaderMap,
    /// The client's address, whatever proxies stand before this server.
    pub address: Option<IpAddr>,
}

/// Makes a caller from nowhere in particular: without an address.
impl<'a> From<&'a HeaderMap> for Caller<'a> {
    fn from(headers: &'a HeaderMap) -> Self {
        Self { headers, address: None }
    }
}

/// The address as the audit has it.
pub fn audited(address: Option<IpAddr>) -> Option<DisplayValue<IpAddr>> {
    address.map(|address| display(address.to_canonical()))
}
