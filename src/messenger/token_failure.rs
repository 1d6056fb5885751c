//! Why the server gives a page no token.

use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use std::fmt;

use crate::json::Json;

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
    /// 500: the workspace has no secret: its Messenger is for visitors alone.
    NoSecret,
    /// 500: the host's trait answered with a person who has no `user_id`.
    NoUserId,
    /// 500: an empty secret, or no way to sign with it.
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
            Self::NoSecret => {
                "somebody is logged in, and the workspace has no identity secret, so its Messenger is for visitors alone: \
                 set INTERCOM_IDENTITY_SECRET, or pass a secret to Workspace::hosted"
            }
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
