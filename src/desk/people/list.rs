//! The list of people or companies that a filter fits, page by page. The address has the filter and the page.

use leptos::html::P;
use leptos::prelude::*;

use super::api::{SegmentMake, count_people, list_people};
use super::filter_bar::FilterBar;
use super::selection::{Selection, SelectionForms, select_page, select_row};
use super::state::{ListCell, ListColumn, ListRow, PeopleList};
use crate::components::{ServerAction, ShowLoaded, load_blocking};
use crate::desk::answers::Answers;
use crate::desk::latest::dispatch_newest;
use crate::desk::not_loaded::not_loaded;
use crate::desk::times::When;

#[component]
pub fn ListedPeople(
    filter: Memo<String>,
    after: Memo<String>,
    /// The keys of the chosen columns. None stands for the usual ones.
    columns: Memo<Vec<String>>,
    save: ServerAction<SegmentMake>,
    selection: Selection,
    answers: Answers,
) -> impl IntoView {
    let list = load_blocking(
        move || (filter.get(), after.get(), columns.get(), answers.successes()),
        |(filter, after, columns, _)| list_people(filter, after, columns),
    );
    // A count may take seconds: the page does not wait for it.
    let counting = Action::new(|filter: &String| count_people(filter.clone()));
    dispatch_newest(counting, move || {
        answers.successes();
        filter.get()
    });
    // What was selected stays over the pages of one list.
    Effect::new(move |before: Option<()>| {
        filter.track();
        if before.is_some() {
            selection.clear();
        }
    });
    let count = Signal::derive(move || match counting.pending().get() {
        true => Some("Counting…".to_owned()),
        false => counting.value().get().and_then(Result::ok),
    });
    let applied = StoredValue::new(false);
    view! {
        <FilterBar filter columns applied save answers/>
        <ShowLoaded loaded=list error=not_loaded("This app is not here.") waiting="Reading the list…" let:list>
            {drawn(list, filter.get_untracked(), count, applied, selection)}
        </ShowLoaded>
    }
}

fn drawn(
    list: PeopleList,
    filter: String,
    count: Signal<Option<String>>,
    applied: StoredValue<bool>,
    selection: Selection,
) -> AnyView {
    let PeopleList { columns, rows, next, csv, message, tags } = list;
    let (is_empty, writes) = (rows.is_empty(), message.is_some());
    let ids = rows.iter().map(|row| row.id.clone()).collect();
    let headings = columns.iter().filter(|column| column.is_shown).map(|column| column.label.clone());
    let headings = headings.map(|label| view! { <th scope="col">{label}</th> }).collect_view();
    let choice = choose(columns, filter.clone(), !writes);
    // The button that had the focus was of the filter before.
    let counted = NodeRef::<P>::new();
    Effect::new(move |_| {
        if let Some(counted) = counted.get()
            && applied.get_value()
        {
            applied.set_value(false);
            _ = counted.focus();
        }
    });
    view! {
        <div class="line">
            <p class="hint" role="status" tabindex="-1" node_ref=counted>{count}</p>
            {message.map(|address| view! { <a class="button push" href=address rel="external">"Write to them"</a> })}
            {csv.clone().map(|csv| view! { <a class="button" class:push=!writes href=csv rel="external" download>"Export as CSV"</a> })}
        </div>
        {choice}
        {is_empty.then(|| view! { <p class="hint">"Nobody fits."</p> })}
        {(!is_empty).then(|| view! {
            <div class="sheet scroll" role="region" aria-label="List" tabindex="0">
                <table class="figures">
                    <thead><tr><th>{select_page(ids, selection)}</th><th scope="col">"Name"</th>{headings}</tr></thead>
                    <tbody>{rows.into_iter().map(|one| row(one, selection)).collect_view()}</tbody>
                </table>
            </div>
        })}
        <SelectionForms filter tags count of_companies=!writes manages_people=csv.is_some() selection/>
        {next.map(|next| view! { <a class="button" href=next>"Next page"</a> })}
    }
    .into_any()
}

/// The form of the columns. The address has what is chosen.
fn choose(columns: Vec<ListColumn>, filter: String, of_companies: bool) -> AnyView {
    let page = if of_companies { "/workspace/companies" } else { "/workspace/people" };
    let column = |ListColumn { key, label, is_shown }: ListColumn| {
        view! { <label class="check"><input type="checkbox" name="column" value=key checked=is_shown/><bdi>{label}</bdi></label> }
    };
    view! {
        <details class="columns">
            <summary class="button">"Columns"</summary>
            <form action=page method="get" class="line">
                <input type="hidden" name="filter" value=filter/>
                {columns.into_iter().map(column).collect_view()}
                <button class="button" type="submit">"Show these columns"</button>
            </form>
        </details>
    }
    .into_any()
}

fn cell(cell: ListCell) -> AnyView {
    match cell {
        ListCell::Text(text) => view! { <td><bdi>{text}</bdi></td> }.into_any(),
        ListCell::Time(at_ms) => view! { <td><When at_ms/></td> }.into_any(),
    }
}

fn row(ListRow { id, name, cells }: ListRow, selection: Selection) -> AnyView {
    let select = select_row(id.clone(), &name, selection);
    let cells = cells.into_iter().map(cell).collect_view();
    view! {
        <tr>
            <td>{select}</td>
            <th scope="row"><a href=format!("/workspace/people?who={id}") rel="external"><bdi>{name}</bdi></a></th>
            {cells}
        </tr>
    }
    .into_any()
}
