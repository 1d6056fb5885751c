//! The identity token, and the server function that hands it out.

use leptos::prelude::*;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use std::fmt;

use super::session::SessionKey;

/// A signed identity (a JWT). Only a [`TokenReply`] brings one, so there is none that the server did not sign.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Token(String);

impl Token {
    #[cfg(any(test, feature = "ssr"))]
    pub fn signed(jwt: String) -> Self {
        Self(jwt)
    }

    /// For the widget alone.
    #[cfg(not(feature = "ssr"))]
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Header and claims: what may be shown, because it cannot be used.
    pub fn without_signature(&self) -> &str {
        self.0.rsplit_once('.').map_or("", |(signed, _)| signed)
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
}

/// Why there is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TokenFailure {
    /// 401: nobody is logged in.
    SignedOut,
    /// 403: the request came from another origin.
    Refused,
    /// The server failed, or did not answer. Asking again may help.
    Unavailable,
}

impl fmt::Display for TokenFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SignedOut => "nobody is logged in",
            Self::Refused => "the server refuses this page a token",
            Self::Unavailable => "the server did not answer",
        })
    }
}

impl FromServerFnError for TokenFailure {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self::Unavailable
    }
}

/// The token of whoever is logged in: never of anyone a caller could name.
#[server(prefix = "/api", endpoint = "messenger_token")]
pub async fn messenger_token() -> Result<TokenReply, TokenFailure> {
    super::server::answer_token_call().await
}
