//! Notices of who is writing, and of which teammates have a conversation open. The server stores none: each notice
//! holds for some seconds.

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::time::Duration;

use super::api::inbox_typing;
use crate::workspace::face::Face;

/// The time for which a notice that somebody is writing holds.
const TYPING_HOLDS: Duration = Duration::from_secs(5);
/// The time for which a notice that a teammate has a conversation open holds.
const PRESENCE_HOLDS: Duration = Duration::from_secs(25);
/// The time after which a teammate's page repeats that they have a conversation open.
pub const PRESENT_EVERY: Duration = Duration::from_secs(10);
/// The time after which a notice is repeated while somebody writes.
const REPEATED_AFTER: Duration = Duration::from_secs(3);

/// Somebody has a conversation open, or is writing in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub conversation: i64,
    /// Number and name. None where it is the person.
    pub teammate: Option<(i64, String)>,
    pub is_typing: bool,
}

impl Notice {
    /// Reads the data of a stream's event. A person's is the conversation. A teammate's is the conversation, their
    /// number, what they do, and their name.
    pub fn read(kind: &str, data: &str) -> Option<Self> {
        let mut words = data.splitn(4, ' ');
        let conversation = words.next()?.parse().ok()?;
        if kind == "typing" {
            return Some(Self { conversation, teammate: None, is_typing: true });
        }
        let (number, does, name) = (words.next()?.parse().ok()?, words.next()?, words.next()?);
        Some(Self { conversation, teammate: Some((number, name.to_owned())), is_typing: does == "typing" })
    }
}

/// The notices that hold now.
#[derive(Clone, Copy)]
pub struct Typing(RwSignal<Vec<(Notice, TimeoutHandle)>>);

impl Typing {
    pub fn nobody() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// Adds a notice, or lets one hold anew. Returns whether it is news.
    pub fn notice(self, notice: Notice) -> bool {
        let is_news = self.0.with_untracked(|notices| notices.iter().all(|(one, _)| *one != notice));
        self.end(|one| *one == notice);
        let holds = if notice.is_typing { TYPING_HOLDS } else { PRESENCE_HOLDS };
        let ended = notice.clone();
        if let Ok(timeout) = set_timeout_with_handle(move || self.end(|one| *one == ended), holds) {
            self.0.update(|notices| notices.push((notice, timeout)));
        }
        is_news
    }

    /// Ends the notices that somebody is writing: their message has come, or something else has changed.
    pub fn end_typing(self) {
        self.end(|notice| notice.is_typing);
    }

    fn end(self, is_over: impl Fn(&Notice) -> bool) {
        self.0.try_update(|notices| {
            for (_, timeout) in notices.extract_if(.., |(notice, _)| is_over(notice)) {
                timeout.clear();
            }
        });
    }

    /// The names of those of whom a notice holds in this conversation, without the reader. None stands for the person.
    fn names(self, conversation: i64, own: i64, fits: impl Fn(&Notice) -> bool) -> BTreeSet<Option<String>> {
        self.0.with(|notices| {
            let here = notices.iter().map(|(notice, _)| notice);
            let here = here.filter(|notice| notice.conversation == conversation && fits(notice));
            let others =
                here.filter(|notice| notice.teammate.as_ref().is_none_or(|(number, _)| *number != own));
            others.map(|notice| notice.teammate.as_ref().map(|(_, name)| name.clone())).collect()
        })
    }
}

/// Shows who is writing in this conversation: its person, or another teammate.
#[component]
pub fn IsTyping(
    id: i64,
    /// The name of the person.
    name: String,
    /// The number of the teammate who reads.
    own: i64,
    typing: Typing,
) -> impl IntoView {
    let words = move |who: Option<String>| {
        view! { <span><bdi>{who.unwrap_or_else(|| name.clone())}</bdi>" is typing…"</span> }
    };
    let all = move || {
        let writers = typing.names(id, own, |notice| notice.is_typing);
        writers.into_iter().map(&words).collect_view()
    };
    view! { <p class="fact typing" role="status">{all}</p> }
}

/// Shows which other teammates have this conversation open.
#[component]
pub fn AlsoHere(id: i64, own: i64, typing: Typing) -> impl IntoView {
    let face = |name: String| view! { <li><Face name=name.clone()/><bdi>{name}</bdi></li> };
    let faces = move || {
        let names: Vec<String> = typing.names(id, own, |_| true).into_iter().flatten().collect();
        let faces = names.into_iter().map(face).collect_view();
        (!faces.is_empty())
            .then(|| view! { <ul class="also-here plain line" aria-label="Also here">{faces}</ul> })
    };
    view! { <div role="status">{faces}</div> }
}

/// Reports that the teammate is writing, at most once in a few seconds.
#[derive(Clone, Copy)]
pub struct Report {
    id: i64,
    is_fresh: StoredValue<bool>,
}

impl Report {
    pub fn of(id: i64) -> Self {
        Self { id, is_fresh: StoredValue::new(false) }
    }

    pub fn typing(self) {
        if self.is_fresh.get_value() {
            return;
        }
        self.is_fresh.set_value(true);
        set_timeout(move || _ = self.is_fresh.try_set_value(false), REPEATED_AFTER);
        // What is lost is repeated with the next key.
        leptos::task::spawn_local(async move { _ = inbox_typing(self.id).await });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_says_who_writes_or_has_the_conversation_open() {
        let ines = Some((3, "Ines Aalto".to_owned()));
        let notice = |teammate, is_typing| Some(Notice { conversation: 7, teammate, is_typing });
        assert_eq!(Notice::read("typing", "7"), notice(None, true));
        assert_eq!(Notice::read("present", "7 3 present Ines Aalto"), notice(ines.clone(), false));
        assert_eq!(Notice::read("present", "7 3 typing Ines Aalto"), notice(ines, true));
        assert_eq!(Notice::read("present", "7"), None);
    }
}
