use leptos::html::Div;
use leptos::prelude::*;

use super::list::Face;
use super::state::{InboxPart, InboxPartKind};
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
    view! {
        <div class="scroll" tabindex="0" role="log" aria-label="Messages" node_ref=scrolled>
            <div class="parts">
                <For each=move || parts.clone() key=|part| part.id children=one/>
                {is_seen.then(|| view! { <p class="fact">"Seen"</p> })}
            </div>
        </div>
    }
}

fn one(part: InboxPart) -> AnyView {
    let InboxPart { kind, name, text, html, at_ms, .. } = part;
    let (class, note) = match kind {
        InboxPartKind::Message => ("part", ""),
        InboxPartKind::Reply => ("part ours", ""),
        InboxPartKind::Note => ("part note", " left a note"),
        InboxPartKind::Assigned => {
            return view! { <p class="fact"><bdi>{name}</bdi>" "{kind.words()}" "<bdi>{text}</bdi>", "<When at_ms/></p> }
                .into_any();
        }
        InboxPartKind::Closed | InboxPartKind::Opened | InboxPartKind::Snoozed => {
            return view! { <p class="fact"><bdi>{name}</bdi>" "{kind.words()}", "<When at_ms/></p> }
                .into_any();
        }
    };
    let body = html.map_or_else(|| linked(&text), SafeHtml::into_view);
    view! {
        <article class=class>
            <Face name=name.clone()/>
            <p class="by"><b><bdi>{name}</bdi>{note}</b>" "<When at_ms/></p>
            <div class="text" dir="auto">{body}</div>
        </article>
    }
    .into_any()
}

/// A time in the reader's own zone, which the server does not know: the browser writes it.
#[component]
pub fn When(at_ms: i64) -> impl IntoView {
    let (words, exact) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        use web_sys::js_sys::{Date, Object, Reflect};
        let at = Date::new(&(at_ms as f64).into());
        let is_today = at.to_date_string() == Date::new_0().to_date_string();
        let fields = match is_today {
            true => [("hour", "numeric"), ("minute", "2-digit")],
            false => [("day", "numeric"), ("month", "short")],
        };
        let options = Object::new();
        for (name, value) in fields {
            _ = Reflect::set(&options, &name.into(), &value.into());
        }
        words.set(at.to_locale_string("default", &options).into());
        exact.set(at.to_locale_string("default", &Object::new()).into());
    });
    _ = at_ms;
    view! { <time title=exact>{words}</time> }
}
