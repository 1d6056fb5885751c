//! The deletion of an account: its sessions, its shop data and its data in the workspace.

use super::site::By;
use super::{HTTP, OWN_PASSWORD, World, accounts, cookies};
use crate::database::{execute, texts};
use crate::server::{Server, text};
use crate::shop;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use futures::future::BoxFuture;
use leptos_messenger::accounts::{ForgetPerson, refusals};
use leptos_messenger::error::Error;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const EMAIL: &str = "astrid@example.com";
/// Where the embedded workspace keeps something of a user.
const KEPT: [&str; 7] =
    ["people", "messenger_sessions", "impressions", "companies", "company_members", "data_events", "events"];

#[tokio::test]
async fn an_account_is_gone_with_all_its_sessions_and_no_other_ones() {
    let world = World::new().await;
    let (here, elsewhere) =
        (world.sign_up(EMAIL).await, world.accounts.log_in(&HeaderMap::new(), EMAIL, OWN_PASSWORD).await);
    let other = world.log_in("customer@example.com").await;
    let expired = world.accounts.delete_account(&here.session, OWN_PASSWORD).await.unwrap();
    assert_eq!(expired, "session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    for ended in [here.cookie, elsewhere.unwrap().cookie] {
        assert!(world.current(&ended).await.is_none());
    }
    assert!(world.current(&other.cookie).await.is_some());
    let again = world.accounts.log_in(&HeaderMap::new(), EMAIL, OWN_PASSWORD).await;
    assert_eq!(again.err(), Some(Error::WrongCredentials));
    assert_eq!((world.count("accounts").await, world.count("known_browsers").await), (3, 1));
    let anew = world.sign_up(EMAIL).await;
    assert_ne!(anew.session.account_id, here.session.account_id, "who comes back is somebody else");
}

#[tokio::test]
async fn without_the_password_nothing_is_deleted() {
    let world = World::new().await;
    let here = world.sign_up(EMAIL).await;
    for wrong in ["", "sesame", &"x".repeat(100_000)] {
        let refused = world.accounts.delete_account(&here.session, wrong).await.err().unwrap();
        let Error::Invalid { field, message } = refused else { panic!("{refused:?}") };
        assert_eq!((field.as_str(), message.as_str()), ("password", refusals::PASSWORD_WRONG));
    }
    assert!(world.current(&here.cookie).await.is_some());
    assert_eq!(world.count("deleted_accounts").await, 0);
}

#[tokio::test]
async fn where_strangers_share_the_demo_accounts_nobody_renames_moves_or_deletes_them() {
    let world = World::new().await;
    let here = world.log_in("customer@example.com").await;
    let shared = accounts(&world.db, &world.clock, HTTP).keep_demo_accounts();
    let stays = Some(Error::Invalid { field: String::new(), message: refusals::DEMO_STAYS.to_owned() });
    assert_eq!(shared.delete_account(&here.session, "demo-password").await.err(), stays);
    assert_eq!(
        shared.change_email(&HeaderMap::new(), &here.session, "x@example.com", "demo-password").await.err(),
        stays
    );
    assert_eq!(shared.save_profile(&here.session, "Mallory", "").await.err(), stays);
    assert_eq!(world.current(&here.cookie).await.unwrap().signed_in.name, "Marit Solheim");
    let own = shared.sign_up(&HeaderMap::new(), "Astrid", EMAIL, OWN_PASSWORD).await.unwrap();
    assert!(shared.save_profile(&own.session, "Astrid Berg", "").await.is_ok());
    assert!(shared.delete_account(&own.session, OWN_PASSWORD).await.is_ok());
}

#[tokio::test]
async fn the_reply_sends_the_browser_all_that_a_log_out_does() {
    let world = World::new().await;
    let here = world.sign_up(EMAIL).await;
    let log_out = world.post("log_out", &[], "session=x", By::Fetch).await.set_cookies;
    let key = here.session.signed_in.session_key.as_str();
    let fields = [("password", OWN_PASSWORD), ("session_key", key)];
    let refused =
        world.post("delete_account", &[("password", "wrong"), fields[1]], &here.cookie, By::Fetch).await;
    assert_eq!((refused.status, refused.set_cookies.len()), (StatusCode::UNPROCESSABLE_ENTITY, 0));
    let answer = world.post("delete_account", &fields, &here.cookie, By::Fetch).await;
    assert_eq!((answer.status, answer.location.as_deref()), (StatusCode::OK, None));
    assert_eq!(answer.set_cookies, log_out);
    assert_eq!(answer.cache_control.as_deref(), Some("no-store"));
}

#[tokio::test]
async fn a_plain_form_leads_to_a_page_that_says_so_and_a_refused_one_stands_open() {
    let world = World::new().await;
    let here = world.sign_up(EMAIL).await;
    let page = world.page("/account", &here.cookie).await.body;
    assert!(page.contains(r#"action="/api/delete_account""#) && page.contains("is deleted too"), "{page}");
    let back =
        world.post("delete_account", &[("password", "sesame")], &here.cookie, By::Form("/account")).await;
    let page = world
        .page(back.location.unwrap().strip_prefix("http://shop.example").unwrap(), &here.cookie)
        .await
        .body;
    let details = page.split('<').find(|tag| tag.starts_with("details") && tag.contains("sheet")).unwrap();
    assert!(details.contains("open") && page.contains(refusals::PASSWORD_WRONG), "{details}");
    let done =
        world.post("delete_account", &[("password", OWN_PASSWORD)], &here.cookie, By::Form("/account")).await;
    assert_eq!((done.status, done.location.as_deref()), (StatusCode::FOUND, Some("/login?deleted=1")));
    assert!(world.page("/login?deleted=1", &here.cookie).await.body.contains("Your account is deleted"));
}

#[tokio::test]
async fn it_is_deleted_for_its_own_session_only() {
    let world = World::new().await;
    let key = world.sign_up(EMAIL).await.session.signed_in.session_key;
    let other = world.log_in("second@example.com").await.cookie;
    for cookie in ["", "session=forged", &other] {
        let fields = [("password", "demo-password"), ("session_key", key.as_str())];
        let answer = world.post("delete_account", &fields, cookie, By::Fetch).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(world.count("accounts").await, 4);
}

/// A shop with its workspace, where Astrid and a demo customer have been about.
async fn busy(world: &World) -> (Server, String) {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::over(folder, world.db.clone(), world.clock.clone(), &[("DEMO_ACCOUNTS", "1")]).await;
    let astrid = world.sign_up(EMAIL).await;
    let other = world.log_in("customer@example.com").await;
    for (cookie, company) in [(&astrid.cookie, "hers"), (&other.cookie, "theirs")] {
        let token = token(&server, cookie).await;
        for call in ["boot", "update"] {
            assert_eq!(ping(&server, call, &token, company).await.0, StatusCode::OK);
        }
        let (_, credential) = ping(&server, "boot", &token, company).await;
        assert_eq!(track(&server, &credential).await, StatusCode::OK);
    }
    (server, astrid.cookie)
}

async fn token(server: &Server, cookie: &str) -> String {
    let request = Request::post("/api/messenger_token")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", cookie.split(';').next().unwrap());
    let answer = text(server.send(request.body(Body::empty()).unwrap()).await).await;
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let token = answer["token"].as_str().or_else(|| answer["token"]["jwt"].as_str());
    token.unwrap_or_else(|| panic!("{answer}")).to_owned()
}

/// The answer's status, and the credential of the session that it opened.
async fn ping(server: &Server, call: &str, token: &str, company: &str) -> (StatusCode, String) {
    let app_id = server.state.brands.first().app_id();
    let body = json!({
        "app_id": app_id, "call": call,
        "page": { "url": format!("http://shop.example/{call}"), "title": "A page", "referrer": "" },
        "settings": { "intercom_user_jwt": token, "company": { "company_id": company, "name": company } },
    });
    let request = Request::post("/messenger/web/ping")
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    let answer = server.send(request).await;
    let (status, body) = (answer.status(), text(answer).await);
    let body: Value = serde_json::from_str(&body).unwrap();
    (status, body["session"].as_str().unwrap_or_default().to_owned())
}

async fn track(server: &Server, credential: &str) -> StatusCode {
    let app_id = server.state.brands.first().app_id();
    let body = json!({
        "app_id": app_id, "name": "completed-purchase",
        "metadata": { "order_id": "o-7", "price": { "amount": 2900, "currency": "eur" } },
    });
    let request = Request::post("/messenger/web/event")
        .header("content-type", "application/json")
        .header("authorization", format!("Bearer {credential}"));
    server.send(request.body(Body::from(body.to_string())).unwrap()).await.status()
}

async fn rows(world: &World) -> Vec<i64> {
    let mut rows = Vec::new();
    for table in KEPT {
        rows.push(world.count(table).await);
    }
    rows
}

#[tokio::test]
async fn the_workspace_forgets_the_person_and_nobody_else() {
    let world = World::new().await;
    let (server, cookie) = busy(&world).await;
    let session = world.current(&cookie).await.unwrap();
    let before = rows(&world).await;
    assert!(before.iter().all(|rows| *rows >= 2 && rows % 2 == 0), "two people, {before:?}");
    server.state.accounts.delete_account(&session, OWN_PASSWORD).await.unwrap();
    let half: Vec<i64> = before.iter().map(|rows| rows / 2).collect();
    assert_eq!(rows(&world).await, half, "{KEPT:?}");
    assert_eq!(texts(&world.db, "select user_id from people").await, ["demo-customer"]);
    assert_eq!(texts(&world.db, "select name from companies").await, ["theirs"]);
    for kind in texts(&world.db, "select kind from events").await {
        assert!(!kind.contains("Astrid") && !kind.contains(&session.account_id), "{kind}");
    }
}

#[tokio::test]
async fn the_person_is_forgotten_in_apps_of_no_brand_and_after_the_mode_was_changed_too() {
    let world = World::new().await;
    let (server, cookie) = busy(&world).await;
    let session = world.current(&cookie).await.unwrap();
    drop(server);
    let account_id = &session.account_id;
    // As a brand that was removed has left it.
    for statement in [
        "insert into workspace_apps (app_id, name, created_at) values ('removed', 'Removed', 5)".to_owned(),
        format!(
            "insert into people (id, app_id, role, user_id, verified, details, attributes, impressions, created_at,
               last_seen_at) values ('p', 'removed', 'user', '{account_id}', true, '{{}}', '{{}}', 1, 5, 6)"
        ),
    ] {
        execute(&world.db, &statement).await;
    }
    let hosted =
        [("INTERCOM_APP_ID", "hosted1x"), ("INTERCOM_IDENTITY_SECRET", "between-us"), ("DEMO_ACCOUNTS", "1")];
    let folder = tempfile::tempdir().unwrap();
    let server = Server::over(folder, world.db.clone(), world.clock.clone(), &hosted).await;
    server.state.accounts.delete_account(&session, OWN_PASSWORD).await.unwrap();
    assert_eq!(texts(&world.db, "select user_id from people").await, ["demo-customer"]);
    assert_eq!(texts(&world.db, "select name from companies").await, ["theirs"]);
    for kind in texts(&world.db, "select kind from events").await {
        assert!(!kind.contains(account_id), "{kind}");
    }
}

#[tokio::test]
async fn what_the_account_bought_and_had_in_its_cart_goes_with_it_and_nobody_elses() {
    let world = World::new().await;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::over(folder, world.db.clone(), world.clock.clone(), &[("DEMO_ACCOUNTS", "1")]).await;
    let here = world.sign_up(EMAIL).await;
    let tables = ["orders", "order_lines", "carts", "cart_lines", "subscriptions", "saved_addresses"];
    for account_id in [here.session.account_id.as_str(), "demo-customer"] {
        let (store, buyer) = (&server.state.shop, shop::account(account_id));
        store.add(&buyer, &"kelp-forest.250g.filter.2-weeks".parse().unwrap(), 1).await.unwrap();
        let seen = store.cart(&buyer).await.unwrap().seal();
        store.place(account_id, shop::KEY, &seen, &shop::address()).await.unwrap();
        store.add(&buyer, &"kelp-forest.250g.filter.once".parse().unwrap(), 1).await.unwrap();
    }
    for table in tables {
        assert_eq!(world.count(table).await, 2, "{table}");
    }
    server.state.accounts.delete_account(&here.session, OWN_PASSWORD).await.unwrap();
    for table in tables {
        assert_eq!(world.count(table).await, 1, "{table}");
    }
    for table in ["orders", "carts", "subscriptions", "saved_addresses"] {
        let whose = texts(&world.db, &format!("select account_id from {table}")).await;
        assert_eq!(whose, ["demo-customer"], "{table}");
    }
}

#[tokio::test]
async fn what_a_late_ping_brings_back_is_forgotten_again_until_no_token_lives() {
    let world = World::new().await;
    let (server, cookie) = busy(&world).await;
    let token = token(&server, &cookie).await;
    let session = world.current(&cookie).await.unwrap();
    server.state.accounts.delete_account(&session, OWN_PASSWORD).await.unwrap();
    let people = async || texts(&world.db, "select user_id from people").await;
    assert_eq!(ping(&server, "boot", &token, "hers").await.0, StatusCode::OK);
    assert_eq!(people().await.len(), 2, "the token is good for two hours");
    server.state.accounts.tidy().await.unwrap();
    assert_eq!(people().await, ["demo-customer"]);
    assert_eq!(world.count("deleted_accounts").await, 1);
    world.clock.advance(3 * 3_600);
    server.state.accounts.tidy().await.unwrap();
    assert_eq!(world.count("deleted_accounts").await, 0);
}

/// Fails so many times.
struct Unwilling(Arc<AtomicUsize>);

impl ForgetPerson for Unwilling {
    fn revoke<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async { Err(Error::Internal) })
    }

    fn forget<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async {
            match self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)) {
                Ok(_) => Err(Error::Unavailable),
                Err(_) => Ok(()),
            }
        })
    }

    fn withdraw<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async { Ok(()) })
    }

    fn forgets_everywhere(&self) -> bool {
        false
    }
}

#[tokio::test]
async fn a_workspace_that_fails_keeps_no_account_alive_and_is_asked_again() {
    let world = World::new().await;
    let left = Arc::new(AtomicUsize::new(2));
    let accounts = world.accounts.clone().and_forget(Unwilling(left.clone()));
    let here = world.sign_up(EMAIL).await;
    world.clock.advance(1);
    accounts.delete_account(&here.session, OWN_PASSWORD).await.unwrap();
    assert!(world.accounts.current(&cookies(&here.cookie)).await.unwrap().is_none());
    world.clock.advance(4 * 3_600);
    assert_eq!(accounts.tidy().await, Err(Error::Unavailable));
    assert_eq!(world.count("deleted_accounts").await, 1, "however late, it is not given up");
    accounts.tidy().await.unwrap();
    assert_eq!((world.count("deleted_accounts").await, left.load(Ordering::SeqCst)), (0, 0));
}

#[tokio::test]
async fn an_account_that_cannot_be_forgotten_keeps_no_other_one_and_no_sweep_from_its_turn() {
    let world = World::new().await;
    let left = Arc::new(AtomicUsize::new(1));
    let accounts = world.accounts.clone().and_forget(Unwilling(left.clone()));
    for row in [
        "insert into deleted_accounts (account_id, deleted_at) values ('u_1', 5), ('u_2', 5)",
        "insert into tries (key, spent_until_ms) values ('a-try', 5)",
    ] {
        execute(&world.db, row).await;
    }
    assert_eq!(accounts.tidy().await, Err(Error::Unavailable));
    assert_eq!((world.count("deleted_accounts").await, world.count("tries").await), (1, 0));
    assert_eq!(accounts.tidy().await, Ok(1));
}

#[tokio::test]
async fn where_the_embedded_workspace_fails_tokens_are_revoked_and_hosted_contacts_deleted_all_the_same() {
    let world = World::new().await;
    let hosted = [
        ("INTERCOM_APP_ID", "hosted1x"),
        ("INTERCOM_IDENTITY_SECRET", "between-us"),
        ("INTERCOM_ACCESS_TOKEN", "a-token"),
        ("DEMO_ACCOUNTS", "1"),
    ];
    let (embedded, cookie) = busy(&world).await;
    let session = world.current(&cookie).await.unwrap();
    drop(embedded);
    let folder = tempfile::tempdir().unwrap();
    let server = Server::over(folder, world.db.clone(), world.clock.clone(), &hosted).await;
    execute(&world.db, "alter table companies rename to elsewhere").await;
    server.state.accounts.delete_account(&session, OWN_PASSWORD).await.unwrap();
    assert_eq!(world.count("identity_not_before").await, 1);
    assert_eq!(texts(&world.db, "select user_id from people order by 1").await.len(), 2, "it failed");
    let to_delete = format!("select app_id from support_outbox where account_id = '{}'", session.account_id);
    assert_eq!(texts(&world.db, &to_delete).await, ["hosted1x", "hosted1x"]);
    execute(&world.db, "alter table elsewhere rename to companies").await;
    server.state.accounts.tidy().await.unwrap();
    assert_eq!(texts(&world.db, "select user_id from people").await, ["demo-customer"]);
}

#[tokio::test]
async fn with_a_hosted_workspace_the_page_promises_no_more_than_is_done() {
    let server = Server::with(&[
        ("INTERCOM_APP_ID", "hosted1x"),
        ("INTERCOM_IDENTITY_SECRET", "between-us"),
        ("DEMO_ACCOUNTS", "1"),
    ])
    .await;
    let cookie = server.log_in("customer@example.com").await;
    let request = Request::get("/account").header("accept", "text/html").header("cookie", cookie);
    let page = text(server.send(request.body(Body::empty()).unwrap()).await).await;
    assert!(page.contains("is not deleted with it") && !page.contains("is deleted too"), "{page}");
}
