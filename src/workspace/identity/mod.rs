//! Who a ping may say it comes from: identity verification, enforced.
//!
//! A user is who a signed token names, and nobody else; whoever states no identity is a visitor. The reply to a
//! refused identity is a bare 403: why, is for the workspace's people alone.

mod refusal;
mod secret;
mod token;

pub use refusal::IdentityRefusal;
pub use secret::IdentitySecret;
pub use token::{LEEWAY_SECONDS, has_passed};

use serde_json::{Map, Value};

/// The identity that a ping states, as its settings hold it.
#[derive(Default)]
pub struct Stated {
    pub token: Option<Value>,
    /// In clear, beside the token or without it.
    pub user_id: Option<String>,
    pub email: Option<String>,
}

/// A user as their token describes them.
pub struct VerifiedUser {
    pub user_id: String,
    pub email: Option<String>,
    pub name: Option<String>,
    pub signed_up_at: Option<i64>,
    /// Unix seconds; taken with a warning when missing.
    pub expires_at: Option<i64>,
    /// Custom attributes, not yet held against their limits.
    pub attributes: Map<String, Value>,
    pub token_hash: String,
}

/// The user that the stated identity proves, `None` if it states none, or why it is refused.
pub fn verify(
    stated: &Stated,
    secret: &IdentitySecret,
    now: i64,
) -> Result<Option<VerifiedUser>, IdentityRefusal> {
    let Some(token) = &stated.token else {
        return match stated {
            Stated { user_id: Some(_), .. } => Err(IdentityRefusal::UserWithoutToken),
            Stated { email: Some(_), .. } => Err(IdentityRefusal::EmailWithoutToken),
            _ => Ok(None),
        };
    };
    let user = token::read(token.as_str().ok_or(IdentityRefusal::NotAToken)?, secret, now)?;
    let same_id = stated.user_id.as_ref().is_none_or(|id| *id == user.user_id);
    let same_email = match (&stated.email, &user.email) {
        (Some(clear), Some(signed)) => clear.trim().to_lowercase() == signed.trim().to_lowercase(),
        _ => true,
    };
    if same_id && same_email { Ok(Some(user)) } else { Err(IdentityRefusal::Contradiction) }
}
