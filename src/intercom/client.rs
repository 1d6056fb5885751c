//! The client of Intercom's REST API.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;

use super::http::Http;
use super::{AccessToken, Answer, Error};

/// The newest stable version there is a description of. Versions break: only those named here were tried.
pub const VERSION: &str = "2.16";

/// The longest time of an answer. One that takes longer is given up.
const PATIENCE: Duration = Duration::from_secs(10);

/// The region that a workspace's data lives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiRegion {
    Us,
    Eu,
    Au,
}

impl ApiRegion {
    pub fn base(self) -> &'static str {
        match self {
            Self::Us => "https://api.intercom.io",
            Self::Eu => "https://api.eu.intercom.io",
            Self::Au => "https://api.au.intercom.io",
        }
    }
}

/// The client of one workspace. Clones share their connections.
#[derive(Clone, Debug)]
pub struct Client {
    http: Http,
}

impl Client {
    /// Makes a client.
    /// `base` is an [`ApiRegion`]'s, or any other address that answers as Intercom does, without a slash at its end.
    pub fn new(base: &str, version: &'static str, token: AccessToken) -> Self {
        Self { http: Http::new(base.trim_end_matches('/').to_owned(), version, token, PATIENCE) }
    }

    /// Sets another time than ten seconds, after which an answer is given up.
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.http.patience = patience;
        self
    }

    pub(super) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<Answer<T>, Error> {
        self.http.ask("GET", path, None).await?.read()
    }

    pub(super) async fn delete<T: DeserializeOwned>(&self, path: &str) -> Result<Answer<T>, Error> {
        self.http.ask("DELETE", path, None).await?.read()
    }

    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<Answer<T>, Error> {
        self.http.ask("POST", path, Some(json(body)?)).await?.read()
    }

    pub(super) async fn put<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<Answer<T>, Error> {
        self.http.ask("PUT", path, Some(json(body)?)).await?.read()
    }

    /// Posts to an endpoint that answers without a body.
    pub(super) async fn post_only(&self, path: &str, body: &impl Serialize) -> Result<Answer<()>, Error> {
        let answered = self.http.ask("POST", path, Some(json(body)?)).await?;
        Ok(Answer { body: (), rate: answered.rate })
    }
}

fn json(body: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(body).map_err(|_| Error::Unsendable)
}

/// An id as a part of a path: whatever it holds, it stays one part.
pub(super) fn part(id: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_~".contains(&byte);
    id.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_stays_one_part_of_a_path() {
        assert_eq!(part("u_1-x"), "u_1-x");
        assert_eq!(part("../me?x=1#é"), "%2E%2E%2Fme%3Fx%3D1%23%C3%A9");
    }

    #[test]
    fn no_secret_is_shown_by_debug() {
        let client = Client::new(ApiRegion::Eu.base(), VERSION, AccessToken::new("the-secret"));
        assert!(!format!("{client:?}").contains("the-secret"));
    }
}
