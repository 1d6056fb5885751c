//! What both sides are to read, kept in memory by rules of its own.

/// Who a window is. At log-in, what the visitor has becomes the user's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Visitor,
    User,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Message,
    Reply,
    Note,
    Closed,
    Opened,
    Snoozed,
}

#[derive(Debug)]
pub struct Part {
    /// Not known of what the workspace did by itself.
    pub number: Option<i64>,
    pub kind: Kind,
    pub text: String,
    /// Names, in order.
    pub files: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    Open,
    Closed,
    /// Until this time.
    Snoozed(i64),
}

#[derive(Debug)]
pub struct Conversation {
    pub number: i64,
    pub owner: Who,
    pub parts: Vec<Part>,
    pub folder: Folder,
    pub waiting_since: Option<i64>,
    pub updated_at: i64,
    /// How many of its parts each side has read.
    pub person_read: usize,
    pub teammates_read: usize,
}

impl Folder {
    /// As it is in the address of the list.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Snoozed(_) => "snoozed",
        }
    }
}

impl Kind {
    pub fn is_for_person(self) -> bool {
        matches!(self, Self::Message | Self::Reply)
    }
}

impl Conversation {
    pub fn begun(number: i64, owner: Who) -> Self {
        Self {
            number,
            owner,
            parts: Vec::new(),
            folder: Folder::Open,
            waiting_since: None,
            updated_at: 0,
            person_read: 0,
            teammates_read: 0,
        }
    }

    /// Whether anything changes.
    pub fn would_change(&self, kind: Kind, until: i64) -> bool {
        match kind {
            Kind::Message | Kind::Reply | Kind::Note => true,
            Kind::Closed => self.folder != Folder::Closed,
            Kind::Opened => self.folder != Folder::Open,
            Kind::Snoozed => self.folder != Folder::Snoozed(until),
        }
    }

    pub fn append(&mut self, number: Option<i64>, kind: Kind, text: &str, now: i64, until: i64) {
        match kind {
            Kind::Message => {
                self.folder = Folder::Open;
                self.waiting_since = self.waiting_since.or(Some(now));
            }
            Kind::Reply => self.waiting_since = None,
            Kind::Note => {}
            Kind::Closed => (self.folder, self.waiting_since) = (Folder::Closed, None),
            Kind::Opened => self.folder = Folder::Open,
            Kind::Snoozed => self.folder = Folder::Snoozed(until),
        }
        self.parts.push(Part { number, kind, text: text.to_owned(), files: Vec::new() });
        self.updated_at = now;
        match kind {
            Kind::Message => self.person_read = self.parts.len(),
            // The workspace did it: nobody has read that.
            Kind::Opened if number.is_none() => {}
            _ => self.teammates_read = self.parts.len(),
        }
    }

    pub fn is_due(&self, now: i64) -> bool {
        matches!(self.folder, Folder::Snoozed(until) if until <= now)
    }

    pub fn newest_for_person(&self) -> Option<i64> {
        self.parts.iter().rev().find(|part| part.kind.is_for_person()).and_then(|part| part.number)
    }
}
