//! The page: list, conversation and person beside each other.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

use super::address::InboxAddress;
use super::api::inbox_seen;
use super::compose::{Assign, Blocking, Compose, Ends, HeadActions};
use super::list::{FolderLinks, InboxRows, OrderLinks, pages};
use super::person::PersonPane;
use super::selection::Selection;
use super::shortcuts::{self, Shortcuts};
use super::state::{Folder, InboxThread, Order};
use super::stream::follow;
use super::thread::{Pages, Parts, read};
use super::typing::{IsTyping, Typing};
use crate::accounts::Role;
use crate::components::{Icon, Loaded, ShowLoaded, load_blocking};
use crate::desk::require_role::RequireRole;
use crate::desk::shell::Shell;
use crate::error::{Error, set_status};

#[component]
pub fn InboxPage() -> impl IntoView {
    view! { <RequireRole role=Role::Teammate sheet="inbox.css"><Inbox/></RequireRole> }
}

/// The conversation that the address names, if it names one.
type Opened = Loaded<Option<InboxThread>>;

#[component]
fn Inbox() -> impl IntoView {
    let place = InboxAddress::here();
    // Rises with each change that the stream reports, and with each of the teammate's own.
    let changes = RwSignal::new(0_usize);
    let actions = HeadActions::new(changes);
    let selection = Selection::new(changes);
    Effect::new(|_| shortcuts::listen());
    let typing = Typing::nobody();
    let changed = move || {
        typing.end();
        changes.update(|changes| *changes += 1);
    };
    Effect::new(move |_| follow(changed, move |conversation| typing.notice(conversation)));
    // Of the list, in this folder and order.
    let listed = Memo::new(move |_| (place.folder.get(), place.order.get()));
    let opened_pages = RwSignal::new(((Folder::default(), Order::default()), 1));
    let count = Memo::new(move |_| match opened_pages.get() {
        (of, count) if of == listed.get() => count,
        _ => 1,
    });
    let more = Callback::new(move |()| opened_pages.set((listed.get_untracked(), count.get_untracked() + 1)));
    let list = load_blocking(
        move || (listed.get(), count.get(), changes.get()),
        |((folder, order), count, _)| pages(folder, order, count),
    );
    let opened_parts = Pages::new();
    let thread: Opened = load_blocking(
        move || (place.id.get().map(|id| (id, opened_parts.count(id))), changes.get()),
        async |(wanted, _)| match wanted {
            Some((id, count)) => read(id, count).await.map(Some),
            None => Ok(None),
        },
    );
    // A conversation in sight is read, once for each part that is new.
    let newest = move || match thread.get() {
        Some(Ok(Some(InboxThread { id, newest, is_unread: true, .. }))) => Some((id, newest)),
        _ => None,
    };
    Effect::new(move |_| {
        if let Some((id, newest)) = newest()
            && !document().hidden()
        {
            leptos::task::spawn_local(async move { _ = inbox_seen(id, newest).await });
        }
    });
    let pane = move || if place.id.get().is_some() { "thread" } else { "list" };
    view! {
        <Shell title="Inbox" tools=view! { <Shortcuts/> }.into_any()>
            <main id="main" class="inbox panes" data-pane=pane>
                <section class="pane list-pane" aria-label="Conversations">
                    <header class="head"><h2>"Conversations"</h2><FolderLinks place/><OrderLinks place/></header>
                    <ShowLoaded loaded=list error=|error, _| not_read(&error) waiting="Reading the conversations…" let:list>
                            {
                                let selection = (place.folder.get_untracked() != Folder::Closed).then_some(selection);
                                view! { <InboxRows list place selection more/> }
                            }
                        </ShowLoaded>
                </section>
                <section class="pane thread-pane" aria-label="Conversation">
                    <Transition>
                        {move || Suspend::new(async move {
                            match thread.await {
                                Ok(None) => nothing_open(),
                                Ok(Some(thread)) => opened(thread, place, actions, typing, opened_parts),
                                Err(error) => not_read(&error),
                            }
                        })}
                        // Made anew for another conversation alone: it holds what the teammate is writing.
                        <Show when=move || matches!(thread.get(), Some(Ok(Some(_))))>
                            {move || place.id.get().map(|id| view! { <Compose id changes/> })}
                        </Show>
                    </Transition>
                </section>
                <Transition>
                    {move || Suspend::new(async move {
                        thread.await.ok().flatten().map(|thread| view! { <PersonPane person=thread.person/> })
                    })}
                </Transition>
            </main>
        </Shell>
    }
}

fn nothing_open() -> AnyView {
    view! {
        <div class="nothing">
            <Icon name="anchor"/>
            <h2>"No conversation is open"</h2>
            <p>"Choose one from the list."</p>
        </div>
    }
    .into_any()
}

fn opened(
    thread: InboxThread,
    place: InboxAddress,
    actions: HeadActions,
    typing: Typing,
    pages: Pages,
) -> AnyView {
    let InboxThread { id, folder, assignee, teammates, teams, person, parts, earlier, seen_to, .. } = thread;
    let title = format!("{} · Inbox", person.name);
    let on_page = person.pages.first().map(|page| page.path().to_owned());
    let back = move || InboxAddress::address(place.folder.get(), place.order.get(), None);
    view! {
        <Title text=title/>
        <header class="head">
            <A href=back attr:class="icon-button back" attr:aria-label="Back to the list"><Icon name="back" class="flips"/></A>
            <h2 class="one"><bdi>{person.name.clone()}</bdi></h2>
            {person.is_blocked.then(|| view! { <span class="tag warn">"Blocked"</span> })}
            {on_page.map(|path| view! { <span class="tag sea one">"on "{path}</span> })}
            <div class="line push">
                <Assign id assignee teammates teams actions/>
                <Ends id folder actions/>
                <Blocking id is_blocked=person.is_blocked actions/>
            </div>
        </header>
        <Parts id parts earlier seen_to pages/>
        <IsTyping id name=person.name typing/>
    }
    .into_any()
}

fn not_read(error: &Error) -> AnyView {
    set_status(error);
    let (title, words) = match error {
        Error::NotFound => {
            ("No such conversation", "It is not one of this app’s, or it was deleted.".to_owned())
        }
        Error::Forbidden => ("For teammates of this app", "You are a teammate of another app.".to_owned()),
        other => ("This did not arrive", other.to_string()),
    };
    view! {
        <div class="nothing" role="alert">
            <Icon name="alert"/>
            <h2>{title}</h2>
            <p>{words}</p>
        </div>
    }
    .into_any()
}
