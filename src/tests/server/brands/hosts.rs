//! The host name decides what a page shows and which cookies it sets.

use axum::http::StatusCode;

use super::{ALPHA, BETA, GAMMA, start, start_with};
use crate::database::Database;
use crate::server::{header, text};

#[tokio::test]
async fn a_page_has_the_name_script_colour_and_policy_of_its_host() {
    let server = start().await;
    let betas = server.brand(1).app_id().to_owned();
    for (host, name, short, script, other) in [
        (ALPHA, "Alpha &amp; Sons", "Alpha &amp; Sons", "/widget/alpha001", betas.as_str()),
        (BETA, "Beta Tea", "Beta", &*format!("/widget/{betas}"), "alpha001"),
        (GAMMA, "Gamma Books", "Gamma Books", "https://widget.intercom.io/widget/gamma001", "alpha001"),
    ] {
        let page = server.page_at(host, "/coffees", "").await;
        let policy = header(&page, "content-security-policy").to_owned();
        let html = text(page).await;
        let title = format!("<title>Coffees · {name}</title>");
        assert!(html.contains(&title), "{host}");
        assert_eq!(html.matches(&format!("<span>{short}<")).count(), 2, "{host}: header and footer");
        assert!(html.contains(script) && !html.contains(other), "{host}");
        assert_eq!(html.contains("#0a0b0c"), host == ALPHA, "{host}");
        assert_eq!(policy.contains("api-iam.au.intercom.io"), host == GAMMA, "{policy}");
        assert_eq!(policy.contains("frame-src 'self'"), host != GAMMA, "{policy}");
        assert!(!html.contains("the-secret-of-"), "{host}");
    }
}

#[tokio::test]
async fn a_host_is_found_in_any_spelling_and_the_first_brand_serves_all_others() {
    let server = start().await;
    for (host, name) in [
        ("BETA.example", "Beta Tea"),
        ("beta.example:8443", "Beta Tea"),
        ("beta.example.", "Beta Tea"),
        ("www.alpha.example", "Alpha &amp; Sons"),
        ("[::1]:3000", "Alpha &amp; Sons"),
        ("x.beta.example", "Alpha &amp; Sons"),
        ("beta.example.evil.example", "Alpha &amp; Sons"),
        ("127.0.0.1:3000", "Alpha &amp; Sons"),
        ("", "Alpha &amp; Sons"),
    ] {
        let html = text(server.page_at(host, "/", "").await).await;
        assert!(html.contains(&format!("<title>{name}</title>")), "{host}");
    }
}

#[tokio::test]
async fn the_public_url_decides_for_all_brands_whether_cookies_are_secure() {
    for (url, is_secure) in [("https://alpha.example", true), ("http://alpha.example", false)] {
        let server = start_with(Database::fresh().await, &[("PUBLIC_URL", url)]).await;
        for host in [ALPHA, BETA, GAMMA, "unnamed.example"] {
            let form = "email=customer%40example.com&password=demo-password";
            let mut answers = vec![server.call_at(host, "log_in", form, "").await];
            answers.push(server.call_at(host, "add_to_cart", "coffee=kelp-forest", "").await);
            let lines = answers.iter().flat_map(|answer| answer.headers().get_all("set-cookie"));
            let lines: Vec<_> = lines.map(|line| line.to_str().expect("text")).collect();
            assert!(lines.len() >= 3, "session, browser and cart: {lines:?}");
            for line in lines {
                assert_eq!(line.contains("; Secure"), is_secure, "{url} at {host}: {line}");
                assert_eq!(line.starts_with("__Host-"), is_secure, "{url} at {host}: {line}");
            }
        }
    }
}

#[tokio::test]
async fn log_out_and_withdrawn_consent_expire_the_cookies_of_their_own_app_alone() {
    let server = start().await;
    let betas = server.brand(1).app_id().to_owned();
    for (host, app_id) in [(ALPHA, "alpha001"), (BETA, betas.as_str()), (GAMMA, "gamma001")] {
        for (endpoint, form) in [("set_consent", "given=false"), ("log_out_everywhere", ""), ("log_out", "")]
        {
            let cookie = server.log_in_at(host, "customer").await;
            let answer = server.call_at(host, endpoint, form, &cookie).await;
            let lines = answer.headers().get_all("set-cookie").iter().filter_map(|line| line.to_str().ok());
            let expired: Vec<&str> = lines.filter(|line| line.starts_with("intercom-")).collect();
            assert!(!expired.is_empty(), "{endpoint} at {host}");
            for line in expired {
                assert!(line.contains(&format!("-{app_id}=;")), "{endpoint} at {host}: {line}");
                let domain = line.split_once("Domain=").map(|(_, domain)| domain);
                assert!(domain.is_none_or(|domain| domain == host || domain == "example"), "{line}");
            }
        }
    }
}

#[tokio::test]
async fn the_widget_is_served_for_embedded_apps_at_any_host_and_for_no_hosted_one() {
    let server = start().await;
    let betas = server.brand(1).app_id().to_owned();
    for host in [ALPHA, BETA, GAMMA, "other.example"] {
        for (app_id, name) in
            [("alpha001", Some("Alpha &amp; Sons")), (&*betas, Some("Beta Tea")), ("gamma001", None)]
        {
            let status = if name.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
            let script = server.page_at(host, &format!("/widget/{app_id}"), "").await;
            assert_eq!(script.status(), status, "{app_id} at {host}");
            let panel = server.page_at(host, &format!("/messenger/web/panel?app_id={app_id}"), "").await;
            assert_eq!(panel.status(), status, "{app_id} at {host}");
            if let Some(name) = name {
                let html = text(panel).await;
                assert!(html.contains(&format!("<title>Messenger · {name}</title>")), "{html}");
                assert!(!html.contains("Tidewater"), "{html}");
            }
        }
        assert_eq!(server.boot_at(host, "gamma001", None).await.status(), StatusCode::NOT_FOUND);
    }
}
