//! The path that a log-in leads to: it stays on this site.

use leptos_messenger::accounts::safe_next;
use leptos_router::location::RequestUrl;
use proptest::prelude::*;

#[test]
fn paths_of_this_site_are_kept_with_query_and_hash() {
    for path in [
        "/",
        "/orders",
        "/coffees?roast=dark&sort=name#top",
        "/a%20b?q=%C3%A9",
        "/logins",
        "/a?u=https://b//c",
    ] {
        assert_eq!(safe_next(path), path);
    }
}

#[test]
fn everything_else_leads_to_the_account() {
    for evil in [
        "",
        " ",
        "orders",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/%09/evil.example",
        "/%2F/evil.example",
        "/%5Cevil.example",
        "/%5c%5cevil.example",
        "https:evil.example",
        "https://evil.example",
        "HTTPS://evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "/.//evil.example",
        "/a/..//evil.example",
        "/\u{0}",
        "/\u{7f}",
        "/é",
        "/\u{2028}/evil.example",
        "/a b",
        "?next=//evil.example",
        "#//evil.example",
        "@evil.example",
        ".evil.example",
        "/a\r\nSet-Cookie: session=planted",
    ] {
        assert_eq!(safe_next(evil), "/account", "{evil:?}");
    }
    assert_eq!(safe_next(&format!("/{}", "x".repeat(5000))), "/account");
}

#[test]
fn log_in_never_leads_back_to_log_in() {
    for circle in ["/login", "/login/", "/login?next=/login", "/login#x"] {
        assert_eq!(safe_next(circle), "/account", "{circle:?}");
    }
}

/// What a real URL parser makes of it, seen from our pages.
fn resolved(path: &str) -> (String, String) {
    let url = RequestUrl::new(path).parse_with_base("https://shop.example/login?next=x").expect("parses");
    (url.origin().to_owned(), url.path().to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn whatever_comes_the_result_is_on_this_origin_and_fits_a_header(next in "[/\\\\.:@?#%a5c2fF09 \t\r\n-]{0,12}|\\PC{0,20}") {
        let safe = safe_next(&next);
        let (origin, path) = resolved(safe);
        prop_assert_eq!(origin, "https://shop.example");
        prop_assert!(!path.starts_with("//"), "a router would take {} for a host", path);
        prop_assert!(axum::http::HeaderValue::from_str(safe).is_ok());
    }
}
