use std::fmt;

use super::Ping;
use crate::error::Error;
use crate::workspace::feed::{FeedKind, PingRefused};
use crate::workspace::identity::{Checks, IdentityRefusal, Refused};
use crate::workspace::limits::{TooMany, What};

/// Why a ping was not taken.
#[derive(Debug)]
pub enum Refusal {
    /// 413
    TooLarge,
    /// 400: what is wrong, for whoever wrote the call.
    NotAPing(&'static str),
    /// 415
    NotJson,
    /// 404
    UnknownApp,
    /// 403, and 409 where an e-mail means several users; the reply does not say why.
    Identity(Box<Refused>),
    /// 422
    TooManyEventNames,
    /// 422: by a teammate.
    ArchivedEventName,
    /// 404: there is none, or it is another's.
    NoConversation,
    /// 403: a teammate has blocked the person.
    Blocked,
    /// 422: a message without a text.
    NoText,
    /// 422: the message names a file that is not there to be sent, or more than ten.
    NoFile,
    /// 413: a file of over 10 MiB.
    FileTooLarge,
    /// 415: a file of a kind that is not taken.
    FileKind,
    /// 422: a picture of over 40 million pixels.
    LargePicture,
    /// 422: the scanner does not let the file in.
    ScannedFile,
    /// 507: the file could not be written.
    NotStored,
    /// 507: there is no space for the file.
    Full(Full),
    /// 422: not an e-mail address, or not a lead's.
    NoEmail,
    /// 422: a message of over 10,000 characters.
    LongText,
    /// 409: another message was sent with the same key.
    KeyInUse,
    /// 429
    TooMany(TooMany),
    /// 500: the cause is in the server's log.
    Internal,
}

/// Whose space is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    Person,
    App,
    Disk,
}

impl Refusal {
    /// For metrics: the name of the variant that says most, such as `Expired` of an identity.
    pub fn reason(&self) -> String {
        let named = match self {
            Self::Identity(refused) => format!("{:?}", refused.why),
            Self::TooMany(TooMany { what, .. }) => format!("{what:?}"),
            Self::Full(full) => format!("No{full:?}Space"),
            other => format!("{other:?}"),
        };
        // Without the fields of the variant.
        named.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_owned()
    }

    pub fn status(&self) -> u16 {
        match self {
            Self::TooLarge | Self::FileTooLarge => 413,
            Self::NotAPing(_) => 400,
            Self::NotJson | Self::FileKind => 415,
            Self::UnknownApp | Self::NoConversation => 404,
            Self::Identity(refused) if refused.why == IdentityRefusal::SharedEmail => 409,
            Self::Identity(_) | Self::Blocked => 403,
            Self::TooManyEventNames
            | Self::ArchivedEventName
            | Self::NoText
            | Self::LongText
            | Self::NoEmail
            | Self::NoFile
            | Self::LargePicture
            | Self::ScannedFile => 422,
            Self::NotStored | Self::Full(_) => 507,
            Self::KeyInUse => 409,
            Self::TooMany(_) => 429,
            Self::Internal => 500,
        }
    }
}

impl Refusal {
    /// As the feed records it; nothing is known of a body that is no ping.
    pub fn of(&self, ping: Option<&Ping>) -> FeedKind {
        FeedKind::PingRefused(PingRefused {
            call: ping.map(|ping| ping.call),
            url: ping.map(|ping| ping.page.url.clone()),
            status: self.status(),
            reason: self.to_string(),
            fix: self.fix().to_owned(),
            checks: match self {
                Self::Identity(refused) => refused.checks.clone(),
                _ => Vec::new(),
            },
            more: None,
        })
    }

    /// What the developer of the page can do about it. For the feed.
    pub fn fix(&self) -> &'static str {
        match self {
            Self::TooLarge => "Send less in one call: texts of attributes have at most 255 characters.",
            Self::NotAPing(_) => "Load the widget's own script; it sends pings of the right form.",
            Self::NotJson => "Send the header Content-Type: application/json.",
            Self::UnknownApp => "Copy the app_id from the workspace.",
            Self::Identity(refused) => refused.why.fix(),
            Self::TooManyEventNames => {
                "Give events few names, and put what differs into their metadata. A teammate archives names on the keys \
                 page; a name is free again, too, once its events are forgotten."
            }
            Self::ArchivedEventName => "A teammate restores the name on the keys page.",
            Self::NoConversation => "A person writes in their own conversations.",
            Self::Blocked => "A teammate unblocks the person in the inbox.",
            Self::NoText | Self::LongText => "A message has 1 to 10,000 characters.",
            Self::NoFile => "A message has at most ten files, which its person has uploaded and not sent.",
            Self::FileTooLarge => "A file has at most 10 MiB.",
            Self::FileKind => "Send pictures, PDF, text, Office documents, ZIP, MP3, MP4 or WebM.",
            Self::LargePicture => "A picture has at most 40 million pixels.",
            Self::ScannedFile => "The program that UPLOAD_SCANNER names does not let this file in.",
            Self::NotStored => {
                "Look in the server's log: its disk may be full, or ATTACHMENTS_DIR not writable."
            }
            Self::Full(Full::Person) => {
                "The person's files take all the space that UPLOAD_MIB_PER_PERSON allows."
            }
            Self::Full(Full::App) => "The app's files take all the space that UPLOAD_MIB_PER_APP allows.",
            Self::Full(Full::Disk) => {
                "The disk has no more free space than UPLOAD_MIB_FREE keeps: remove something from it."
            }
            Self::NoEmail => {
                "A lead gives an address such as you@example.com; a user's comes with their identity."
            }
            Self::KeyInUse => "Make a new key for each message.",
            Self::TooMany(TooMany { what: What::Uploads, .. }) => {
                "A person has at most 30 files that are not sent. Those are forgotten after a day."
            }
            Self::TooMany(TooMany { what: What::UploadsOfNetwork, .. }) => {
                "UPLOAD_MIB_PER_NETWORK_AND_DAY limits the files from one network address. Send again after Retry-After."
            }
            Self::TooMany(TooMany { what: What::Messages | What::Conversations, .. }) => {
                "A person writes 20 messages a minute and begins 10 conversations an hour. Send again after Retry-After."
            }
            Self::TooMany(TooMany { what: What::NewPeople | What::NewConversations, .. }) => {
                "NEW_PEOPLE_PER_MINUTE_PER_ADDRESS and NEW_CONVERSATIONS_PER_MINUTE_PER_ADDRESS set the limits. Raise them \
                 where many people share one network address."
            }
            Self::TooMany(TooMany { what: What::Streams, .. }) => {
                "A person has 5 streams. Connect again after Retry-After."
            }
            Self::TooMany(TooMany {
                what: What::PingsOfPerson | What::PingsOfAddress | What::Refusals,
                ..
            }) => {
                "Ping once for each page that a person sees. PINGS_PER_MINUTE_PER_PERSON and \
                 PINGS_PER_MINUTE_PER_ADDRESS set the limits, for the Messenger's other requests, too."
            }
            Self::Internal => "Look for the error in the server's log at this time.",
        }
    }
}

/// For log and feed.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => f.write_str("The ping is larger than 64 KiB."),
            Self::NotAPing(what) => f.write_str(what),
            Self::NotJson => f.write_str("The ping's content type is not application/json."),
            Self::UnknownApp => f.write_str("There is no app with this app_id."),
            Self::Identity(refused) => refused.why.fmt(f),
            Self::TooManyEventNames => f.write_str(
                "There are 120 names of events already, or 20 that only visitors and unproved users have used.",
            ),
            Self::ArchivedEventName => f.write_str("A teammate archived this name of events."),
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
            Self::TooMany(TooMany { what, .. }) => {
                let what = match what {
                    What::PingsOfPerson => "pings of one person",
                    What::PingsOfAddress => "pings from one address",
                    What::Messages => "messages of one person",
                    What::Conversations => "new conversations of one person",
                    What::NewPeople => "new people from one address",
                    What::NewConversations => "new conversations from one address",
                    What::Refusals => "refused pings",
                    What::Streams => "streams of one person",
                    What::Uploads => "files that are not sent",
                    What::UploadsOfNetwork => "files from one address in a day",
                };
                write!(f, "Too many {what}: what comes above the limit is refused.")
            }
            Self::Internal => f.write_str("The workspace failed; the cause is in the server's log."),
        }
    }
}

impl From<IdentityRefusal> for Refusal {
    fn from(why: IdentityRefusal) -> Self {
        Self::Identity(Checks::default().refused(why))
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
