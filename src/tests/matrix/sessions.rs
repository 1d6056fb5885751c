//! The same for what reads no cookie: whom the session of the Messenger opens what.

use axum::http::StatusCode;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::table::rows;
use crate::database::execute;
use crate::server::inbox::{Desk, parsed};

/// Whose session comes along. `foreign` is a person of another app of the same database.
pub const CALLERS: [&str; 7] = ["nobody", "visitor", "lead", "user", "other", "ended", "foreign"];

/// `$LEAD` and `$USER` are conversations of these two, `$FILE` is a file of the lead's. `!` says that words of theirs are in the answer.
const TABLE: &str = r#"
#                      nobody visitor lead user other ended foreign
GET  home              401    200     200! 200! 200   401   401
GET  messages          401    200     200! 200! 200   401   401
GET  unread            401    200     200  200  200   401   401
GET  conversations/$LEAD 401  204     200! 204  204   401   401
GET  conversations/$USER 401  204     204  200! 204   401   401
GET  conversations/1   401    204     204  204  204   401   401
GET  conversations/x   401    204     204  204  204   401   401
GET  stream            401    200     200  200  200   401   401
POST attachments       401    200     200  200  200   401   401    {"words":"of the file"}
GET  attachments/$FILE 401   404     200! 404  404   401   401
GET  attachments/x     401    404     404  404  404   401   401
POST email             403    422     204  422  422   403   403    {"email":"lead@example.com"}
POST message           403    200     200  200  200   403   403    {"text":"New","key":"$KEY"}
POST message           403    404     200  404  404   403   403    {"text":"More","key":"$KEY","conversation":"$LEAD"}
POST message           403    404     404  200  404   403   403    {"text":"More","key":"$KEY","conversation":"$USER"}
POST seen              403    404     204  404  404   403   403    {"conversation":"$LEAD","part":"$LEAD"}
POST seen              403    404     404  204  404   403   403    {"conversation":"$USER","part":"$USER"}
GET  outbound/1        401    404     404  404  404   401   401
POST outbound          403    404     404  404  404   403   403    {"message":"1","what":"seen"}
POST typing            401    404     204  404  404   401   401    {"conversation":"$LEAD"}
POST typing            401    404     404  204  404   401   401    {"conversation":"$USER"}
POST event             403    200     200  200  200   403   403    {"ping_id":"p","name":"read-guide"}
POST shutdown          204    204     204  204  204   204   204    {}
"#;

struct World {
    desk: Desk,
    sessions: [String; 7],
    lead: i64,
    user: i64,
    file: String,
}

impl World {
    async fn new() -> Self {
        let desk = Desk::open().await;
        execute(
            &desk.server.state.db,
            "insert into workspace_apps (app_id, name, created_at) values ('foreign', 'Foreign', 1)",
        )
        .await;
        let own = desk.app_id();
        let sessions = [
            String::new(),
            desk.visitor().await,
            desk.visitor().await,
            boot(&desk, &own, user(&desk, "u_1")).await,
            boot(&desk, &own, user(&desk, "u_2")).await,
            boot(&desk, &own, user(&desk, "u_3")).await,
            boot(&desk, "foreign", json!({})).await,
        ];
        let lead = desk.writes(&sessions[2], "k", None, "Is the kettle on?").await;
        let user = desk.writes(&sessions[3], "k", None, "The kettle is off.").await;
        let (status, _) = desk.person("shutdown", Some(json!({})), &sessions[5]).await;
        assert_eq!(status, StatusCode::NO_CONTENT);
        let file = desk.uploads(&sessions[2], "a.txt", b"The kettle is on.".to_vec()).await.1;
        let file = parsed(&file)["id"].as_str().expect("an id").to_owned();
        Self { desk, sessions, lead, user, file }
    }

    fn filled(&self, text: &str, key: &str) -> String {
        let text = text.replace("$LEAD", &self.lead.to_string()).replace("$USER", &self.user.to_string());
        text.replace("$KEY", key).replace("$FILE", &self.file)
    }
}

fn user(desk: &Desk, user_id: &str) -> Value {
    let claims = json!({ "user_id": user_id, "exp": desk.server.state.clock.seconds() + 7_200 });
    let secret = desk.workspace().identity_secret().expect("a key");
    let key = EncodingKey::from_secret(secret.as_str().as_bytes());
    json!({ "intercom_user_jwt": encode(&Header::new(Algorithm::HS256), &claims, &key).expect("a token") })
}

async fn boot(desk: &Desk, app_id: &str, settings: Value) -> String {
    let page = json!({ "url": "https://shop.example/" });
    let boot = json!({ "app_id": app_id, "call": "boot", "page": page, "settings": settings });
    let (status, body) = desk.person("ping", Some(boot), "").await;
    assert_eq!(status, StatusCode::OK, "{body}");
    parsed(&body)["session"].as_str().expect("a session").to_owned()
}

#[tokio::test]
async fn each_address_of_the_messenger_answers_whom_the_table_says_and_nobody_reads_anothers_words() {
    let (mut wrong, mut tried) = (Vec::new(), Vec::new());
    for (at, line) in TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).enumerate() {
        // What one line changes is nothing to the next.
        let world = World::new().await;
        let (call, form) = line.split_once('{').unwrap_or((line, ""));
        let words: Vec<_> = call.split_whitespace().collect();
        let [method, path, expected @ ..] = &words[..] else { panic!("{line}") };
        let mut found = Vec::new();
        for (caller, session) in CALLERS.iter().zip(&world.sessions) {
            let address = match *path {
                "stream" => format!("stream?app_id={}&after=0", world.desk.app_id()),
                path if *method == "GET" => {
                    format!("{}?app_id={}", world.filled(path, ""), world.desk.app_id())
                }
                "attachments" => format!("attachments?app_id={}&name=a.txt", world.desk.app_id()),
                path => path.to_owned(),
            };
            let body = (*method == "POST").then(|| {
                let mut body = parsed(&world.filled(&format!("{{{form}"), &format!("{caller}{at}")));
                body["app_id"] = world.desk.app_id().into();
                body
            });
            let (status, body) = match *path {
                // It has no end.
                "stream" => (world.opens(&address, session).await, String::new()),
                _ => world.desk.person(&address, body, session).await,
            };
            let words = if body.contains("kettle") { "!" } else { "" };
            found.push(format!("{}{words}", status.as_u16()));
        }
        if found != *expected {
            wrong.push(format!("{method} {path} {form}: {found:?}, not {expected:?}"));
        }
        tried.push(format!("{method} {}", path.split('/').next().unwrap_or_default()));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // The panel's files are everybody's, and a boot opens the session.
    let everybodys = ["panel", "panel.js", "panel.css", "frame.js", "ping"];
    for row in rows() {
        let Some(path) = row.address.strip_prefix("/messenger/web/") else { continue };
        let path = path.split(['/', '?']).next().unwrap_or_default();
        assert!(
            everybodys.contains(&path) || tried.contains(&format!("{} {path}", row.method)),
            "{}",
            row.address
        );
    }
}

impl World {
    async fn opens(&self, address: &str, session: &str) -> StatusCode {
        let request = axum::http::Request::get(format!("/messenger/web/{address}"))
            .header("authorization", format!("Bearer {session}"))
            .body(axum::body::Body::empty())
            .expect("a request");
        self.desk.server.send(request).await.status()
    }
}
