//! The identity secret is in nothing that a server with it sends or logs: at every endpoint of the table, whoever asks.

use axum::body::Body;
use axum::http::{HeaderValue, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use leptos::server_fn::axum::server_fn_paths;
use std::collections::BTreeSet;

use super::callers::{CALLERS, OWNER, TEAMMATE, World, read};
use super::table::{Row, rows};
use super::{TURNS, named, there};
use crate::database::texts;
use crate::server::log::log;
use crate::server::running::{Running, ask, free_address, shipped};

const SECRET: &str = "Vq7-only-the-scan-for-it-knows-this-secret-3zK";
const EMBEDDED: &[(&str, &str)] =
    &[("INTERCOM_IDENTITY_SECRET", SECRET), ("LEPTOS_ENV", "PROD"), ("PUBLIC_URL", "https://shop.example")];
/// Of every kind of page, and what is no page.
pub const ADDRESSES: [&str; 26] = [
    "/",
    "/coffees",
    "/coffees?roast=dark&sort=price",
    "/coffees/kelp-forest",
    "/brewing",
    "/brewing/moka-pot",
    "/search?q=espresso",
    "/plans",
    "/cart",
    "/checkout",
    "/login",
    "/signup",
    "/account",
    "/orders",
    "/privacy",
    "/lifecycle",
    "/lifecycle/token",
    "/workspace/keys",
    "/nowhere",
    "/%ff",
    "/healthz",
    "/readyz",
    "/robots.txt",
    "/Leptos.toml",
    "/.env",
    "/widget/hosted1x",
];

/// What must not be seen, in every way that somebody might have written it down.
struct Scan {
    needles: Vec<String>,
    found: BTreeSet<String>,
    read: usize,
}

impl Scan {
    fn of(secrets: impl IntoIterator<Item = String>) -> Self {
        let needles = secrets.into_iter().flat_map(|secret| disguises(&secret)).collect();
        Self { needles, found: BTreeSet::new(), read: 0 }
    }

    fn read(&mut self, place: &str, text: &str) {
        self.read += 1;
        if self.needles.iter().any(|needle| text.contains(needle)) {
            self.found.insert(place.to_owned());
        }
    }
}

/// Its beginning and its end, as they are and in hexadecimal; the whole in base64, wherever it stands in a longer text.
fn disguises(secret: &str) -> Vec<String> {
    let ends = [&secret[..12], &secret[secret.len() - 12..]];
    let hex = ends.map(|end| end.bytes().map(|byte| format!("{byte:02x}")).collect::<String>());
    let base64 = (0..3).map(|shift| {
        let text = STANDARD.encode(" ".repeat(shift) + secret);
        text[4..text.len() - 4].to_owned()
    });
    let mut all: Vec<String> = base64.collect();
    all.extend(all.clone().iter().map(|text| text.replace('+', "-").replace('/', "_")));
    all.extend(hex.iter().map(|text| text.to_uppercase()));
    all.extend(hex);
    all.extend(ends.map(str::to_owned));
    all
}

#[test]
fn every_disguise_of_the_secret_would_be_found() {
    let holds = |text: &str| {
        let mut scan = Scan::of([SECRET.to_owned()]);
        scan.read("here", text);
        !scan.found.is_empty()
    };
    for before in ["", "x", "xy"] {
        let text = format!("{before}{SECRET} and more");
        let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        for encoded in [text.clone(), STANDARD.encode(&text), hex.to_uppercase(), hex] {
            assert!(holds(&encoded), "{encoded}");
        }
    }
    assert!(holds(&SECRET[..20]) && holds(&SECRET[20..]), "a part of it");
    assert!(!holds("a page about coffee"));
}

#[tokio::test]
async fn no_endpoint_sends_the_secret_and_no_line_of_the_log_holds_it() {
    let log = log();
    let reading = World::with(EMBEDDED).await;
    assert_eq!(there(&reading).await, named(&reading), "each endpoint (left) is scanned (right)");
    let secrets = async |world: &World| {
        let kept = texts(&world.server.state.db, "select secret from identity_keys").await;
        Scan::of(kept.into_iter().chain([SECRET.to_owned()]))
    };
    let mut scan = secrets(&reading).await;
    let (mut found, mut taken, mut read) = (BTreeSet::new(), BTreeSet::new(), 0);
    for row in rows() {
        if row.only_reads() {
            scanned(&reading, &row, &mut scan, &mut taken).await;
            continue;
        }
        let before = log.lines().len();
        let changing = World::with(EMBEDDED).await;
        let mut scan = secrets(&changing).await;
        scanned(&changing, &row, &mut scan, &mut taken).await;
        scan.read("the log", &log.lines().split_off(before).join("\n"));
        (read, found) = (read + scan.read, found.into_iter().chain(scan.found).collect());
    }
    // What the server says when it fails itself.
    reading.server.state.db.close().await;
    for row in rows() {
        scanned(&reading, &row, &mut scan, &mut BTreeSet::new()).await;
    }
    scan.read("the log", &log.lines().join("\n"));
    found.extend(scan.found);
    assert_eq!(found, BTreeSet::new());

    read += scan.read;
    assert!(read > 1_000, "{read}");
    for page in
        ["GET /account", "POST /api/messenger_token", "POST /api/place_order", "POST /messenger/web/ping"]
    {
        assert!(
            taken.contains(&format!("{page} {}", CALLERS[OWNER])),
            "{page} is scanned as the owner gets it"
        );
    }
    for page in ["GET /workspace/keys", "GET /lifecycle", "GET /lifecycle/stream", "POST /api/workspace_keys"]
    {
        assert!(
            taken.contains(&format!("{page} {}", CALLERS[TEAMMATE])),
            "{page} is scanned as a teammate gets it"
        );
    }
}

/// Calls one endpoint as everybody, with a whole body and with a broken one, as a script and as a person does.
async fn scanned(world: &World, row: &Row, scan: &mut Scan, taken: &mut BTreeSet<String>) {
    for caller in TURNS {
        for accept in ["application/json", "text/html"] {
            let whole = world.request(row, caller);
            let mut broken = world.request(row, caller);
            *broken.body_mut() = Body::from("%ff{\"");
            for mut request in [broken, whole] {
                request.headers_mut().insert("accept", HeaderValue::from_static(accept));
                let answer = world.server.send(request).await;
                let place = format!("{} {}", row.method, row.address);
                if answer.status().is_success() {
                    taken.insert(format!("{place} {}", CALLERS[caller]));
                }
                scan.read(&format!("{place}: a header"), &head(&answer));
                scan.read(
                    &format!("{place}: the body of a {}", answer.status().as_u16()),
                    &read(answer).await,
                );
            }
        }
    }
}

fn head(answer: &Response<Body>) -> String {
    let lines = answer.headers().iter();
    lines.map(|(name, value)| format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes()))).collect()
}

#[tokio::test]
async fn a_running_server_of_either_mode_sends_its_secret_nowhere_and_shows_it_at_no_level_of_the_log() {
    for hosted in [false, true] {
        let mut settings =
            vec![("INTERCOM_IDENTITY_SECRET", SECRET), ("LEPTOS_ENV", "DEV"), ("RUST_LOG", "trace")];
        settings.extend([("ARGON2_MEMORY_KIB", "7168"), ("ARGON2_PASSES", "1")]);
        settings.extend(hosted.then_some(("INTERCOM_APP_ID", "hosted1x")));
        let operators = free_address();
        settings.push(("OPERATOR_ADDR", &operators));
        let mut running = Running::start(shipped(), &settings).await;
        let mut scan = Scan::of([SECRET.to_owned()]);
        for person in ["", "customer", "teammate"] {
            let form = format!("email={person}%40example.com&password=demo-password");
            let answer = running.post("/api/log_in", "", &form).await;
            let cookie = answer.split("set-cookie: ").nth(1).unwrap_or_default();
            let cookie = cookie.split(';').next().unwrap_or_default();
            assert_eq!(cookie.is_empty(), person.is_empty(), "{answer}");
            for address in ADDRESSES {
                scan.read(address, &running.get(address, cookie).await);
            }
            let token = running.post("/api/messenger_token", cookie, "{}").await;
            assert_eq!(token.starts_with("HTTP/1.1 200"), !person.is_empty(), "{token}");
            scan.read("the token", &token);
            // Once as the person, and once more: one of these functions may have ended the session.
            for (path, _) in server_fn_paths() {
                for cookie in [cookie, ""] {
                    scan.read(path, &running.post(path, cookie, "app_id=&name=&email=").await);
                }
            }
        }
        for address in ["/healthz", "/readyz", "/metrics"] {
            scan.read(address, &ask(&operators, address).await);
        }
        running.ask_to_stop();
        assert!(running.ended().await.success());
        let log = running.log();
        assert!(log.contains("stopped") && log.contains(" DEBUG "), "{log}");
        scan.read("the log", &log);
        assert_eq!(scan.found, BTreeSet::new(), "hosted: {hosted}");
    }
}
