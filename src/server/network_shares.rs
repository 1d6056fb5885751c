//! How much of this server one network may use at a time, so that enough is left for others.

use axum::extract::{ConnectInfo, Extension, Request, State as Shared};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::net::SocketAddr;

use super::client_address::ByProxy;
use super::concurrency_limit::{ConcurrencyLimit, LimitReached};
use super::failure;
use super::permit_body::hold;
use super::stream_headers::is_stream;
use crate::counted::Counted;
use crate::error::Error;

type ConnectedClient = Option<Extension<ConnectInfo<SocketAddr>>>;

/// The seconds after which a client may try again.
/// A dead connection gives its place back within a minute, a silent one within 10 s.
const RETRY: HeaderValue = HeaderValue::from_static("10");

/// The number of files that are no connection of a client: the database's, the log's.
const OTHER_FILES: u64 = 124;
/// The fewest connections at once, however few files there are.
const FEWEST: usize = 100;

/// The number of connections: as many as wanted, or as the process may open files for. An answer may be a file, too.
/// Where the system lets it, the process may open more files from now on.
pub fn connections(wanted: usize) -> usize {
    let needed = 2 * wanted as u64 + OTHER_FILES;
    let mut files = getrlimit(Resource::Nofile);
    if files.current.is_some_and(|current| current < needed) {
        let more = Rlimit { current: Some(files.maximum.map_or(needed, |most| most.min(needed))), ..files };
        if setrlimit(Resource::Nofile, more).is_ok() {
            files = getrlimit(Resource::Nofile);
        }
    }
    allowed(wanted, files.current)
}

/// The number of connections for so many files. `None` is any number of files.
fn allowed(wanted: usize, files: Option<u64>) -> usize {
    let Some(files) = files else { return wanted };
    let most = usize::try_from(files.saturating_sub(OTHER_FILES) / 2).unwrap_or(usize::MAX);
    wanted.min(most.max(FEWEST))
}

/// The connections that one network may have.
/// Connections of trusted proxies are not counted: [`limit_proxied`] counts their clients.
pub fn of_network(connections: usize) -> usize {
    (connections / 4).max(1)
}

/// The limit of event streams: pages find a free connection, however many streams are open.
pub fn streams(connections: usize) -> ConcurrencyLimit {
    ConcurrencyLimit::new((connections / 5 * 4).max(1), of_network(connections))
}

/// The limit of requests that trusted proxies pass on.
pub fn proxied(connections: usize) -> ConcurrencyLimit {
    ConcurrencyLimit::new(usize::MAX, of_network(connections))
}

/// Holds a permit for each event stream until it ends; refuses those for which none is left.
pub async fn limit_streams(
    Shared(limit): Shared<ConcurrencyLimit>,
    client: ConnectedClient,
    request: Request,
    next: Next,
) -> Response {
    let answer = next.run(request).await;
    let Some(Extension(ConnectInfo(client))) = client.filter(|_| is_stream(&answer)) else {
        return answer;
    };
    match limit.take(client.ip().into()) {
        Ok(permit) => hold(answer, (permit, Counted::by("http_streams"))),
        Err(LimitReached::Network) => {
            (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, RETRY)], "too many streams of one network")
                .into_response()
        }
        Err(LimitReached::All) => {
            (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, RETRY)], "too many streams").into_response()
        }
    }
}

/// Holds a permit for each request that a trusted proxy passes on, until its answer is read.
pub async fn limit_proxied(
    Shared(limit): Shared<ConcurrencyLimit>,
    client: ConnectedClient,
    request: Request,
    next: Next,
) -> Response {
    let is_proxied = request.extensions().get::<ByProxy>().is_some();
    let Some(Extension(ConnectInfo(client))) = client.filter(|_| is_proxied) else {
        return next.run(request).await;
    };
    match limit.take(client.ip().into()) {
        Ok(permit) => hold(next.run(request).await, permit),
        Err(_) => {
            let message = "Too many requests of your network are open. Try again in a few seconds.";
            let error = Error::invalid("", message);
            let mut answer = failure::answer(StatusCode::TOO_MANY_REQUESTS, error, request.headers());
            answer.headers_mut().insert(RETRY_AFTER, RETRY);
            answer
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_connections_are_served_as_the_process_may_open_files_for() {
        assert_eq!(allowed(2_000, None), 2_000);
        assert_eq!(allowed(2_000, Some(1_000_000)), 2_000);
        assert_eq!(allowed(2_000, Some(1_024)), 450);
        assert_eq!(allowed(2_000, Some(64)), FEWEST);
        assert_eq!(allowed(50, Some(64)), 50);
    }
}
