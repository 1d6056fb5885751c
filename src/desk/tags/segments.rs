//! The segments, what each asks, how many are in it, and the forms that change them.

use leptos::prelude::*;

use super::actions::TagActions;
use super::counting::SegmentCounts;
use super::search::Search;
use super::state::SegmentRow;
use crate::desk::filter::Sentences;
use crate::desk::row_forms::{DeleteForm, MergeForm, RenameForm};

#[component]
pub fn Segments(
    segments: Vec<SegmentRow>,
    search: Search,
    counts: SegmentCounts,
    actions: TagActions,
) -> impl IntoView {
    counts.count_all(&segments);
    let names: Vec<String> = segments.iter().map(|segment| segment.name.clone()).collect();
    let options = names.iter().map(|name| view! { <option value=name.clone()/> }).collect_view();
    let found = search.found(names);
    let (is_empty, segments) = (segments.is_empty(), StoredValue::new(segments));
    let state = move || match found.read().is_empty() {
        true if is_empty => Some("No segment yet."),
        true => Some("No segment has such a name."),
        false => None,
    };
    view! {
        <section class="sheet" aria-labelledby="segments">
            <h2 id="segments">"Segments"</h2>
            <p class="hint">"A segment has the people or companies that fit its conditions now. "<a href="/workspace/people" rel="external">"Filter the people"</a>", and save the list as a segment."</p>
            <p class="hint" role="status">{state}</p>
            <ul class="plain key-list">
                <For each=move || found.get() key=|place| *place let(place)>
                    {segments.with_value(|all| all.get(place).map(|row| segment(row.clone(), counts, actions)))}
                </For>
            </ul>
            <datalist id="segment-names">{options}</datalist>
        </section>
    }
}

fn segment(row: SegmentRow, counts: SegmentCounts, actions: TagActions) -> AnyView {
    let SegmentRow { id, name, is_of_companies, sentences, list } = row;
    let (what, count) = (format!("the segment {name}"), counts.of(id.clone()));
    let (of, stay) = match is_of_companies {
        true => ("Companies", "Its companies stay."),
        false => ("People", "Its people stay."),
    };
    let loss = format!(
        "{stay} Lists and messages that name the segment keep the condition, and find nobody in it. \
         A draft of such a message is not saved until somebody changes the condition."
    );
    view! {
        <li>
            <div class="line">
                <b><a href=list rel="external"><bdi>{name.clone()}</bdi></a></b>
                <span class="tag">{of}</span>
                <span class="hint">{count}</span>
            </div>
            <Sentences sentences/>
            <div class="line acts">
                <RenameForm action=actions.rename_segment id=id.clone() name what=what.clone()/>
                <MergeForm
                    action=actions.merge_segment
                    id=id.clone()
                    what=what.clone()
                    gain="Messages for this segment are for the other one then. This segment is gone."
                    label="Name of the other segment"
                    names="segment-names"
                />
                <DeleteForm action=actions.delete_segment id what loss/>
            </div>
        </li>
    }
    .into_any()
}
