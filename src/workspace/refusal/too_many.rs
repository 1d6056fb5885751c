//! More of something than a limit allows.

use std::fmt;

/// Something came more often than its limit allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    pub kind: LimitKind,
    pub retry_after_seconds: i64,
    /// Whether it is the first one above the limit: that one is recorded.
    pub first: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitKind {
    PingsOfPerson,
    PingsOfAddress,
    /// Messages of one person.
    Messages,
    /// Conversations that one person begins.
    Conversations,
    /// New people of one network.
    NewPeople,
    /// Conversations that people of one network begin.
    NewConversations,
    /// Refusals that are entries of the feed.
    Refusals,
    /// Streams of one person.
    Streams,
    /// Files that a person has uploaded and not sent.
    Uploads,
    /// Bytes of files from a network in a day.
    UploadsOfNetwork,
}

impl TooMany {
    /// Too many streams. A dead connection is noticed, and gives its place back, within this time.
    pub const STREAMS: Self = Self { kind: LimitKind::Streams, retry_after_seconds: 15, first: false };
    /// Too many unsent files. The person sends some, or they are forgotten.
    pub const UPLOADS: Self = Self { kind: LimitKind::Uploads, retry_after_seconds: 3_600, first: false };
    /// Too many bytes of a network in a day. Space is free again when the oldest file is a day old.
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
