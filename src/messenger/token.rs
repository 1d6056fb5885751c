//! The identity token, and the reply that brings it.

#[cfg(feature = "ssr")]
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::fmt;

use super::session::SessionKey;

/// A signed identity: a JWT (RFC 7519) that names the person to the workspace.
///
/// Compiled for the browser, it has no public constructor and cannot be deserialised. It comes from the reply of
/// [`messenger_token`](super::token_call::messenger_token) alone, and the server signs it. Compiled for the server,
/// which has the secret, one more constructor exists for tests. Other scripts of the page can call `window.Intercom` as
/// they like: no type of this app stands in their way.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    jwt: String,
    /// The older proof of identity, while a workspace is being moved to tokens.
    #[cfg(feature = "legacy-user-hash")]
    user_hash: Option<super::user_hash::UserHash>,
}

/// Written by hand: in a host without the feature `legacy-user-hash`, a `cfg_attr` beside a derive would warn of its
/// name.
#[cfg(feature = "ssr")]
impl Serialize for Token {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[cfg(not(feature = "legacy-user-hash"))]
        return self.jwt.serialize(serializer);
        #[cfg(feature = "legacy-user-hash")]
        {
            use serde::ser::SerializeStruct;
            let mut both = serializer.serialize_struct("Token", 2)?;
            both.serialize_field("jwt", &self.jwt)?;
            both.serialize_field("user_hash", &self.user_hash)?;
            both.end()
        }
    }
}

impl Token {
    /// Makes a token of a signed JWT. Public for models of the pattern in tests outside this folder.
    #[doc(hidden)]
    #[cfg(any(test, feature = "ssr"))]
    pub fn signed(jwt: String) -> Self {
        Self {
            jwt,
            #[cfg(feature = "legacy-user-hash")]
            user_hash: None,
        }
    }

    /// Makes a token of a reply's values.
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

    /// The settings by which the widget knows the person: names and values.
    #[cfg(not(feature = "ssr"))]
    pub(super) fn settings(&self) -> Vec<(&'static str, &str)> {
        let token = [("intercom_user_jwt", self.jwt.as_str())];
        #[cfg(feature = "legacy-user-hash")]
        return token.into_iter().chain(self.user_hash.iter().flat_map(|hash| hash.settings())).collect();
        #[cfg(not(feature = "legacy-user-hash"))]
        token.into()
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

/// The reply of [`messenger_token`](super::token_call::messenger_token).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "ssr", derive(Serialize, Deserialize))]
pub struct TokenReply {
    /// The token of the person who is logged in.
    pub token: Token,
    /// The key of the session that asked.
    pub key: SessionKey,
    /// The token's remaining life in seconds, so that a wrong browser clock does no harm.
    pub expires_in: u32,
    /// The server's time in Unix seconds. It shows whether the browser's clock is wrong.
    pub server_time: i64,
}
