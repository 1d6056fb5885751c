//! The server's own promises, on the router without a socket.

mod about;
mod assets;
mod backup;
mod brands;
mod brands_file;
mod cart;
mod client;
mod clock;
mod commands;
mod compress;
mod config;
mod disconnected;
mod headers;
pub mod inbox;
mod interrupted;
pub mod log;
mod memory;
mod operators;
mod origin;
mod outage;
mod people_commands;
mod policy;
mod postgres_network;
mod privacy;
mod process;
mod requests;
pub mod running;
mod serve;
mod shares;
mod stored_data;
mod streams;
mod support;
pub mod team;
mod two_servers;
mod upgrade;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use leptos::prelude::LeptosOptions;
use leptos_messenger::clock::Clock;
use leptos_messenger::database::Db;
use leptos_messenger::server::{Config, State, router};
use std::fs;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::accounts::LIGHT;
use crate::database::Database;

/// The whole server on a database and a site folder of its own.
pub struct Server {
    pub router: Router,
    pub state: State,
    _folder: TempDir,
}

impl Server {
    pub async fn start() -> Self {
        Self::with(&[]).await
    }

    /// With these settings instead of the defaults.
    pub async fn with(settings: &'static [(&'static str, &'static str)]) -> Self {
        let database = Database::fresh().await;
        let db = database.open().await;
        Self::over(database.folder, db, Clock::manual(1_800_000_000), settings).await
    }

    /// On a database that is there already.
    pub async fn over(folder: TempDir, db: Db, clock: Clock, settings: &[(&str, &str)]) -> Self {
        let site = folder.path().join("site");
        fs::create_dir_all(site.join("pkg")).expect("a site folder");
        fs::write(site.join("favicon.svg"), "<svg/>").expect("a file");
        fs::write(site.join("pkg/app.js"), "export {}").expect("a file");
        fs::write(site.join("pkg/app.js.br"), "pressed").expect("a file");

        let attachments = folder.path().join("files");
        // A test's machine may have little space.
        let usual = [("ATTACHMENTS_DIR", attachments.to_str().expect("text")), ("UPLOAD_MIB_FREE", "0")];
        let mut config = config(&[settings, &usual].concat()).expect("good settings");
        config.password_work = LIGHT;
        let options = LeptosOptions::builder()
            .output_name("leptos-messenger")
            .site_root(site.to_string_lossy())
            .site_pkg_dir("pkg")
            .build();
        let state = State::new(config, options, db, clock).await.expect("a state");
        Self { router: router(&state), state, _folder: folder }
    }

    pub async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.expect("the router never fails")
    }

    /// Logs a demo account in and returns its cookie.
    pub async fn log_in(&self, email: &str) -> String {
        self.log_in_with(email, "demo-password").await
    }

    pub async fn log_in_with(&self, email: &str, password: &str) -> String {
        let (email, password) = (email.replace('@', "%40"), password.replace(' ', "+"));
        let form = format!("email={email}&password={password}");
        let request = Request::post("/api/log_in")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .expect("a request");
        let response = self.send(request).await;
        assert_eq!(response.status(), 200);
        let cookie = response.headers()["set-cookie"].to_str().expect("text");
        cookie.split(';').next().expect("a value").to_owned()
    }

    /// What a browser asks for when a person opens an address.
    pub async fn open(&self, path: &str) -> Response<Body> {
        self.send(Request::get(path).header("accept", "text/html").body(Body::empty()).expect("a request"))
            .await
    }
}

pub fn config(settings: &[(&str, &str)]) -> Result<Config, leptos_messenger::server::Invalid> {
    Config::from_vars(|name| settings.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned()))
}

pub async fn text(response: Response<Body>) -> String {
    let bytes = to_bytes(response.into_body(), 1 << 20).await.expect("a whole body");
    String::from_utf8(bytes.into()).expect("text")
}

pub fn header<'a>(response: &'a Response<Body>, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().expect("a header in plain letters"))
}
