//! The widget's cookies: the server's replies expire them, whether a script runs or not (rules R3 and R11).
//!
//! Names and scope: Intercom's help, "Intercom Messenger Cookies".

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header::SET_COOKIE};
use axum::response::{IntoResponseParts, ResponseParts};
use leptos::logging::error;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::convert::Infallible;

use super::layer::{HostContext, MissingContext};
use super::requested_host::{normalize_host, requested_host};

/// Cookies of the session, of the visitor, of the device; and the pattern's own marker (rule R3).
const COOKIES: [&str; 4] = [
    "intercom-session",
    "intercom-id",
    "intercom-device-id",
    "messenger-session",
];

/// Makes the reply expire the widget's session and visitor cookies. Call it in the server function that logs out, or in
/// a component. In a route of axum's own, use [`ExpiredWidgetCookies`]. Where it can do nothing, the console says why.
pub fn expire_widget_cookies() {
    append_to_reply(ExpiredWidgetCookies::current());
}

/// Makes the reply expire all of the widget's cookies and the marker. Call it in the server function that withdraws
/// consent.
pub fn expire_all_widget_cookies() {
    append_to_reply(
        ExpiredWidgetCookies::current().map(ExpiredWidgetCookies::with_device_and_marker),
    );
}

/// The widget's cookies at their end, for a route of axum's own: extract it from the request and put it into the
/// response, after headers of your own: an array of headers replaces what stands before it. Without the layer the route
/// answers 500.
///
/// ```
/// # use axum::response::{IntoResponse, Redirect};
/// use messenger::server::ExpiredWidgetCookies;
///
/// async fn log_out(expired: ExpiredWidgetCookies) -> impl IntoResponse {
///     // … end the session …
///     (expired, Redirect::to("/"))
/// }
/// # let _: axum::Router = axum::Router::new().route("/log-out", axum::routing::post(log_out));
/// ```
#[derive(Clone, Debug)]
pub struct ExpiredWidgetCookies {
    cookies: &'static [&'static str],
    /// The workspace's id. None while the Messenger is off.
    app_id: Option<String>,
    host: String,
}

impl ExpiredWidgetCookies {
    /// The cookies that this workspace's widget may have set on a page of `host`, with a port or without.
    pub fn new(app_id: &str, host: &str) -> Self {
        Self {
            cookies: &COOKIES[..2],
            app_id: Some(app_id.to_owned()),
            host: normalize_host(host),
        }
    }

    /// Adds the device's cookie and the marker: the reply to a withdrawn consent leaves none of them.
    pub fn with_device_and_marker(mut self) -> Self {
        self.cookies = &COOKIES;
        self
    }

    /// The values of the `Set-Cookie` lines. The widget shares its cookies among subdomains. Each cookie has a line for
    /// the host alone, one for the host's domain, and one for each domain above.
    pub fn lines(&self) -> Vec<String> {
        let Some(app_id) = &self.app_id else {
            return Vec::new();
        };
        let line =
            |cookie, scope| format!("{cookie}-{app_id}=; Path=/; Max-Age=0; SameSite=Lax{scope}");
        let scopes = scopes(&self.host);
        let of = |cookie| scopes.iter().map(move |scope| line(cookie, scope));
        self.cookies.iter().flat_map(of).collect()
    }

    fn current() -> Result<Self, MissingContext> {
        HostContext::with_current(Self::of)
    }

    fn of(request: &Parts, context: HostContext) -> Self {
        let app_id = context
            .workspace
            .map(|workspace| workspace.widget.app_id.clone());
        let host = requested_host(&request.headers, &request.uri);
        Self {
            cookies: &COOKIES[..2],
            app_id,
            host,
        }
    }

    fn header_values(&self) -> impl Iterator<Item = HeaderValue> {
        self.lines().into_iter().filter_map(|line| {
            let value = HeaderValue::from_str(&line);
            value
                .inspect_err(|_| error!("no header can hold this cookie: {line:?}"))
                .ok()
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ExpiredWidgetCookies {
    type Rejection = MissingContext;

    async fn from_request_parts(request: &mut Parts, _: &S) -> Result<Self, MissingContext> {
        let context =
            HostContext::of(request).inspect_err(|missing| missing.report(NOT_EXPIRED))?;
        Ok(Self::of(request, context))
    }
}

impl IntoResponseParts for ExpiredWidgetCookies {
    type Error = Infallible;

    fn into_response_parts(self, mut response: ResponseParts) -> Result<ResponseParts, Infallible> {
        for value in self.header_values() {
            response.headers_mut().append(SET_COOKIE, value);
        }
        Ok(response)
    }
}

const NOT_EXPIRED: &str = "the Messenger's cookies were not expired";

fn append_to_reply(cookies: Result<ExpiredWidgetCookies, MissingContext>) {
    let reply = use_context::<ResponseOptions>().ok_or(MissingContext::Reply);
    match cookies.and_then(|cookies| Ok((cookies, reply?))) {
        Ok((cookies, reply)) => {
            cookies
                .header_values()
                .for_each(|value| reply.append_header(SET_COOKIE, value));
        }
        Err(missing) => missing.report(NOT_EXPIRED),
    }
}

/// The ends of the `Set-Cookie` lines: empty for the host alone, then a `Domain` for each domain that the host belongs
/// to.
fn scopes(host: &str) -> Vec<String> {
    let labels: Vec<&str> = host.split('.').collect();
    let is_address =
        host.starts_with('[') || labels.iter().all(|label| label.parse::<u8>().is_ok());
    // Whatever else a header holds must not become part of the line.
    let is_name = host
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
    let domains = (0..labels.len().saturating_sub(1))
        .filter(|_| is_name && !is_address)
        .map(|from| format!("; Domain={}", labels[from..].join(".")));
    std::iter::once(String::new()).chain(domains).collect()
}
