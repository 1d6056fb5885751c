//! The keys page and its server functions, through the whole server.

use axum::body::Body;
use axum::http::{Request, Response};
use leptos_messenger::workspace::Workspace;
use serde_json::Value;

use crate::database::{Database, texts};
use crate::server::{Server, text};
use leptos_messenger::clock::Clock;

const TEAMMATE: &str = "teammate@example.com";
const CUSTOMER: &str = "customer@example.com";
/// Every server function of the page, with arguments that it can read.
const CALLS: [(&str, &str); 9] = [
    ("workspace_keys", "app_id="),
    ("workspace_make_app", "name=Second"),
    ("workspace_make_key", "app_id=APP&platform=web&name="),
    ("workspace_rename_key", "app_id=APP&key_id=x&name=Other"),
    ("workspace_retire_key", "app_id=APP&key_id=APP"),
    ("workspace_enforce", "app_id=APP&platform=web&enforced=false"),
    ("workspace_protect_attribute", "app_id=APP&attribute=plan"),
    ("workspace_unprotect_attribute", "app_id=APP&attribute=plan"),
    ("workspace_archive_event_name", "app_id=APP&name=read-guide&archived=true"),
];

struct Desk {
    server: Server,
    database: String,
    cookie: String,
}

impl Desk {
    async fn of(email: Option<&str>) -> Self {
        Self::with(email, &[("LEPTOS_ENV", "DEV")]).await
    }

    async fn with(email: Option<&str>, settings: &[(&str, &str)]) -> Self {
        let database = Database::fresh().await;
        let (db, url) = (database.open().await, database.url.clone());
        let server = Server::over(database.folder, db, Clock::manual(1_800_000_000), settings).await;
        let cookie = match email {
            Some(email) => server.log_in(email).await,
            None => String::new(),
        };
        Self { server, database: url, cookie }
    }

    fn workspace(&self) -> &Workspace {
        self.server.state.brands.first().embedded.as_ref().expect("a workspace")
    }

    async fn call(&self, endpoint: &str, form: &str) -> Response<Body> {
        self.call_accepting("application/json", endpoint, form).await
    }

    async fn call_accepting(&self, accept: &str, endpoint: &str, form: &str) -> Response<Body> {
        let form = form.replace("APP", self.workspace().app_id());
        let request = Request::post(format!("/api/{endpoint}"))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", accept)
            .header("cookie", &self.cookie)
            .body(Body::from(form))
            .expect("a request");
        self.server.send(request).await
    }

    async fn page(&self) -> Response<Body> {
        let request = Request::get("/workspace/keys")
            .header("accept", "text/html")
            .header("cookie", &self.cookie)
            .body(Body::empty())
            .expect("a request");
        self.server.send(request).await
    }

    async fn secrets(&self) -> Vec<String> {
        let db = leptos_messenger::database::Db::open(&self.database).await.expect("the database");
        texts(&db, "select secret from identity_keys").await
    }
}

#[tokio::test]
async fn nobody_but_a_teammate_reads_or_changes_a_key() {
    for (email, status) in [(None, 401), (Some(CUSTOMER), 403)] {
        let desk = Desk::of(email).await;
        let (before, number) = (desk.secrets().await, *desk.workspace().feed().latest().borrow());
        for (endpoint, form) in CALLS {
            let response = desk.call(endpoint, form).await;
            assert_eq!(response.status(), status, "{endpoint}");
        }
        assert_eq!(desk.secrets().await, before);
        assert_eq!(*desk.workspace().feed().latest().borrow(), number);
    }
}

#[tokio::test]
async fn the_page_is_a_teammates_alone() {
    let visitor = Desk::of(None).await.page().await;
    assert_eq!(
        (visitor.status().as_u16(), &visitor.headers()["location"]),
        (302, &"/login?next=/workspace/keys".parse().expect("a header"))
    );
    let desk = Desk::of(Some(CUSTOMER)).await;
    let customer = desk.page().await;
    assert_eq!(customer.status(), 403);
    assert!(!text(customer).await.contains("First key"));
    let desk = Desk::of(Some(TEAMMATE)).await;
    let teammate = desk.page().await;
    assert_eq!(
        (teammate.status().as_u16(), &teammate.headers()["cache-control"]),
        (200, &"no-store".parse().expect("a header"))
    );
    assert!(text(teammate).await.contains("First key"));
}

#[tokio::test]
async fn a_secret_is_in_the_reply_that_makes_it_and_nowhere_else() {
    let desk = Desk::of(Some(TEAMMATE)).await;
    let response =
        desk.call("workspace_make_key", "app_id=APP&platform=web&name=Second&password=demo-password").await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["cache-control"]),
        (200, &"no-store".parse().expect("a header"))
    );
    let made: Value = serde_json::from_str(&text(response).await).expect("JSON");
    let secret = made["secret"].as_str().expect("a secret").to_owned();
    assert!(desk.secrets().await.contains(&secret));
    let page = text(desk.page().await).await;
    let state = text(desk.call("workspace_keys", "app_id=").await).await;
    assert!(page.contains("Second") && state.contains("Second"));
    for secret in desk.secrets().await {
        for shown in [&page, &state] {
            assert!(
                !shown.contains(&secret)
                    && !shown.contains(&secret[..8])
                    && !shown.contains(&secret[secret.len() - 8..])
            );
        }
    }
}

#[tokio::test]
async fn a_key_is_not_made_where_its_secret_could_not_be_shown() {
    let desk = Desk::of(Some(TEAMMATE)).await;
    let response = desk
        .call_accepting("text/html", "workspace_make_key", "app_id=APP&platform=web&password=demo-password")
        .await;
    assert!(response.status().is_redirection());
    assert_eq!(desk.secrets().await.len(), 1);
}

#[tokio::test]
async fn tokens_are_signed_with_the_newest_key_and_not_while_there_is_none() {
    let desk = Desk::of(Some(TEAMMATE)).await;
    let first = desk.workspace().identity_secret().expect("a key");
    let token = || async { text(desk.call("messenger_token", "").await).await };
    assert!(signed_by(&token().await, first.as_str()));
    let made = desk.call("workspace_make_key", "app_id=APP&platform=web&password=demo-password").await;
    let made: Value = serde_json::from_str(&text(made).await).expect("JSON");
    assert!(signed_by(&token().await, made["secret"].as_str().expect("a secret")));
    let state: Value =
        serde_json::from_str(&text(desk.call("workspace_keys", "app_id=").await).await).expect("JSON");
    for key in state["platforms"][0]["keys"].as_array().expect("keys") {
        let form = format!("app_id=APP&key_id={}&password=demo-password", key["id"].as_str().expect("an id"));
        assert_eq!(desk.call("workspace_retire_key", &form).await.status(), 200);
    }
    assert_eq!(desk.call("messenger_token", "").await.status(), 503);
}

#[tokio::test]
async fn the_environments_key_is_shown_by_the_variables_name() {
    let settings = [("LEPTOS_ENV", "DEV"), ("INTERCOM_IDENTITY_SECRET", "given-by-the-environment")];
    let desk = Desk::with(Some(TEAMMATE), &settings).await;
    let page = text(desk.page().await).await;
    assert!(page.contains("INTERCOM_IDENTITY_SECRET") && !page.contains("given-by-the-environment"));
    assert_eq!(
        desk.call("workspace_make_key", "app_id=APP&platform=web&password=demo-password").await.status(),
        422
    );
    assert_eq!(
        desk.call("workspace_make_key", "app_id=APP&platform=ios&password=demo-password").await.status(),
        200
    );
}

/// Whether the token in this reply has a signature of this secret.
fn signed_by(reply: &str, secret: &str) -> bool {
    use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
    let reply: Value = serde_json::from_str(reply).unwrap_or_else(|_| panic!("no JSON: {reply}"));
    let token = reply["token"].as_str().expect("a token");
    let mut validation = Validation::new(Algorithm::HS256);
    validation.validate_exp = false;
    decode::<Value>(token, &DecodingKey::from_secret(secret.as_bytes()), &validation).is_ok()
}
