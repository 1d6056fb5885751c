//! What a person's browser is, and where it is.

use super::*;
use axum::extract::ConnectInfo;
use leptos_messenger::workspace::location::{Location, LocationLookup};
use leptos_messenger::workspace::{Files, Limits, WhichApp};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// Knows one network in each of two cities.
struct TwoCities;

impl LocationLookup for TwoCities {
    fn look_up(&self, address: IpAddr) -> Option<Location> {
        let city = match address.to_string().as_str() {
            "200.0.0.1" => "Bergen",
            "200.0.0.2" => "Oslo",
            _ => return None,
        };
        Some(Location { city: Some(city.to_owned()), ..Location::default() })
    }
}

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";

async fn bench() -> Bench {
    let bench = Bench::new().await;
    let db = bench.database.open().await;
    let (limits, files, locations) = (Limits::new(0, 0), Files::default(), Some(Arc::new(TwoCities) as _));
    let opened =
        Workspace::open_apps(db, bench.clock.clone(), [(WhichApp::First, None)], limits, files, locations)
            .await;
    let workspace = opened.expect("a workspace").remove(0);
    Bench { router: routes(workspace.clone(), &[]), workspace, ..bench }
}

impl Bench {
    /// Shows a page to a browser, and returns its session.
    async fn views(&self, session: Option<&str>, address: &str, agent: &str, page: usize) -> Option<String> {
        let call = if session.is_some() { "update" } else { "boot" };
        let body = json!({ "app_id": self.workspace.app_id(), "call": call,
                           "page": { "url": format!("{HOME}{page}"), "title": "A page", "referrer": "" } });
        let mut request = Request::post("/messenger/web/ping")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::USER_AGENT, agent);
        if let Some(session) = session {
            request = request.header(header::AUTHORIZATION, format!("Bearer {session}"));
        }
        let mut request = request.body(Body::from(body.to_string())).expect("a request");
        let peer: SocketAddr = format!("{address}:4711").parse().expect("an address");
        request.extensions_mut().insert(ConnectInfo(peer));
        let response = self.send(request).await;
        let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        let answer: Value = serde_json::from_slice(&body).expect("JSON");
        answer["session"].as_str().map(str::to_owned)
    }

    async fn is_at(&self) -> Vec<String> {
        let select = "select browser || ' ' || browser_version || ' ' || os || ' ' || coalesce(location ->> 'city', '-')
                      from people";
        texts(&self.database.open().await, select).await
    }

    async fn changes(&self) -> Vec<String> {
        let select = "select cast(fields as text) from ledger where kind = 'person_changed' order by number";
        texts(&self.database.open().await, select).await
    }
}

fn at(city: &str) -> String {
    format!("Firefox 150.0 Linux {city}")
}

#[tokio::test]
async fn a_person_is_where_their_last_page_view_was_and_a_move_is_a_change() {
    let bench = bench().await;
    let session = bench.views(None, "200.0.0.1", FIREFOX, 1).await.expect("a session");
    assert_eq!(bench.is_at().await, [at("Bergen")]);
    bench.views(Some(&session), "200.0.0.1", FIREFOX, 2).await;
    assert_eq!(bench.changes().await, [""; 0], "another page is no change");
    bench.views(Some(&session), "200.0.0.2", FIREFOX, 3).await;
    assert_eq!(bench.is_at().await, [at("Oslo")]);
    assert_eq!(bench.changes().await, [r#"["location"]"#]);
    bench.views(Some(&session), "10.0.0.1", FIREFOX, 4).await;
    assert_eq!(bench.is_at().await, [at("Oslo")], "where nothing is known, the last place stays");
}

#[tokio::test]
async fn a_new_version_of_a_browser_is_a_change_and_a_browser_without_a_name_says_nothing() {
    let bench = bench().await;
    let session = bench.views(None, "10.0.0.1", FIREFOX, 1).await.expect("a session");
    bench.views(Some(&session), "10.0.0.1", "curl/8.0", 2).await;
    assert_eq!(bench.is_at().await, ["Firefox 150.0 Linux -"]);
    bench.views(Some(&session), "10.0.0.1", &FIREFOX.replace("150.0", "151.0"), 3).await;
    assert_eq!(bench.is_at().await, ["Firefox 151.0 Linux -"]);
    assert_eq!(bench.changes().await, [r#"["browser_version"]"#]);
}
