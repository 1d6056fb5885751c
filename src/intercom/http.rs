//! Requests and answers, before they mean anything.

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::{Request, StatusCode, header};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use serde::de::DeserializeOwned;
use std::fmt;
use std::time::Duration;

use super::{AccessToken, Answer, Error, RateLimit};

/// The bytes of the largest answer that is read.
const LARGEST: usize = 4 * 1024 * 1024;
const USER_AGENT: &str = concat!("leptos-messenger/", env!("CARGO_PKG_VERSION"));

#[derive(Clone)]
pub struct Http {
    connections: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    base: String,
    version: &'static str,
    token: AccessToken,
    pub patience: Duration,
}

/// A good answer.
pub struct Answered {
    status: StatusCode,
    body: Bytes,
    pub rate: RateLimit,
}

impl Http {
    pub fn new(base: String, version: &'static str, token: AccessToken, patience: Duration) -> Self {
        let connector = hyper_rustls::HttpsConnectorBuilder::new()
            .with_webpki_roots()
            .https_or_http()
            .enable_http1()
            .build();
        Self {
            connections: Client::builder(TokioExecutor::new()).build(connector),
            base,
            version,
            token,
            patience,
        }
    }

    pub async fn ask(&self, method: &str, path: &str, body: Option<String>) -> Result<Answered, Error> {
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token.expose()))
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::USER_AGENT, USER_AGENT)
            .header("Intercom-Version", self.version)
            .body(Full::from(body.unwrap_or_default()))
            .map_err(|_| Error::Unsendable)?;
        // Whatever is said of a failure may be logged: of the request it names nothing.
        let asking = async {
            let response =
                self.connections.request(request).await.map_err(|error| Error::unreachable(&error))?;
            let (head, body) = response.into_parts();
            let body = Limited::new(body, LARGEST).collect().await.map_err(|_| Error::Cut)?.to_bytes();
            Ok((head, body))
        };
        let (head, body) =
            tokio::time::timeout(self.patience, asking).await.map_err(|_| Error::TimedOut)??;
        let rate = RateLimit::read(&head.headers);
        match head.status {
            status if status.is_success() => Ok(Answered { status, body, rate }),
            status => Err(Error::answered(status, &head.headers, rate, &body)),
        }
    }
}

impl Answered {
    pub fn read<T: DeserializeOwned>(self) -> Result<Answer<T>, Error> {
        let body = serde_json::from_slice(&self.body);
        let body = body.map_err(|_| Error::Malformed { status: self.status.as_u16() })?;
        Ok(Answer { body, rate: self.rate })
    }
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Http")
            .field("base", &self.base)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}
