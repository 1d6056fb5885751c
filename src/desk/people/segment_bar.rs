//! The segment that a list is of: its name, and the forms that save the list's filter over it, or as another one.

use leptos::prelude::*;

use super::api::{SegmentMake, SegmentSave};
use super::state::ListSegment;
use crate::components::{ActionForm, ServerAction};
use crate::desk::answers::Answers;

/// The actions of the forms of segments. The page owns them.
#[derive(Clone, Copy)]
pub struct SegmentActions {
    make: ServerAction<SegmentMake>,
    save: ServerAction<SegmentSave>,
}

impl SegmentActions {
    pub fn new(answers: Answers) -> Self {
        Self {
            make: answers.action("The segment is saved."),
            save: answers.action("The segment is changed."),
        }
    }
}

/// The segment of the list, and the forms that save its filter.
#[component]
pub fn SegmentBar(
    /// None of a list that is no segment's.
    segment: Option<ListSegment>,
    /// The filter of the address.
    filter: String,
    has_conditions: bool,
    actions: SegmentActions,
) -> impl IntoView {
    let words = if segment.is_some() { "Save as a new segment" } else { "Save as segment" };
    let of = StoredValue::new(filter);
    let make = has_conditions.then(|| {
        view! {
            <ActionForm action=actions.make attr:class="line">
                <input type="hidden" name="filter" value=of.get_value()/>
                <label class="field inline"><span class="label">"Name of the segment"</span>
                    <input class="input" name="name" required maxlength="255" autocomplete="off"/></label>
                <button class="button" type="submit">{words}</button>
            </ActionForm>
        }
    });
    let segment = segment.map(|segment| named(segment, of.get_value(), actions));
    view! { {segment}{make} }
}

fn named(segment: ListSegment, filter: String, actions: SegmentActions) -> AnyView {
    let ListSegment { id, name, edit, is_changed } = segment;
    let save = is_changed.then(|| {
        view! {
            <ActionForm action=actions.save>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="filter" value=filter/>
                <button class="button" type="submit">"Save segment"</button>
            </ActionForm>
        }
    });
    view! {
        <div class="line of-segment">
            <span>"Segment "<b><bdi>{name}</bdi></b></span>
            {is_changed.then(|| view! { <span class="tag">"Changed"</span> })}
            {edit.map(|edit| view! { <a class="button" href=edit>"Change its conditions"</a> })}
            {save}
        </div>
    }
    .into_any()
}
