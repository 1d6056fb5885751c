//! The tags of the open conversation and of its parts, and the choice of a tag to which the list is narrowed.

use leptos::ev::Event;
use leptos::html::Input;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::address::InboxAddress;
use super::api::{InboxTag, InboxTagPart, InboxUntag, InboxUntagPart};
use super::shortcuts::choose_in_list;
use super::state::{Folder, InboxList, Order};
use crate::components::{ActionForm, Loaded, ServerAction, on_success};
use crate::desk::answers::Answers;
use crate::desk::people::{Named, RecordTags, tag_chips};

/// The actions of the forms of tags. The page owns them.
#[derive(Clone, Copy)]
pub struct TagActions {
    tag: ServerAction<InboxTag>,
    untag: ServerAction<InboxUntag>,
    tag_part: ServerAction<InboxTagPart>,
    untag_part: ServerAction<InboxUntagPart>,
}

impl TagActions {
    pub fn new(answers: Answers) -> Self {
        const GIVEN: &str = "The tag is given.";
        const TAKEN: &str = "The tag is taken away.";
        Self {
            tag: answers.action(GIVEN),
            untag: answers.action(TAKEN),
            tag_part: answers.action(GIVEN),
            untag_part: answers.action(TAKEN),
        }
    }
}

/// The id of the list that completes the name of a tag.
const OTHERS: &str = "other-tags";

/// The tags of a conversation, and the form of another one. The page makes it once for a conversation: what the teammate
/// types stays while the conversation is read again.
#[component]
pub fn ConversationTags(
    id: i64,
    actions: TagActions,
    /// The tags that it has: see [`applied`].
    children: Children,
) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    on_success(actions.tag, move |()| _ = field.get_untracked().map(|field| field.set_value("")));
    view! {
        <div class="box">
            <h2>"Tags of the conversation"</h2>
            {children()}
            <ActionForm action=actions.tag attr:class="line">
                <input type="hidden" name="id" value=id/>
                <label class="field"><span class="out-of-sight">"Tag"</span>
                    <input class="input" name="name" list=OTHERS required maxlength="255" autocomplete="off" node_ref=field/></label>
                <button class="button" type="submit">"Add the tag"</button>
            </ActionForm>
        </div>
    }
}

/// The tags that a conversation has, and the names that complete the field of another one.
pub fn applied(id: i64, RecordTags { applied, others }: RecordTags, actions: TagActions) -> AnyView {
    let offered = others.into_iter().map(|name| view! { <option value=name></option> }).collect_view();
    view! {
        {tag_chips(applied, actions.untag, ("id", id.to_string()), "")}
        <datalist id=OTHERS>{offered}</datalist>
    }
    .into_any()
}

/// The tags of a part, and the form of another one, which a press opens.
pub fn of_part(part: i64, tags: Vec<Named>, actions: TagActions) -> AnyView {
    view! {
        {tag_chips(tags, actions.untag_part, ("part", part.to_string()), " from the message")}
        <details class="tag-part">
            <summary>"Tag this"</summary>
            <ActionForm action=actions.tag_part attr:class="line">
                <input type="hidden" name="part" value=part/>
                <label class="field"><span class="out-of-sight">"Tag of the message"</span>
                    <input class="input" name="name" list=OTHERS required maxlength="255" autocomplete="off"/></label>
                <button class="button" type="submit">"Tag the message"</button>
            </ActionForm>
        </details>
    }
    .into_any()
}

/// The choice of a tag that all listed conversations have. There is none where no conversation has a tag.
#[component]
pub fn TagChoice(place: InboxAddress, list: Loaded<InboxList>) -> impl IntoView {
    let navigate = StoredValue::new(use_navigate());
    let choose = move |event: Event| {
        let tag = Some(event_target_value(&event)).filter(|tag| !tag.is_empty());
        let (folder, order) = (place.folder.get_untracked(), place.order.get_untracked());
        let address = InboxAddress::address(folder, order, tag.as_deref(), place.id.get_untracked());
        navigate.with_value(|navigate| navigate(&address, leptos_router::NavigateOptions::default()));
    };
    let form = move |tags: Vec<Named>| {
        let chosen = place.tag.get();
        let (folder, order) = (place.folder.get(), place.order.get());
        // An option that somebody chose here ignores its attribute from then on.
        let option = |Named { id, name }: Named| {
            let is_chosen = chosen.as_ref() == Some(&id);
            view! { <option value=id selected=is_chosen prop:selected=is_chosen>{name}</option> }
        };
        let options = tags.into_iter().map(option).collect_view();
        view! {
            <form action="/workspace/inbox" method="get">
                {(folder != Folder::default()).then(|| view! { <input type="hidden" name="folder" value=folder.as_str()/> })}
                {(order != Order::default()).then(|| view! { <input type="hidden" name="order" value=order.as_str()/> })}
                <label class="out-of-sight" for="with-tag">"With the tag"</label>
                <select id="with-tag" name="tag" title="With the tag" on:change=choose on:keydown=choose_in_list>
                    <option value="" selected=chosen.is_none() prop:selected=chosen.is_none()>"Any tag"</option>
                    {options}
                </select>
                <noscript><button type="submit" class="button">"Show"</button></noscript>
            </form>
        }
    };
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let tags = list.await.ok()?.tags;
                (!tags.is_empty()).then(|| form(tags))
            })}
        </Transition>
    }
}
