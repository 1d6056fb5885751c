//! Every form, with what no browser sends.

use super::site::escaped;
use super::{World, value};
use crate::database::texts;
use crate::server::{Server, text};
use axum::body::Body;
use axum::http::{Request, StatusCode};

/// Each with its fields, and whether it asks for a log-in.
const FORMS: [(&str, &[&str], bool); 9] = [
    ("log_in", &["email", "password", "next"], false),
    ("sign_up", &["name", "email", "password", "next"], false),
    ("log_out", &[], false),
    ("log_out_everywhere", &["session_key"], true),
    ("change_password", &["current_password", "new_password", "session_key"], true),
    ("change_email", &["email", "password", "session_key"], true),
    ("delete_account", &["password", "session_key"], true),
    ("end_session", &["key", "session_key"], true),
    ("save_profile", &["name", "company", "session_key"], true),
];

fn hostile() -> Vec<String> {
    let long = "x".repeat(60_000);
    let raw = [
        "",
        " ",
        "\0",
        "a\0b@example.com",
        "\r\nSet-Cookie: session=planted",
        "'; drop table accounts;--",
        "<script>alert(1)</script>",
        "\u{202e}evil",
        "\u{feff}",
        "\u{1f980}\u{1f980}",
        "%00",
        "%",
        "[]",
        "a[b]=c",
        "null",
    ];
    let bytes = ["%ff%fe", "%c3%28", "%ed%a0%80", "%", "%zz", "+"];
    let escaped = raw.into_iter().map(escaped);
    escaped.chain(bytes.map(str::to_owned)).chain([long]).collect()
}

/// A page as this browser sees it.
async fn page(server: &Server, path: &str, cookie: &str) -> String {
    let request = Request::get(path).header("accept", "text/html").header("cookie", cookie);
    text(server.send(request.body(Body::empty()).unwrap()).await).await
}

async fn post(
    server: &Server,
    function: &str,
    body: String,
    cookie: &str,
    accept: &str,
) -> (StatusCode, String) {
    let request = Request::post(format!("/api/{function}"))
        .header("sec-fetch-site", "same-origin")
        .header("accept", accept)
        .header("referer", "http://shop.example/account")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", cookie);
    let answer = server.send(request.body(Body::from(body)).unwrap()).await;
    let (status, cookies) = (answer.status(), answer.headers().get_all("set-cookie").iter().count());
    for line in answer.headers().get_all("set-cookie") {
        assert!(!line.to_str().unwrap().contains("planted"), "{function}");
    }
    assert!(cookies < 5, "{function}");
    (status, text(answer).await)
}

/// What may be taken: a name is any line of text, and a key that no session has ends none.
const TAKEN: [&str; 2] = ["save_profile", "end_session"];

#[tokio::test]
async fn no_form_fails_or_does_anything_on_what_no_browser_sends() {
    let world = World::new().await;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::over(folder, world.db.clone(), world.clock.clone(), &[("DEMO_ACCOUNTS", "1")]).await;
    let accounts = async || {
        texts(&world.db, "select id || email || role || password_hash from accounts order by id").await
    };
    let before = accounts().await;
    for (function, fields, _) in FORMS.iter().filter(|(function, ..)| !function.starts_with("log_out")) {
        let here = world.log_in("customer@example.com").await;
        let cookie = here.cookie.split(';').next().unwrap();
        let sessions = world.count("sessions").await;
        for nonsense in hostile() {
            // Tries are limited; what the form itself does is the matter here.
            world.clock.advance(120);
            // Of the session that the form was drawn for: else nothing of it would be looked at.
            let value = |field: &&str| match *field {
                "session_key" => format!("session_key={}", here.session.signed_in.session_key),
                field => format!("{field}={nonsense}"),
            };
            let body = fields.iter().map(value).collect::<Vec<_>>().join("&");
            for accept in ["application/json", "text/html"] {
                let (status, answer) = post(&server, function, body.clone(), cookie, accept).await;
                let refused =
                    status.is_client_error() || accept == "text/html" && status == StatusCode::FOUND;
                assert!(
                    refused || TAKEN.contains(function) && status == StatusCode::OK,
                    "{function} {nonsense}: {status} {answer}"
                );
                assert_ne!(answer, "\"LoggedOut\"", "{function} {nonsense}: nothing of it was looked at");
                assert!(!answer.contains("panicked") && !answer.contains("sqlx"), "{answer}");
            }
            let shown = page(&server, "/account", cookie).await;
            assert!(!shown.contains("<script>alert(1)"), "{function} {nonsense}");
        }
        assert!(world.current(cookie).await.is_some(), "{function}");
        assert_eq!(world.count("sessions").await, sessions, "{function}");
    }
    assert_eq!(accounts().await, before);
    let others = texts(&world.db, "select name from accounts where id <> 'demo-customer' order by id").await;
    assert_eq!(others, ["Tomas Lindqvist", "Ines Aalto"]);
}

#[tokio::test]
async fn a_form_that_is_whole_does_nothing_with_a_session_key_that_no_browser_sends() {
    let world = World::new().await;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::over(folder, world.db.clone(), world.clock.clone(), &[("DEMO_ACCOUNTS", "1")]).await;
    let (here, phone) =
        (world.log_in("customer@example.com").await, world.log_in("customer@example.com").await);
    let cookie = here.cookie.split(';').next().unwrap();
    let all = async || {
        let accounts = "select id || email || name || password_hash from accounts order by id";
        (texts(&world.db, accounts).await, texts(&world.db, "select key from sessions order by key").await)
    };
    let before = all().await;
    for (function, fields, _) in FORMS.iter().filter(|(_, fields, _)| fields.contains(&"session_key")) {
        // An empty one is a form that has none.
        for nonsense in hostile().into_iter().filter(|nonsense| !nonsense.is_empty()) {
            let value = |field: &&str| match *field {
                "session_key" => format!("session_key={nonsense}"),
                "email" => "email=astrid%40example.com".to_owned(),
                "key" => format!("key={}", phone.session.signed_in.session_key),
                "new_password" => "new_password=guillemots+on+the+ledge".to_owned(),
                "password" | "current_password" => format!("{field}=demo-password"),
                field => format!("{field}=Astrid"),
            };
            let body = fields.iter().map(value).collect::<Vec<_>>().join("&");
            for accept in ["application/json", "text/html"] {
                let (status, answer) = post(&server, function, body.clone(), cookie, accept).await;
                let refused =
                    status.is_client_error() || accept == "text/html" && status == StatusCode::FOUND;
                assert!(refused, "{function} {nonsense}: {status} {answer}");
                assert!(!answer.contains("panicked") && !answer.contains("sqlx"), "{answer}");
            }
        }
        assert!(all().await == before, "{function}");
    }
}

#[tokio::test]
async fn no_form_takes_a_body_that_is_too_long_or_none_at_all() {
    let world = World::new().await;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::over(folder, world.db.clone(), world.clock.clone(), &[("DEMO_ACCOUNTS", "1")]).await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    let cookie = cookie.split(';').next().unwrap();
    for (function, fields, _) in FORMS {
        let huge = format!("{}={}", fields.first().unwrap_or(&"x"), "x".repeat(200_000));
        let (status, _) = post(&server, function, huge, cookie, "application/json").await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{function}");
        if fields.iter().any(|field| !["session_key", "next"].contains(field)) {
            for body in ["", "&&&", "=", "unknown=1", "\u{0}", "{\"json\":true}"] {
                let (status, answer) =
                    post(&server, function, body.to_owned(), cookie, "application/json").await;
                assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{function} {body}: {answer}");
            }
        }
    }
    assert!(world.current(cookie).await.is_some());
}

#[tokio::test]
async fn what_is_for_a_person_is_refused_to_nobody_and_to_an_old_cookie() {
    let world = World::new().await;
    let old = world.log_in("customer@example.com").await;
    world.accounts.log_out(&super::cookies(&old.cookie), None).await.unwrap();
    let forged = format!("session={}", value(&old.cookie).chars().rev().collect::<String>());
    let folder = tempfile::tempdir().unwrap();
    let server = Server::over(folder, world.db.clone(), world.clock.clone(), &[("DEMO_ACCOUNTS", "1")]).await;
    for (function, fields, _) in FORMS.into_iter().filter(|(.., personal)| *personal) {
        let filled = fields.iter().filter(|field| **field != "session_key");
        let body = filled.map(|field| format!("{field}=ten+or+more")).collect::<Vec<_>>().join("&");
        for cookie in ["", old.cookie.split(';').next().unwrap(), &forged] {
            let (status, answer) = post(&server, function, body.clone(), cookie, "application/json").await;
            assert_eq!((status, answer.as_str()), (StatusCode::UNAUTHORIZED, "\"LoggedOut\""), "{function}");
        }
    }
    assert_eq!(world.page("/account", &old.cookie).await.location.as_deref(), Some("/login?next=%2Faccount"));
}

#[tokio::test]
async fn none_is_taken_from_another_sites_page() {
    let world = World::new().await;
    let folder = tempfile::tempdir().unwrap();
    let server = Server::over(folder, world.db.clone(), world.clock.clone(), &[("DEMO_ACCOUNTS", "1")]).await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    for (function, ..) in FORMS {
        let request = Request::post(format!("/api/{function}"))
            .header("sec-fetch-site", "cross-site")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", cookie.split(';').next().unwrap());
        let answer = server.send(request.body(Body::from("password=demo-password")).unwrap()).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{function}");
        assert!(!answer.headers().contains_key("set-cookie"), "{function}");
    }
    assert!(world.current(&cookie).await.is_some());
}
