//! The server function that returns the identity token.

use leptos::prelude::*;
use leptos::server_fn::codec::Post;

use crate::json::Json;
use crate::token::TokenReply;
use crate::token_failure::TokenFailure;

/// The token of the person who is logged in: never of anyone a caller could name.
#[server(prefix = "/api", endpoint = "messenger_token", output = Post<Json>)]
pub async fn messenger_token() -> Result<TokenReply, TokenFailure> {
    crate::server::answer_token_call().await
}
