//! The body of a request, with a time limit.

use axum::BoxError;
use axum::body::{Body, HttpBody};
use hyper::body::{Bytes, Frame, Incoming, SizeHint};
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Sleep, sleep};

/// The bytes a second that a body must come with, beyond its first seconds.
/// A file of 10 MiB may take some eleven minutes.
const SLOWEST: f64 = 16.0 * 1_024.0;

/// A request's body, which fails if it has not come by a certain time, however busily it dribbles.
/// Each part that comes gives the rest the time that the part may take.
pub struct TimedBody {
    body: Incoming,
    until: Pin<Box<Sleep>>,
}

/// The error of a body that did not come in time.
#[derive(Debug)]
pub struct TooSlow;

impl TimedBody {
    pub fn wrap(body: Incoming, patience: Duration) -> Body {
        match body.is_end_stream() {
            true => Body::empty(),
            false => Body::new(Self { body, until: Box::pin(sleep(patience)) }),
        }
    }
}

impl HttpBody for TimedBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if self.until.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Err(TooSlow.into())));
        }
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled
            && let Some(part) = frame.data_ref()
        {
            #[expect(clippy::cast_precision_loss, reason = "a part is far smaller than 2^52 bytes")]
            let later = self.until.deadline() + Duration::from_secs_f64(part.len() as f64 / SLOWEST);
            self.until.as_mut().reset(later);
        }
        polled.map_err(Into::into)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl fmt::Display for TooSlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body did not come in time")
    }
}

impl std::error::Error for TooSlow {}
