//! The filter of a list: the lists to choose from, the conditions, and the segment that they may become.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::api::{people_address, people_filter};
use super::segment_bar::{SegmentActions, SegmentBar};
use super::state::{ListFilter, ListLayout, ListLink, of_segment};
use crate::components::{ShowLoaded, load_blocking};
use crate::desk::answers::Answers;
use crate::desk::filter::{
    ConditionDraft, FieldNames, FilterNames, Groups, KeptConditions, conditions, groups,
};
use crate::error::Error;
use crate::workspace::filter::fields::Model;

/// The form of the address's filter. `applied` becomes true when a teammate has applied another one.
#[component]
pub fn FilterBar(
    filter: Memo<String>,
    layout: Memo<ListLayout>,
    /// The id of the segment that the address names.
    segment: Memo<String>,
    applied: StoredValue<bool>,
    save: SegmentActions,
    answers: Answers,
) -> impl IntoView {
    // The form offers a tag that was made just now.
    let form = load_blocking(
        move || (filter.get(), segment.get(), layout.get(), answers.successes()),
        |(filter, segment, layout, _)| people_filter(filter, segment, layout),
    );
    // Until the form of a new filter arrives, nothing is saved of the filter before.
    let of_form = RwSignal::new(filter.get_untracked());
    let is_former = Signal::derive(move || filter.get() != of_form.get());
    // The list says why the address cannot be read.
    let error = |_: Error, _: Callback<()>| {
        view! { <p><a class="button" href="/workspace/people">"Start over"</a></p> }.into_any()
    };
    view! {
        <ShowLoaded loaded=form error waiting="Reading the filter…" let:form>{drawn(form, filter, of_form, is_former, layout, applied, save)}</ShowLoaded>
    }
}

fn drawn(
    form: ListFilter,
    filter: Memo<String>,
    of_form: RwSignal<String>,
    is_former: Signal<bool>,
    layout: Memo<ListLayout>,
    applied: StoredValue<bool>,
    save: SegmentActions,
) -> AnyView {
    let ListFilter { lists, model, groups, kept_sentences, names, segment } = form;
    let model = model.parse().unwrap_or_default();
    let has_conditions = !groups.is_empty() || !kept_sentences.is_empty();
    // The segment goes on to be named, while its conditions are being changed.
    let named = segment.as_ref().filter(|one| one.edit.is_none()).map(|one| one.id.clone());
    let filter = filter.get_untracked();
    Effect::new({
        let filter = filter.clone();
        move |_| of_form.set(filter.clone())
    });
    let segment = view! { <SegmentBar segment filter has_conditions actions=save/> };
    let conditions = match kept_sentences.is_empty() {
        true => edit(model, groups, names, layout, named.unwrap_or_default(), applied),
        false => view! { <KeptConditions sentences=kept_sentences/> }.into_any(),
    };
    view! {
        <nav class="segments" aria-label="Lists">{lists.into_iter().map(link).collect_view()}</nav>
        <section class="sheet" aria-label="Filter" inert=is_former>{conditions}{segment}</section>
    }
    .into_any()
}

fn link(ListLink { name, address, is_current }: ListLink) -> AnyView {
    view! { <a href=address aria-current=is_current.then_some("true")>{name}</a> }.into_any()
}

fn edit(
    model: Model,
    stored: Vec<Vec<ConditionDraft>>,
    names: FilterNames,
    layout: Memo<ListLayout>,
    segment: String,
    applied: StoredValue<bool>,
) -> AnyView {
    let groups = groups(stored);
    let names = FieldNames::new(model, names);
    let apply = Action::new(move |()| {
        people_address(model.as_str().to_owned(), conditions(groups), layout.get_untracked())
    });
    let navigate = use_navigate();
    Effect::new(move |_| {
        if let Some(Ok(address)) = apply.value().get() {
            applied.set_value(true);
            navigate(&of_segment(address, &segment), Default::default());
        }
    });
    let state = move || match apply.value().get() {
        Some(Err(error)) => error.to_string(),
        _ if !groups.with(Vec::is_empty) => String::new(),
        _ if model == Model::Company => "All companies.".to_owned(),
        _ => "Everybody.".to_owned(),
    };
    let show = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        apply.dispatch(());
    };
    view! {
        <form class="filter" on:submit=show>
            <Groups groups names state=Signal::derive(state)/>
            <p class="line"><button class="button sea" type="submit" disabled=apply.pending()>"Show"</button></p>
        </form>
    }
    .into_any()
}
