//! One server under several host names: two brands of the embedded workspace and a hosted one, side by side.

use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use futures::StreamExt;
use leptos_messenger::clock::Clock;
use leptos_messenger::inspector::{AppEntry, AppKind, Lane, Report};
use leptos_messenger::server::{Brand, Brands};
use leptos_messenger::workspace::feed::FeedKind;
use leptos_messenger::workspace::{Limits, WhichApp, Workspace};
use serde_json::{Value, json};

use super::{Server, header, text};
use crate::database::{Database, texts};

const ALPHA: &str = "alpha.example";
const BETA: &str = "beta.example";
const GAMMA: &str = "gamma.example";
const BRANDS: &str = r##"
    [[brand]]
    hosts = ["alpha.example", "www.alpha.example", "::1"]
    name = "Alpha & Sons"
    app_id = "alpha001"
    embedded = true
    secret_env = "ALPHA_SECRET"
    action_color = "#0a0b0c"

    [[brand]]
    hosts = ["beta.example"]
    name = "Beta Tea"
    short_name = "Beta"
    embedded = true

    [[brand]]
    hosts = ["gamma.example"]
    name = "Gamma Books"
    app_id = "https://widget.intercom.io/widget/gamma001"
    region = "au"
    secret_env = "GAMMA_SECRET"
"##;
const ALPHAS_SECRET: &str = "the-secret-of-alpha-alone";
const GAMMAS_SECRET: &str = "the-secret-of-gamma-alone";

async fn start() -> Server {
    start_on(Database::fresh().await).await
}

async fn start_on(database: Database) -> Server {
    start_with(database, &[]).await
}

async fn start_with(database: Database, more: &[(&str, &str)]) -> Server {
    let path = database.folder.path().join("brands.toml");
    std::fs::write(&path, BRANDS).expect("a file");
    let path = path.to_string_lossy().into_owned();
    let settings = [
        ("BRANDS", path.as_str()),
        ("ALPHA_SECRET", ALPHAS_SECRET),
        ("GAMMA_SECRET", GAMMAS_SECRET),
        ("LEPTOS_ENV", "DEV"),
    ];
    let db = database.open().await;
    Server::over(database.folder, db, Clock::System, &[&settings, more].concat()).await
}

impl Server {
    fn brand(&self, at: usize) -> &Brand {
        self.state.brands.iter().nth(at).expect("a brand")
    }

    async fn page_at(&self, host: &str, path: &str, cookie: &str) -> Response<Body> {
        let request = Request::get(path).header("host", host).header("accept", "text/html");
        self.send(request.header("cookie", cookie).body(Body::empty()).expect("a request")).await
    }

    /// A server function, called by a page of this host.
    async fn call_at(&self, host: &str, endpoint: &str, form: &str, cookie: &str) -> Response<Body> {
        let request = Request::post(format!("/api/{endpoint}"))
            .header("host", host)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .header("cookie", cookie);
        self.send(request.body(Body::from(form.to_owned())).expect("a request")).await
    }

    async fn log_in_at(&self, host: &str, name: &str) -> String {
        let form = format!("email={name}%40example.com&password=demo-password");
        let answer = self.call_at(host, "log_in", &form, "").await;
        assert_eq!(answer.status(), StatusCode::OK);
        header(&answer, "set-cookie").split(';').next().expect("a value").to_owned()
    }

    /// The identity token that a page of this host gets.
    async fn token_at(&self, host: &str, cookie: &str) -> String {
        let answer = self.call_at(host, "messenger_token", "", cookie).await;
        assert_eq!(answer.status(), StatusCode::OK, "{host}");
        let reply: Value = serde_json::from_str(&text(answer).await).expect("JSON");
        reply["token"].as_str().expect("a token").to_owned()
    }

    async fn boot_at(&self, host: &str, app_id: &str, token: Option<&str>) -> Response<Body> {
        let mut settings = json!({});
        if let Some(token) = token {
            settings["intercom_user_jwt"] = token.into();
        }
        let url = format!("http://{host}/");
        let ping = json!({ "app_id": app_id, "call": "boot", "page": { "url": url }, "settings": settings });
        self.ping_at(host, &ping.to_string()).await
    }

    async fn ping_at(&self, host: &str, body: &str) -> Response<Body> {
        let request = Request::post("/messenger/web/ping")
            .header("host", host)
            .header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_owned())).expect("a request")).await
    }

    /// What the inspector of this host says at first, until `enough` lanes have come.
    async fn inspected_at(&self, host: &str, enough: usize) -> Vec<Lane> {
        let request = Request::get("/lifecycle/stream").header("host", host).body(Body::empty());
        let answer = self.send(request.expect("a request")).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let (mut chunks, mut text) = (answer.into_body().into_data_stream(), String::new());
        loop {
            let whole = text.rsplit_once("\n\n").map_or("", |(whole, _)| whole);
            let lane = |line: &str| serde_json::from_str::<Lane>(line.strip_prefix("data: ")?).ok();
            let lanes: Vec<Lane> = whole.lines().filter_map(lane).collect();
            if lanes.len() >= enough {
                return lanes;
            }
            let chunk = chunks.next().await.expect("more").expect("a chunk");
            text.push_str(std::str::from_utf8(&chunk).expect("text"));
        }
    }
}

#[tokio::test]
async fn a_quiet_brands_stream_moves_on_past_what_other_brands_received() {
    let server = start().await;
    for _ in 0..3 {
        assert_eq!(server.boot_at(ALPHA, "alpha001", None).await.status(), StatusCode::OK);
    }
    let embedded = server.brand(0).embedded.as_ref().expect("embedded");
    let newest = *embedded.feed().latest().borrow();
    let request = Request::get("/lifecycle/stream").header("host", BETA).body(Body::empty());
    let mut chunks = server.send(request.expect("a request")).await.into_body().into_data_stream();
    let entry =
        AppEntry { number: 0, page: "p".into(), seq: 1, at_ms: 0, skew_ms: 0, kind: AppKind::Blocked };
    let report = serde_json::to_string(&Report { sent_at_ms: 0, entries: vec![entry] }).expect("JSON");
    let mut places = Vec::new();
    // The two lanes are read beside each other: which comes first is not promised.
    for _ in 0..60 {
        let request = Request::post("/lifecycle/calls").header("host", BETA);
        let request = request.header("sec-fetch-site", "same-origin").body(Body::from(report.clone()));
        assert_eq!(server.send(request.expect("a request")).await.status(), StatusCode::NO_CONTENT);
        let text = loop {
            let chunk = chunks.next().await.expect("more").expect("a chunk");
            let text = String::from_utf8(chunk.to_vec()).expect("text");
            if text.contains("Blocked") {
                break text;
            }
        };
        let id = text.lines().find_map(|line| line.strip_prefix("id: ")).expect("an id");
        let (_, workspace) = id.split_once('-').expect("two numbers");
        places.push(workspace.parse::<u64>().expect("a number"));
    }
    assert_eq!(places.last(), Some(&newest), "{places:?}");
}

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
        let title = format!("<title>Coffees · {}</title>", name.replace("&amp;", "&"));
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
        ("www.alpha.example", "Alpha & Sons"),
        ("[::1]:3000", "Alpha & Sons"),
        ("x.beta.example", "Alpha & Sons"),
        ("beta.example.evil.example", "Alpha & Sons"),
        ("127.0.0.1:3000", "Alpha & Sons"),
        ("", "Alpha & Sons"),
    ] {
        let html = text(server.page_at(host, "/", "").await).await;
        assert!(html.contains(&format!("<title>{name}</title>")), "{host}");
    }
}

#[tokio::test]
async fn a_token_is_signed_with_the_key_of_its_brand_and_refused_by_another() {
    let server = start().await;
    let betas = server.brand(1).app_id().to_owned();
    let mut tokens = Vec::new();
    for (host, secret) in [(ALPHA, Some(ALPHAS_SECRET)), (BETA, None), (GAMMA, Some(GAMMAS_SECRET))] {
        let cookie = server.log_in_at(host, "customer").await;
        let token = server.token_at(host, &cookie).await;
        for (own, known) in [(ALPHA, ALPHAS_SECRET), (GAMMA, GAMMAS_SECRET)] {
            assert_eq!(is_signed_by(&token, known), own == host, "{host}, {secret:?}");
        }
        tokens.push(token);
    }
    for (app_id, host, own) in [("alpha001", ALPHA, 0), (betas.as_str(), BETA, 1)] {
        for (at, token) in tokens.iter().enumerate() {
            let status = server.boot_at(host, app_id, Some(token)).await.status();
            let expected = if at == own { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(status, expected, "token {at} at {host}");
        }
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
async fn an_account_is_one_person_in_each_workspace() {
    let server = start().await;
    let betas = server.brand(1).app_id().to_owned();
    for (host, app_id) in [(ALPHA, "alpha001"), (BETA, betas.as_str())] {
        let cookie = server.log_in_at(host, "customer").await;
        let token = server.token_at(host, &cookie).await;
        assert_eq!(server.boot_at(host, app_id, Some(&token)).await.status(), StatusCode::OK);
    }
    let select = "select app_id || ' ' || user_id from people order by app_id";
    let mut expected = ["alpha001 demo-customer".to_owned(), format!("{betas} demo-customer")];
    expected.sort();
    assert_eq!(texts(&server.state.db, select).await, expected);
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
async fn the_inspector_of_a_host_shows_its_own_pages_and_pings_alone() {
    let server = start().await;
    let betas = server.brand(1).app_id().to_owned();
    for (at, host) in [ALPHA, BETA, GAMMA].into_iter().enumerate() {
        let kind = AppKind::Dropped { what: host.to_owned(), reason: String::new() };
        let entry = AppEntry { number: 0, page: "page".into(), seq: at as u32, at_ms: 5, skew_ms: 0, kind };
        let report = serde_json::to_string(&Report { sent_at_ms: 0, entries: vec![entry] }).expect("JSON");
        let request =
            Request::post("/lifecycle/calls").header("host", host).header("sec-fetch-site", "same-origin");
        let answer = server.send(request.body(Body::from(report)).expect("a request")).await;
        assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    }
    // What names no app is told where it was asked.
    assert_eq!(server.ping_at(BETA, "no ping").await.status(), StatusCode::BAD_REQUEST);
    assert_eq!(server.boot_at(ALPHA, "alpha001", None).await.status(), StatusCode::OK);
    for (host, app_id, pings) in [(ALPHA, "alpha001", 1), (BETA, betas.as_str(), 1), (GAMMA, "", 0)] {
        let standing = usize::from(pings > 0);
        let (mut reported, mut received) = (0, 0);
        for lane in server.inspected_at(host, 1 + pings + standing).await {
            match lane {
                Lane::App(entry) => {
                    reported += 1;
                    assert!(matches!(&entry.kind, AppKind::Dropped { what, .. } if what == host), "{host}");
                }
                Lane::Workspace(entry) => {
                    received += 1;
                    assert_eq!(entry.app_id, app_id);
                    assert_eq!(matches!(entry.kind, FeedKind::PingRefused(_)), host == BETA);
                }
                Lane::Standing(warnings) => assert!(warnings.is_empty(), "{warnings:?}"),
            }
        }
        assert_eq!((reported, received), (1, pings), "{host}");
    }
}

#[tokio::test]
async fn the_desk_of_a_host_neither_shows_nor_changes_the_keys_of_another() {
    let server = start().await;
    let betas = server.brand(1).app_id().to_owned();
    let cookie = server.log_in_at(ALPHA, "teammate").await;
    let own = text(server.call_at(ALPHA, "workspace_keys", "app_id=", &cookie).await).await;
    assert!(
        own.contains("Alpha & Sons")
            && own.contains("ALPHA_SECRET")
            && !own.contains("Beta")
            && !own.contains(&betas),
        "{own}"
    );
    let page = text(server.page_at(ALPHA, &format!("/workspace/keys?app={betas}"), &cookie).await).await;
    assert!(page.contains("No keys to show") && !page.contains("Beta Tea"));
    let before = texts(&server.state.db, "select app_id || name from identity_keys order by id").await;
    for (endpoint, form) in [
        ("workspace_keys", ""),
        ("workspace_make_key", "&platform=web&name=Mine"),
        ("workspace_rename_key", &*format!("&key_id={betas}&name=Mine")),
        ("workspace_retire_key", &*format!("&key_id={betas}")),
        ("workspace_enforce", "&platform=web&enforced=false"),
        ("workspace_protect_attribute", "&attribute=plan"),
        ("workspace_unprotect_attribute", "&attribute=plan"),
        ("workspace_archive_event_name", "&name=read-guide&archived=true"),
    ] {
        let form = format!("app_id={betas}{form}");
        assert_eq!(
            server.call_at(ALPHA, endpoint, &form, &cookie).await.status(),
            StatusCode::NOT_FOUND,
            "{endpoint}"
        );
    }
    assert_eq!(texts(&server.state.db, "select app_id || name from identity_keys order by id").await, before);
    let theirs = text(server.call_at(BETA, "workspace_keys", "app_id=", &cookie).await).await;
    assert!(
        theirs.contains("Beta Tea") && theirs.contains("First key") && !theirs.contains("alpha001"),
        "{theirs}"
    );
    let hosted = server.call_at(GAMMA, "workspace_keys", "app_id=", &cookie).await;
    assert_eq!(hosted.status(), StatusCode::NOT_FOUND);
    // An app that no brand has is for other sites: every brand's teammates see it.
    let made = server.call_at(ALPHA, "workspace_make_app", "name=Docs", &cookie).await;
    assert_eq!(made.status(), StatusCode::OK);
    for host in [ALPHA, BETA] {
        let keys = text(server.call_at(host, "workspace_keys", "app_id=", &cookie).await).await;
        assert!(keys.contains("\"Docs\""), "{host}: {keys}");
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

#[tokio::test]
async fn an_embedded_app_is_found_again_by_its_id_and_without_one_by_its_name() {
    let database = Database::fresh().await;
    let (db, again) = (
        database.open().await,
        Database { url: database.url.clone(), folder: tempfile::tempdir().expect("a folder") },
    );
    let first =
        start_on(Database { url: database.url.clone(), folder: tempfile::tempdir().expect("a folder") })
            .await;
    let ids: Vec<String> = first.state.brands.iter().map(|brand| brand.app_id().to_owned()).collect();
    crate::database::execute(&db, "update workspace_apps set name = 'Older' where app_id = 'alpha001'").await;
    let second = start_on(again).await;
    assert_eq!(second.state.brands.iter().map(Brand::app_id).collect::<Vec<_>>(), ids);
    let mut names = texts(&db, "select name from workspace_apps").await;
    names.sort();
    assert_eq!(names, ["Alpha & Sons", "Beta Tea"]);
}

#[tokio::test]
async fn a_name_that_moves_from_one_app_to_another_is_not_looked_for_where_it_was() {
    let database = Database::fresh().await;
    let (db, clock) = (database.open().await, Clock::System);
    let id = |name: &str| WhichApp::WithId { app_id: "moved001".into(), name: name.into() };
    let open = async |apps: [WhichApp; 2]| {
        let apps = apps.map(|which| (which, None));
        Workspace::open_apps(db.clone(), clock.clone(), apps, Limits::new(0, 0)).await.expect("two apps")
    };
    open([WhichApp::First, id("Shop")]).await;
    let opened = open([WhichApp::Named("Shop".into()), id("Depot")]).await;
    assert_ne!(opened[0].app_id(), "moved001");
    assert_eq!((opened[0].name(), opened[1].app_id(), opened[1].name()), ("Shop", "moved001", "Depot"));
}

#[tokio::test]
async fn an_app_of_the_embedded_workspace_cannot_be_hosted_too() {
    let database = Database::fresh().await;
    let (db, folder) = (database.open().await, tempfile::tempdir().expect("a folder"));
    let which = WhichApp::WithId { app_id: "gamma001".into(), name: "Ours".into() };
    let opened = Workspace::open_apps(db.clone(), Clock::System, [(which, None)], Limits::new(0, 0)).await;
    assert_eq!(opened.expect("an app").len(), 1);
    let path = folder.path().join("brands.toml");
    std::fs::write(&path, BRANDS).expect("a file");
    let path = path.to_string_lossy().into_owned();
    let settings = [("BRANDS", path.as_str()), ("ALPHA_SECRET", "a"), ("GAMMA_SECRET", "b")];
    let config = super::config(&settings).expect("good settings");
    let refusal = Brands::open(&config, &db, &Clock::System).await.err().expect("no start");
    assert!(refusal.starts_with("BRANDS: app_id: “gamma001” is to be hosted"), "{refusal}");
}

fn is_signed_by(token: &str, secret: &str) -> bool {
    use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
    let mut validation = Validation::new(Algorithm::HS256);
    validation.validate_exp = false;
    decode::<Value>(token, &DecodingKey::from_secret(secret.as_bytes()), &validation).is_ok()
}
