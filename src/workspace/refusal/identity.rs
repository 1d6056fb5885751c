//! Why an identity is not believed.

use std::fmt;

use super::Check;

/// A refused identity, and the checks up to the failed one.
#[derive(Debug)]
pub struct Refused {
    pub why: IdentityRefusal,
    pub checks: Vec<Check>,
}

/// Why an identity was not believed. For the log and the feed; never in a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityRefusal {
    NotAToken,
    Unsigned,
    OtherAlgorithm,
    WrongSignature,
    /// The key of the token or hash is retired.
    RetiredKey,
    /// The app has no key that could have signed it.
    NoKey,
    Expired,
    /// The app ended everything that was signed before a time.
    Revoked,
    NotYetValid,
    NoUserId,
    UserIdNotAString,
    Unusable,
    Contradiction,
    WrongHash,
    /// The user_hash is the signature of a token, whose signed part is the user_id or e-mail.
    SignedPart,
    UserWithoutToken,
    EmailWithoutToken,
    /// Several users have the e-mail.
    SharedEmail,
    /// An update needs the session that a boot opened.
    NoSession,
    SessionExpired,
    /// The key that proved the session's user was retired since.
    SessionOfRetiredKey,
    /// Nothing proved the session's user, and a proof is needed now.
    SessionUnproved,
    AnotherPerson,
}

impl fmt::Display for IdentityRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAToken => "The token cannot be read: it is no JWT with claims of the right kind.",
            Self::Unsigned => "The token is unsigned (alg none).",
            Self::OtherAlgorithm => "The token is signed with another algorithm than HS256.",
            Self::WrongSignature => "The token's signature does not match the identity secret.",
            Self::RetiredKey => "The key that signed this is retired.",
            Self::NoKey => "There is no active key that could have signed this.",
            Self::Expired => "The token has expired.",
            Self::Revoked => {
                "The app ended what was signed for this person before: a log-out everywhere, a new password, a deletion."
            }
            Self::NotYetValid => "The token is not valid yet (nbf).",
            Self::NoUserId => "The token has no user_id. A sub is not read in its place.",
            Self::UserIdNotAString => "The token's user_id is not a string.",
            Self::Unusable => {
                "A user_id or email is longer than 255 characters, or holds control characters."
            }
            Self::Contradiction => "A user_id or email in clear is not the token's.",
            Self::WrongHash => "The user_hash does not match.",
            Self::SignedPart => {
                "A user_id or email is a part of a token, and its user_hash that token's signature."
            }
            Self::UserWithoutToken => "A user_id without its token.",
            Self::EmailWithoutToken => "An email without a token.",
            Self::SharedEmail => "Several users have this email, and there is no user_id.",
            Self::NoSession => "An update without a living session: boot comes first.",
            Self::SessionExpired => "The session has ended with its token.",
            Self::SessionOfRetiredKey => "The key that proved this session's user was retired.",
            Self::SessionUnproved => "Nothing proved this session's user, and identity is enforced now.",
            Self::AnotherPerson => "Another person is named than the session's: shutdown comes first.",
        })
    }
}

/// Makes a refusal whose one check is the reason's own words.
impl From<IdentityRefusal> for Refused {
    fn from(why: IdentityRefusal) -> Self {
        Self { why, checks: vec![Check { passed: false, text: why.to_string() }] }
    }
}
