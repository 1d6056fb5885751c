//! The two endpoints that issue sessions: where they lead, whose session it is, and what their work reveals.

use axum::body::Body;
use axum::http::{HeaderValue, Response};

use super::callers::{EXPIRED, HTTPS, World, read};
use super::table::Row;
use crate::accounts::escaped;
use crate::server::header;

const EVIL: [&str; 14] = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "/\t/evil.example",
    "/%09/evil.example",
    "/%2Fevil.example",
    "/.//evil.example",
    "/account/..//evil.example",
    "javascript:alert(`evil.example`)",
    "/evil.example\r\nLocation: //evil.example",
    "@evil.example",
];
const LOG_IN: &str = "email=other%40example.com&password=$PASSWORD";
const SIGN_UP: &str = "name=N&email=fresh%40example.com&password=$PASSWORD";

/// By this caller, with what else is in the form.
async fn post(
    world: &World,
    address: &'static str,
    form: &str,
    accept: &str,
    cookie: &str,
) -> Response<Body> {
    let row = Row { method: "POST", address, expected: [""; 7], form: "", of_page: false };
    let mut request = world.request(&row, 0);
    let headers = request.headers_mut();
    headers.insert("accept", HeaderValue::from_str(accept).unwrap());
    headers.insert("cookie", HeaderValue::from_str(cookie).unwrap());
    *request.body_mut() = Body::from(world.filled(form, 0));
    world.server.send(request).await
}

#[tokio::test]
async fn neither_log_in_nor_sign_up_leads_to_another_site() {
    for (address, form) in [("/api/log_in", LOG_IN), ("/api/sign_up", SIGN_UP)] {
        let world = World::with(HTTPS).await;
        for (at, evil) in EVIL.into_iter().enumerate() {
            for accept in ["application/json", "text/html"] {
                // Tries are limited, and an address has one account.
                world.server.state.clock.advance(600);
                let form = form.replace("fresh", &format!("fresh-{at}-{}", accept.len()));
                let form = format!("{form}&next={}", escaped(evil));
                let answer = post(&world, address, &form, accept, "").await;
                // A page that fetched goes on by itself.
                let leads_to = if accept == "text/html" { "/account" } else { "" };
                assert_eq!(header(&answer, "location"), leads_to, "{address} {evil:?}");
                let body = read(answer).await;
                assert!(!body.contains("evil.example"), "{address} {evil:?}: {body}");
            }
        }
    }
}

#[tokio::test]
async fn a_slash_too_many_leads_to_no_other_site() {
    let world = World::with(HTTPS).await;
    let own =
        Row { method: "GET", address: "/coffees/?roast=dark", expected: [""; 7], form: "", of_page: false };
    let there = world.server.send(world.request(&own, 0)).await;
    assert_eq!(header(&there, "location"), "/coffees?roast=dark");
    for address in
        ["//evil.example/", "/\\evil.example/", "/%5Cevil.example/", "/%2Fevil.example/", "///evil.example//"]
    {
        let row = Row { method: "GET", address, expected: [""; 7], form: "", of_page: false };
        let answer = world.server.send(world.request(&row, 0)).await;
        assert_eq!((answer.status().as_u16(), header(&answer, "location")), (404, ""), "{address}");
    }
}

#[tokio::test]
async fn neither_page_carries_or_follows_a_next_of_another_site() {
    let world = World::with(HTTPS).await;
    for path in ["/login", "/signup"] {
        for evil in EVIL {
            let address = format!("{path}?next={}", escaped(evil)).leak();
            let row = Row { method: "GET", address, expected: [""; 7], form: "", of_page: false };
            let page = read(world.server.send(world.request(&row, 0)).await).await;
            assert!(page.contains(r#"name="next" value="/account""#), "{path} {evil:?}");
            let here = world.server.send(world.request(&row, 1)).await;
            assert_eq!(header(&here, "location"), "/account", "{path} {evil:?}");
        }
    }
}

#[tokio::test]
async fn a_session_that_somebody_planted_stays_theirs_and_the_new_one_is_new() {
    for (address, form) in [("/api/log_in", LOG_IN), ("/api/sign_up", SIGN_UP)] {
        for accept in ["application/json", "text/html"] {
            let world = World::with(HTTPS).await;
            // One that has ended, which the first log-in sweeps out; a live session of the attacker's own, and one that
            // never was.
            assert!(world.has_the_expired_session().await);
            let planted = [world.cookies[EXPIRED].as_str(), &world.cookies[3], "__Host-session=planted"];
            for (at, planted) in planted.into_iter().enumerate() {
                world.server.state.clock.advance(600);
                let form = form.replace("fresh", &format!("fresh-{at}"));
                let answer = post(&world, address, &form, accept, planted).await;
                let lines = answer.headers().get_all("set-cookie").iter();
                let session = lines.map(|line| line.to_str().unwrap()).find(|line| line.contains("session="));
                let session =
                    session.unwrap_or_else(|| panic!("{address} {planted}")).split(';').next().unwrap();
                assert_ne!(session, planted);
                let who = async |cookie: &str| {
                    read(post(&world, "/api/current_account", "", "application/json", cookie).await).await
                };
                let victim = if address.ends_with("log_in") { "other@example.com" } else { "fresh" };
                assert!(who(session).await.contains(victim), "{address} {planted}");
                assert!(!who(planted).await.contains(victim), "{address}: {planted} became the victim's");
            }
        }
    }
}

#[tokio::test]
async fn an_address_that_has_an_account_costs_as_much_work_as_one_that_has_none() {
    let world = World::with(HTTPS).await;
    let accounts = &world.server.state.accounts;
    let other = &world.cookies[2];
    for (address, form, cookie) in [
        ("/api/log_in", "email=WHO&password=a+wrong+password", ""),
        ("/api/log_in", "email=WHO&password=", ""),
        ("/api/sign_up", "name=N&email=WHO&password=$PASSWORD", ""),
        ("/api/change_email", "email=WHO&password=$PASSWORD", other.as_str()),
        ("/api/change_email", "email=WHO&password=a+wrong+password", other.as_str()),
    ] {
        let mut work = Vec::new();
        for who in ["owner%40example.com", "nobody%40example.com"] {
            world.server.state.clock.advance(600);
            let before = accounts.hashes_computed();
            let answer = post(&world, address, &form.replace("WHO", who), "application/json", cookie).await;
            work.push((accounts.hashes_computed() - before, answer.status().is_server_error()));
        }
        assert_eq!(work[0], work[1], "{address} {form}");
        assert!(!work[0].1, "{address}");
    }
}
