//! How HTTP answers a refusal: its status, and what the developer of the page can do about it.

use super::refusal::{Full, IdentityRefusal, LimitKind, Refusal, TooMany};

/// The HTTP status that answers a refusal.
pub fn status(refusal: &Refusal) -> u16 {
    status_and_code(refusal).0
}

/// The HTTP status that answers a refusal, and the code in the answer's body.
pub fn status_and_code(refusal: &Refusal) -> (u16, &'static str) {
    match refusal {
        Refusal::TooLarge | Refusal::FileTooLarge => (413, "too_large"),
        Refusal::Malformed(_) => (400, "bad_request"),
        Refusal::NotJson | Refusal::FileKind => (415, "unsupported_media_type"),
        Refusal::UnknownApp | Refusal::NoConversation | Refusal::NoPerson | Refusal::NoCompany => {
            (404, "not_found")
        }
        Refusal::NoPart
        | Refusal::NoTag
        | Refusal::NoNote
        | Refusal::NoSegment
        | Refusal::NoSubscriptionType => (404, "not_found"),
        Refusal::Identity(refused) if refused.why == IdentityRefusal::SharedEmail => (409, "conflict"),
        Refusal::Identity(_) => (403, "forbidden"),
        Refusal::Blocked => (403, "blocked"),
        Refusal::TooManyEventNames | Refusal::ArchivedEventName => (422, "data_invalid"),
        Refusal::NoText | Refusal::LongText | Refusal::NoEmail => (422, "parameter_invalid"),
        Refusal::NoFile | Refusal::LargePicture | Refusal::ScannedFile => (422, "parameter_invalid"),
        Refusal::NotStored | Refusal::Full(_) => (507, "insufficient_storage"),
        Refusal::KeyInUse | Refusal::PersonExists { .. } => (409, "conflict"),
        Refusal::Field(..) | Refusal::Conditions(_) => (400, "parameter_invalid"),
        Refusal::TooMany(_) => (429, "rate_limit_exceeded"),
        Refusal::Internal => (500, "server_error"),
    }
}

/// Advice to the developer of the page, for the feed: how to avoid this refusal.
pub fn fix(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::TooLarge => "Send less in one call: texts of attributes have at most 255 characters.",
        Refusal::Malformed(_) => "Load the widget's own script; it sends requests of the right form.",
        Refusal::NotJson => "Send the header Content-Type: application/json.",
        Refusal::UnknownApp => "Copy the app_id from the workspace.",
        Refusal::Identity(refused) => fix_of_identity(refused.why),
        Refusal::TooManyEventNames => {
            "Give events few names, and put what differs into their metadata. A teammate archives names on the keys \
             page; a name is free again, too, once its events are forgotten."
        }
        Refusal::ArchivedEventName => "A teammate restores the name on the keys page.",
        Refusal::NoPerson
        | Refusal::NoCompany
        | Refusal::NoPart
        | Refusal::NoTag
        | Refusal::NoNote
        | Refusal::NoSegment
        | Refusal::NoSubscriptionType => "Name it by the id that the workspace gave it.",
        Refusal::PersonExists { .. } => "Change the person who has it, or unarchive them first.",
        Refusal::Field(..) | Refusal::Conditions(_) => {
            "Send the field in the form that the reason says, or leave it out."
        }
        Refusal::NoConversation => "A person writes in their own conversations.",
        Refusal::Blocked => "A teammate unblocks the person in the inbox.",
        Refusal::NoText | Refusal::LongText => "A message has 1 to 10,000 characters.",
        Refusal::NoFile => "A message has at most ten files, which its person has uploaded and not sent.",
        Refusal::FileTooLarge => "A file has at most 10 MiB.",
        Refusal::FileKind => "Send pictures, PDF, text, Office documents, ZIP, MP3, MP4 or WebM.",
        Refusal::LargePicture => "A picture has at most 40 million pixels.",
        Refusal::ScannedFile => "The program that UPLOAD_SCANNER names does not let this file in.",
        Refusal::NotStored => {
            "Look in the server's log: its disk may be full, or ATTACHMENTS_DIR not writable."
        }
        Refusal::Full(Full::Person) => {
            "The person's files take all the space that UPLOAD_MIB_PER_PERSON allows."
        }
        Refusal::Full(Full::App) => "The app's files take all the space that UPLOAD_MIB_PER_APP allows.",
        Refusal::Full(Full::Disk) => {
            "The disk has no more free space than UPLOAD_MIB_FREE keeps: remove something from it."
        }
        Refusal::NoEmail => {
            "A lead gives an address such as you@example.com; a user's comes with their identity."
        }
        Refusal::KeyInUse => "Make a new key for each message.",
        Refusal::TooMany(TooMany { kind: LimitKind::Uploads, .. }) => {
            "A person has at most 30 files that are not sent. Those are forgotten after a day."
        }
        Refusal::TooMany(TooMany { kind: LimitKind::UploadsOfNetwork, .. }) => {
            "UPLOAD_MIB_PER_NETWORK_AND_DAY limits the files from one network address. Send again after Retry-After."
        }
        Refusal::TooMany(TooMany { kind: LimitKind::Messages | LimitKind::Conversations, .. }) => {
            "A person writes 20 messages a minute and begins 10 conversations an hour. Send again after Retry-After."
        }
        Refusal::TooMany(TooMany { kind: LimitKind::NewPeople | LimitKind::NewConversations, .. }) => {
            "NEW_PEOPLE_PER_MINUTE_PER_ADDRESS and NEW_CONVERSATIONS_PER_MINUTE_PER_ADDRESS set the limits. Raise them \
             where many people share one network address."
        }
        Refusal::TooMany(TooMany { kind: LimitKind::Streams, .. }) => {
            "A person has 5 streams. Connect again after Retry-After."
        }
        Refusal::TooMany(TooMany {
            kind: LimitKind::PingsOfPerson | LimitKind::PingsOfAddress | LimitKind::Refusals,
            ..
        }) => {
            "Ping once for each page that a person sees. PINGS_PER_MINUTE_PER_PERSON and \
             PINGS_PER_MINUTE_PER_ADDRESS set the limits, for the Messenger's other requests, too."
        }
        Refusal::Internal => "Look for the error in the server's log at this time.",
    }
}

fn fix_of_identity(why: IdentityRefusal) -> &'static str {
    match why {
        IdentityRefusal::NotAToken => {
            "Send the whole JWT as the server signed it: three parts of base64url, joined by dots."
        }
        IdentityRefusal::Unsigned | IdentityRefusal::OtherAlgorithm => {
            "Sign the token with HS256 on the server."
        }
        IdentityRefusal::WrongSignature => {
            "Sign with an active key of this app and platform, as the text that the keys page showed, not decoded."
        }
        IdentityRefusal::RetiredKey => "Sign with a key that is active: the keys page makes one.",
        IdentityRefusal::NoKey => "Make a key for this platform on the keys page, and sign with it.",
        IdentityRefusal::Expired => {
            "Ask the server for a fresh token before this one ends, and boot with it."
        }
        IdentityRefusal::Revoked => {
            "Ask the server for a fresh token, and put the time of signing into the claim iat."
        }
        IdentityRefusal::NotYetValid => "Set the signing server's clock, or leave nbf out.",
        IdentityRefusal::NoUserId => "Put the person's id into the claim user_id.",
        IdentityRefusal::UserIdNotAString => "Write the user_id as a string, in quotes.",
        IdentityRefusal::Unusable => "Name the person by an id of at most 255 visible characters.",
        IdentityRefusal::Contradiction => "Leave user_id and email out of the call: the token says them.",
        IdentityRefusal::WrongHash => {
            "Send HMAC-SHA256 of the user_id (of the email only where there is no user_id) in lower-case hex, made \
             on the server with an active key. A signed token is better."
        }
        IdentityRefusal::SignedPart => {
            "Name the person by an id of your own. A token goes into intercom_user_jwt."
        }
        IdentityRefusal::UserWithoutToken | IdentityRefusal::EmailWithoutToken => {
            "Have the server sign a token for this person, and send it as intercom_user_jwt with the same call."
        }
        IdentityRefusal::SharedEmail => {
            "Send the user_id too: an email alone does not tell these people apart."
        }
        IdentityRefusal::NoSession => "Boot before the first update, and again after a shutdown.",
        IdentityRefusal::SessionExpired => "Boot with a fresh token.",
        IdentityRefusal::SessionOfRetiredKey => "Boot with a token that an active key has signed.",
        IdentityRefusal::SessionUnproved => "Boot with a signed token: identity is enforced now.",
        IdentityRefusal::AnotherPerson => "Call shutdown when a person leaves, before the next one boots.",
    }
}
