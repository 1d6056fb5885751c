//! Answers for requests that never reach a page or a server function, in the words of [`Error`]: a page for a person, the
//! error itself for the app's own calls.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use leptos::server_fn::error::FromServerFnError;
use std::any::Any;
use std::error::Error as _;
use std::iter::successors;
use tower_http::catch_panic::CatchPanicLayer;

use super::timed_body::TooSlow;
use crate::accounts::{CurrentSession, Role};
use crate::desk::FILE_PATH;
use crate::error::{Error, accepts_html};
use crate::workspace::csv_import::MOST_BYTES;

/// The longest form or server function argument that is read.
const LARGEST_BODY: usize = 64 * 1024;

/// The longest body that is read of this request. A teammate may bring a file of people, in a form.
fn largest_body(request: &Request) -> usize {
    let session = request.extensions().get::<Option<CurrentSession>>().and_then(Option::as_ref);
    let is_teammates = session.is_some_and(|session| session.signed_in.role == Role::Teammate);
    match is_teammates && request.uri().path() == FILE_PATH {
        true => MOST_BYTES + LARGEST_BODY,
        false => LARGEST_BODY,
    }
}

/// Answers with the error's status and words.
/// A person gets them on a page, the app's own calls get a server function's error.
pub fn refuse(error: Error, headers: &HeaderMap) -> Response {
    answer(error.status(), error, headers)
}

/// Answers as [`refuse`] does, with a status of the caller's choice.
pub fn answer(status: StatusCode, error: Error, headers: &HeaderMap) -> Response {
    let mut answer = match accepts_html(headers) {
        true => (status, error.to_string()).into_response(),
        false => (status, [(header::CONTENT_TYPE, "application/json")], error.ser()).into_response(),
    };
    answer.extensions_mut().insert(Failed(error));
    answer
}

/// Marks an answer that is nothing but an error.
#[derive(Clone)]
struct Failed(Error);

/// The policy of a page that says what failed. The page runs nothing.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// Puts an error that a person would read bare onto a page.
/// It needs nothing that could have failed: no database, no script, no brand.
pub async fn on_a_page(request: Request, next: Next) -> Response {
    let person = accepts_html(request.headers());
    // A form that is sent again by a link would be another request.
    let again = *request.method() == Method::GET;
    let answer = next.run(request).await;
    let Some(Failed(error)) = answer.extensions().get().cloned().filter(|_| person) else { return answer };
    let (mut parts, _) = answer.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    parts.headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    Response::from_parts(parts, Body::from(page(&error, again)))
}

fn page(error: &Error, again: bool) -> String {
    let title = match error {
        Error::Internal => "We ran aground",
        Error::Unavailable => "No answer from below deck",
        Error::NotFound => "Nothing anchored here",
        _ => "That did not go through",
    };
    let again = if again { r#"<a class="button main" href="">Try again</a>"# } else { "" };
    let words = error.to_string().replace('&', "&amp;").replace('<', "&lt;");
    include_str!("failure.html")
        .replace("{title}", title)
        .replace("{words}", &words)
        .replace("{again}", again)
}

/// Reads the body before anything else does, and no more of it than [`largest_body`] says.
pub async fn limit_body(request: Request, next: Next) -> Response {
    let most = largest_body(&request);
    let (parts, body) = request.into_parts();
    let error = match to_bytes(body, most).await {
        Ok(bytes) => return next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Err(error) => error,
    };
    let (status, message) = match is_too_slow(&error) {
        true => (StatusCode::REQUEST_TIMEOUT, "That did not arrive in time. Try again."),
        false => (StatusCode::PAYLOAD_TOO_LARGE, "That is too much at once. Shorten it and try again."),
    };
    answer(status, Error::invalid("", message), &parts.headers)
}

fn is_too_slow(error: &axum::Error) -> bool {
    successors(error.source(), |cause| (**cause).source()).any(|cause| cause.is::<TooSlow>())
}

/// Has a handler that panicked answer 500. The answer says nothing of why; the log does.
pub fn catch_panics() -> CatchPanicLayer<fn(Box<dyn Any + Send>) -> Response> {
    CatchPanicLayer::custom(|_| {
        tracing::error!("a handler panicked");
        let mut answer = (StatusCode::INTERNAL_SERVER_ERROR, Error::Internal.to_string()).into_response();
        answer.extensions_mut().insert(Failed(Error::Internal));
        answer
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use tower::ServiceExt;

    #[tokio::test]
    async fn a_handler_that_panics_answers_500_and_keeps_the_reason_to_itself() {
        let panics = || async {
            if true {
                panic!("the reason")
            }
        };
        let app = Router::new()
            .route("/", get(panics).post(panics))
            .layer(catch_panics())
            .layer(from_fn(on_a_page));
        let ask = async |method: &str, accept: &str| {
            let request =
                Request::builder().method(method).header(header::ACCEPT, accept).body(Body::empty());
            let answer = app.clone().oneshot(request.unwrap()).await.unwrap();
            assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
            let body = to_bytes(answer.into_body(), 4096).await.unwrap();
            String::from_utf8(body.to_vec()).unwrap()
        };
        assert_eq!(ask("GET", "application/json").await, Error::Internal.to_string());
        let page = ask("GET", "text/html").await;
        assert!(page.contains("<h1>We ran aground</h1>") && page.contains("Try again</a>"), "{page}");
        assert!(
            page.contains(&Error::Internal.to_string())
                && !page.contains("the reason")
                && !page.contains('{')
        );
        assert!(
            !ask("POST", "text/html").await.contains("Try again</a>"),
            "a form is not sent again by a link"
        );
    }

    #[test]
    fn words_that_hold_markup_stay_words() {
        let error = Error::invalid("", "<script>&");
        assert!(page(&error, true).contains("<p>&lt;script>&amp;</p>"));
    }
}
