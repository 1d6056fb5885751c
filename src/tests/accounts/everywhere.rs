//! The log-out everywhere, and the order in which changes lock an account's row.

use super::World;
use super::site::By;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use futures::future::BoxFuture;
use leptos_messenger::accounts::{Accounts, CurrentSession};
use leptos_messenger::database::{Db, Transaction};
use leptos_messenger::error::Error;
use std::time::Duration;
use tokio::task::JoinHandle;

use crate::server::Server;

#[tokio::test]
async fn log_out_everywhere_ends_every_session_of_the_account_and_no_other_accounts() {
    let world = World::new().await;
    let here = world.log_in("customer@example.com").await;
    let elsewhere = world.log_in("customer@example.com").await;
    let somebody = world.log_in("second@example.com").await;
    let key = here.session.signed_in.session_key.as_str();
    let answer = world.post("log_out_everywhere", &[("session_key", key)], &here.cookie, By::Fetch).await;
    assert_eq!((answer.status, answer.location.as_deref()), (StatusCode::OK, None));
    assert_eq!(answer.cache_control.as_deref(), Some("no-store"));
    for ended in [here.cookie, elsewhere.cookie] {
        assert!(world.current(&ended).await.is_none());
    }
    assert!(world.current(&somebody.cookie).await.is_some());
}

#[tokio::test]
async fn log_out_everywhere_sends_the_browser_all_that_a_log_out_does() {
    let world = World::new().await;
    let reply = async |function| {
        let cookie = world.log_in("customer@example.com").await.cookie;
        world.post(function, &[], &cookie, By::Fetch).await.set_cookies
    };
    let lines = reply("log_out_everywhere").await;
    assert_eq!(lines[0], "session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    assert!(lines[1].starts_with("intercom-session-") && lines[2].starts_with("intercom-id-"), "{lines:?}");
    assert_eq!(lines, reply("log_out").await);
}

#[tokio::test]
async fn log_out_everywhere_by_a_plain_form_leads_home() {
    let world = World::new().await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    let page = world.page("/account", &cookie).await.body;
    assert!(page.contains(r#"action="/api/log_out_everywhere""#) && page.contains("Log out everywhere"));
    let answer = world.post("log_out_everywhere", &[], &cookie, By::Form("/account")).await;
    assert_eq!((answer.status, answer.location.as_deref()), (StatusCode::FOUND, Some("/")));
}

#[tokio::test]
async fn a_page_left_open_logs_out_nobody_else() {
    let world = World::new().await;
    let key = world.log_in("customer@example.com").await.session.signed_in.session_key;
    let other = world.log_in("second@example.com").await.cookie;
    for cookie in ["", "session=forged", &other] {
        let answer = world.post("log_out_everywhere", &[("session_key", &key)], cookie, By::Fetch).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(serde_json::from_str::<Error>(&answer.body).unwrap(), Error::LoggedOut);
        assert_eq!(answer.set_cookies, [""; 0]);
    }
    assert_eq!(world.count("sessions").await, 2);

    let answer =
        world.post("log_out_everywhere", &[("session_key", &key)], &other, By::Form("/account")).await;
    let back = answer.location.unwrap();
    let page = world.page(back.strip_prefix("http://shop.example").unwrap(), &other).await.body;
    assert!(page.contains("This session has ended already."), "{page}");
}

#[tokio::test]
async fn none_of_what_changes_an_account_is_taken_from_another_sites_page() {
    let server = Server::with(&[("LEPTOS_ENV", "DEV")]).await;
    let cookie = server.log_in("customer@example.com").await;
    for (function, form) in [
        ("log_out_everywhere", ""),
        ("change_password", "current_password=demo-password&new_password=1234567890"),
        ("set_consent", "given=true"),
    ] {
        let request = Request::post(format!("/api/{function}"))
            .header("sec-fetch-site", "cross-site")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", &cookie)
            .body(Body::from(form))
            .unwrap();
        let answer = server.send(request).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{function}");
        assert!(!answer.headers().contains_key("set-cookie"), "{function}");
    }
}

/// Within a transaction that a test holds.
async fn run(held: &mut Transaction, statement: &'static str) {
    match held {
        Transaction::Sqlite(held) => _ = sqlx::query(statement).execute(&mut **held).await.unwrap(),
        Transaction::Postgres(held) => _ = sqlx::query(statement).execute(&mut **held).await.unwrap(),
    }
}

/// Until PostgreSQL lets the task wait for a lock, which it must. SQLite has one writer: no two wait in a circle there.
async fn until_it_waits<T>(db: &Db, task: &JoinHandle<T>, act: &str) {
    let Db::Postgres(pool) = db else { return };
    let waiting = "select count(*) from pg_stat_activity
                   where datname = current_database() and wait_event_type = 'Lock'";
    while !task.is_finished() && sqlx::query_scalar::<_, i64>(waiting).fetch_one(pool).await.unwrap() == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(!task.is_finished(), "{act}: it did not wait for the account's row");
}

#[tokio::test]
async fn whatever_ends_sessions_takes_the_accounts_row_first_so_that_none_waits_in_a_circle() {
    type Answer = Result<(), Error>;
    type Act = fn(Accounts, CurrentSession) -> BoxFuture<'static, Answer>;
    let acts: [(&str, Act); 4] = [
        ("log in", |accounts, _| {
            Box::pin(async move {
                let nobody = HeaderMap::new();
                accounts.log_in(&nobody, "customer@example.com", "demo-password").await.map(|_| ())
            })
        }),
        ("log out everywhere", |accounts, session| {
            Box::pin(async move { accounts.log_out_everywhere(&session).await.map(|_| ()) })
        }),
        ("change the password", |accounts, session| {
            Box::pin(async move {
                let (nobody, new) = (HeaderMap::new(), "guillemots on the ledge");
                accounts.change_password(&nobody, &session, "demo-password", new).await.map(|_| ())
            })
        }),
        ("delete the account", |accounts, session| {
            Box::pin(async move { accounts.delete_account(&session, "demo-password").await.map(|_| ()) })
        }),
    ];
    for (act, run_it) in acts {
        let world = World::new().await;
        let (here, _) =
            (world.log_in("customer@example.com").await, world.log_in("customer@example.com").await);
        let mut held = world.db.begin().await.unwrap();
        run(&mut held, "update accounts set role = role where id = 'demo-customer'").await;
        let waiting = tokio::spawn(run_it(world.accounts.clone(), here.session));
        until_it_waits(&world.db, &waiting, act).await;
        run(&mut held, "delete from sessions where account_id = 'demo-customer'").await;
        held.commit().await.unwrap();
        let answer = waiting.await.unwrap();
        assert!(matches!(answer, Ok(()) | Err(Error::LoggedOut)), "{act}: {answer:?}");
    }
}
