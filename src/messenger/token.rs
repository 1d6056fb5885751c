//! The identity token, and the reply that brings it.

#[cfg(feature = "ssr")]
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use std::fmt;

use crate::session::SessionKey;
use crate::user_hash::UserHash;

/// A signed identity: a JWT (RFC 7519) that names the person to the workspace.
///
/// Compiled for the browser, it has no public constructor and cannot be deserialised. It comes from the reply of
/// [`messenger_token`](crate::token_call::messenger_token) alone, and the server signs it. Compiled for the server,
/// which has the secret, one more constructor exists for tests. Other scripts of the page can call `window.Intercom` as
/// they like: no type of this app stands in their way.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ssr", derive(Serialize))]
pub struct Token {
    #[cfg_attr(feature = "ssr", serde(rename = "token"))]
    jwt: String,
    /// Only of a server with the feature `legacy-user-hash`.
    #[cfg_attr(feature = "ssr", serde(flatten))]
    user_hash: Option<UserHash>,
}

impl Token {
    /// Makes a token of a signed JWT. Public for models of the pattern in tests outside this crate.
    #[doc(hidden)]
    #[cfg(any(test, feature = "ssr"))]
    pub fn signed(jwt: String) -> Self {
        Self {
            jwt,
            user_hash: None,
        }
    }

    #[cfg(feature = "ssr")]
    pub(crate) fn with_user_hash(self, user_hash: Option<UserHash>) -> Self {
        Self { user_hash, ..self }
    }

    /// Makes a token of a reply's values.
    #[cfg(not(feature = "ssr"))]
    pub(crate) fn received(jwt: String, user_hash: Option<UserHash>) -> Self {
        Self { jwt, user_hash }
    }

    /// The settings by which the widget knows the person: names and values.
    #[cfg(not(feature = "ssr"))]
    pub(crate) fn settings(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let older = self.user_hash.iter().flat_map(|older| {
            [
                ("user_id", older.user_id.as_str()),
                ("user_hash", older.user_hash.as_str()),
            ]
        });
        [("intercom_user_jwt", self.jwt.as_str())]
            .into_iter()
            .chain(older)
    }

    /// The token's header and claims, which may be shown: nobody can use them.
    pub fn without_signature(&self) -> &str {
        self.jwt.rsplit_once('.').map_or("", |(signed, _)| signed)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The types of a server function ask for this; but a server signs tokens and reads none.
#[cfg(feature = "ssr")]
impl<'de> Deserialize<'de> for Token {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("a token is signed here, not read"))
    }
}

/// The reply of [`messenger_token`](crate::token_call::messenger_token).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "ssr", derive(Serialize, Deserialize))]
pub struct TokenReply {
    /// The token of the person who is logged in.
    #[cfg_attr(feature = "ssr", serde(flatten))]
    pub token: Token,
    /// The key of the session that asked.
    pub key: SessionKey,
    /// The token's remaining life in seconds, so that a wrong browser clock does no harm.
    pub expires_in: u32,
    /// The server's time in Unix seconds. It shows whether the browser's clock is wrong.
    pub server_time: i64,
}
