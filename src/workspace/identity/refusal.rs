use std::fmt;

/// Why an identity was not believed. For the log and the feed; never in a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityRefusal {
    NotAToken,
    Unsigned,
    OtherAlgorithm,
    WrongSignature,
    Expired,
    NotYetValid,
    NoUserId,
    UserIdNotAString,
    Contradiction,
    UserWithoutToken,
    EmailWithoutToken,
    /// A bare update rides on the session that a boot opened.
    NoSession,
    SessionExpired,
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
            Self::Expired => "Ask the server for a fresh token before this one ends, and boot with it.",
            Self::NotYetValid => "Set the signing server's clock, or leave nbf out.",
            Self::NoUserId => "Put the person's id into the claim user_id.",
            Self::UserIdNotAString => "Write the user_id as a string, in quotes.",
            Self::Contradiction => "Leave user_id and email out of the call: the token says them.",
            Self::UserWithoutToken | Self::EmailWithoutToken => {
                "Have the server sign a token for this person, and send it as intercom_user_jwt with the same call."
            }
            Self::NoSession => "Boot before the first update, and again after a shutdown.",
            Self::SessionExpired => "Boot with a fresh token.",
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
            Self::Expired => "The token has expired.",
            Self::NotYetValid => "The token is not valid yet (nbf).",
            Self::NoUserId => "The token has no user_id. A sub is not read in its place.",
            Self::UserIdNotAString => "The token's user_id is not a string.",
            Self::Contradiction => "A user_id or email in clear is not the token's.",
            Self::UserWithoutToken => "A user_id without its token.",
            Self::EmailWithoutToken => "An email without a token.",
            Self::NoSession => "An update without a living session: boot comes first.",
            Self::SessionExpired => "The session has ended with its token.",
            Self::AnotherPerson => "The token names another person than the session: shutdown comes first.",
        })
    }
}
