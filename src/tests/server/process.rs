//! What `src/server/README.md` promises of the binary, tried on the binary.

use std::fs;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::running::{PATIENCE, Running, ask, free_address, post_head, refused, shipped};

const DEVELOPMENT: (&str, &str) = ("LEPTOS_ENV", "DEV");
const PRODUCTION: (&str, &str) = ("LEPTOS_ENV", "PROD");

#[tokio::test]
async fn binary_site_and_leptos_toml_run_from_any_folder_without_a_setting() {
    let folder = shipped();
    let path = folder.path().to_owned();
    let running = Running::start(folder, &[PRODUCTION]).await;
    assert!(running.get("/healthz", "").await.starts_with("HTTP/1.0 200"));
    let home = running.get("/", "").await;
    assert!(home.starts_with("HTTP/1.0 200") && home.contains("Tidewater Coffee"), "{home}");
    assert!(running.get("/favicon.svg", "").await.ends_with("<svg/>"));
    assert!(path.join("data/leptos-messenger.db").exists(), "the database is made where it runs");
}

#[tokio::test]
async fn operators_have_an_address_of_their_own_that_answers_while_every_connection_is_taken() {
    let operators = free_address();
    let settings = [PRODUCTION, ("CONNECTIONS", "10"), ("OPERATOR_ADDR", &*operators)];
    let running = Running::start(shipped(), &settings).await;
    let mut silent = Vec::new();
    for _ in 0..60 {
        silent.push(TcpStream::connect(&running.address).await.unwrap());
    }
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert!(ask(&operators, path).await.starts_with("HTTP/1.0 200"), "{path}");
    }
    assert!(ask(&operators, "/").await.starts_with("HTTP/1.0 404"), "people's pages are not there");
    drop(silent);
}

#[tokio::test]
async fn without_leptos_toml_or_the_site_the_start_stops_with_a_line_that_names_it() {
    for (gone, named) in [("Leptos.toml", "Leptos.toml"), ("target/site", "LEPTOS_SITE_ROOT")] {
        let folder = shipped();
        let path = folder.path().join(gone);
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap()
        } else {
            fs::remove_file(path).unwrap()
        };
        let said = refused(folder, &[PRODUCTION, ("RUST_LOG", "off")]).await;
        assert!(
            said.starts_with(&format!("leptos-messenger: {named}")) && said.lines().count() == 1,
            "{said}"
        );
    }
}

#[tokio::test]
async fn in_development_a_dot_env_file_is_read_and_the_environment_wins_over_it() {
    let file = "CONTACT_EMAIL=file@shop.example\nMESSENGER_CONSENT=asked\n";
    let started = async |settings: &[(&str, &str)]| {
        let folder = shipped();
        fs::write(folder.path().join(".env"), file).unwrap();
        Running::start(folder, settings).await.get("/privacy", "").await
    };
    let page = started(&[DEVELOPMENT]).await;
    assert!(page.contains("file@shop.example"), "{page}");
    let page = started(&[DEVELOPMENT, ("CONTACT_EMAIL", "process@shop.example")]).await;
    assert!(page.contains("process@shop.example") && !page.contains("file@shop.example"), "{page}");
    let page = started(&[PRODUCTION]).await;
    assert!(page.contains("hello@tidewater.example"), "{page}");
}

#[tokio::test]
async fn a_dot_env_file_that_cannot_be_read_stops_the_start_and_is_not_shown() {
    let folder = shipped();
    fs::write(folder.path().join(".env"), "hunter2 is no setting\n").unwrap();
    let said = refused(folder, &[DEVELOPMENT]).await;
    assert!(said.contains(".env: ") && !said.contains("hunter2"), "{said}");
}

#[tokio::test]
async fn asked_to_stop_the_server_takes_no_new_request_and_finishes_the_one_that_runs() {
    let mut running = Running::start(shipped(), &[PRODUCTION]).await;
    // Refused without a query: a busy disk cannot keep it longer than the server waits for the last requests.
    let body = "{not JSON";
    let mut asking = TcpStream::connect(&running.address).await.unwrap();
    let head = post_head("/messenger/web/ping", "", body) + "expect: 100-continue\r\n\r\n";
    asking.write_all(head.as_bytes()).await.unwrap();
    // The server says this when it has begun to read the body: the request runs.
    let mut go_on = [0; "HTTP/1.1 100 Continue\r\n\r\n".len()];
    tokio::time::timeout(PATIENCE, asking.read_exact(&mut go_on)).await.expect("it reads").unwrap();
    assert!(go_on.starts_with(b"HTTP/1.1 100 "));

    running.ask_to_stop();
    let closed = async {
        while TcpStream::connect(&running.address).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, closed).await.expect("no new one is taken");

    asking.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    tokio::time::timeout(PATIENCE, asking.read_to_string(&mut answer)).await.expect("an answer").unwrap();
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}{}", running.log());
    assert!(running.ended().await.success());
    let log = running.log();
    assert!(log.contains("stopped") && !log.contains("are cut"), "{log}");
}

/// In every body, and nowhere else: in each field that the log might be tempted by.
const MARK: &str = "xq7marked9z";

#[tokio::test]
async fn nothing_of_a_requests_body_is_in_the_log_at_any_level() {
    let running = Running::start(shipped(), &[DEVELOPMENT, ("RUST_LOG", "trace")]).await;
    let app = running.app_id().await;
    let log_in = running.post("/api/log_in", "", "email=customer%40example.com&password=demo-password").await;
    let cookie = log_in.split("set-cookie: ").nth(1).unwrap().split(';').next().unwrap().to_owned();
    let fields = format!(
        "name={MARK}&email={MARK}%40example.com&password={MARK}&current_password={MARK}&new_password={MARK}&company={MARK}&key={MARK}&seen={MARK}&id={MARK}&item={MARK}&coffee={MARK}&app_id={MARK}"
    );
    let page = format!(r#""page":{{"url":"https://shop.example/{MARK}","title":"{MARK}"}}"#);
    let calls = [
        ("/api/log_in", fields.clone()),
        ("/api/sign_up", fields.clone()),
        ("/api/change_password", fields.clone()),
        ("/api/change_email", fields.clone()),
        ("/api/delete_account", fields.clone()),
        ("/api/add_to_cart", fields.clone()),
        ("/api/place_order", fields.clone()),
        ("/api/workspace_keys", fields.clone()),
        ("/api/save_profile", fields),
        (
            "/messenger/web/ping",
            format!(r#"{{"app_id":"{app}","call":"boot",{page},"settings":{{"plan":"{MARK}"}}}}"#),
        ),
        (
            "/messenger/web/ping",
            format!(
                r#"{{"app_id":"{app}","call":"boot",{page},"settings":{{"intercom_user_jwt":"{MARK}"}}}}"#
            ),
        ),
        ("/messenger/web/ping", format!(r#"{{"{MARK}""#)),
        ("/messenger/web/event", format!(r#"{{"app_id":"{app}","name":"{MARK}"}}"#)),
        ("/lifecycle/calls", format!(r#"{{"sent_at_ms":0,"entries":[],"{MARK}":1}}"#)),
    ];
    for (path, body) in calls {
        for cookie in ["", cookie.as_str()] {
            let answer = running.post(path, cookie, &body).await;
            assert!(answer.starts_with("HTTP/1.1 "), "{path}: {answer}");
        }
    }
    let log = running.log();
    assert!(log.contains("/messenger/web/ping") && log.contains("/api/sign_up"), "each request is logged");
    let line = log.lines().find(|line| line.contains(MARK));
    assert_eq!(line, None);
}
