//! A moment: one line of the timeline.

use crate::inspector::{AppCall, AppEntry, AppEntryKind};
use crate::workspace::feed::{Considered, FeedEntry, FeedKind, FeedPerson};

/// Identifies a moment and gives its order: its time, then a number that rises.
pub type MomentId = (i64, u64);

/// An entry of the app's lane, one of the workspace's, or both where they belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    pub id: MomentId,
    /// Rises with every change of the moment.
    pub revision: u32,
    pub app: Option<AppEntry>,
    /// The number of the browser that the entry of the app's lane comes from. None where that is not known.
    pub browser: Option<usize>,
    /// The ping that the call became.
    pub ping_id: Option<String>,
    pub workspace: Option<FeedEntry>,
    pub context: Context,
}

/// The meaning of a call after the page's earlier calls.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    /// The change of identity, if the person changes here.
    pub identity_change: Option<IdentityChange>,
    /// The person who is in the widget.
    pub person: Option<FeedPerson>,
    /// The address that was reported before.
    pub from: Option<String>,
    /// Whether the call reports another address than the one before.
    pub route: bool,
    /// The number of an `update` that is over the hosted Messenger's quota.
    pub over_quota: Option<u32>,
    /// The correction in milliseconds, if the page's clock is known to be wrong from here on.
    pub skew_ms: Option<i64>,
}

/// A change of identity.
#[derive(Clone, Debug, PartialEq)]
pub struct IdentityChange {
    /// The user's name; none for a visitor.
    pub user: Option<String>,
    pub cause: &'static str,
}

impl AppCall {
    /// Whether the call reports the page's address.
    pub fn reports_page(&self) -> bool {
        matches!(self.method.as_str(), "boot" | "update")
    }
}

impl AppEntry {
    pub fn call(&self) -> Option<&AppCall> {
        match &self.kind {
            AppEntryKind::Called(call) => Some(call),
            _ => None,
        }
    }

    /// The token that went along with the call, or that the token call answered: header and claims.
    pub fn token(&self) -> Option<&str> {
        match &self.kind {
            AppEntryKind::Called(AppCall { token, .. }) | AppEntryKind::TokenAnswered { token, .. } => {
                token.as_deref()
            }
            _ => None,
        }
    }
}

impl Moment {
    pub fn new(id: MomentId, app: Option<AppEntry>, workspace: Option<FeedEntry>) -> Self {
        Self { id, revision: 0, app, browser: None, ping_id: None, workspace, context: Context::default() }
    }

    pub fn at_ms(&self) -> i64 {
        self.id.0
    }

    pub fn call(&self) -> Option<&AppCall> {
        self.app.as_ref()?.call()
    }

    pub fn received(&self) -> Option<&FeedKind> {
        self.workspace.as_ref().map(|work| &work.kind)
    }

    pub fn has_arrived(&self) -> bool {
        self.app.is_some() && self.workspace.is_some()
    }

    pub fn is_refused(&self) -> bool {
        matches!(self.received(), Some(FeedKind::PingRefused(_)))
    }

    /// Adds what the messages for the page were to the person.
    pub fn consider(&mut self, messages: Vec<Considered>) {
        if let Some(FeedEntry { kind: FeedKind::PingAccepted(ping), .. }) = &mut self.workspace {
            ping.messages = messages;
        }
    }

    /// The milliseconds from the call to its arrival, if both clocks make sense of it.
    pub fn took_ms(&self) -> Option<i64> {
        let (app, work) = (self.app.as_ref()?, self.workspace.as_ref()?);
        Some(work.at_ms - app.at_ms).filter(|took| (0..60_000).contains(took))
    }

    /// The person by the workspace, else by the page's token.
    pub fn person(&self) -> Option<&FeedPerson> {
        self.received().and_then(person).or(self.context.person.as_ref())
    }

    /// Whether a user is in the widget.
    pub fn is_of_user(&self) -> bool {
        self.person().is_some_and(|person| person.user_id.is_some())
    }
}

/// The person of an entry of the feed.
fn person(kind: &FeedKind) -> Option<&FeedPerson> {
    match kind {
        FeedKind::PingAccepted(ping) => Some(&ping.person),
        FeedKind::EventTracked(event) => Some(&event.person),
        FeedKind::RepeatDropped { person, .. }
        | FeedKind::TokenRenewed { person, .. }
        | FeedKind::SessionEnded { person } => Some(person),
        FeedKind::PingRefused(_) | FeedKind::MessagesConsidered { .. } | FeedKind::SettingsChanged { .. } => {
            None
        }
    }
}

/// Names a person among others of the same name.
pub fn label(person: &FeedPerson) -> String {
    match &person.user_id {
        Some(user_id) => format!("{}, {user_id}", person.name),
        None => format!("{}, visitor", person.name),
    }
}
