//! Log-in, log-out and profile by fetch and by plain form, without a socket.

use super::World;
use super::site::{Answer, By};
use crate::server::Server;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use leptos_messenger::accounts::SignedIn;
use leptos_messenger::error::Error;
use serde::de::DeserializeOwned;

const RIGHT: [(&str, &str); 2] = [("email", "customer@example.com"), ("password", "demo-password")];
const WRONG: [(&str, &str); 2] = [("email", "customer@example.com"), ("password", "sesame")];

impl Answer {
    fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }
}

#[tokio::test]
async fn a_fetch_to_log_in_receives_who_is_here_and_is_not_redirected() {
    let world = World::new().await;
    let fields = [&RIGHT[..], &[("next", "/orders?page=2")]].concat();
    let answer = world.post("log_in", &fields, "", By::Fetch).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!((answer.location.as_deref(), answer.script_redirect), (None, false));
    assert_eq!(answer.cache_control.as_deref(), Some("no-store"));
    let session = world.current(&answer.set_cookies[0]).await.expect("the cookie works");
    assert_eq!(answer.json::<SignedIn>(), session.signed_in);
    assert!(!answer.body.contains(super::value(&answer.set_cookies[0])), "the id is in the cookie alone");
}

#[tokio::test]
async fn a_plain_form_to_log_in_is_sent_on_to_pages_of_this_site_only() {
    let world = World::new().await;
    for (next, leads_to) in
        [("/orders", "/orders"), ("", "/account"), ("//evil.example", "/account"), ("/é", "/account")]
    {
        let fields = [&RIGHT[..], &[("next", next)]].concat();
        let answer = world.post("log_in", &fields, "", By::Form("/login")).await;
        assert_eq!(answer.status, StatusCode::FOUND);
        assert_eq!(answer.location.as_deref(), Some(leads_to));
        assert!(world.current(&answer.set_cookies[0]).await.is_some());
    }
    let without_next = world.post("log_in", &RIGHT, "", By::Form("/login")).await;
    assert_eq!(without_next.location.as_deref(), Some("/account"));
}

#[tokio::test]
async fn a_failed_log_in_is_401_for_a_fetch_and_sets_no_cookie() {
    let world = World::new().await;
    let wrong = world.post("log_in", &WRONG, "", By::Fetch).await;
    let unknown =
        world.post("log_in", &[("email", "x@example.com"), ("password", "sesame")], "", By::Fetch).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert_eq!(wrong.json::<Error>(), Error::WrongCredentials);
    assert_eq!(wrong.set_cookies, [""; 0]);
    assert_eq!(wrong.cache_control.as_deref(), Some("no-store"));
    assert_eq!((unknown.status, &unknown.body), (wrong.status, &wrong.body));
}

#[tokio::test]
async fn a_failed_plain_log_in_comes_back_to_its_page_which_says_why() {
    let world = World::new().await;
    let answer = world.post("log_in", &WRONG, "", By::Form("/login?next=%2Forders")).await;
    assert_eq!(answer.status, StatusCode::FOUND);
    let back = answer.location.unwrap();
    assert!(back.starts_with("http://shop.example/login?next=%2Forders&__path="), "{back}");
    assert!(!back.contains("sesame") && !back.contains("customer"), "{back}");
    let page = world.page(back.strip_prefix("http://shop.example").unwrap(), "").await;
    assert!(page.body.contains(r#"role="alert""#) && page.body.contains("Email or password is not right"));
    assert!(page.body.contains(r#"name="next" value="/orders""#), "{}", page.body);
}

#[tokio::test]
async fn an_incomplete_form_is_refused_without_a_panic() {
    let world = World::new().await;
    for fields in [&[][..], &[("email", "customer@example.com")], &[("nonsense[", "\0")]] {
        let answer = world.post("log_in", fields, "", By::Fetch).await;
        assert!(matches!(answer.json(), Error::Invalid { .. }), "{}", answer.body);
    }
}

#[tokio::test]
async fn log_out_ends_the_session_and_takes_the_widgets_cookies_along() {
    let world = World::new().await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    let answer = world.post("log_out", &[], &cookie, By::Fetch).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!((answer.location.as_deref(), answer.script_redirect), (None, false));
    assert_eq!(answer.cache_control.as_deref(), Some("no-store"));
    assert_eq!(answer.set_cookies[0], "session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    assert!(answer.set_cookies[1].starts_with("intercom-session-"), "{:?}", answer.set_cookies);
    assert!(world.current(&cookie).await.is_none());
}

#[tokio::test]
async fn log_out_by_a_plain_form_leads_home_and_again_does_no_harm() {
    let world = World::new().await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    for _ in 0..2 {
        let answer = world.post("log_out", &[], &cookie, By::Form("/account")).await;
        assert_eq!((answer.status, answer.location.as_deref()), (StatusCode::FOUND, Some("/")));
        assert_eq!(answer.set_cookies.len(), 3);
    }
}

#[tokio::test]
async fn the_current_account_is_reported_and_not_prolonged() {
    let world = World::new().await;
    let new = world.log_in("customer@example.com").await;
    world.clock.advance(600);
    let answer = world.post("current_account", &[], &new.cookie, By::Fetch).await;
    assert_eq!(answer.json::<Option<SignedIn>>(), Some(new.session.signed_in));
    assert_eq!(answer.cache_control.as_deref(), Some("no-store"));
    assert_eq!(world.current(&new.cookie).await.unwrap().ends_at, new.session.ends_at);
    let nobody = world.post("current_account", &[], "session=gone", By::Fetch).await;
    assert_eq!(nobody.json::<Option<SignedIn>>(), None);
}

#[tokio::test]
async fn what_pages_ask_by_themselves_prolongs_no_session() {
    let world = World::new().await;
    let new = world.log_in("customer@example.com").await;
    world.clock.advance(600);
    let folder = tempfile::tempdir().unwrap();
    let server = Server::over(folder, world.db.clone(), world.clock.clone(), &[("DEMO_ACCOUNTS", "1")]).await;
    let ask = async |method: &str, address: &str| {
        let request = Request::builder()
            .method(method)
            .uri(address)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", new.cookie.split(';').next().unwrap());
        server.send(request.body(Body::empty()).unwrap()).await.status()
    };
    for (method, address) in
        [("POST", "/api/current_account"), ("POST", "/api/current_consent"), ("GET", "/api/known")]
    {
        assert_eq!(ask(method, address).await, StatusCode::OK, "{address}");
        let after = world.current(&new.cookie).await.unwrap();
        assert_eq!(after.ends_at, new.session.ends_at, "{address}");
    }
    assert_eq!(ask("GET", "/account").await, StatusCode::OK);
    // What a person does counts.
    ask("POST", "/api/set_consent").await;
    assert_eq!(world.current(&new.cookie).await.unwrap().ends_at, new.session.ends_at + 600);
}

#[tokio::test]
async fn a_prefetch_or_a_prerender_prolongs_no_session_and_opening_the_page_does() {
    let world = World::new().await;
    let new = world.log_in("customer@example.com").await;
    world.clock.advance(600);
    let folder = tempfile::tempdir().unwrap();
    let server = Server::over(folder, world.db.clone(), world.clock.clone(), &[("DEMO_ACCOUNTS", "1")]).await;
    let ask = async |method: &str, address: &str, name: &str, value: &str| {
        let request = Request::builder()
            .method(method)
            .uri(address)
            .header("accept", if address.starts_with("/api/") { "application/json" } else { "text/html" })
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .header(name, value)
            .header("cookie", new.cookie.split(';').next().unwrap());
        let answer = server.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status(), StatusCode::OK, "{address}");
        world.current(&new.cookie).await.unwrap().ends_at - new.session.ends_at
    };
    for purpose in ["prefetch", "prefetch;prerender", "prefetch;anonymous-client-ip"] {
        assert_eq!(ask("GET", "/cart", "sec-purpose", purpose).await, 0, "{purpose}");
    }
    assert_eq!(ask("GET", "/api/cart", "x-prefetch", "1").await, 0);
    assert_eq!(ask("POST", "/api/page_opened", "x-other", "1").await, 600);
    world.clock.advance(600);
    assert_eq!(ask("GET", "/api/cart", "x-other", "1").await, 1200);
    world.clock.advance(600);
    assert_eq!(ask("GET", "/cart", "x-other", "1").await, 1800);
}

#[tokio::test]
async fn a_profile_is_saved_for_its_own_session_only() {
    let world = World::new().await;
    let new = world.log_in("customer@example.com").await;
    let key = new.session.signed_in.session_key.as_str();
    let fields = |session_key| [("name", "Marit Berg"), ("company", ""), ("session_key", session_key)];

    let nobody = world.post("save_profile", &fields(key), "", By::Fetch).await;
    assert_eq!((nobody.status, nobody.json()), (StatusCode::UNAUTHORIZED, Error::LoggedOut));

    let other = world.log_in("second@example.com").await.cookie;
    let left_open = world.post("save_profile", &fields(key), &other, By::Fetch).await;
    assert_eq!((left_open.status, left_open.json()), (StatusCode::UNAUTHORIZED, Error::LoggedOut));
    assert_eq!(world.current(&other).await.unwrap().signed_in.name, "Tomas Lindqvist");

    let saved = world.post("save_profile", &fields(key), &new.cookie, By::Fetch).await;
    assert_eq!(saved.status, StatusCode::OK);
    assert_eq!(saved.json::<SignedIn>().name, "Marit Berg");
}

#[tokio::test]
async fn a_field_that_cannot_be_taken_is_422_and_names_the_field() {
    let world = World::new().await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    let answer = world
        .post(
            "change_email",
            &[("email", "marit@example"), ("password", "demo-password")],
            &cookie,
            By::Fetch,
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(matches!(answer.json(), Error::Invalid { field, .. } if field == "email"));
}

#[tokio::test]
async fn a_form_that_lacks_a_field_is_422_for_a_fetch_and_sent_back_for_a_plain_form() {
    let world = World::new().await;
    let lacking = [("email", "customer@example.com")];
    let answer = world.post("log_in", &lacking, "", By::Fetch).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(matches!(answer.json::<Error>(), Error::Invalid { .. }), "{}", answer.body);
    let answer = world.post("log_in", &lacking, "", By::Form("/login")).await;
    assert_eq!(answer.status, StatusCode::FOUND);
    assert!(answer.location.unwrap().starts_with("http://shop.example/login?"));
}
