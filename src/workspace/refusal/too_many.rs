//! More of something than a limit allows.

use std::fmt;

/// More than a limit allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    pub kind: LimitKind,
    pub retry_after_seconds: i64,
    /// The first since they kept within it: the one that is recorded.
    pub first: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitKind {
    PingsOfPerson,
    PingsOfAddress,
    /// A person's.
    Messages,
    /// That a person begins.
    Conversations,
    /// From a network.
    NewPeople,
    /// That people of a network begin.
    NewConversations,
    /// That are entries of the feed.
    Refusals,
    /// Of a person.
    Streams,
    /// Files that a person has uploaded and not sent.
    Uploads,
    /// Bytes of files from a network in a day.
    UploadsOfNetwork,
}

impl TooMany {
    /// Of streams: a dead connection is noticed, and gives its place back, within this time.
    pub const STREAMS: Self = Self { kind: LimitKind::Streams, retry_after_seconds: 15, first: false };
    /// Of files that are not sent: the person sends some, or they are forgotten.
    pub const UPLOADS: Self = Self { kind: LimitKind::Uploads, retry_after_seconds: 3_600, first: false };
    /// Of a network's files of a day: space is free again when the oldest is a day old, which may be any time.
    pub const UPLOADS_OF_NETWORK: Self =
        Self { kind: LimitKind::UploadsOfNetwork, retry_after_seconds: 3_600, first: false };
}

impl fmt::Display for TooMany {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            LimitKind::PingsOfPerson => "pings of one person",
            LimitKind::PingsOfAddress => "pings from one address",
            LimitKind::Messages => "messages of one person",
            LimitKind::Conversations => "new conversations of one person",
            LimitKind::NewPeople => "new people from one address",
            LimitKind::NewConversations => "new conversations from one address",
            LimitKind::Refusals => "refused pings",
            LimitKind::Streams => "streams of one person",
            LimitKind::Uploads => "files that are not sent",
            LimitKind::UploadsOfNetwork => "files from one address in a day",
        };
        write!(f, "Too many {what}: what comes above the limit is refused.")
    }
}
