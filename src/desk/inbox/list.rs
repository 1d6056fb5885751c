//! The list of conversations, its folders and its order.

use crate::workspace::face::Face;
use leptos::prelude::*;
use leptos_router::components::A;

use super::address::InboxAddress;
use super::api::list_inbox;
use super::selection::{CloseMany, Selection, Tick};
use super::state::{Folder, FolderCounts, InboxList, InboxRow, Order};
use crate::components::{Icon, Loaded};
use crate::desk::people::PersonKind;
use crate::desk::times::When;
use crate::error::Error;

/// The links to the folders, with the number of conversations in each.
#[component]
pub fn FolderLinks(place: InboxAddress, list: Loaded<InboxList>) -> impl IntoView {
    let link = move |folder: Folder| {
        let current = move || (place.folder.get() == folder).then_some("true");
        let address =
            move || InboxAddress::address(folder, place.order.get(), place.tag.get().as_deref(), None);
        let count = move || {
            Suspend::new(async move {
                let count = list.await.ok()?.counts?.of(folder);
                (count > 0)
                    .then(|| view! { " "<span class="folder-count">{FolderCounts::words(count)}</span> })
            })
        };
        view! { <a href=address aria-current=current>{folder.label()}<Transition>{count}</Transition></a> }
    };
    view! { <nav class="segments" aria-label="Folders">{Folder::ALL.map(link).collect_view()}</nav> }
}

/// The links to the orders of the list.
#[component]
pub fn OrderLinks(place: InboxAddress) -> impl IntoView {
    let link = move |order: Order| {
        let current = move || (place.order.get() == order).then_some("true");
        let address = move || {
            InboxAddress::address(place.folder.get(), order, place.tag.get().as_deref(), place.id.get())
        };
        view! { <a href=address aria-current=current>{order.label()}</a> }
    };
    view! { <nav class="segments" aria-label="Order">{Order::ALL.map(link).collect_view()}</nav> }
}

/// What is listed, in which order, and with which tag.
pub type Place = (Folder, Order, Option<String>);

/// The first pages of the folder's list, each asked for after the one before: as many as were opened.
pub async fn pages((folder, order, tag): Place, count: usize) -> Result<InboxList, Error> {
    let tag = tag.unwrap_or_default();
    let page = |after| list_inbox(folder.as_str().to_owned(), order.as_str().to_owned(), tag.clone(), after);
    let mut list = page(String::new()).await?;
    for _ in 1..count {
        let Some(after) = list.next.take() else { break };
        let next = page(after).await?;
        list.rows.extend(next.rows);
        list.next = next.next;
    }
    Ok(list)
}

#[component]
pub fn InboxRows(
    list: InboxList,
    place: InboxAddress,
    /// The ticked conversations. None in a folder where nothing is to be closed.
    selection: Option<Selection>,
    more: Callback<()>,
) -> impl IntoView {
    let InboxList { rows, next, .. } = list;
    let is_empty = rows.is_empty();
    let listed: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let busy = RwSignal::new(false);
    view! {
        <div class="scroll">
            {is_empty.then(|| view! {
                <div class="nothing">
                    <Icon name="anchor"/>
                    <h2>"All quiet"</h2>
                    <p>"No conversation is here."</p>
                </div>
            })}
            {selection.filter(|_| !is_empty).map(|selection| view! { <CloseMany listed selection/> })}
            <ul class="convs plain">
                <For each=move || rows.clone() key=InboxRow::clone children=move |row| row_view(row, place, selection)/>
            </ul>
            {next.map(|_| view! {
                <p class="more">
                    <button type="button" class="button" aria-busy=move || busy.get().to_string()
                        on:click=move |_| { busy.set(true); more.run(()); }>"More"</button>
                </p>
            })}
        </div>
    }
}

fn row_view(row: InboxRow, place: InboxAddress, selection: Option<Selection>) -> AnyView {
    let InboxRow { id, name, kind, words, by, waiting_since, updated_at, is_unread, assignee, .. } = row;
    let InboxRow { tags, more_tags, .. } = row;
    let address = move || {
        let tag = place.tag.get();
        InboxAddress::address(place.folder.get(), place.order.get(), tag.as_deref(), Some(id))
    };
    let current = move || (place.id.get() == Some(id)).then_some("true");
    view! {
        <li>
            {selection.map(|selection| view! { <Tick id name=name.clone() selection/> })}
            <A href=address attr:class=if is_unread { "conv unread" } else { "conv" } attr:aria-current=current>
                <Face name=name.clone()/>
                <b class="one"><bdi>{name}</bdi>{is_unread.then(|| view! { <span class="out-of-sight">", unread"</span> })}</b>
                <When at_ms=waiting_since.unwrap_or(updated_at)/>
                <span class="words">{by.map(|by| view! { <bdi>{by}</bdi>": " })}<bdi>{words}</bdi></span>
                <span class="line">
                    {matches!(kind, PersonKind::Lead | PersonKind::Visitor).then(|| view! { <span class="tag">{kind.label()}</span> })}
                    {waiting_since.map(|_| view! { <span class="tag warn">"Waiting"</span> })}
                    {tags.into_iter().map(|name| view! { <span class="tag"><bdi class="one">{name}</bdi></span> }).collect_view()}
                    {(more_tags > 0).then(|| view! { <span class="tag">{format!("+{more_tags}")}</span> })}
                    {assignee.map(|assignee| view! { <span class="tag sea"><Icon name="user" class="small"/><bdi>{assignee}</bdi></span> })}
                </span>
            </A>
        </li>
    }
    .into_any()
}
