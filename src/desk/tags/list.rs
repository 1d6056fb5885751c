//! The tags, how many things have each, and the forms that change them.

use leptos::prelude::*;

use super::actions::TagActions;
use super::search::Search;
use super::state::TagRow;
use crate::components::{ActionForm, Icon};
use crate::desk::row_forms::{DeleteForm, MergeForm, RenameForm, counted};

#[component]
pub fn Tags(tags: Vec<TagRow>, search: Search, actions: TagActions) -> impl IntoView {
    let names: Vec<String> = tags.iter().map(|tag| tag.name.clone()).collect();
    let options = names.iter().map(|name| view! { <option value=name.clone()/> }).collect_view();
    let found = search.found(names);
    let (all, tags) = (tags.len(), StoredValue::new(tags));
    let state = move || match (all, found.read().len()) {
        (0, _) => "No tag yet.".to_owned(),
        (_, 0) => "No tag has such a name.".to_owned(),
        (all, found) if found == all => counted(i64::try_from(all).unwrap_or(i64::MAX), "tag", "tags"),
        (all, found) => format!("{found} of {all} tags"),
    };
    let drawn = move || found.get().into_iter().take(search.most()).collect::<Vec<_>>();
    let has_more = move || found.read().len() > search.most();
    view! {
        <section class="sheet" aria-labelledby="tags">
            <h2 id="tags">"Tags"</h2>
            <p class="hint">"A tag sorts people, companies, conversations and their parts."</p>
            <p class="hint" role="status">{state}</p>
            <ul class="plain key-list">
                <For each=drawn key=|place| *place let(place)>
                    {tags.with_value(|tags| tags.get(place).map(|row| tag(row.clone(), actions)))}
                </For>
            </ul>
            <datalist id="tag-names">{options}</datalist>
            {move || has_more().then(|| view! {
                <p><button class="button" type="button" on:click=move |_| search.draw_more()>"Show more tags"</button></p>
            })}
            <details name="row-form">
                <summary class="button sea"><Icon name="plus" class="small"/>"Add a tag"</summary>
                <ActionForm action=actions.make attr:class="line">
                    <label class="field"><span class="label">"Name of the new tag"</span>
                        <input class="input" name="name" required maxlength="255" autocomplete="off"/></label>
                    <button class="button sea" type="submit">"Make the tag"</button>
                </ActionForm>
            </details>
        </section>
    }
}

/// A tag's forms fold. All on the page share a name, so one is open at a time.
fn tag(row: TagRow, actions: TagActions) -> AnyView {
    let TagRow { id, name, people, companies, conversations, parts, list_of_people, list_of_companies } = row;
    let id = StoredValue::new(id);
    let (what, of_tag) = (format!("the tag {name}"), format!(" with the tag {name}"));
    let people = counted(people, "person", "people");
    let companies = counted(companies, "company", "companies");
    let conversations = counted(conversations, "conversation", "conversations");
    let parts = counted(parts, "part of a conversation", "parts of conversations");
    let loss = format!(
        "{people}, {companies}, {conversations} and {parts} lose it. \
         Segments and messages that name it keep the condition, and find nobody who has it."
    );
    view! {
        <li>
            <div class="line"><b><bdi>{name.clone()}</bdi></b></div>
            <div class="line hint">
                <a href=list_of_people rel="external">{people}<span class="out-of-sight">{of_tag.clone()}</span></a>
                <a href=list_of_companies rel="external">{companies}<span class="out-of-sight">{of_tag}</span></a>
                <span>{conversations}</span>
                <span>{parts}</span>
            </div>
            <div class="line acts">
                <RenameForm action=actions.rename id=id.get_value() name what=what.clone()/>
                <MergeForm
                    action=actions.merge
                    id=id.get_value()
                    what=what.clone()
                    gain="The other tag gets all that has this one, and takes its place in segments and messages. This tag is gone."
                    label="Name of the other tag"
                    names="tag-names"
                />
                <DeleteForm action=actions.delete id=id.get_value() what loss/>
            </div>
        </li>
    }
    .into_any()
}
