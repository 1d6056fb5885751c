//! One server under several host names: two brands of the embedded workspace and one that Intercom hosts.
//!
//! The [`hosts`] of a request name its brand. A brand has its own keys for [`tokens`], and its own [`inspector`] and
//! [`desk`]. At start the server finds the [`apps`] of its brands again.

mod apps;
mod desk;
mod hosts;
mod inspector;
mod tokens;

use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use futures::StreamExt;
use leptos_messenger::clock::Clock;
use leptos_messenger::inspector::StreamMessage;
use leptos_messenger::server::Brand;
use serde_json::{Value, json};

use super::{Server, header, text};
use crate::database::Database;

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
    async fn inspected_at(&self, host: &str, enough: usize) -> Vec<StreamMessage> {
        let request = Request::get("/lifecycle/stream").header("host", host).body(Body::empty());
        let answer = self.send(request.expect("a request")).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let (mut chunks, mut text) = (answer.into_body().into_data_stream(), String::new());
        loop {
            let whole = text.rsplit_once("\n\n").map_or("", |(whole, _)| whole);
            let lane = |line: &str| serde_json::from_str::<StreamMessage>(line.strip_prefix("data: ")?).ok();
            let lanes: Vec<StreamMessage> = whole.lines().filter_map(lane).collect();
            if lanes.len() >= enough {
                return lanes;
            }
            let chunk = chunks.next().await.expect("more").expect("a chunk");
            text.push_str(std::str::from_utf8(&chunk).expect("text"));
        }
    }
}
