//! A site of just these pages and server functions, asked without a socket.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, COOKIE, LOCATION, REFERER, SET_COOKIE};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::{Router, http::StatusCode};
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, generate_route_list};
use leptos_messenger::accounts::{Accounts, DemoAccounts, LogOutCookies, current_session};
use leptos_messenger::pages::{AccountPage, LoginPage};
use leptos_meta::provide_meta_context;
use leptos_router::components::{FlatRoutes, Route, Router as Pages};
use leptos_router::{Lazy, path};
use tower::ServiceExt;

use super::World;

#[component]
fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(RwSignal::new(current_session().map(|session| session.signed_in)));
    DemoAccounts::provide();
    view! {
        <Pages>
            <FlatRoutes fallback=|| "Not found">
                <Route path=path!("/login") view=LoginPage/>
                <Route path=path!("/account") view={Lazy::<AccountPage>::new()}/>
            </FlatRoutes>
        </Pages>
    }
}

async fn find_session(State(accounts): State<Accounts>, mut request: Request, next: Next) -> Response {
    let session = accounts.current(request.headers()).await.unwrap();
    request.extensions_mut().insert(session);
    next.run(request).await
}

fn site(accounts: Accounts) -> Router {
    let options = LeptosOptions::builder().output_name("leptos-messenger").build();
    let context = {
        let accounts = accounts.clone();
        move || {
            provide_context(accounts.clone());
            provide_context(DemoAccounts(accounts.demo_accounts()));
            provide_context(LogOutCookies(vec!["widget=; Path=/; Max-Age=0".to_owned()]));
        }
    };
    Router::new()
        .leptos_routes_with_context(&options, generate_route_list(App), context, || {
            view! { <!DOCTYPE html><html><head></head><body><App/></body></html> }
        })
        .layer(from_fn_with_state(accounts, find_session))
        .with_state(options)
}

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

    async fn ask(&self, request: Request) -> Answer {
        let response = site(self.accounts.clone()).oneshot(request).await.unwrap();
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
