//! Which host a request asks for. HTTP/1 names it in the `Host` header, HTTP/2 and HTTP/3 in the URI's authority.

use axum::http::{HeaderMap, Uri, header::HOST};
use std::net::Ipv6Addr;

/// The host name or address that the request asks for, in the form of [`normalize_host`]; empty where the request
/// names none.
///
/// A proxy that replaces the host hides the one that the browser asked for.
pub fn requested_host(headers: &HeaderMap, uri: &Uri) -> String {
    normalize_host(requested_authority(headers, uri).unwrap_or_default())
}

/// Host and port, as the request writes them. A URI that has an authority counts more than `Host`.
///
/// Sources: RFC 9112, section 3.2.2 (HTTP/1.1); RFC 9113, section 8.3.1 (HTTP/2).
pub(super) fn requested_authority<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> Option<&'a str> {
    uri.authority()
        .map(|authority| authority.as_str())
        .or_else(|| headers.get(HOST).and_then(|host| host.to_str().ok()))
}

/// The host of `name`, `name:port`, `address` or `[address]:port`, as two of them are compared: lower case, no port,
/// no dot at the end, an IPv6 address in brackets and in its shortest form.
pub fn normalize_host(host: &str) -> String {
    let inside = host
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
        .map(|(inside, _)| inside);
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
            assert_eq!(normalize_host(asked), name, "{asked}");
        }
    }

    #[test]
    fn without_a_host_header_the_uri_names_the_host() {
        let request = Request::get("http://Shop.example:80/")
            .body(())
            .expect("a request");
        assert_eq!(
            requested_host(request.headers(), request.uri()),
            "shop.example"
        );
        let request = Request::get("/").body(()).expect("a request");
        assert_eq!(requested_host(request.headers(), request.uri()), "");
        let headers =
            HeaderMap::from_iter([(HOST, HeaderValue::from_bytes(b"\xff").expect("bytes"))]);
        assert_eq!(requested_host(&headers, request.uri()), "");
    }

    #[test]
    fn a_uri_that_names_a_host_counts_more_than_the_header() {
        let request = Request::get("https://shop.example/")
            .header("host", "proxy:3000")
            .body(());
        let request = request.expect("a request");
        assert_eq!(
            requested_host(request.headers(), request.uri()),
            "shop.example"
        );
        let request = Request::get("/")
            .header("host", "shop.example:3000")
            .body(())
            .expect("a request");
        assert_eq!(
            requested_host(request.headers(), request.uri()),
            "shop.example"
        );
    }
}
