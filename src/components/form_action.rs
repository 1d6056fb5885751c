//! The server functions behind forms.

use leptos::server_fn::client::Client;
use leptos::server_fn::codec::PostUrl;
use leptos::server_fn::{Http, ServerFn};
use serde::Serialize;

use crate::error::Error;
use crate::json::{LightJson, Readable};

/// A server function that a form calls by a [`ServerAction`](super::ServerAction).
pub trait FormAction:
    ServerFn<
        Client: Client<Error>,
        Error = Error,
        Output: Readable + Clone + Send + Sync + 'static,
        Protocol = Http<PostUrl, LightJson>,
    > + Serialize
    + 'static
{
}

impl<S> FormAction for S where
    S: ServerFn<
            Client: Client<Error>,
            Error = Error,
            Output: Readable + Clone + Send + Sync + 'static,
            Protocol = Http<PostUrl, LightJson>,
        > + Serialize
        + 'static
{
}
