use crate::workspace::face::Face;
use leptos::html::Div;
use leptos::prelude::*;

use super::attachments::Sent;
use super::state::{InboxPart, InboxPartKind};
use super::times::{Day, Time};
use crate::workspace::markup::{SafeHtml, linked};

/// What was written and done, in order. The newest part is in sight.
#[component]
pub fn Parts(parts: Vec<InboxPart>, seen_to: i64) -> impl IntoView {
    let scrolled = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if let Some(scrolled) = scrolled.get() {
            scrolled.set_scroll_top(scrolled.scroll_height());
        }
    });
    let last = parts.iter().rfind(|part| matches!(part.kind, InboxPartKind::Message | InboxPartKind::Reply));
    let is_seen = last.is_some_and(|last| last.kind == InboxPartKind::Reply && last.id <= seen_to);
    let times = std::iter::once(None).chain(parts.iter().map(|part| Some(part.at_ms)));
    let parts: Vec<(Option<i64>, InboxPart)> = times.zip(parts.clone()).collect();
    view! {
        <div class="scroll" tabindex="0" role="log" aria-label="Messages" node_ref=scrolled>
            <div class="parts">
                <For each=move || parts.clone() key=|(_, part)| part.id children=|(before, part)| view! { <Day at_ms=part.at_ms before/>{one(part)} }/>
                {is_seen.then(|| view! { <p class="fact">"Seen"</p> })}
            </div>
        </div>
    }
}

fn one(part: InboxPart) -> AnyView {
    let InboxPart { kind, name, text, html, attachments, at_ms, .. } = part;
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
        </article>
    }
    .into_any()
}
