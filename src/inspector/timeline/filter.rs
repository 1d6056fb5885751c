//! Selects moments by kind, by person and by a word.

use super::moment::{Moment, label};
use super::warnings::warnings;
use crate::inspector::format::{argument_names, dropped, plain};
use crate::inspector::{AppCall, AppEntryKind};
use crate::workspace::feed::FeedKind;

/// The kinds of moments that one can filter by. A moment may be of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MomentKind {
    Routes,
    Boot,
    Token,
    Attributes,
    Refused,
    Shutdown,
    Warnings,
}

impl MomentKind {
    pub const ALL: [Self; 7] = [
        Self::Routes,
        Self::Boot,
        Self::Token,
        Self::Attributes,
        Self::Refused,
        Self::Shutdown,
        Self::Warnings,
    ];

    pub fn matches(self, moment: &Moment) -> bool {
        let method = moment.call().map(|call| call.method.as_str());
        let (app, work) = (moment.app.as_ref().map(|app| &app.kind), moment.received());
        match self {
            Self::Routes => moment.context.route,
            Self::Boot => method == Some("boot"),
            Self::Token => {
                matches!(app, Some(AppEntryKind::TokenAnswered { .. }))
                    || matches!(work, Some(FeedKind::TokenRenewed { .. }))
            }
            Self::Attributes => {
                let named = moment.call().filter(|call| call.method == "update");
                let named = named.and_then(|call| call.arguments.as_object());
                named.is_some_and(|named| !named.is_empty())
                    || matches!(work, Some(FeedKind::PingAccepted(ping)) if ping.attributes > 0 || !ping.refused_attributes.is_empty())
            }
            Self::Refused => moment.is_refused(),
            Self::Shutdown => {
                method == Some("shutdown") || matches!(work, Some(FeedKind::SessionEnded { .. }))
            }
            Self::Warnings => !warnings(moment).is_empty(),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct MomentFilter {
    pub kind: Option<MomentKind>,
    /// The person's name, as [`label`] makes it.
    pub person: Option<String>,
    /// Part of a path, a call or a name, in whatever case.
    pub find: String,
}

impl MomentFilter {
    pub fn matches(&self, moment: &Moment) -> bool {
        self.kind.is_none_or(|kind| kind.matches(moment))
            && self
                .person
                .as_ref()
                .is_none_or(|person| moment.person().is_some_and(|of| label(of) == *person))
            && (self.find.trim().is_empty() || text(moment).contains(&self.find.trim().to_lowercase()))
    }
}

/// The text that a search looks at, in lower case.
fn text(moment: &Moment) -> String {
    let mut text = String::new();
    match moment.app.as_ref().map(|app| &app.kind) {
        Some(AppEntryKind::Called(call)) => {
            text += &format!("{} {} {}", call_text(call), call.url, call.title);
        }
        Some(AppEntryKind::TokenAnswered { text: answer, .. }) => {
            text += &format!("messenger_token() {answer}")
        }
        Some(AppEntryKind::Dropped { what, reason, url }) => {
            let (title, _, why) = dropped(what, reason);
            text += &format!("{title} {url} {why}");
        }
        Some(AppEntryKind::Blocked | AppEntryKind::Late { .. }) => text += "script",
        Some(AppEntryKind::Found { finding }) => text += finding,
        Some(AppEntryKind::Announced { .. }) | None => {}
    }
    match moment.received() {
        Some(FeedKind::PingAccepted(ping)) => text += &format!(" ping {} {}", ping.url, ping.title),
        Some(FeedKind::PingRefused(refused)) => {
            text += &format!(" ping {} {}", refused.url.as_deref().unwrap_or_default(), refused.reason);
        }
        Some(FeedKind::RepeatDropped { url, .. } | FeedKind::TokenRenewed { url, .. }) => {
            text += &format!(" {url}");
        }
        Some(FeedKind::SettingsChanged { what }) => text += what,
        Some(FeedKind::EventTracked(event)) => {
            text += &format!(" event {}", event.name);
            text.extend(event.metadata.iter().map(|(name, value)| format!(" {name} {}", plain(value))));
        }
        Some(FeedKind::SessionEnded { .. }) => text += " session ended",
        Some(FeedKind::MessagesConsidered { .. }) | None => {}
    }
    text.extend(moment.person().map(|person| format!(" {}", label(person))));
    text.to_lowercase()
}

/// A call in short: `update({ plan })`.
pub fn call_text(call: &AppCall) -> String {
    format!("{}({})", call.method, argument_names(&call.arguments, call.token.is_some()))
}
