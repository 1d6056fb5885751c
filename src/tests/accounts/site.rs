//! The whole site, asked without a socket.

use axum::body::{Body, to_bytes};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, COOKIE, LOCATION, REFERER, SET_COOKIE};
use axum::http::{Request, StatusCode};

use super::World;
use crate::server::Server;

/// How the request was made: by the page's script, or by the browser itself.
#[derive(Clone, Copy)]
pub enum By {
    Fetch,
    /// A form on the page at this path.
    Form(&'static str),
}

pub struct Answer {
    pub status: StatusCode,
    pub location: Option<String>,
    /// Where a fetch is asked to go on.
    pub set_cookies: Vec<String>,
    pub cache_control: Option<String>,
    /// Leptos' own sign for a redirect by script.
    pub script_redirect: bool,
    pub body: String,
}

impl World {
    pub async fn post(&self, function: &str, fields: &[(&str, &str)], cookie: &str, by: By) -> Answer {
        let body: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let request = Request::post(format!("/api/{function}"))
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(COOKIE, cookie);
        let request = match by {
            By::Fetch => request.header(ACCEPT, "application/json"),
            By::Form(page) => request
                .header(ACCEPT, "text/html,application/xhtml+xml")
                .header(REFERER, format!("http://shop.example{page}")),
        };
        self.ask(request.body(Body::from(body.join("&"))).unwrap()).await
    }

    /// `cookies` as a browser sends them; what follows the last as an attribute does no harm.
    pub async fn page(&self, path: &str, cookies: &str) -> Answer {
        let request = Request::get(path).header(ACCEPT, "text/html").header(COOKIE, cookies);
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    async fn ask(&self, request: Request<Body>) -> Answer {
        let demo = if self.accounts.demo_accounts().0.is_empty() { "0" } else { "1" };
        let folder = tempfile::tempdir().unwrap();
        let server =
            Server::over(folder, self.db.clone(), self.clock.clone(), &[("DEMO_ACCOUNTS", demo)]).await;
        let response = server.send(request).await;
        let text = |value: &axum::http::HeaderValue| value.to_str().unwrap().to_owned();
        let headers = response.headers().clone();
        Answer {
            status: response.status(),
            location: headers.get(LOCATION).map(text),
            set_cookies: headers.get_all(SET_COOKIE).iter().map(text).collect(),
            cache_control: headers.get(CACHE_CONTROL).map(text),
            script_redirect: headers.contains_key("serverfnredirect"),
            body: String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().into())
                .unwrap(),
        }
    }
}

pub fn escaped(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}
