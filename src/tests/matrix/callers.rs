//! The whole server as in production, with somebody who owns something of everything, and everybody else.

use crate::server::team::add_teammate;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, Response};
use futures::StreamExt;
use leptos_messenger::accounts::NewSession;
use leptos_messenger::clock::Clock;
use leptos_messenger::shop::order::{Address, order_number};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::sync::Mutex;

use super::table::Row;
use crate::database::{Database, Template, execute, texts};
use crate::server::{Server, header, text};
use crate::shop;

/// `foreign` is a teammate of another app of the same database. The `teammate` manages people, and the `colleague`, who is
/// one too, does not.
pub const CALLERS: [&str; 7] = ["nobody", "owner", "other", "teammate", "expired", "foreign", "colleague"];
pub const OWNER: usize = 1;
pub const TEAMMATE: usize = 3;
pub const EXPIRED: usize = 4;

/// Demo accounts stay off: whoever is here has signed up.
pub const HTTPS: Settings = &[("LEPTOS_ENV", "PROD"), ("PUBLIC_URL", "https://shop.example")];
pub const HTTP: Settings = &[("LEPTOS_ENV", "PROD"), ("PUBLIC_URL", "http://shop.example")];
type Settings = &'static [(&'static str, &'static str)];
const PASSWORD: &str = "kittiwake over the bay";
const ITEM: &str = "kelp-forest.250g.filter.once";
const KEY: &str = "0123456789abcdef";
/// Nobody but the owner may read these.
const OWNERS: [&str; 6] =
    ["Astrid Lunde", "owner@example.com", "Kaigaten 7", "$ORDER", "$SUBSCRIPTION", "$PHONE"];

pub struct World {
    pub server: Server,
    /// As the callers' browsers send them.
    pub cookies: [String; 7],
    /// What stands for the owner's things in the table.
    names: Vec<(&'static str, String)>,
    account: String,
}

struct Saved {
    settings: Settings,
    template: Template,
    /// Unix seconds.
    at: i64,
    cookies: [String; 7],
    names: Vec<(&'static str, String)>,
    account: String,
}

impl World {
    pub async fn new() -> Self {
        Self::with(HTTPS).await
    }

    /// A copy of one that is made once: making it takes longer than most tests of one endpoint.
    pub async fn with(settings: Settings) -> Self {
        static MADE: Mutex<Vec<Arc<Saved>>> = Mutex::const_new(Vec::new());

        let saved = {
            let mut made = MADE.lock().await;
            match made.iter().find(|saved| saved.settings == settings) {
                Some(saved) => saved.clone(),
                None => {
                    let saved = Arc::new(Self::saved(settings).await);
                    made.push(saved.clone());
                    saved
                }
            }
        };
        let database = saved.template.copy().await;
        let db = database.open().await;
        let server = Server::over(database.folder, db, Clock::manual(saved.at), settings).await;
        let (cookies, names, account) = (saved.cookies.clone(), saved.names.clone(), saved.account.clone());
        Self { server, cookies, names, account }
    }

    async fn saved(settings: Settings) -> Saved {
        let database = Database::fresh().await;
        let world = Self::made(&database, settings).await;
        let at = world.server.state.clock.seconds();
        world.server.state.db.close().await;
        let template = Template::of(&database).await;
        Saved { settings, template, at, cookies: world.cookies, names: world.names, account: world.account }
    }

    async fn made(database: &Database, settings: Settings) -> Self {
        let (folder, db) = (TempDir::new().expect("a folder"), database.open().await);
        let server = Server::over(folder, db, Clock::manual(1_800_000_000), settings).await;
        let state = &server.state;
        let sign_up = async |name: &str, email: &str| {
            state.accounts.sign_up(&HeaderMap::new(), name, email, PASSWORD).await.unwrap()
        };
        let log_in =
            async || state.accounts.log_in(&HeaderMap::new(), "owner@example.com", PASSWORD).await.unwrap();
        let phone = sign_up("Astrid Lunde", "owner@example.com").await;
        // Until what the sign-up cost is back.
        state.clock.advance(600);
        let owner = log_in().await;
        let other = sign_up("Tomas Lind", "other@example.com").await;
        let teammate = sign_up("Ines Aalto", "teammate@example.com").await;
        let colleague = sign_up("Tuva Lie", "colleague@example.com").await;
        execute(&state.db, "update accounts set role = 'teammate' where name in ('Ines Aalto', 'Tuva Lie')")
            .await;
        let app = state.brands.first().app_id();
        add_teammate(&state.db, app, &teammate.session.account_id, "Ines Aalto").await;
        add_teammate(&state.db, app, &colleague.session.account_id, "Tuva Lie").await;
        // As above.
        state.clock.advance(1_800);
        let foreign = sign_up("Aino Berg", "foreign@example.com").await;
        execute(&state.db, "update accounts set role = 'teammate' where email = 'foreign@example.com'").await;
        execute(
            &state.db,
            "insert into workspace_apps (app_id, name, created_at) values ('foreign', 'Foreign', 1800009000)",
        )
        .await;
        add_teammate(&state.db, "foreign", &foreign.session.account_id, "Aino Berg").await;
        // The last of all, and aged by hand: a log-in sweeps out what has ended.
        let expired = log_in().await;
        let idle = state.config.session_idle_seconds;
        let key = &expired.session.signed_in.session_key;
        let age = format!("update sessions set last_used_at = last_used_at - {idle} where key = '{key}'");
        assert_eq!(execute(&state.db, &age).await, 1);
        state.accounts.save_profile(&owner.session, "Astrid Lunde", "Lunde Kaffe").await.unwrap();

        let account = owner.session.account_id.clone();
        let buyer = shop::account(&account);
        for item in ["kelp-forest.250g.filter.2-weeks", ITEM] {
            state.shop.add(&buyer, &item.parse().unwrap(), 1).await.unwrap();
        }
        let seen = state.shop.cart(&buyer).await.unwrap().seal();
        let address = Address { name: "Astrid Lunde".into(), street: "Kaigaten 7".into(), ..shop::address() };
        let order = state.shop.place(&account, KEY, &seen, &address).await.unwrap().id;
        state.shop.add(&buyer, &ITEM.parse().unwrap(), 1).await.unwrap();
        let visitor = shop::visitor_with(&state.shop, ITEM, 1).await;
        let guests = shop::place_as_guest(&state.shop, &visitor, KEY).await.unwrap().id;
        let subscription = texts(&state.db, "select id from subscriptions").await.remove(0);

        let home = text(server.open("/").await).await;
        let versioned = home.split("data-assets=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let app = state.brands.first().app_id().to_owned();
        let key = |session: &NewSession| session.session.signed_in.session_key.clone();
        let names = vec![
            ("$ORDER", order),
            ("$NUMBER", order_number(&guests).to_owned()),
            ("$GUESTS", guests),
            ("$SUBSCRIPTION", subscription),
            ("$PHONE", key(&phone)),
            ("$SESSION", key(&owner)),
            ("$EXPIRED", key(&expired)),
            ("$ITEM", ITEM.to_owned()),
            ("$FORM", KEY.to_owned()),
            ("$PASSWORD", PASSWORD.replace(' ', "+")),
            ("$APP", app),
            ("$VERSIONED", versioned),
        ];
        let cookie = |session: &NewSession| session.cookie.split(';').next().unwrap().to_owned();
        let logged_in = [&owner, &other, &teammate, &expired, &foreign, &colleague].map(cookie);
        let [owner, other, teammate, expired, foreign, colleague] = logged_in;
        let cookies = [String::new(), owner, other, teammate, expired, foreign, colleague];
        Self { server, cookies, names, account }
    }

    /// The words of the table that stand for something, in a caller's own case.
    pub fn filled(&self, text: &str, caller: usize) -> String {
        let own = [("$CALLER", CALLERS[caller].to_owned())];
        let names = self.names.iter().chain(&own);
        names.fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }

    /// What one of our own pages sends for this caller.
    pub fn request(&self, row: &Row, caller: usize) -> Request<Body> {
        let form = self.filled(row.form, caller);
        let is_call = row.address.starts_with("/api/");
        let content =
            if form.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
        Request::builder()
            .method(row.method)
            .uri(self.filled(row.address, caller))
            .header("host", "shop.example")
            .header("sec-fetch-site", "same-origin")
            .header("accept", if is_call { "application/json" } else { "text/html" })
            .header("content-type", content)
            .header("cookie", &self.cookies[caller])
            .body(Body::from(form))
            .unwrap()
    }

    /// How a caller is answered, as the table says it. What the caller named is nothing new to them.
    pub async fn ask(&self, row: &Row, caller: usize) -> String {
        let address = self.filled(row.address, caller);
        let response = self.server.send(self.request(row, caller)).await;
        let mut outcome = response.status().as_str().to_owned();
        let plain = |path: &str| path.replace("/./", "/").trim_end_matches('/').to_owned();
        let location =
            header(&response, "location").replace("%2F", "/").replace("%3F", "?").replace("%3D", "=");
        if !location.is_empty() {
            let back = location.strip_prefix("/login?next=").map(plain);
            let shorter = address.strip_suffix('/') == Some(&location);
            outcome = match () {
                () if back == Some(plain(&address)) => "login".into(),
                () if shorter => "trimmed".into(),
                () => location,
            };
        }
        let (body, asked) = (read(response).await, address + &self.filled(row.form, caller));
        if body.contains("<h1 tabindex=\"-1\">For teammates<") {
            outcome.push_str("shut");
        }
        let learnt = |secret: &str| body.contains(secret) && !asked.contains(secret);
        if OWNERS.iter().any(|secret| learnt(&self.filled(secret, OWNER))) {
            outcome.push('!');
        }
        outcome
    }

    /// Whether there still is a session for the caller whose session has ended: else they are one more nobody.
    pub async fn has_the_expired_session(&self) -> bool {
        let row = self.filled("select key from sessions where key = '$EXPIRED'", EXPIRED);
        texts(&self.server.state.db, &row).await.len() == 1
    }

    /// All that is the owner's.
    pub async fn owners_things(&self) -> Vec<String> {
        let of = |select: &str| select.replace("OWNER", &self.account);
        let mut things = Vec::new();
        for select in [
            "select name || email || role || password_hash || coalesce(company_name, '') from accounts where id = 'OWNER'",
            "select id || key || name || street from orders where account_id = 'OWNER' order by id",
            "select item || quantity from cart_lines where cart_id in (select id from carts where account_id = 'OWNER') order by item",
            "select id || state || quantity from subscriptions where account_id = 'OWNER' order by id",
        ] {
            things.extend(texts(&self.server.state.db, &of(select)).await);
        }
        let live =
            self.filled("select key from sessions where key in ('$PHONE', '$SESSION') order by key", OWNER);
        things.extend(texts(&self.server.state.db, &live).await);
        things
    }

    /// All that is the teammates'.
    pub async fn keys_and_switches(&self) -> Vec<String> {
        let mut things = Vec::new();
        for select in [
            "select app_id || name from workspace_apps order by app_id",
            "select id || name || secret || coalesce(retired_at, 0) from identity_keys order by id",
            "select app_id || platform from unenforced_platforms order by app_id, platform",
            "select app_id || model || name || browser_writable from data_attributes order by app_id, model, name",
        ] {
            things.extend(texts(&self.server.state.db, select).await);
        }
        things
    }

    pub fn router(&self) -> &Router {
        &self.server.router
    }
}

/// The whole body, or the first piece of one that never ends.
pub async fn read(response: Response<Body>) -> String {
    let endless = header(&response, "content-type") == "text/event-stream";
    let mut pieces = response.into_body().into_data_stream();
    let mut body = Vec::new();
    while let Some(piece) = pieces.next().await {
        body.extend(piece.unwrap());
        if endless {
            break;
        }
    }
    String::from_utf8_lossy(&body).into_owned()
}
