use leptos::prelude::*;
use leptos_router::components::A;

use super::api::list_inbox;
use super::page::Place;
use super::state::{Folder, InboxList, InboxRow, PersonKind};
use super::thread::When;
use crate::components::Icon;

/// Which conversations are listed.
#[component]
pub fn Folders(place: Place) -> impl IntoView {
    let link = move |folder: Folder| {
        let current = move || (place.folder.get() == folder).then_some("true");
        view! { <a href=Place::address(folder, None) aria-current=current>{folder.label()}</a> }
    };
    view! { <nav class="segments" aria-label="Folders">{Folder::ALL.map(link).collect_view()}</nav> }
}

/// A page of the list, and those that were asked for after it.
#[component]
pub fn List(list: InboxList, place: Place) -> impl IntoView {
    let InboxList { rows, next } = list;
    let (more, after) = (RwSignal::new(Vec::<InboxRow>::new()), RwSignal::new(next));
    let next_page = Action::new(move |after: &String| {
        list_inbox(place.folder.get_untracked().as_str().to_owned(), after.clone())
    });
    Effect::new(move |_| {
        if let Some(Ok(page)) = next_page.value().get() {
            more.update(|more| more.extend(page.rows));
            after.set(page.next);
        }
    });
    let is_empty = rows.is_empty();
    let busy = next_page.pending();
    view! {
        <div class="scroll">
            {is_empty.then(|| view! {
                <div class="nothing">
                    <Icon name="anchor"/>
                    <h2>"All quiet"</h2>
                    <p>"No conversation is here."</p>
                </div>
            })}
            <ul class="convs plain">
                <For each=move || rows.clone() key=InboxRow::clone children=move |row| one(row, place)/>
                <For each=move || more.get() key=InboxRow::clone children=move |row| one(row, place)/>
            </ul>
            {move || after.get().map(|after| view! {
                <p class="more">
                    <button type="button" class="button" aria-busy=move || busy.get().to_string()
                        on:click=move |_| _ = next_page.dispatch(after.clone())>"More"</button>
                </p>
            })}
        </div>
    }
}

fn one(row: InboxRow, place: Place) -> AnyView {
    let InboxRow { id, name, kind, words, is_ours, waiting_since, updated_at, is_unread, assignee } = row;
    let address = move || Place::address(place.folder.get(), Some(id));
    let current = move || (place.id.get() == Some(id)).then_some("true");
    view! {
        <li>
            <A href=address attr:class=if is_unread { "conv unread" } else { "conv" } attr:aria-current=current>
                <Face name=name.clone()/>
                <b class="one"><bdi>{name}</bdi>{is_unread.then(|| view! { <span class="out-of-sight">", unread"</span> })}</b>
                <When at_ms=waiting_since.unwrap_or(updated_at)/>
                <span class="words"><bdi>{is_ours.then_some("Team: ")}{words}</bdi></span>
                <span class="line">
                    {matches!(kind, PersonKind::Lead | PersonKind::Visitor).then(|| view! { <span class="tag">{kind.label()}</span> })}
                    {waiting_since.map(|_| view! { <span class="tag warn">"Waiting"</span> })}
                    {assignee.map(|assignee| view! { <span class="tag sea"><Icon name="user" class="small"/><bdi>{assignee}</bdi></span> })}
                </span>
            </A>
        </li>
    }
    .into_any()
}

/// The initials of a name.
#[component]
pub fn Face(name: String) -> impl IntoView {
    let initials: String = name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    view! { <span class="face" aria-hidden="true">{initials}</span> }
}
