//! The one error that server functions send to the browser.
//!
//! It carries what a person may read and nothing else: causes stay in the server's log.

use leptos::server_fn::error::{FromServerFnError, IntoAppError, ServerFnErrorErr};
use leptos::server_fn::{Bytes, Decodes, Encodes};
use serde::{Deserialize, Serialize};
use std::fmt;

use crate::json::{Json, Readable, Unreadable};

mod known_messages;
#[cfg(feature = "ssr")]
mod plain_form;
#[cfg(feature = "ssr")]
pub use plain_form::{accepts_html, is_plain_form};
mod refusal;
mod status;
pub use crate::known_messages;
pub use {refusal::on_refusal, status::set_status};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub enum Error {
    /// 401: nobody is logged in, or no longer.
    LoggedOut,
    /// 401: the same words for an unknown e-mail and a wrong password.
    WrongCredentials,
    /// 403: this person, or a page of another origin, may not.
    Forbidden,
    /// 404: the page or the thing does not exist.
    NotFound,
    /// 422: a field holds what cannot be taken; `message` says how it should look.
    Invalid { field: String, message: String },
    /// 422: several fields hold what cannot be taken.
    Faults(Vec<Fault>),
    /// 409: the present state does not allow it; `message` says what to do.
    Conflict { message: String },
    /// 429: the caller may try again after so many seconds.
    TooMany { seconds: u32 },
    /// 503, or no answer at all.
    Unavailable,
    /// 500: the cause is in the server's log.
    Internal,
}

/// A fault in one field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Fault {
    pub field: String,
    pub message: String,
}

impl Error {
    /// The error of one faulty field. An empty `field` stands for the form as a whole.
    pub fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid { field: field.to_owned(), message: message.into() }
    }

    /// The error of a state that does not allow it.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::Conflict { message: message.into() }
    }

    /// The faults, field by field. Empty if no field is at fault.
    pub fn faults(&self) -> Vec<Fault> {
        match self {
            Self::Invalid { field, message } => {
                vec![Fault { field: field.clone(), message: message.clone() }]
            }
            Self::Faults(faults) => faults.clone(),
            _ => Vec::new(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LoggedOut => "You are logged out. Log in and try again.",
            Self::WrongCredentials => "Email or password is not right. Check both and try again.",
            Self::Forbidden => "That is not allowed from here.",
            Self::NotFound => "That is not here.",
            Self::Invalid { message, .. } | Self::Conflict { message } => message,
            Self::Faults(faults) => {
                let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
                return f.write_str(&messages.join(" "));
            }
            Self::TooMany { seconds } => {
                // An address may hold this error, and be written by anybody.
                return match seconds.div_ceil(60) {
                    0 | 1 => f.write_str("Too many tries. Try again in a minute."),
                    minutes => write!(f, "Too many tries. Try again in {} minutes.", minutes.min(60)),
                };
            }
            Self::Unavailable => "The server did not answer. Check the connection and try again.",
            Self::Internal => "Something went wrong on our side. Try again in a moment.",
        })
    }
}

impl std::error::Error for Error {}

impl FromServerFnError for Error {
    type Encoder = Json;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(message) | ServerFnErrorErr::MissingArg(message) => {
                Self::invalid("", format!("The form was not complete: {message}"))
            }
            // On the server it is always a request that cannot be read, such as one that is not UTF-8.
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "ssr") => {
                Self::invalid("", "The form could not be read.")
            }
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Self::Unavailable,
            _ => Self::Internal,
        }
    }

    /// Writes the error into a server function's answer, which gets the error's status.
    fn ser(&self) -> Bytes {
        #[cfg(feature = "ssr")]
        self.set_reply_status();
        Json::encode(self).unwrap_or_default()
    }

    /// Reads the error in a server function's answer.
    fn de(answer: Bytes) -> Self {
        let unreadable = |why: Unreadable| ServerFnErrorErr::Deserialization(why.to_owned()).into_app_error();
        let error = Json::decode(answer).unwrap_or_else(unreadable);
        refusal::report(&error);
        error
    }
}

#[cfg(feature = "ssr")]
impl Error {
    pub fn status(&self) -> axum::http::StatusCode {
        use axum::http::StatusCode;
        match self {
            Self::LoggedOut | Self::WrongCredentials => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Invalid { .. } | Self::Faults(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict { .. } => StatusCode::CONFLICT,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The faults of several errors as one error. An error that is no fault of a field counts alone.
    pub fn all(errors: impl IntoIterator<Item = Option<Self>>) -> Self {
        let mut errors: Vec<Self> = errors.into_iter().flatten().collect();
        let single = errors.iter().position(|error| error.faults().is_empty());
        match (single, errors.len()) {
            (Some(at), _) => errors.swap_remove(at),
            (None, 1) => errors.remove(0),
            (None, _) => Self::Faults(errors.iter().flat_map(Self::faults).collect()),
        }
    }

    /// Gives a server function's reply this error's status, unless a plain form asked: the answer to that is a
    /// redirect back to its page, with the error in the query.
    fn set_reply_status(&self) {
        use axum::http::header::RETRY_AFTER;
        let Some(options) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() else { return };
        if !is_plain_form() {
            options.set_status(self.status());
        }
        if let Self::TooMany { seconds } = self {
            options.insert_header(RETRY_AFTER, (*seconds).into());
        }
    }

    /// Logs the cause of what went wrong inside and answers with [`Error::Internal`].
    pub fn internal(cause: impl fmt::Display) -> Self {
        metrics::counter!("internal_errors_total").increment(1);
        tracing::error!(%cause, "internal error");
        Self::Internal
    }
}

#[cfg(feature = "ssr")]
impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::internal(error)
    }
}
