//! Takes connections and answers their requests. No client holds a connection for ever, one network leaves connections to
//! others, and a stop cuts nobody off in the middle of an answer.
//!
//! Where all places are taken, a connection gets a spare place: for one request, and a short time. So a full server still
//! answers a health check, and answers everything else with 503.

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::header::{CONNECTION, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use socket2::{SockRef, TcpKeepalive};
use std::convert::Infallible;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

use super::client_address::TrustedProxies;
use super::concurrency_limit::{ConcurrencyLimit, LimitReached, Permit, lock};
use super::network_shares;
use super::timed_body::TimedBody;
use super::unread_timeout::UnreadTimeout;
use crate::counted::Counted;

/// The pause before the next connection is taken, where one could not be. The system has run out of something then.
const PAUSE: Duration = Duration::from_secs(1);
/// The number of connections beside the places, for health checks of a full server.
/// As many refused connections get an answer at a time.
const SPARE: usize = 24;
/// The most bytes of a connection that wait to be sent, or to be read.
const BUFFER: usize = 64 * 1_024;
/// The time without any sign of a client after which its network counts as gone: 40 s.
/// A stream sends something every 15 s. The time counts from there, so a stream ends within a minute.
const GONE: Duration = Duration::from_secs(40);
const PROBE_AFTER: Duration = Duration::from_secs(19);
const PROBES: u32 = 3;
const HEALTH: &str = "/healthz";
const CLOSE: HeaderValue = HeaderValue::from_static("close");
const OVER_SHARE: &str = "Too many connections of your network are open. Try again in a few seconds.\n";
const FULL: &str = "This server has no free connection. Try again in a few seconds.\n";
const RETRY_SECONDS: u32 = 10;

#[derive(Clone, Debug)]
pub struct Limits {
    /// The most connections at once, streams among them. Above, a request gets 503, unless it is a health check.
    pub connections: usize,
    /// The most connections of one network at once (IPv6: one /64).
    pub of_network: usize,
    /// The proxies whose connections count for no network.
    pub trusted_proxies: TrustedProxies,
    /// The time until the head of a request has come. A connection may lie idle for so long.
    pub head: Duration,
    /// The time from the head of a request until its body has come. What has come of it prolongs that.
    pub body: Duration,
    /// The time for which a client may read nothing of an answer.
    pub unread: Duration,
    /// The time limit of a connection on a spare place.
    /// It holds until its request has come, and then until a place is free for it.
    pub spare: Duration,
    /// The time for which running requests may go on after a stop.
    /// Streams never end by themselves, so this is how long a stop takes while one is open.
    pub last_requests: Duration,
}

impl Limits {
    pub fn of(connections: usize, trusted_proxies: TrustedProxies) -> Self {
        Self {
            connections,
            of_network: network_shares::of_network(connections),
            trusted_proxies,
            head: Duration::from_secs(10),
            body: Duration::from_secs(30),
            unread: Duration::from_secs(30),
            spare: Duration::from_secs(2),
            last_requests: Duration::from_secs(5),
        }
    }
}

/// Serves until `stop` ends; then takes no new request and lets the running ones finish.
pub async fn serve_until(stop: impl Future<Output = ()>, listener: TcpListener, app: Router, limits: Limits) {
    let last_requests = limits.last_requests;
    let server = Server::new(app, limits);
    let taking = async {
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => match server.share(peer.ip()) {
                    Ok(share) => server.take(stream, peer, share, server.place().await),
                    Err(_) => server.refuse(stream),
                },
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    sleep(PAUSE).await;
                }
            }
        }
    };
    tokio::select! {
        () = taking => {}
        () = stop => {}
    }
    drop(listener);
    if timeout(last_requests, pin!(server.running.shutdown())).await.is_err() {
        tracing::warn!("requests that were still open are cut");
    }
}

struct Server {
    app: Router,
    limits: Limits,
    places: Arc<Semaphore>,
    spare: Arc<Semaphore>,
    /// The places for refused connections that get an answer.
    refused: Arc<Semaphore>,
    of_networks: ConcurrencyLimit,
    running: GracefulShutdown,
}

/// The place of one connection.
struct ConnectionPlace {
    is_spare: bool,
    _permit: OwnedSemaphorePermit,
}

/// A connection's place. A request on a spare one changes it for a usual one.
struct HeldPlace {
    place: Mutex<ConnectionPlace>,
    places: Arc<Semaphore>,
    patience: Duration,
    /// The number of free places below which a connection ends after its answer.
    few: usize,
}

impl Server {
    fn new(app: Router, limits: Limits) -> Self {
        Self {
            app,
            places: Arc::new(Semaphore::new(limits.connections)),
            spare: Arc::new(Semaphore::new(SPARE)),
            refused: Arc::new(Semaphore::new(SPARE)),
            of_networks: ConcurrencyLimit::new(usize::MAX, limits.of_network),
            running: GracefulShutdown::new(),
            limits,
        }
    }

    /// Waits for a place: a spare one where no other is free.
    async fn place(&self) -> ConnectionPlace {
        tokio::select! {
            biased;
            Ok(permit) = self.places.clone().acquire_owned() => ConnectionPlace { is_spare: false, _permit: permit },
            Ok(permit) = self.spare.clone().acquire_owned() => ConnectionPlace { is_spare: true, _permit: permit },
            // Neither is ever closed.
            else => std::future::pending().await,
        }
    }

    /// Takes a permit of the peer's network; a trusted proxy needs none.
    fn share(&self, peer: IpAddr) -> Result<Option<Permit>, LimitReached> {
        match self.limits.trusted_proxies.trust(peer) {
            true => Ok(None),
            false => self.of_networks.take(peer.into()).map(Some),
        }
    }

    fn take(&self, stream: TcpStream, peer: SocketAddr, share: Option<Permit>, place: ConnectionPlace) {
        let limits = &self.limits;
        if let Err(error) = notice_gone(&stream) {
            tracing::warn!(%error, "a connection whose client goes away will be noticed late");
        }
        let is_spare = place.is_spare;
        let held = Arc::new(HeldPlace {
            place: Mutex::new(place),
            places: self.places.clone(),
            patience: limits.spare,
            few: limits.connections / 10,
        });
        let (app, body, of_requests) = (self.app.clone(), limits.body, held.clone());
        let service = service_fn(move |mut request: Request<Incoming>| {
            // Pings and tries are counted by address.
            request.extensions_mut().insert(ConnectInfo(peer));
            let request = request.map(|incoming| TimedBody::wrap(incoming, body));
            let (app, held) = (app.clone(), of_requests.clone());
            // In a box, which is there until the head of the answer is: hyper keeps the space of this future for as long as the
            // connection.
            Box::pin(async move {
                if request.uri().path() != HEALTH && !held.is_usual().await {
                    return Ok(full());
                }
                let answer: Result<Response, Infallible> = app.oneshot(request).await;
                answer.map(|answer| held.end_soon(answer))
            })
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(if is_spare { limits.spare } else { limits.head })
            .keep_alive(!is_spare)
            .max_buf_size(BUFFER)
            .serve_connection(TokioIo::new(UnreadTimeout::new(stream, limits.unread)), service);
        let connection = self.running.watch(connection);
        let counted = Counted::by("http_connections");
        tokio::spawn(async move {
            // Fails where the client went away, or was too slow.
            _ = connection.await;
            drop((held, share, counted));
        });
    }

    /// Refuses a connection: with an answer, where few others are refused at the same time.
    fn refuse(&self, mut stream: TcpStream) {
        count_refused("network");
        let Ok(place) = self.refused.clone().try_acquire_owned() else { return };
        let answer = format!(
            "HTTP/1.1 429 Too Many Requests\r\nretry-after: {RETRY_SECONDS}\r\nconnection: close\r\n\
             content-type: text/plain\r\ncontent-length: {}\r\n\r\n{OVER_SHARE}",
            OVER_SHARE.len()
        );
        tokio::spawn(async move {
            let refusing = async {
                stream.write_all(answer.as_bytes()).await?;
                stream.shutdown().await?;
                // A close before its request is read would take the answer from the client.
                let mut request = [0; 1_024];
                while stream.read(&mut request).await? > 0 {}
                std::io::Result::Ok(())
            };
            _ = timeout(PAUSE, refusing).await;
            drop(place);
        });
    }
}

impl HeldPlace {
    /// Whether it is a usual place, or one becomes free in time.
    async fn is_usual(&self) -> bool {
        if !lock(&self.place).is_spare {
            return true;
        }
        match timeout(self.patience, self.places.clone().acquire_owned()).await {
            Ok(Ok(permit)) => {
                *lock(&self.place) = ConnectionPlace { is_spare: false, _permit: permit };
                true
            }
            _ => false,
        }
    }

    fn end_soon(&self, mut answer: Response) -> Response {
        if self.places.available_permits() < self.few {
            answer.headers_mut().insert(CONNECTION, CLOSE);
        }
        answer
    }
}

fn full() -> Response {
    count_refused("full");
    (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, RETRY_SECONDS)], FULL).into_response()
}

fn count_refused(why: &'static str) {
    metrics::counter!("http_connections_refused_total", "reason" => why).increment(1);
}

/// Has the system notice a client that is gone. Keepalive asks a client to which nothing is on its way.
/// What is sent and not acknowledged has a time limit of its own. Source: Linux, tcp(7).
fn notice_gone(stream: &TcpStream) -> std::io::Result<()> {
    let socket = SockRef::from(stream);
    let interval = (GONE - PROBE_AFTER) / PROBES;
    socket.set_tcp_keepalive(
        &TcpKeepalive::new().with_time(PROBE_AFTER).with_interval(interval).with_retries(PROBES),
    )?;
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(GONE))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_client_that_is_gone_is_noticed_within_a_minute() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let _client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (stream, _) = listener.accept().await.unwrap();
        notice_gone(&stream).unwrap();
        let socket = SockRef::from(&stream);
        assert!(socket.keepalive().unwrap());
        let probes = socket.tcp_keepalive_interval().unwrap() * socket.tcp_keepalive_retries().unwrap();
        assert_eq!(socket.tcp_keepalive_time().unwrap() + probes, GONE);
        #[cfg(target_os = "linux")]
        assert_eq!(socket.tcp_user_timeout().unwrap(), Some(GONE));
    }
}
