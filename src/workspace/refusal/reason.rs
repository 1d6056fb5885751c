//! Each reason for which a request is not stored.

use std::fmt;

use super::{IdentityRefusal, Refused, TooMany};
use crate::error::Error;

/// Why a request was not stored.
#[derive(Debug)]
pub enum Refusal {
    TooLarge,
    /// The form of the request is wrong: a sentence for its author.
    Malformed(&'static str),
    NotJson,
    UnknownApp,
    /// The identity is not believed. The reply does not say why.
    Identity(Box<Refused>),
    TooManyEventNames,
    /// A teammate archived the event's name.
    ArchivedEventName,
    /// The person has no such conversation.
    NoConversation,
    /// The app has no such person.
    NoPerson,
    /// The app has no such company.
    NoCompany,
    /// The app has no such part of a conversation.
    NoPart,
    NoTag,
    NoNote,
    NoSegment,
    NoSubscriptionType,
    /// The conditions of a segment are wrong: where, and why.
    Conditions(String),
    /// Another user has the user_id or the e-mail.
    PersonExists {
        id: String,
        is_archived: bool,
    },
    /// The field with this name breaks a rule: a sentence for the author of the request.
    Field(&'static str, &'static str),
    /// A teammate has blocked the person.
    Blocked,
    /// The message has no text.
    NoText,
    /// The message names a file that cannot be sent, or more than ten.
    NoFile,
    /// The file has over 10 MiB.
    FileTooLarge,
    /// The file is of a kind that is refused.
    FileKind,
    /// The picture has over 40 million pixels.
    LargePicture,
    /// The scanner refused the file.
    ScannedFile,
    /// The file could not be written.
    NotStored,
    /// There is no space for the file.
    Full(Full),
    /// The text is no e-mail address, or the person is no lead.
    NoEmail,
    /// The message has over 10,000 characters.
    LongText,
    /// Another message was sent with the same key.
    KeyInUse,
    TooMany(TooMany),
    /// The workspace failed. The log has the cause.
    Internal,
}

/// The owner of the space that is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    Person,
    App,
    Disk,
}

impl Refusal {
    /// The name of the variant that says most, such as `Expired` of an identity, for metrics.
    pub fn reason(&self) -> String {
        let named = match self {
            Self::Identity(refused) => format!("{:?}", refused.why),
            Self::TooMany(TooMany { kind, .. }) => format!("{kind:?}"),
            Self::Full(full) => format!("No{full:?}Space"),
            other => format!("{other:?}"),
        };
        // Without the fields of the variant.
        named.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_owned()
    }
}

/// Writes the reason for log and feed.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => f.write_str("The request is larger than 64 KiB."),
            Self::Malformed(what) => f.write_str(what),
            Self::NotJson => f.write_str("The request's content type is not application/json."),
            Self::UnknownApp => f.write_str("There is no app with this app_id."),
            Self::Identity(refused) => refused.why.fmt(f),
            Self::TooManyEventNames => f.write_str(
                "There are 120 names of events already, or 20 that only visitors and unproved users have used.",
            ),
            Self::ArchivedEventName => f.write_str("A teammate archived this name of events."),
            Self::NoPerson => f.write_str("The app has no such person."),
            Self::NoCompany => f.write_str("The app has no such company."),
            Self::NoPart => f.write_str("The app has no such part of a conversation."),
            Self::NoTag => f.write_str("The app has no such tag."),
            Self::NoNote => f.write_str("The app has no such note."),
            Self::NoSegment => f.write_str("The app has no such segment."),
            Self::NoSubscriptionType => f.write_str("The app has no such type of subscription."),
            Self::Conditions(why) => write!(f, "conditions: {why}"),
            // Source: captured answers of Intercom's REST API, "Create contact".
            Self::PersonExists { id, is_archived } => {
                let which = if *is_archived { "An archived" } else { "A" };
                write!(f, "{which} contact matching those details already exists with id={id}")
            }
            Self::Field(name, why) => write!(f, "{name}: {why}"),
            Self::NoConversation => f.write_str("The person has no such conversation."),
            Self::Blocked => f.write_str("A teammate has blocked the person."),
            Self::NoText => f.write_str("The message has no text."),
            Self::LongText => f.write_str("The message has more than 10,000 characters."),
            Self::NoFile => f.write_str("The message names a file that cannot be sent."),
            Self::FileTooLarge => f.write_str("The file is larger than 10 MiB."),
            Self::FileKind => f.write_str("The file is of a kind that is not taken."),
            Self::LargePicture => f.write_str("The picture has more than 40 million pixels."),
            Self::ScannedFile => f.write_str("The file was refused by the server's scanner."),
            Self::NotStored => f.write_str("The file could not be stored."),
            Self::Full(Full::Person) => f.write_str("The person has no space left for files."),
            Self::Full(Full::App) => f.write_str("The app has no space left for files."),
            Self::Full(Full::Disk) => f.write_str("The server has no space left for files."),
            Self::NoEmail => f.write_str("This is no e-mail address of a lead."),
            Self::KeyInUse => f.write_str("Another message was sent with this key."),
            Self::TooMany(refused) => refused.fmt(f),
            Self::Internal => f.write_str("The workspace failed; the cause is in the server's log."),
        }
    }
}

impl From<IdentityRefusal> for Refusal {
    fn from(why: IdentityRefusal) -> Self {
        Self::Identity(Box::new(Refused::from(why)))
    }
}

impl From<Box<Refused>> for Refusal {
    fn from(refused: Box<Refused>) -> Self {
        Self::Identity(refused)
    }
}

impl From<TooMany> for Refusal {
    fn from(refused: TooMany) -> Self {
        Self::TooMany(refused)
    }
}

impl From<Error> for Refusal {
    fn from(_: Error) -> Self {
        Self::Internal
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        Error::from(error).into()
    }
}
