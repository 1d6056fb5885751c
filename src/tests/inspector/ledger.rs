//! The ledger of a person, for whoever may inspect.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use crate::database::texts;
use crate::server::{Server, text};

const PRODUCTION: &[(&str, &str)] =
    &[("LEPTOS_ENV", "PROD"), ("DEMO_ACCOUNTS", "1"), ("DEMO_TEAMMATE_PASSWORD", PASSWORD)];
const PASSWORD: &str = "kittiwake over the bay";

impl Server {
    /// A ping of a visitor, who says this. Returns the reply.
    async fn visits(&self, session: Option<&str>, settings: Value) -> Value {
        let app_id = self.state.brands.first().app_id().to_owned();
        let call = if session.is_some() { "update" } else { "boot" };
        let ping = json!({ "app_id": app_id, "call": call, "page": { "url": "http://a.example/" }, "settings": settings });
        let mut request = Request::post("/messenger/web/ping").header("content-type", "application/json");
        if let Some(session) = session {
            request = request.header("authorization", format!("Bearer {session}"));
        }
        let response = self.send(request.body(Body::from(ping.to_string())).expect("a request")).await;
        assert_eq!(response.status(), StatusCode::OK);
        serde_json::from_str(&text(response).await).expect("JSON")
    }

    async fn ledger_of(&self, entry: &str, cookie: Option<&str>) -> (StatusCode, String) {
        let mut request =
            Request::get(format!("/lifecycle/ledger?entry={entry}")).header("sec-fetch-site", "same-origin");
        if let Some(cookie) = cookie {
            request = request.header("cookie", cookie);
        }
        let response = self.send(request.body(Body::empty()).expect("a request")).await;
        (response.status(), text(response).await)
    }
}

#[tokio::test]
async fn an_entry_leads_to_the_ledger_of_its_person_with_names_of_fields_and_no_values() {
    let server = Server::with(PRODUCTION).await;
    let booted = server.visits(None, json!({ "taste": "a-secret-taste" })).await;
    let session = booted["session"].as_str().expect("a session");
    server.visits(Some(session), json!({ "taste": "another-taste", "phone": "+47 1" })).await;
    server.visits(None, json!({ "cups": 3 })).await;
    let teammate = server.log_in_with("teammate@example.com", PASSWORD).await;
    let customer = server.log_in("customer@example.com").await;
    let entries = texts(
        &server.state.db,
        "select cast(number as text) from events where person_id is not null order by number",
    )
    .await;
    let (status, said) = server.ledger_of(&entries[0], Some(&teammate)).await;
    assert_eq!(status, StatusCode::OK);
    assert!(!said.contains("-taste") && !said.contains("+47"), "{said}");
    let lines: Vec<&str> =
        said.lines().skip(2).map(|line| line.splitn(3, ' ').nth(2).expect("a time")).collect();
    assert_eq!(
        lines,
        ["person_changed by person: phone, custom_attributes.taste", "person_created by person"]
    );
    let (status, said) = server.ledger_of("999999", Some(&teammate)).await;
    assert!(status == StatusCode::OK && said.contains("is gone"), "{said}");
    for cookie in [None, Some(customer.as_str())] {
        assert_eq!(server.ledger_of(&entries[0], cookie).await.0, StatusCode::FORBIDDEN);
    }
}
