//! The parts of a conversation, newest page first.

use crate::workspace::face::Face;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::api::get_thread;
use super::attachments::Sent;
use super::state::{InboxPart, InboxPartKind, InboxThread};
use super::tags::{TagActions, of_part};
use crate::desk::times::{Day, Time};
use crate::error::Error;
use crate::workspace::markup::{SafeHtml, linked};

/// How many pages are open, and of which conversation.
#[derive(Clone, Copy)]
pub struct Pages {
    opened: RwSignal<(i64, usize)>,
    /// Pixels from the top of the visible part to the end, when the teammate asked for an earlier page.
    below: StoredValue<Option<i32>>,
    scrolled: NodeRef<Div>,
}

impl Pages {
    pub fn new() -> Self {
        Self { opened: RwSignal::new((0, 1)), below: StoredValue::new(None), scrolled: NodeRef::new() }
    }

    pub fn count(self, id: i64) -> usize {
        let (of, count) = self.opened.get();
        if of == id { count } else { 1 }
    }

    fn open_one_more(self, id: i64) {
        self.opened.update(|(of, count)| {
            *count = if *of == id { *count + 1 } else { 2 };
            *of = id;
        });
    }
}

/// The newest pages of a conversation, each asked for after the one that follows it: as many as were opened.
pub async fn read(id: i64, count: usize) -> Result<InboxThread, Error> {
    let mut thread = get_thread(id, None).await?;
    for _ in 1..count {
        let Some(before) = thread.earlier else { break };
        let page = get_thread(id, Some(before)).await?;
        thread.parts.splice(0..0, page.parts);
        thread.earlier = page.earlier;
    }
    Ok(thread)
}

/// The id of the element that scrolls the messages.
const MESSAGES: &str = "messages";

/// Moves the focus to the messages, where keys act as shortcuts.
pub fn focus_messages() {
    let messages = document().get_element_by_id(MESSAGES);
    if let Some(messages) = messages.and_then(|messages| messages.dyn_into::<HtmlElement>().ok()) {
        _ = messages.focus();
    }
}

/// The element that scrolls the parts. The page makes it once: a view that is drawn again loses the focus, because
/// leptos removes each attribute then, and `tabindex` with them.
#[component]
pub fn Messages(pages: Pages, children: Children) -> impl IntoView {
    view! {
        <div id=MESSAGES class="scroll" tabindex="0" role="log" aria-label="Messages" node_ref=pages.scrolled>
            {children()}
        </div>
    }
}

/// Shows the parts of a conversation in order, and scrolls to the newest. When earlier parts come, the visible ones
/// stay in sight.
#[component]
pub fn Parts(
    id: i64,
    parts: Vec<InboxPart>,
    earlier: Option<i64>,
    seen_to: i64,
    pages: Pages,
    actions: TagActions,
) -> impl IntoView {
    // Of these parts: the element that scrolls them was there before they were.
    let drawn = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if drawn.get().is_some()
            && let Some(scrolled) = pages.scrolled.get_untracked()
        {
            let below = pages.below.try_update_value(Option::take).flatten().unwrap_or_default();
            scrolled.set_scroll_top(scrolled.scroll_height() - below);
        }
    });
    let busy = RwSignal::new(false);
    let more = move |_| {
        busy.set(true);
        let scrolled = pages.scrolled.get_untracked();
        let below = scrolled.map(|scrolled| scrolled.scroll_height() - scrolled.scroll_top());
        pages.below.set_value(below);
        pages.open_one_more(id);
    };
    let last = parts.iter().rfind(|part| matches!(part.kind, InboxPartKind::Message | InboxPartKind::Reply));
    let is_seen = last.is_some_and(|last| last.kind == InboxPartKind::Reply && last.id <= seen_to);
    let times = std::iter::once(None).chain(parts.iter().map(|part| Some(part.at_ms)));
    let parts: Vec<(Option<i64>, InboxPart)> = times.zip(parts.clone()).collect();
    view! {
        {earlier.map(|_| view! {
            <p class="more">
                <button type="button" class="button" aria-busy=move || busy.get().to_string() on:click=more>"Earlier messages"</button>
            </p>
        })}
        <div class="parts" node_ref=drawn>
            <For each=move || parts.clone() key=|(_, part)| (part.id, part.tags.clone()) children=move |(before, part)| view! { <Day at_ms=part.at_ms before/>{part_view(part, actions)} }/>
            {is_seen.then(|| view! { <p class="fact">"Seen"</p> })}
        </div>
    }
}

fn part_view(part: InboxPart, actions: TagActions) -> AnyView {
    let InboxPart { id, kind, name, text, html, attachments, tags, at_ms } = part;
    let (class, note) = match kind {
        InboxPartKind::Message => ("part", ""),
        InboxPartKind::Reply => ("part ours", ""),
        InboxPartKind::Note => ("part note", " left a note"),
        InboxPartKind::Assigned => {
            return view! { <p class="fact"><bdi>{name}</bdi>" "{kind.words()}" "<bdi>{text}</bdi>", "<Time at_ms/></p> }
                .into_any();
        }
        InboxPartKind::Closed | InboxPartKind::Opened | InboxPartKind::Snoozed => {
            return view! { <p class="fact"><bdi>{name}</bdi>" "{kind.words()}", "<Time at_ms/></p> }
                .into_any();
        }
    };
    let has_text = !text.is_empty();
    let body = html.map_or_else(|| linked(&text), SafeHtml::into_view);
    view! {
        <article class=class>
            <Face name=name.clone()/>
            <p class="by"><b><bdi>{name}</bdi>{note}</b>" "<Time at_ms/></p>
            {has_text.then(|| view! { <div class="text" dir="auto">{body}</div> })}
            {attachments.into_iter().map(|attachment| view! { <Sent attachment/> }).collect_view()}
            {of_part(id, tags, actions)}
        </article>
    }
    .into_any()
}
