//! Whose network address a request comes from, whatever proxies stand before this server.

use axum::extract::{ConnectInfo, Request, State as Shared};
use axum::http::header::FORWARDED;
use axum::http::{HeaderMap, HeaderName};
use axum::middleware::Next;
use axum::response::Response;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// An address, or all that begin with the same bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    /// Reads a network, such as `192.0.2.1`, `10.0.0.0/8` or `2001:db8::/32`.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) =
            text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address = address.parse::<IpAddr>().ok()?;
        let whole = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Some(whole), |bits| bits.parse().ok().filter(|bits| *bits <= whole))?;
        Some(Self { address, bits })
    }

    fn contains(&self, address: IpAddr) -> bool {
        let same_bits = match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => (own.to_bits() ^ other.to_bits()).leading_zeros(),
            (IpAddr::V6(own), IpAddr::V6(other)) => (own.to_bits() ^ other.to_bits()).leading_zeros(),
            _ => return false,
        };
        same_bits >= self.bits
    }
}

/// The proxies that the server believes when they name their clients.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies {
    networks: Arc<[Network]>,
    has_warned: Arc<AtomicBool>,
}

/// Marks a request that a trusted proxy passed on for somebody else.
#[derive(Clone, Copy)]
pub struct ByProxy;

impl TrustedProxies {
    pub fn new(networks: &[Network]) -> Self {
        Self { networks: networks.into(), has_warned: Arc::default() }
    }

    /// Returns the peer's address, unless the peer is a trusted proxy.
    /// Then it returns the nearest address that is no trusted proxy's. What cannot be read, and headers that contradict
    /// each other, leave the last address that is certain.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let peer = peer.to_canonical();
        if !self.trust(peer) {
            return peer;
        }
        let lines =
            |name| headers.get_all(name).iter().map(|line| line.to_str().unwrap_or("?")).collect::<Vec<_>>();
        let (listed, forwarded) = (lines(X_FORWARDED_FOR).join(","), lines(FORWARDED).join(","));
        let listed = (!listed.is_empty()).then(|| self.nearest(peer, listed.rsplit(',').map(address)));
        let forwarded =
            (!forwarded.is_empty()).then(|| self.nearest(peer, forwarded.rsplit(',').map(forwarded_for)));
        match (listed, forwarded) {
            (Some(one), Some(other)) if one != other => peer,
            (one, other) => one.or(other).unwrap_or(peer),
        }
    }

    pub fn trust(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.networks.iter().any(|network| network.contains(address))
    }

    /// Warns once of a proxy that is not trusted: everybody behind it counts as one person.
    fn warn_of(&self, peer: IpAddr, headers: &HeaderMap) {
        let speaks_for_others = headers.contains_key(X_FORWARDED_FOR) || headers.contains_key(FORWARDED);
        if speaks_for_others && !self.trust(peer) && !self.has_warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                %peer,
                "a peer that TRUSTED_PROXIES does not name sends X-Forwarded-For or Forwarded: if it is your proxy, name it there; \
                 all its clients share one address's limits"
            );
        }
    }

    /// Returns the first hop that is not trusted, from the hop next to us backwards.
    /// What lies beyond it, anybody may have written. Without one, it is the last address that is certain.
    fn nearest(&self, peer: IpAddr, hops: impl Iterator<Item = Option<IpAddr>>) -> IpAddr {
        let mut certain = peer;
        for hop in hops {
            let Some(hop) = hop else { break };
            certain = hop;
            if !self.trust(certain) {
                break;
            }
        }
        certain
    }
}

/// Reads an address, with a port or without.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = || text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text).parse().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    bare().or_else(with_port).map(|address: IpAddr| address.to_canonical())
}

/// Reads the address in `for=192.0.2.1;proto=https` (RFC 7239).
fn forwarded_for(element: &str) -> Option<IpAddr> {
    let pairs = element.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.rev().find(|(name, _)| name.eq_ignore_ascii_case("for"))?;
    let quoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    address(quoted.unwrap_or(value))
}

/// Puts the client's address where the peer's stood. From here on all who count by address count the same.
pub async fn find_client(
    Shared(proxies): Shared<TrustedProxies>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>().copied() {
        let client = proxies.client(peer.ip(), request.headers());
        proxies.warn_of(peer.ip(), request.headers());
        if client != peer.ip().to_canonical() {
            request.extensions_mut().insert(ByProxy);
        }
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(client, peer.port())));
    }
    next.run(request).await
}
