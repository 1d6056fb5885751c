//! Who a ping may say it comes from: identity verification.
//!
//! A user is who a signed token names, or an older page's `user_hash`; whoever states no identity is a visitor. Where
//! a platform's enforcement is switched off, a user may also be who the page says, proved by nothing. The reply to a
//! refused identity is a bare status: why, is for the workspace's people alone.

mod apps;
mod checks;
mod hash;
mod key;
mod not_before;
mod secret;
mod settings;
mod token;

pub use apps::{WhichApp, app_name, find_or_make, is_newest, unenforced};
pub use checks::Checks;
pub use key::{EnvironmentKey, GivenSecret, Key};
pub use not_before::{is_revoked, revoke_tokens};
pub use secret::IdentitySecret;
pub use settings::{
    IdentitySettings, KeyName, key_names, protected_attributes, signing_key, still_holds, warn_unenforced,
};
pub use token::{LEEWAY_SECONDS, has_passed};

use serde_json::{Map, Value};

use super::refusal::{Check, IdentityRefusal, Refused};

/// Characters of the longest user_id and e-mail.
const LONGEST_ID: usize = 255;

/// The identity that a ping states, as its settings hold it.
#[derive(Default)]
pub struct StatedIdentity {
    pub token: Option<Value>,
    /// The proof of older pages: HMAC-SHA256 of the user_id, or of the e-mail where there is none.
    pub user_hash: Option<Value>,
    /// The user_id in clear, beside the token or without it.
    pub user_id: Option<String>,
    pub email: Option<String>,
}

impl StatedIdentity {
    /// Whether the identity names nobody: then the person is a visitor.
    pub fn is_nobody(&self) -> bool {
        self.token.is_none() && self.user_id.is_none() && self.email.is_none()
    }
}

/// A user as the stated identity describes them: by user_id, e-mail or both.
#[derive(Default)]
pub struct User {
    pub user_id: Option<String>,
    pub email: Option<String>,
    /// Whether the proof covers the e-mail: a token's does, a `user_hash` of the user_id does not.
    pub email_proved: bool,
    pub name: Option<String>,
    /// Time of signing in Unix seconds. A user_hash has none.
    pub issued_at: Option<i64>,
    /// Time of expiry in Unix seconds. A token without one is accepted with a warning.
    pub expires_at: Option<i64>,
    /// Further claims of the token, before any limit is checked.
    pub claims: Map<String, Value>,
    /// The proof. None where nothing was proved.
    pub proof: Option<Proof>,
    pub checks: Vec<Check>,
    /// Advice, a sentence each.
    pub warnings: Vec<String>,
}

impl User {
    /// The user_id or e-mail by which the user is found.
    pub fn named(&self) -> Option<&str> {
        self.user_id.as_deref().or(self.email.as_deref())
    }
}

pub struct Proof {
    pub key_id: String,
    /// SHA-256 of the token or user_hash.
    pub hash: String,
    /// Whether the proof is a user_hash, which has no time of signing and no expiry.
    pub is_user_hash: bool,
}

/// Returns the user that the stated identity names, or why it is refused. `None` if it names none.
pub fn verify(
    stated: &StatedIdentity,
    settings: &IdentitySettings,
    now: i64,
) -> Result<Option<User>, Box<Refused>> {
    let mut checks = Checks::default();
    let verdict = match &stated.token {
        Some(token) => by_token(token, stated, settings, now, &mut checks).map(Some),
        None => in_clear(stated, settings, &mut checks),
    };
    match verdict {
        Ok(None) => Ok(None),
        Ok(Some(user)) => Ok(Some(User { checks: checks.all(), ..user })),
        Err(why) => Err(checks.refused(why)),
    }
}

fn by_token(
    token: &Value,
    stated: &StatedIdentity,
    settings: &IdentitySettings,
    now: i64,
    checks: &mut Checks,
) -> Result<User, IdentityRefusal> {
    let user = token::read(token.as_str().ok_or(IdentityRefusal::NotAToken)?, settings, now, checks)?;
    let same_id = stated.user_id.is_none() || stated.user_id == user.user_id;
    let same_email = match (&stated.email, &user.email) {
        (Some(clear), Some(signed)) => folded(clear) == folded(signed),
        _ => true,
    };
    if !(same_id && same_email) {
        return Err(IdentityRefusal::Contradiction);
    }
    checks.passed("No user_id or email in clear says otherwise.");
    Ok(user)
}

/// Reads an identity in clear. A `user_hash` that is there must be right, whether or not one is asked for.
fn in_clear(
    stated: &StatedIdentity,
    settings: &IdentitySettings,
    checks: &mut Checks,
) -> Result<Option<User>, IdentityRefusal> {
    let Some(hashed) = stated.user_id.as_ref().or(stated.email.as_ref()) else { return Ok(None) };
    let (proof, warning) = match &stated.user_hash {
        Some(_) if token::is_signed_part(hashed) => return Err(IdentityRefusal::SignedPart),
        Some(user_hash) => {
            let proof = hash::verify(user_hash, hashed, settings, checks)?;
            (Some(proof), "A user_hash never ends: a signed token with an exp is safer.".to_owned())
        }
        None if settings.enforced && stated.user_id.is_some() => {
            return Err(IdentityRefusal::UserWithoutToken);
        }
        None if settings.enforced => return Err(IdentityRefusal::EmailWithoutToken),
        None => {
            let platform = settings.platform;
            (None, format!("Nothing proves who this is: identity is not enforced for {platform}."))
        }
    };
    if ![&stated.user_id, &stated.email].into_iter().flatten().all(|id| is_usable(id)) {
        return Err(IdentityRefusal::Unusable);
    }
    Ok(Some(User {
        user_id: stated.user_id.clone(),
        email: stated.email.clone(),
        email_proved: proof.is_some() && stated.user_id.is_none(),
        proof,
        warnings: vec![warning],
        ..User::default()
    }))
}

/// Writes an e-mail as it is looked up.
pub fn folded(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Whether a text may be somebody's id or e-mail: at most 255 characters, none of control.
pub fn is_usable(id: &str) -> bool {
    id.chars().count() <= LONGEST_ID && !id.contains(char::is_control)
}
