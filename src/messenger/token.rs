//! The identity token, and the server function that hands it out.

use leptos::prelude::*;
use leptos::server_fn::codec::Post;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use std::fmt;

use super::json::Json;
use super::session::SessionKey;

/// A signed identity (a JWT). Only a [`TokenReply`] brings one, so there is none that the server did not sign.
#[cfg(not(feature = "legacy-user-hash"))]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Token {
    jwt: String,
}

/// A signed identity, in the older form as well, while a workspace is being moved to tokens.
#[cfg(feature = "legacy-user-hash")]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    jwt: String,
    user_hash: Option<super::user_hash::UserHash>,
}

impl Token {
    #[cfg(any(test, feature = "ssr"))]
    pub fn signed(jwt: String) -> Self {
        Self {
            jwt,
            #[cfg(feature = "legacy-user-hash")]
            user_hash: None,
        }
    }

    /// As a reply brought it.
    #[cfg(not(feature = "ssr"))]
    pub(super) fn received(
        jwt: String,
        #[cfg(feature = "legacy-user-hash")] user_hash: Option<super::user_hash::UserHash>,
    ) -> Self {
        Self {
            jwt,
            #[cfg(feature = "legacy-user-hash")]
            user_hash,
        }
    }

    #[cfg(all(feature = "ssr", feature = "legacy-user-hash"))]
    pub(super) fn with_user_hash(mut self, user_hash: super::user_hash::UserHash) -> Self {
        self.user_hash = Some(user_hash);
        self
    }

    /// What the widget is given to know the person by: names and values of settings.
    #[cfg(not(feature = "ssr"))]
    pub(super) fn settings(&self) -> Vec<(&'static str, &str)> {
        let token = [("intercom_user_jwt", self.jwt.as_str())];
        #[cfg(feature = "legacy-user-hash")]
        return token.into_iter().chain(self.user_hash.iter().flat_map(|hash| hash.settings())).collect();
        #[cfg(not(feature = "legacy-user-hash"))]
        token.into()
    }

    /// Header and claims: what may be shown, because it cannot be used.
    pub fn without_signature(&self) -> &str {
        self.jwt.rsplit_once('.').map_or("", |(signed, _)| signed)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenReply {
    pub token: Token,
    /// Whose it is: the session that asked.
    pub key: SessionKey,
    /// Remaining life in seconds, so that a wrong browser clock does no harm.
    pub expires_in: u32,
    /// Unix seconds, by the server's clock: tells a wrong one.
    pub server_time: i64,
}

/// Why there is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TokenFailure {
    /// 401: nobody is logged in.
    SignedOut,
    /// 401: the host's trait answered with a session that is over.
    SessionOver,
    /// 403: the request came from another origin.
    Refused,
    /// 503: the server failed, or did not answer. Asking again may help.
    Unavailable,
    /// 500: the server function runs without the host's context.
    NoHost,
    /// 500: no workspace serves this request.
    NoWorkspace,
    /// 500: the host's trait answered with a person who has no `user_id`.
    NoUserId,
    /// 500: no secret, or no way to sign with it.
    CannotSign,
}

impl fmt::Display for TokenFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SignedOut => "nobody is logged in",
            Self::SessionOver => "MessengerHost::person answered with a session that has ended: answer Ok(None) then",
            Self::Refused => "the server refuses this page a token: the request did not come from its own origin",
            Self::Unavailable => "the server did not answer",
            Self::NoHost => {
                "the token's server function runs without the host: .layer(messenger::server::layer(host)) is missing \
                 over its route; it goes after the routes of server functions, not only those of pages"
            }
            Self::NoWorkspace => "MessengerHost::workspace answered None for the token call: name a workspace for /api/ too",
            Self::NoUserId => "MessengerHost::person answered without a user_id: a token needs one",
            Self::CannotSign => "the token could not be signed: call server::self_test at start, it says why",
        })
    }
}

impl FromServerFnError for TokenFailure {
    type Encoder = Json;

    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self::Unavailable
    }
}

/// The token of whoever is logged in: never of anyone a caller could name.
#[server(prefix = "/api", endpoint = "messenger_token", output = Post<Json>)]
pub async fn messenger_token() -> Result<TokenReply, TokenFailure> {
    super::server::answer_token_call().await
}
