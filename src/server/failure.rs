//! Answers for requests that never reach a page or a server function, in the words of [`Error`].

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use leptos::server_fn::error::FromServerFnError;
use std::any::Any;
use tower_http::catch_panic::CatchPanicLayer;

use crate::error::Error;

/// The longest form or server function argument that is read.
const LARGEST_BODY: usize = 64 * 1024;

/// Whether a person's browser is to show the answer, rather than a script to read it.
pub fn wants_html(headers: &HeaderMap) -> bool {
    headers.get_all(header::ACCEPT).iter().any(|v| v.to_str().is_ok_and(|v| v.contains("text/html")))
}

/// The error's status and words: plain for a person, as a server function's error for the app's own calls.
pub fn refuse(error: Error, headers: &HeaderMap) -> Response {
    answer(error.status(), error, headers)
}

fn answer(status: StatusCode, error: Error, headers: &HeaderMap) -> Response {
    match wants_html(headers) {
        true => (status, error.to_string()).into_response(),
        false => (status, [(header::CONTENT_TYPE, "application/json")], error.ser()).into_response(),
    }
}

/// Reads the body before anything else does, and no more of it than [`LARGEST_BODY`].
pub async fn limit_body(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    match to_bytes(body, LARGEST_BODY).await {
        Ok(bytes) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Err(_) => {
            let message = "That is too much at once. Shorten it and try again.".into();
            answer(
                StatusCode::PAYLOAD_TOO_LARGE,
                Error::Invalid { field: String::new(), message },
                &parts.headers,
            )
        }
    }
}

/// A handler that panicked answers 500 and says nothing of why; the log does.
pub fn catch_panics() -> CatchPanicLayer<AnswerToPanic> {
    CatchPanicLayer::custom(answer_to_panic as AnswerToPanic)
}

type AnswerToPanic = fn(Box<dyn Any + Send>) -> Response;

fn answer_to_panic(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    (StatusCode::INTERNAL_SERVER_ERROR, Error::Internal.to_string()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::routing::get;
    use tower::ServiceExt;

    #[tokio::test]
    async fn a_handler_that_panics_answers_500_and_keeps_the_reason_to_itself() {
        let panics = || async {
            if true {
                panic!("the reason")
            }
        };
        let app = Router::new().route("/", get(panics)).layer(catch_panics());
        let answer = app.oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = to_bytes(answer.into_body(), 1024).await.unwrap();
        assert_eq!(body, Error::Internal.to_string());
    }
}
