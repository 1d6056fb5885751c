//! Which hosts share a visitor's cookies.
//!
//! A cookie with a `Domain` goes along to every host under it (RFC 6265, 5.1.3). A browser ignores a domain that is no
//! parent of the page's host, or under which anybody may register (a public suffix, RFC 6265, 5.3).

use axum::http::{HeaderMap, Uri, header};
use std::net::IpAddr;

use crate::error::Error;

/// Characters of a domain: RFC 1035, 2.3.4.
const LONGEST: usize = 253;

/// Reads a domain that a teammate typed, and returns it in lower case without a leading dot. None for an empty text.
pub fn parse(given: &str) -> Result<Option<String>, Error> {
    let domain = given.trim().trim_start_matches('.').to_ascii_lowercase();
    if domain.is_empty() {
        return Ok(None);
    }
    if domain.len() > LONGEST || !domain.split('.').all(is_label) || domain.parse::<IpAddr>().is_ok() {
        return Err(Error::invalid(
            "cookie_domain",
            "Write a domain such as shop.example, without https:// and without a path.",
        ));
    }
    if psl::domain_str(&domain).is_none() {
        let message = format!("Anybody may register under {domain}: no cookie can be for all of it.");
        return Err(Error::invalid("cookie_domain", message));
    }
    Ok(Some(domain))
}

/// Whether this is a label of a host name. Source: RFC 1123, 2.1.
fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Whether the page that sends the request is on a host of this domain.
pub fn is_of_page(domain: &str, headers: &HeaderMap) -> bool {
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    let page = origin.and_then(|origin| origin.parse::<Uri>().ok());
    page.as_ref().and_then(Uri::host).is_some_and(|host| is_under(host, domain))
}

fn is_under(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_that_somebody_has_registered_is_kept_in_lower_case() {
        for (given, kept) in [
            ("shop.example", "shop.example"),
            (" .Example.COM ", "example.com"),
            ("tea.example.co.uk", "tea.example.co.uk"),
            ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ] {
            assert_eq!(parse(given).expect(given).as_deref(), Some(kept));
        }
        assert_eq!(parse("  ").expect("none"), None);
    }

    #[test]
    fn a_public_suffix_an_address_and_what_is_no_domain_are_refused() {
        for given in [
            "com",
            "co.uk",
            "github.io",
            "localhost",
            "127.0.0.1",
            "2130706433",
            "[::1]",
            "https://shop.example",
            "shop.example/",
            "shop.example:80",
            "a..example",
            "-a.example",
            "shop.example; Secure",
            "shop.example\0",
            "bücher.example",
            "*.example",
            "example.",
        ] {
            assert!(parse(given).is_err(), "{given}");
        }
        assert!(parse(&format!("{}.example", "a.".repeat(130))).is_err());
    }

    #[test]
    fn a_page_is_of_the_domain_itself_and_of_what_is_under_it() {
        let of = |origin: &str| {
            let headers = HeaderMap::from_iter([(header::ORIGIN, origin.parse().expect("a header"))]);
            is_of_page("shop.example", &headers)
        };
        for origin in ["https://shop.example", "https://www.shop.example:8443", "http://a.b.shop.example"] {
            assert!(of(origin), "{origin}");
        }
        for origin in [
            "https://workshop.example",
            "https://shop.example.evil",
            "https://example",
            "null",
            "",
            "shop.example/x",
        ] {
            assert!(!of(origin), "{origin}");
        }
        assert!(!is_of_page("shop.example", &HeaderMap::new()));
    }
}
