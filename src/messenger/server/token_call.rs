//! Answers the server function [`messenger_token`](crate::token_call::messenger_token).

use axum::http::{HeaderValue, StatusCode, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use super::claims;
use super::host::SessionUnavailable;
use super::layer::HostContext;
use super::origin::is_same_origin;
use crate::token::TokenReply;
use crate::token_failure::TokenFailure;

/// The token of the person who is logged in, with the status that the failure calls for. No cache keeps the reply.
pub async fn answer_token_call() -> Result<TokenReply, TokenFailure> {
    let reply = use_context::<ResponseOptions>();
    let result = token_for_caller().await;
    if let Some(reply) = reply {
        reply.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Err(failure) = &result {
            reply.set_status(match failure {
                TokenFailure::SignedOut | TokenFailure::SessionOver => StatusCode::UNAUTHORIZED,
                TokenFailure::Refused => StatusCode::FORBIDDEN,
                TokenFailure::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
                TokenFailure::NoHost
                | TokenFailure::NoWorkspace
                | TokenFailure::NoSecret
                | TokenFailure::NoUserId
                | TokenFailure::CannotSign => StatusCode::INTERNAL_SERVER_ERROR,
            });
        }
    }
    result
}

async fn token_for_caller() -> Result<TokenReply, TokenFailure> {
    let current = HostContext::with_current(|request, context| (request.clone(), context));
    let (request, context) = current.map_err(|_| TokenFailure::NoHost)?;
    if !is_same_origin(&request.headers, &request.uri) {
        return Err(TokenFailure::Refused);
    }
    let person = context
        .host
        .person(&request)
        .await
        .map_err(|SessionUnavailable| TokenFailure::Unavailable)?;
    let person = person.ok_or(TokenFailure::SignedOut)?;
    let workspace = context.workspace.ok_or(TokenFailure::NoWorkspace)?;
    let secret = workspace.secret.as_ref().ok_or(TokenFailure::NoSecret)?;
    claims::sign(person, secret)
}
