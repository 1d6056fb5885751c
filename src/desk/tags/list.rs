//! The tags, how many things have each, and the forms that change them.

use leptos::prelude::*;

use super::actions::TagActions;
use super::search::Search;
use super::state::TagRow;
use crate::components::{ActionForm, Icon};

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
            <details name="tag-form">
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
    let [rename, merge, delete] = ["Rename", "Merge", "Delete"].map(|act| format!("{act} the tag {name}"));
    let (now, of_tag) = (format!("{delete} now"), format!(" with the tag {name}"));
    let (id, name) = (StoredValue::new(id), StoredValue::new(name));
    let people = counted(people, "person", "people");
    let companies = counted(companies, "company", "companies");
    let conversations = counted(conversations, "conversation", "conversations");
    let parts = counted(parts, "part of a conversation", "parts of conversations");
    let loss = format!("{people}, {companies}, {conversations} and {parts} lose it.");
    view! {
        <li>
            <div class="line"><b><bdi>{name.get_value()}</bdi></b></div>
            <div class="line hint">
                <a href=list_of_people rel="external">{people}<span class="out-of-sight">{of_tag.clone()}</span></a>
                <a href=list_of_companies rel="external">{companies}<span class="out-of-sight">{of_tag}</span></a>
                <span>{conversations}</span>
                <span>{parts}</span>
            </div>
            <div class="line acts">
                <details name="tag-form">
                    <summary class="button" aria-label=rename>"Rename"</summary>
                    <ActionForm action=actions.rename attr:class="line">
                        <NewName id=id.get_value() name=name.get_value()/>
                    </ActionForm>
                </details>
                <details name="tag-form">
                    <summary class="button" aria-label=merge>"Merge"</summary>
                    <ActionForm action=actions.merge attr:class="confirm">
                        <input type="hidden" name="id" value=id.get_value()/>
                        <p>"The other tag gets all that has this one, and takes its place in segments and messages. This tag is gone."</p>
                        <label class="field"><span class="label">"Name of the other tag"</span>
                            <input class="input" name="into" list="tag-names" required maxlength="255" autocomplete="off"/></label>
                        <button class="button danger" type="submit">"Merge into it"</button>
                    </ActionForm>
                </details>
                <details name="tag-form">
                    <summary class="button danger" aria-label=delete>"Delete"</summary>
                    <ActionForm action=actions.delete attr:class="confirm">
                        <input type="hidden" name="id" value=id.get_value()/>
                        <p>{loss}" Segments and messages that name it keep the condition, and find nobody who has it."</p>
                        <button class="button danger" type="submit" aria-label=now>"Delete"</button>
                    </ActionForm>
                </details>
            </div>
        </li>
    }
    .into_any()
}

/// The fields of a form that renames a tag or a segment.
#[component]
pub fn NewName(id: String, name: String) -> impl IntoView {
    view! {
        <input type="hidden" name="id" value=id/>
        <label class="field"><span class="label">"New name"</span>
            <input class="input" name="name" required maxlength="255" autocomplete="off" value=name/></label>
        <button class="button" type="submit">"Save name"</button>
    }
}

fn counted(count: i64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
