//! One load of a page: says what each call of it means after the earlier ones.

use super::moment::{Context, IdentityChange};
use crate::inspector::token;
use crate::inspector::{AppCall, AppEntry, AppEntryKind};
use crate::workspace::feed::FeedPerson;

/// The number of `update` calls that the hosted Messenger takes in [`QUOTA_MS`].
/// Source: "Intercom JavaScript API": 20 in 30 minutes, counted anew with every page load and shutdown.
/// The embedded workspace sets no limit.
const QUOTA: u32 = 20;
const QUOTA_MS: i64 = 30 * 60_000;

#[derive(Clone, Debug, Default)]
pub struct PageLoad {
    /// The number of the page's latest entry. One below it comes late.
    pub last_seq: u32,
    /// The time of the page's latest entry.
    pub last_ms: i64,
    /// The person who is in the widget. None while nobody was booted and nobody has a token.
    booted_as: Option<Option<FeedPerson>>,
    /// The workspace's name for the visitor who is in the widget.
    visitor: Option<FeedPerson>,
    /// The number of the call that booted this person.
    booted: u32,
    shut_down: bool,
    url: Option<String>,
    /// The number of `update` calls, and the time since when they are counted.
    updates: u32,
    since_ms: Option<i64>,
    skew_ms: i64,
}

impl PageLoad {
    /// The meaning of the page's next entry.
    pub fn next(&mut self, entry: &AppEntry) -> Context {
        (self.last_seq, self.last_ms) = (entry.seq, entry.at_ms);
        let since = *self.since_ms.get_or_insert(entry.at_ms);
        if entry.at_ms - since >= QUOTA_MS {
            self.count_anew(entry.at_ms);
        }
        let mut context = Context::default();
        if self.skew_ms != entry.skew_ms {
            self.skew_ms = entry.skew_ms;
            context.skew_ms = Some(entry.skew_ms).filter(|skew| *skew != 0);
        }
        if let AppEntryKind::TokenAnswered { token: Some(token), .. } = &entry.kind
            && self.booted_as.is_none()
        {
            context.identity_change = self.boot(entry.seq, Some(token));
        }
        if let Some(call @ AppCall { method, url, token, .. }) = entry.call() {
            match method.as_str() {
                "boot" => context.identity_change = self.boot(entry.seq, token.as_deref()),
                "update" => {
                    context.from.clone_from(&self.url);
                    self.updates += 1;
                    context.over_quota = Some(self.updates).filter(|count| *count > QUOTA);
                }
                "shutdown" => {
                    self.shut_down = true;
                    self.count_anew(entry.at_ms);
                }
                _ => {}
            }
            if call.reports_page() {
                context.route = self.url.as_ref() != Some(url);
                self.url = Some(url.clone());
            }
        }
        context.person = self.person();
        context
    }

    /// The address that the page reported last.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Notes the workspace's name for the visitor who made a call.
    /// Returns the first call of that visitor, if the name is new.
    pub fn name_visitor(&mut self, seq: u32, person: &FeedPerson) -> Option<u32> {
        let news = seq >= self.booted && person.user_id.is_none() && self.visitor.is_none();
        news.then(|| {
            self.visitor = Some(person.clone());
            self.booted
        })
    }

    fn boot(&mut self, seq: u32, token: Option<&str>) -> Option<IdentityChange> {
        let user = token.map(token::person);
        let same = self.booted_as.as_ref() == Some(&user) && !self.shut_down;
        let cause = match (&user, &self.booted_as, self.shut_down) {
            (_, None, _) => "Page loaded",
            (Some(_), ..) => "Logged in, token asked for",
            (None, _, true) => "Shut down, nothing of the last person left",
            (None, ..) => "Session ended",
        };
        if !same {
            (self.visitor, self.booted) = (None, seq);
        }
        let name = user.as_ref().map(|user| user.name.clone());
        (self.booted_as, self.shut_down) = (Some(user), false);
        (!same).then_some(IdentityChange { user: name, cause })
    }

    fn person(&self) -> Option<FeedPerson> {
        self.booted_as.as_ref()?.clone().or_else(|| self.visitor.clone())
    }

    fn count_anew(&mut self, now_ms: i64) {
        (self.updates, self.since_ms) = (0, Some(now_ms));
    }
}
