//! The errors of Intercom's REST API.

use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use std::fmt;

use super::rate::{RateLimit, number};

/// The reason why there is no answer of the wanted kind.
/// It holds no part of the request, and of the answer only what Intercom says of the error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The text that was to be sent is no request.
    Unsendable,
    /// Intercom could not be reached: nothing was handled.
    Unreachable(String),
    /// The answer did not come in time: whether the request was handled is not known.
    TimedOut,
    /// The answer ended before its end, or is larger than anything we read.
    /// Whether the request was handled is not known.
    Cut,
    /// A good answer that is not what it should be.
    Malformed { status: u16 },
    /// The status 429: too many calls.
    TooMany {
        rate: RateLimit,
        /// The seconds from now after which to try again. They are not documented, and honoured where they come.
        retry_after: Option<i64>,
    },
    /// Any other status that is no success.
    Refused { status: u16, request_id: Option<String>, errors: Vec<ErrorItem> },
}

/// An item of Intercom's error list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ErrorItem {
    pub code: String,
    pub message: Option<String>,
    pub field: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ErrorList {
    request_id: Option<String>,
    errors: Vec<ErrorItem>,
}

impl Error {
    pub(super) fn unreachable(error: &dyn std::error::Error) -> Self {
        let mut said = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            said += &format!(": {error}");
            cause = error.source();
        }
        Self::Unreachable(said)
    }

    pub(super) fn answered(status: StatusCode, headers: &HeaderMap, rate: RateLimit, body: &[u8]) -> Self {
        if status == StatusCode::TOO_MANY_REQUESTS {
            return Self::TooMany { rate, retry_after: number(headers, "retry-after") };
        }
        // Proxies answer with pages of their own.
        let ErrorList { request_id, errors } = serde_json::from_slice(body).unwrap_or_default();
        Self::Refused { status: status.as_u16(), request_id, errors }
    }

    pub fn status(&self) -> Option<u16> {
        match self {
            Self::TooMany { .. } => Some(429),
            Self::Malformed { status } | Self::Refused { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// Whether Intercom named this code.
    pub fn has_code(&self, code: &str) -> bool {
        matches!(self, Self::Refused { errors, .. } if errors.iter().any(|error| error.code == code))
    }

    /// Whether the same request may do better later: all but what the request itself is at fault for.
    /// A token that is refused can be replaced, so that is worth another try too.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unsendable | Self::Malformed { .. } => false,
            Self::Unreachable(_) | Self::TimedOut | Self::Cut | Self::TooMany { .. } => true,
            Self::Refused { status, .. } => matches!(status, 401 | 403 | 408 | 425 | 500..),
        }
    }

    /// The contact that a 409 names as being there already, and whether it is archived.
    /// Intercom says it in words alone. Source: its documentation of 2.x, "Create contact"; seen in public captures.
    pub fn existing_contact(&self) -> Option<(String, bool)> {
        let Self::Refused { status: 409, errors, .. } = self else { return None };
        errors.iter().find_map(|error| {
            let message = error.message.as_deref()?;
            let (before, after) = message.split_once("id=")?;
            let id: String = after.chars().take_while(char::is_ascii_alphanumeric).collect();
            (!id.is_empty()).then(|| (id, before.to_ascii_lowercase().contains("archived")))
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsendable => f.write_str("the request could not be written down"),
            Self::Unreachable(cause) => write!(f, "Intercom cannot be reached: {cause}"),
            Self::TimedOut => f.write_str("Intercom did not answer in time"),
            Self::Cut => f.write_str("the answer broke off"),
            Self::Malformed { status } => write!(f, "{status} with a body that is not what it should be"),
            Self::TooMany { .. } => f.write_str("429: too many calls"),
            Self::Refused { status, request_id, errors } => {
                write!(f, "{status}")?;
                for error in errors {
                    write!(f, " {}", error.code)?;
                    if let Some(field) = &error.field {
                        write!(f, " ({field})")?;
                    }
                }
                request_id.iter().try_for_each(|id| write!(f, ", request {id}"))
            }
        }
    }
}

impl std::error::Error for Error {}
