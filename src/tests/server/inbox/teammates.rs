//! `/workspace/teammates`: teammates make and remove each other.

use axum::extract::ConnectInfo;
use std::net::SocketAddr;

use super::*;
use crate::server::log::log;
use crate::server::team::add_teammate;
use totp_rs::Totp;

const PASSWORD: &str = "demo-password";

impl Desk {
    pub(super) async fn staff(&self) -> Value {
        let (status, body) = self.get("/api/workspace_staff", &self.cookie).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        parsed(&body)
    }

    /// Makes a second teammate, who logs in. Returns their cookie, and their password.
    pub(super) async fn second(&self) -> (String, String) {
        let form = format!("email=tuva%40example.com&name=Tuva+Lie&password={PASSWORD}");
        let (status, body) = self.acts("workspace_make_teammate", &form).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        let password = parsed(&body)["first_password"].as_str().expect("a password").to_owned();
        let form = format!("email=tuva%40example.com&password={password}");
        let request = Request::post("/api/log_in")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .expect("a request");
        let response = self.server.send(request).await;
        assert_eq!(response.status(), StatusCode::OK);
        let cookies = response.headers().get_all("set-cookie").iter();
        let session = cookies.filter_map(|line| line.to_str().ok()).find(|line| line.starts_with("session="));
        let cookie = session.expect("a session").split(';').next().expect("a cookie").to_owned();
        (cookie, password)
    }
}

#[tokio::test]
async fn a_teammate_makes_another_who_logs_in_with_the_password_of_the_reply() {
    let desk = Desk::open().await;
    let (cookie, _) = desk.second().await;
    assert_eq!(desk.get("/api/inbox", &cookie).await.0, StatusCode::OK);
    let rows = desk.staff().await["teammates"].clone();
    assert_eq!(
        rows,
        json!([
            { "number": 1, "name": "Ines Aalto", "email": TEAMMATE, "is_self": true, "manages_people": true },
            {
                "number": 2, "name": "Tuva Lie", "email": "tuva@example.com", "is_self": false,
                "manages_people": false,
            },
        ])
    );
    // A customer's address stays a customer's: nobody has confirmed whose it is.
    let form = format!("email=customer%40example.com&name=C&password={PASSWORD}");
    assert_eq!(desk.acts("workspace_make_teammate", &form).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.staff().await["teammates"], rows);
}

#[tokio::test]
async fn without_the_password_nobody_makes_or_removes_a_teammate_or_changes_who_is_believed() {
    let desk = Desk::open().await;
    desk.second().await;
    let (staff, keys) = (
        desk.staff().await,
        texts(&desk.server.state.db, "select id || coalesce(retired_at, 0) from identity_keys").await,
    );
    let app_id = desk.app_id();
    let key = keys[0].trim_end_matches('0').to_owned();
    for (endpoint, form) in [
        ("workspace_make_teammate", "email=other%40example.com&name=Other".to_owned()),
        ("workspace_remove_teammate", "number=2".to_owned()),
        ("workspace_permit_teammate", "number=2&manages_people=true".to_owned()),
        ("workspace_make_key", format!("app_id={app_id}&platform=web&name=Mine")),
        ("workspace_retire_key", format!("app_id={app_id}&key_id={key}")),
        ("workspace_enforce", format!("app_id={app_id}&platform=web&enforced=false")),
    ] {
        for password in ["", "&password=", "&password=sesame"] {
            let (status, body) = desk.acts(endpoint, &format!("{form}{password}")).await;
            let is_refused = status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("\"password\"");
            // After ten wrong ones, no more are looked at.
            assert!(is_refused || status == StatusCode::TOO_MANY_REQUESTS, "{endpoint} {status}: {body}");
        }
    }
    assert_eq!(desk.staff().await, staff);
    let db = &desk.server.state.db;
    assert_eq!(texts(db, "select id || coalesce(retired_at, 0) from identity_keys").await, keys);
    assert_eq!(texts(db, "select platform from unenforced_platforms").await, [""; 0]);
}

#[tokio::test]
async fn who_is_removed_reads_nothing_from_then_on_and_their_stream_ends_within_five_seconds() {
    let desk = Desk::open().await;
    let (cookie, _) = desk.second().await;
    let visitor = desk.visitor().await;
    let id = desk.writes(&visitor, "k1", None, "Hello").await;
    desk.acts_as("inbox_reply", &format!("id={id}&key=a1&text=Good+day"), &cookie).await;
    desk.acts("inbox_assign", &format!("id={id}&to=2")).await;
    let mut stream = desk.stream("/workspace/inbox/stream", ("cookie", &cookie)).await;
    assert!(stream.next().await.is_some());
    let form = format!("number=2&password={PASSWORD}");
    let (status, body) = desk.acts("workspace_remove_teammate", &form).await;
    assert_eq!(status, StatusCode::OK, "{body}");

    for path in ["/api/inbox", "/api/workspace_staff", "/workspace/inbox/stream"] {
        assert_eq!(desk.get(path, &cookie).await.0, StatusCode::FORBIDDEN, "{path}");
    }
    pass(Duration::from_secs(5)).await;
    while stream.next().await.is_some() {}

    let thread = desk.thread(id).await;
    assert_eq!((&thread["assignee"], &thread["teammates"]), (&Value::Null, &json!([[1, "Ines Aalto"]])));
    assert_eq!(thread["parts"][1]["name"], "Tuva Lie", "what they wrote keeps their name");
    assert!(desk.reads(&visitor, id).await.contains("Tuva Lie"));
    let (status, _) = desk.acts("inbox_assign", &format!("id={id}&to=2")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.acts("workspace_remove_teammate", &form).await.0, StatusCode::NOT_FOUND);

    let account = texts(&desk.server.state.db, "select id from accounts where name = 'Tuva Lie'").await;
    add_teammate(&desk.server.state.db, &desk.app_id(), &account[0], "Tuva").await;
    assert_eq!(desk.get("/api/inbox", &cookie).await.0, StatusCode::OK, "with the number of before");
    assert_eq!(desk.staff().await["teammates"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn nobody_removes_themselves_so_that_one_teammate_stays() {
    let desk = Desk::open().await;
    let (status, body) =
        desk.acts("workspace_remove_teammate", &format!("number=1&password={PASSWORD}")).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("remove yourself"), "{body}");
    assert_eq!(desk.list("").await["rows"], json!([]));
}

#[tokio::test]
async fn teammates_and_teams_are_renamed_and_a_team_is_removed_from_what_is_assigned_to_it() {
    let desk = Desk::open().await;
    let id = desk.writes(&desk.visitor().await, "k1", None, "Hello").await;
    for (endpoint, form) in [
        ("workspace_rename_teammate", "number=1&name=+Ines+A.+"),
        ("workspace_make_team", "name=Roastery"),
        ("workspace_make_team", "name=Shipping"),
        ("workspace_rename_team", "number=1&name=The+roastery"),
    ] {
        assert_eq!(desk.acts(endpoint, form).await.0, StatusCode::OK, "{endpoint}");
    }
    let staff = desk.staff().await;
    assert_eq!(staff["teammates"][0]["name"], "Ines A.");
    assert_eq!(staff["teams"], json!([[2, "Shipping"], [1, "The roastery"]]));
    desk.acts("inbox_assign", &format!("id={id}&to=team-1")).await;
    assert_eq!(desk.acts("workspace_remove_team", "number=1").await.0, StatusCode::OK);
    let thread = desk.thread(id).await;
    assert_eq!((&thread["assignee"], &thread["teams"]), (&Value::Null, &json!([[2, "Shipping"]])));
    assert_eq!(texts_of(&thread), ["Hello", "The roastery"], "what was done keeps the name");
    for (endpoint, form, status) in [
        ("workspace_rename_team", "number=2&name=The+roastery", StatusCode::UNPROCESSABLE_ENTITY),
        ("workspace_rename_team", "number=2&name=+", StatusCode::UNPROCESSABLE_ENTITY),
        ("workspace_rename_team", "number=1&name=Other", StatusCode::NOT_FOUND),
        ("workspace_remove_team", "number=1", StatusCode::NOT_FOUND),
        ("workspace_rename_teammate", "number=1&name=%0A", StatusCode::UNPROCESSABLE_ENTITY),
        ("workspace_rename_teammate", "number=9&name=Nobody", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(desk.acts(endpoint, form).await.0, status, "{endpoint} {form}");
    }
    desk.acts("workspace_make_team", "name=The+roastery").await;
    assert_eq!(desk.staff().await["teams"], json!([[2, "Shipping"], [1, "The roastery"]]));
}

#[tokio::test]
async fn where_a_second_factor_is_required_a_teammate_without_one_is_a_customer_until_they_have_it() {
    let desk = Desk::with(&[("TEAMMATES_SECOND_FACTOR", "required")]).await;
    let paths = ["/api/inbox", "/workspace/inbox/stream", "/api/workspace_staff"];
    for path in paths {
        assert_eq!(desk.get(path, &desk.cookie).await.0, StatusCode::FORBIDDEN, "{path}");
    }
    let (_, state) = desk.get("/api/workspace_second_factor", &desk.cookie).await;
    assert_eq!(parsed(&state), json!({ "is_on": false, "is_required": true }));
    let form = format!("password={PASSWORD}");
    let (status, begun) = desk.acts("workspace_begin_second_factor", &form).await;
    assert_eq!(status, StatusCode::OK, "{begun}");
    let begun = parsed(&begun);
    assert!(
        begun["side"].as_u64() >= Some(21) && begun["path"].as_str().is_some_and(|path| path.len() > 1_000)
    );
    let totp = Totp::from_url(begun["url"].as_str().expect("an address")).expect("an authenticator reads it");
    let code = totp.generate(desk.server.state.clock.seconds().unsigned_abs()).to_string();
    assert_eq!(desk.acts("workspace_confirm_second_factor", &format!("code={code}")).await.0, StatusCode::OK);
    assert_eq!(desk.get("/api/inbox", &desk.cookie).await.0, StatusCode::OK);
    assert_eq!(desk.get("/api/workspace_staff", &desk.cookie).await.0, StatusCode::OK);
}

#[tokio::test]
async fn who_is_refused_and_who_downloads_a_file_is_in_the_audit_with_the_address() {
    let (log, desk) = (log(), Desk::open().await);
    let visitor = desk.visitor().await;
    let (_, uploaded) = desk.uploads(&visitor, "a.txt", b"Hello".to_vec()).await;
    let file = parsed(&uploaded)["id"].as_str().expect("an id").to_owned();
    let message = json!({ "app_id": desk.app_id(), "key": "k", "text": "See", "attachments": [file] });
    assert_eq!(desk.person("message", Some(message), &visitor).await.0, StatusCode::OK);
    let customer = desk.server.log_in("customer@example.com").await;
    let from = async |address: &str, path: &str, cookie: &str| {
        let mut request = Request::get(path).header("cookie", cookie).body(Body::empty()).expect("a request");
        let peer: SocketAddr = format!("{address}:4711").parse().expect("an address");
        request.extensions_mut().insert(ConnectInfo(peer));
        desk.asked(request).await.0
    };
    let path = format!("/workspace/attachments/{file}");
    assert_eq!(from("198.51.100.77", "/api/inbox", &customer).await, StatusCode::FORBIDDEN);
    assert_eq!(from("198.51.100.78", &path, &customer).await, StatusCode::FORBIDDEN);
    assert_eq!(from("198.51.100.79", &path, &desk.cookie).await, StatusCode::OK);
    let events: Vec<String> = log
        .lines()
        .iter()
        .map(|line| parsed(line))
        .filter(|line| line["target"] == "audit")
        .filter_map(|line| {
            let (event, address) = (line["fields"]["event"].as_str()?, line["fields"]["address"].as_str()?);
            let path = line["fields"]["path"].as_str().unwrap_or_default();
            address.starts_with("198.51.100.7").then(|| format!("{event} {address} {path}"))
        })
        .collect();
    let refused = format!("refused 198.51.100.78 {path}");
    assert_eq!(events, ["refused 198.51.100.77 /api/inbox", &*refused, "download 198.51.100.79 "]);
}
