//! Which moments are shown: by kind, by person, by a word.

use super::AppKind;
use super::moment::{Called, Moment, label};
use super::warnings::warnings;
use super::words::{argument_names, plain};
use crate::workspace::feed::FeedKind;

/// A chip each. A moment may be of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Routes,
    Boot,
    Token,
    Attributes,
    Refused,
    Shutdown,
    Warnings,
}

impl Kind {
    pub const ALL: [Self; 7] = [
        Self::Routes,
        Self::Boot,
        Self::Token,
        Self::Attributes,
        Self::Refused,
        Self::Shutdown,
        Self::Warnings,
    ];

    pub fn has(self, moment: &Moment) -> bool {
        let method = moment.called().map(|called| called.method);
        let (app, work) = (moment.app.as_ref().map(|app| &app.kind), moment.received());
        match self {
            Self::Routes => moment.context.route,
            Self::Boot => method == Some("boot"),
            Self::Token => {
                matches!(app, Some(AppKind::TokenAnswered { .. }))
                    || matches!(work, Some(FeedKind::TokenRenewed { .. }))
            }
            Self::Attributes => {
                let named = moment.called().filter(|called| called.method == "update");
                let named = named.and_then(|called| called.arguments.as_object());
                named.is_some_and(|named| !named.is_empty())
                    || matches!(work, Some(FeedKind::PingAccepted(ping)) if ping.attributes > 0 || !ping.refused_attributes.is_empty())
            }
            Self::Refused => moment.refused(),
            Self::Shutdown => {
                method == Some("shutdown") || matches!(work, Some(FeedKind::SessionEnded { .. }))
            }
            Self::Warnings => !warnings(moment).is_empty(),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub kind: Option<Kind>,
    /// As [`label`] names them.
    pub person: Option<String>,
    /// Part of a path, a call or a name, in whatever case.
    pub find: String,
}

impl Filter {
    pub fn takes(&self, moment: &Moment) -> bool {
        self.kind.is_none_or(|kind| kind.has(moment))
            && self
                .person
                .as_ref()
                .is_none_or(|person| moment.person().is_some_and(|of| label(of) == *person))
            && (self.find.trim().is_empty() || text(moment).contains(&self.find.trim().to_lowercase()))
    }
}

/// All that may be looked for, in lower case.
fn text(moment: &Moment) -> String {
    let mut text = String::new();
    match moment.app.as_ref().map(|app| &app.kind) {
        Some(AppKind::Called { url, title, .. }) => {
            text += &format!("{} {url} {title}", moment.called().map(call).unwrap_or_default());
        }
        Some(AppKind::TokenAnswered { text: answer, .. }) => text += &format!("messenger_token() {answer}"),
        Some(AppKind::Dropped { what, reason }) => text += &format!("{what} {reason}"),
        Some(AppKind::Blocked | AppKind::Late { .. }) => text += "script",
        Some(AppKind::Found { finding }) => text += finding,
        Some(AppKind::Announced { .. }) | None => {}
    }
    match moment.received() {
        Some(FeedKind::PingAccepted(ping)) => text += &format!(" ping {} {}", ping.url, ping.title),
        Some(FeedKind::PingRefused(refused)) => {
            text += &format!(" ping {} {}", refused.url.as_deref().unwrap_or_default(), refused.reason);
        }
        Some(FeedKind::RepeatDropped { url, .. } | FeedKind::TokenRenewed { url, .. }) => {
            text += &format!(" {url}");
        }
        Some(FeedKind::IdentitySettingsChanged { what }) => text += what,
        Some(FeedKind::EventTracked(event)) => {
            text += &format!(" event {}", event.name);
            text.extend(event.metadata.iter().map(|(name, value)| format!(" {name} {}", plain(value))));
        }
        Some(FeedKind::SessionEnded { .. }) => text += " session ended",
        None => {}
    }
    text.extend(moment.person().map(|person| format!(" {}", label(person))));
    text.to_lowercase()
}

/// `update({ plan })`.
pub fn call(called: Called<'_>) -> String {
    format!("{}({})", called.method, argument_names(called.arguments, called.token.is_some()))
}
