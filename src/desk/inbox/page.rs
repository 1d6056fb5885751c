//! The page: list, conversation and person beside each other.

use leptos::prelude::*;
use leptos_router::components::A;

use super::address::InboxAddress;
use super::api::inbox_seen;
use super::compose::{Assign, Blocking, Compose, Ends, HeadActions};
use super::list::{FolderLinks, InboxRows, OrderLinks, pages};
use super::person::{AboutPerson, OpenPerson, PersonPane};
use super::selection::Selection;
use super::shortcuts::{self, Shortcuts};
use super::state::{Folder, InboxThread};
use super::stream::follow;
use super::tags::{ConversationTags, TagActions, TagChoice, applied};
use super::thread::{Messages, Pages, Parts, read};
use super::typing::{AlsoHere, IsTyping, Notice, PRESENT_EVERY, Typing};
use crate::accounts::Role;
use crate::components::{Icon, Loaded, ShowLoaded, load_blocking};
use crate::desk::answers::Answers;
use crate::desk::people::PersonActions;
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
    let answers = Answers::new();
    let (person_actions, tag_actions) = (PersonActions::new(answers), TagActions::new(answers));
    Effect::new(move |_| {
        if answers.count() > 0 {
            changes.update(|changes| *changes += 1);
        }
    });
    let selection = Selection::new(changes);
    Effect::new(|_| shortcuts::listen());
    let typing = Typing::nobody();
    // Of the list, in this folder and order, with this tag.
    let listed = Memo::new(move |_| (place.folder.get(), place.order.get(), place.tag.get()));
    let opened_pages = RwSignal::new((None, 1));
    let count = Memo::new(move |_| match opened_pages.get() {
        (Some(of), count) if of == listed.get() => count,
        _ => 1,
    });
    let more =
        Callback::new(move |()| opened_pages.set((Some(listed.get_untracked()), count.get_untracked() + 1)));
    let list = load_blocking(
        move || (listed.get(), count.get(), changes.get()),
        |(place, count, _)| pages(place, count),
    );
    let opened_parts = Pages::new();
    let thread: Opened = load_blocking(
        move || (place.id.get().map(|id| (id, opened_parts.count(id))), changes.get()),
        async |(wanted, _)| match wanted {
            Some((id, count)) => read(id, count).await.map(Some),
            None => Ok(None),
        },
    );
    let is_cut = RwSignal::new(false);
    // A conversation in sight is read. Its id, its newest part, and who reads it.
    let in_sight = Memo::new(move |_| match thread.get() {
        Some(Ok(Some(InboxThread { id, newest, own, .. }))) => Some((id, newest, own)),
        _ => None,
    });
    let report = move || {
        if let Some((id, newest, _)) = in_sight.get_untracked()
            && !document().hidden()
            && !is_cut.get_untracked()
        {
            leptos::task::spawn_local(async move { _ = inbox_seen(id, newest).await });
        }
    };
    Effect::new(move |_| {
        in_sight.track();
        report();
    });
    Effect::new(move |_| {
        if let Ok(repeated) = set_interval_with_handle(report, PRESENT_EVERY) {
            on_cleanup(move || repeated.clear());
        }
    });
    let changed = move || {
        typing.end_typing();
        changes.update(|changes| *changes += 1);
    };
    let noticed = move |notice: Notice| {
        let in_sight = in_sight.get_untracked();
        let is_here = in_sight.is_some_and(|(id, _, own)| {
            id == notice.conversation && notice.teammate.as_ref().is_some_and(|(number, _)| *number != own)
        });
        // Who has just come learns at once who was here.
        if typing.notice(notice) && is_here {
            report();
        }
    };
    Effect::new(move |_| follow(changed, noticed, is_cut));
    let name = Signal::derive(move || {
        thread.with(|thread| match thread {
            Some(Ok(Some(thread))) => thread.person.name.clone(),
            _ => String::new(),
        })
    });
    let title = move || {
        let name = Some(name.get()).filter(|name| place.id.get().is_some() && !name.is_empty());
        let title = name.map_or_else(|| "Inbox".to_owned(), |name| format!("{name} · Inbox"));
        let counts = list.with(|list| list.as_ref().and_then(|list| list.as_ref().ok()?.counts));
        counts.unwrap_or_default().before(&title)
    };
    let is_open = move || matches!(thread.get(), Some(Ok(Some(_))));
    let pane = move || if place.id.get().is_some() { "thread" } else { "list" };
    view! {
        <Shell title="Inbox" tab=title tools=view! { <Shortcuts/><ServerAway is_cut/> }.into_any()>
            <main id="main" class="inbox panes" data-pane=pane>
                <section class="pane list-pane" aria-label="Conversations">
                    <header class="head"><h2>"Conversations"</h2><FolderLinks place list/><OrderLinks place/><TagChoice place list/></header>
                    <ShowLoaded loaded=list error=move |error, _| not_listed(&error, place) waiting="Reading the conversations…" let:list>
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
                                Ok(Some(thread)) => head(thread, place, actions, typing),
                                Err(error) => not_read(&error),
                            }
                        })}
                        <Show when=is_open>
                            <Messages pages=opened_parts>
                                {move || Suspend::new(async move { opened(thread).await.map(|thread| parts(thread, opened_parts, tag_actions)) })}
                            </Messages>
                            {move || Suspend::new(async move {
                                let InboxThread { id, own, person, .. } = opened(thread).await?;
                                Some(view! { <IsTyping id name=person.name own typing/> })
                            })}
                            // Made anew for another conversation alone: it holds what the teammate is writing.
                            {move || place.id.get().map(|id| view! { <Compose id changes is_cut/> })}
                        </Show>
                    </Transition>
                </section>
                <Transition>
                    <Show when=is_open>
                        <PersonPane place name answers>
                            {move || place.id.get().map(|id| view! {
                                <ConversationTags id actions=tag_actions>
                                    {move || Suspend::new(async move {
                                        opened(thread).await.map(|InboxThread { id, tags, .. }| applied(id, tags, tag_actions))
                                    })}
                                </ConversationTags>
                            })}
                            {move || Suspend::new(async move {
                                let InboxThread { person, beginning, teammates, manages_people, .. } = opened(thread).await?;
                                Some(view! { <AboutPerson person beginning teammates manages_people actions=person_actions/> })
                            })}
                        </PersonPane>
                    </Show>
                </Transition>
            </main>
        </Shell>
    }
}

/// Says that the server does not answer, until it does.
#[component]
fn ServerAway(is_cut: RwSignal<bool>) -> impl IntoView {
    let notice = move || {
        is_cut.get().then(|| view! {
            <p class="notice bad"><Icon name="offline" class="small"/>"The server does not answer. What is new shows as soon as it is back."</p>
        })
    };
    view! { <div role="status" class="server-away">{notice}</div> }
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

async fn opened(thread: Opened) -> Option<InboxThread> {
    thread.await.ok().flatten()
}

fn parts(
    InboxThread { id, parts, earlier, seen_to, .. }: InboxThread,
    pages: Pages,
    actions: TagActions,
) -> AnyView {
    view! { <Parts id parts earlier seen_to pages actions/> }.into_any()
}

/// The header of a conversation: its person, and what a teammate may do with it.
fn head(thread: InboxThread, place: InboxAddress, actions: HeadActions, typing: Typing) -> AnyView {
    let InboxThread { id, folder, assignee, teammates, teams, person, own, manages_people, .. } = thread;
    let on_page = person.pages.first().map(|page| page.path().to_owned());
    let back = move || {
        InboxAddress::address(place.folder.get(), place.order.get(), place.tag.get().as_deref(), None)
    };
    view! {
        <header class="head">
            <A href=back attr:class="icon-button back" attr:aria-label="Back to the list"><Icon name="back" class="flips"/></A>
            <h2 class="one"><bdi>{person.name.clone()}</bdi></h2>
            {person.is_blocked.then(|| view! { <span class="tag warn">"Blocked"</span> })}
            {on_page.map(|path| view! { <span class="tag sea one">"on "{path}</span> })}
            <AlsoHere id own typing/>
            <div class="line push">
                <OpenPerson/>
                <Assign id assignee teammates teams actions/>
                <Ends id folder actions/>
                {manages_people.then(|| view! { <Blocking id is_blocked=person.is_blocked actions/> })}
            </div>
        </header>
    }
    .into_any()
}

/// The list's place where it was not read. A tag may be deleted or merged meanwhile.
fn not_listed(error: &Error, place: InboxAddress) -> AnyView {
    if !matches!(error, Error::NotFound) || place.tag.get_untracked().is_none() {
        return not_read(error);
    }
    set_status(error);
    let all = move || InboxAddress::address(place.folder.get(), place.order.get(), None, place.id.get());
    view! {
        <div class="nothing" role="alert">
            <Icon name="alert"/>
            <h2>"No such tag"</h2>
            <p>"It is not one of this app’s, or it was deleted. "<A href=all>"Show all conversations"</A></p>
        </div>
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
