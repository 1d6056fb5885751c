//! `POST /api/messenger_token`

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, Version};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, get_current_timestamp};
use leptos_messenger::messenger::observe::{Token, TokenReply};
use serde_json::{Map, Value, from_value};

use crate::server::log::{log, queries_in};
use crate::server::{Server, header, text};
use tracing::Instrument;

const HOSTED: &[(&str, &str)] = &[
    ("LEPTOS_ENV", "DEV"),
    ("INTERCOM_APP_ID", "hosted1x"),
    ("INTERCOM_IDENTITY_SECRET", "between-us"),
    ("SESSION_MAX_SECONDS", "600"),
];

async fn ask(server: &Server, cookie: Option<&str>, headers: &[(&str, &str)]) -> Response<Body> {
    let mut request = Request::post("/api/messenger_token");
    for (name, value) in headers.iter().copied().chain(cookie.map(|cookie| ("cookie", cookie))) {
        request = request.header(name, value);
    }
    server.send(request.body(Body::empty()).unwrap()).await
}

const SAME_ORIGIN: &[(&str, &str)] = &[("sec-fetch-site", "same-origin")];

async fn reply(server: &Server, cookie: &str) -> Map<String, Value> {
    let response = ask(server, Some(cookie), SAME_ORIGIN).await;
    assert_eq!(response.status(), StatusCode::OK);
    serde_json::from_str(&text(response).await).unwrap()
}

fn claims(reply: &Map<String, Value>, secret: &str) -> Map<String, Value> {
    let jwt = reply["token"].as_str().unwrap();
    assert_eq!(decode_header(jwt).unwrap().alg, Algorithm::HS256);
    let key = DecodingKey::from_secret(secret.as_bytes());
    decode::<Map<String, Value>>(jwt, &key, &Validation::new(Algorithm::HS256)).unwrap().claims
}

#[tokio::test]
async fn the_token_says_who_is_logged_in_and_what_they_bought_and_nothing_else() {
    let server = Server::with(HOSTED).await;
    let cookie = server.log_in("customer@example.com").await;
    let claims = claims(&reply(&server, &cookie).await, "between-us");
    let who = ["created_at", "email", "exp", "iat", "name", "user_id"];
    let bought = ["cart_items", "cart_value_cents", "favourite_roast", "last_order_at", "orders", "plan"];
    let mut all = [&who[..], &bought].concat();
    all.sort_unstable();
    assert_eq!(claims.keys().collect::<Vec<_>>(), all);
    assert_eq!(claims["email"], "customer@example.com");
    assert!(claims["user_id"].is_string());
}

#[tokio::test]
async fn a_token_is_signed_and_never_read() {
    let server = Server::with(HOSTED).await;
    let reply = reply(&server, &server.log_in("customer@example.com").await).await;
    assert!(from_value::<Token>(reply["token"].clone()).is_err());
    assert!(from_value::<Token>("user_id=7".into()).is_err());
    assert!(from_value::<TokenReply>(reply.into()).is_err());
}

#[tokio::test]
async fn it_lives_two_hours_or_as_long_as_the_session_if_that_is_shorter() {
    let short = Server::with(HOSTED).await;
    let answer = reply(&short, &short.log_in("customer@example.com").await).await;
    assert_eq!(answer["expires_in"], 600);
    let until = claims(&answer, "between-us")["exp"].as_u64().unwrap();
    assert!((595..=601).contains(&(until - get_current_timestamp())));

    let long = Server::with(&[("LEPTOS_ENV", "DEV")]).await;
    let answer = reply(&long, &long.log_in("customer@example.com").await).await;
    assert_eq!(answer["expires_in"], 7200);
}

#[tokio::test]
async fn each_log_in_has_a_key_of_its_own_and_the_reply_names_it() {
    let server = Server::with(HOSTED).await;
    let first = reply(&server, &server.log_in("customer@example.com").await).await;
    let second = reply(&server, &server.log_in("customer@example.com").await).await;
    assert_ne!(first["key"], second["key"]);
}

#[tokio::test]
async fn nobody_gets_401_and_a_session_that_has_ended_too() {
    let server = Server::with(HOSTED).await;
    assert_eq!(ask(&server, None, SAME_ORIGIN).await.status(), StatusCode::UNAUTHORIZED);
    let cookie = server.log_in("customer@example.com").await;
    server.state.clock.advance(601);
    let response = ask(&server, Some(&cookie), SAME_ORIGIN).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(text(response).await, "\"SignedOut\"");
}

#[tokio::test]
async fn a_page_of_another_origin_gets_403() {
    let server = Server::with(HOSTED).await;
    let cookie = server.log_in("customer@example.com").await;
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example"), ("host", "shop.example")],
        &[],
    ] {
        assert_eq!(ask(&server, Some(&cookie), headers).await.status(), StatusCode::FORBIDDEN, "{headers:?}");
    }
    let old_browser = [("origin", "http://shop.example"), ("host", "shop.example")];
    assert_eq!(ask(&server, Some(&cookie), &old_browser).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn over_http_2_the_authority_names_the_host_that_an_origin_is_held_against() {
    let server = Server::with(HOSTED).await;
    let cookie = server.log_in("customer@example.com").await;
    for (origin, status) in [
        ("https://shop.example:8443", StatusCode::OK),
        ("https://SHOP.example:8443", StatusCode::OK),
        ("https://shop.example", StatusCode::FORBIDDEN),
        ("https://evil.example:8443", StatusCode::FORBIDDEN),
    ] {
        let request = Request::post("https://shop.example:8443/api/messenger_token")
            .version(Version::HTTP_2)
            .header("cookie", &cookie)
            .header("origin", origin);
        let answer = server.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status(), status, "{origin}");
    }
}

#[tokio::test]
async fn no_cache_keeps_the_reply_whatever_it_is() {
    let server = Server::with(HOSTED).await;
    let cookie = server.log_in("customer@example.com").await;
    for cookie in [None, Some(cookie.as_str())] {
        let response = ask(&server, cookie, SAME_ORIGIN).await;
        assert_eq!(header(&response, "cache-control"), "no-store");
    }
}

#[tokio::test]
async fn asking_for_tokens_does_not_prolong_the_session() {
    let server = Server::with(&[("LEPTOS_ENV", "DEV"), ("SESSION_IDLE_SECONDS", "600")]).await;
    let cookie = server.log_in("customer@example.com").await;
    server.state.clock.advance(400);
    assert_eq!(reply(&server, &cookie).await["expires_in"], 200);
    server.state.clock.advance(200);
    assert_eq!(ask(&server, Some(&cookie), SAME_ORIGIN).await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_takes_one_query_for_the_session_one_for_what_it_says_and_one_for_a_key_of_our_own() {
    log();
    let (hosted, embedded) = (Server::with(HOSTED).await, Server::with(&[("LEPTOS_ENV", "DEV")]).await);
    for (server, expected) in [(&hosted, 2), (&embedded, 3)] {
        let cookie = server.log_in("customer@example.com").await;
        let mut fewest = usize::MAX;
        // What the first query of a connection costs is no token's.
        for _ in 0..8 {
            let before = queries_in("a token");
            let answer =
                ask(server, Some(&cookie), SAME_ORIGIN).instrument(tracing::info_span!("a token")).await;
            assert_eq!(answer.status(), StatusCode::OK);
            fewest = fewest.min(queries_in("a token") - before);
        }
        assert_eq!(fewest, expected);
    }
}
