//! The host name that a request asks for, as names are compared: in small letters, without the port and the root's dot.

use axum::http::header::HOST;
use axum::http::{HeaderMap, Uri};
use std::net::Ipv6Addr;

/// Of the `Host` header, or of the address itself, which names the host in newer versions of HTTP.
pub fn asked(headers: &HeaderMap, uri: &Uri) -> String {
    let header = headers.get(HOST).and_then(|host| host.to_str().ok());
    normal(header.or_else(|| uri.authority().map(|authority| authority.as_str())).unwrap_or_default())
}

/// A name or address, with a port or without.
pub fn normal(host: &str) -> String {
    let inside = host.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(inside, _)| inside);
    if let Ok(address) = inside.unwrap_or(host).parse::<Ipv6Addr>() {
        return format!("[{address}]");
    }
    let name = host.split(':').next().unwrap_or_default();
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderValue, Request};

    #[test]
    fn names_are_compared_without_case_port_and_trailing_dot() {
        for (asked, name) in [
            ("shop.example", "shop.example"),
            ("Shop.Example:8443", "shop.example"),
            ("shop.example.", "shop.example"),
            ("SHOP.example.:80", "shop.example"),
            ("127.0.0.1:3000", "127.0.0.1"),
            ("[::1]:3000", "[::1]"),
            ("[0:0:0:0:0:0:0:1]", "[::1]"),
            ("::1", "[::1]"),
            ("[2001:DB8::1]", "[2001:db8::1]"),
            ("[::1", "["),
            ("", ""),
            (":80", ""),
        ] {
            assert_eq!(normal(asked), name, "{asked}");
        }
    }

    #[test]
    fn without_a_host_header_the_address_names_it() {
        let request = Request::get("http://Shop.example:80/").body(()).expect("a request");
        assert_eq!(asked(request.headers(), request.uri()), "shop.example");
        let request = Request::get("/").body(()).expect("a request");
        assert_eq!(asked(request.headers(), request.uri()), "");
        let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_bytes(b"\xff").expect("bytes"))]);
        assert_eq!(asked(&headers, request.uri()), "");
    }
}
