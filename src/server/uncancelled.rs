//! A page is rendered to its end, also for a browser that went away.
//!
//! leptos frees the signals of a page when its request or its body is dropped. Parts of the page that wait for data may
//! still render on other threads, and a read of a freed signal panics.

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use hyper::body::{Frame, SizeHint};
use std::panic::resume_unwind;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::runtime::Handle;
use tracing::Instrument;

pub async fn uncancelled(request: Request, next: Next) -> Response {
    let answering = tokio::spawn(next.run(request).in_current_span());
    match answering.await.map_err(tokio::task::JoinError::try_into_panic) {
        Ok(response) if is_page(response.headers()) => response.map(|body| Body::new(Page(Some(body)))),
        Ok(response) => response,
        // For the layer that makes an answer of it.
        Err(Ok(panic)) => resume_unwind(panic),
        Err(Err(_)) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

fn is_page(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}

/// A page's body. Where nobody reads the rest, a task does. `None` is the end.
struct Page(Option<Body>);

impl HttpBody for Page {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let Some(body) = &mut self.0 else { return Poll::Ready(None) };
        let frame = ready!(Pin::new(body).poll_frame(context));
        if frame.is_none() {
            self.0 = None;
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.0.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.0.as_ref().map_or_else(SizeHint::default, HttpBody::size_hint)
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(mut rest) = self.0.take().filter(|rest| !rest.is_end_stream())
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(async move { while let Some(Ok(_)) = rest.frame().await {} });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::middleware::from_fn;
    use axum::response::Html;
    use axum::routing::get;
    use futures::{StreamExt, stream};
    use std::convert::Infallible;
    use tokio::sync::mpsc;
    use tower::ServiceExt;

    #[tokio::test]
    async fn a_page_that_nobody_reads_to_its_end_is_rendered_to_its_end() {
        let (rendered, mut reports) = mpsc::unbounded_channel();
        let page = async move || {
            let chunks = stream::iter(0..3).map(move |chunk| {
                _ = rendered.send(chunk);
                Ok::<_, Infallible>(format!("<p>{chunk}</p>"))
            });
            Html(Body::from_stream(chunks))
        };
        let router = Router::new().route("/", get(page)).layer(from_fn(uncancelled));
        let response = router.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
        let mut body = response.into_body();
        assert_eq!(body.frame().await.unwrap().unwrap().into_data().unwrap(), "<p>0</p>");
        assert_eq!(reports.try_recv(), Ok(0));
        assert!(reports.try_recv().is_err());
        drop(body);
        assert_eq!((reports.recv().await, reports.recv().await), (Some(1), Some(2)));
    }
}
