use std::fmt;

use crate::workspace::feed::Check;

/// An identity that was not believed, and how far it came.
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
    /// Of the token or hash.
    RetiredKey,
    /// There is none that could have signed.
    NoKey,
    Expired,
    /// The app ended what was signed before.
    Revoked,
    NotYetValid,
    NoUserId,
    UserIdNotAString,
    Unusable,
    Contradiction,
    WrongHash,
    /// The hash of a token's signed part is its signature.
    SignedPart,
    UserWithoutToken,
    EmailWithoutToken,
    /// 409: which of them is it?
    SharedEmail,
    /// A bare update rides on the session that a boot opened.
    NoSession,
    SessionExpired,
    /// The key that proved the session's user was retired since.
    SessionOfRetiredKey,
    /// Nothing proved the session's user, and now something has to.
    SessionUnproved,
    AnotherPerson,
}

impl IdentityRefusal {
    /// What the developer of the page can do about it.
    pub fn fix(self) -> &'static str {
        match self {
            Self::NotAToken => {
                "Send the whole JWT as the server signed it: three parts of base64url, joined by dots."
            }
            Self::Unsigned | Self::OtherAlgorithm => "Sign the token with HS256 on the server.",
            Self::WrongSignature => {
                "Sign with an active key of this app and platform, as the text that the keys page showed, not decoded."
            }
            Self::RetiredKey => "Sign with a key that is active: the keys page makes one.",
            Self::NoKey => "Make a key for this platform on the keys page, and sign with it.",
            Self::Expired => "Ask the server for a fresh token before this one ends, and boot with it.",
            Self::Revoked => {
                "Ask the server for a fresh token, and put the time of signing into the claim iat."
            }
            Self::NotYetValid => "Set the signing server's clock, or leave nbf out.",
            Self::NoUserId => "Put the person's id into the claim user_id.",
            Self::UserIdNotAString => "Write the user_id as a string, in quotes.",
            Self::Unusable => "Name the person by an id of at most 255 visible characters.",
            Self::Contradiction => "Leave user_id and email out of the call: the token says them.",
            Self::WrongHash => {
                "Send HMAC-SHA256 of the user_id (of the email only where there is no user_id) in lower-case hex, made \
                 on the server with an active key. A signed token is better."
            }
            Self::SignedPart => "Name the person by an id of your own. A token goes into intercom_user_jwt.",
            Self::UserWithoutToken | Self::EmailWithoutToken => {
                "Have the server sign a token for this person, and send it as intercom_user_jwt with the same call."
            }
            Self::SharedEmail => "Send the user_id too: an email alone does not tell these people apart.",
            Self::NoSession => "Boot before the first update, and again after a shutdown.",
            Self::SessionExpired => "Boot with a fresh token.",
            Self::SessionOfRetiredKey => "Boot with a token that an active key has signed.",
            Self::SessionUnproved => "Boot with a signed token: identity is enforced now.",
            Self::AnotherPerson => "Call shutdown when a person leaves, before the next one boots.",
        }
    }
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
