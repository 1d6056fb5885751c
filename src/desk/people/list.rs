//! The list of people or companies that a filter fits, page by page. The address has the filter and the page.

use leptos::html::P;
use leptos::prelude::*;

use super::api::{count_people, list_people};
use super::filter_bar::FilterBar;
use super::segment_bar::SegmentActions;
use super::selection::{Selection, SelectionForms, select_page, select_row};
use super::state::{
    ListCell, ListColumn, ListHeading, ListLayout, ListRow, PeopleList, WiderList, of_segment,
};
use crate::components::{Icon, ShowLoaded, Skeleton, load_blocking};
use crate::desk::answers::Answers;
use crate::desk::latest::dispatch_newest;
use crate::desk::not_loaded::not_loaded;
use crate::desk::times::When;

/// The rows in sight. Until the rows of a new filter arrive, these are the rows of the filter before.
#[derive(Clone, Copy)]
struct RowsInSight {
    filter: RwSignal<String>,
    /// How many the whole list has, in words.
    count: Signal<Option<String>>,
    /// Whether the rows of a new filter are on their way.
    is_former: Signal<bool>,
}

#[component]
pub fn ListedPeople(
    filter: Memo<String>,
    after: Memo<String>,
    layout: Memo<ListLayout>,
    /// The id of the segment that the address names.
    segment: Memo<String>,
    save: SegmentActions,
    selection: Selection,
    answers: Answers,
) -> impl IntoView {
    let list = load_blocking(
        move || (filter.get(), after.get(), layout.get(), answers.successes()),
        |(filter, after, layout, _)| list_people(filter, after, layout),
    );
    // A count may take seconds: the page does not wait for it. It may also arrive before the rows, so its filter is there.
    let of_count = RwSignal::new(String::new());
    let counting = Action::new(move |filter: &String| {
        let filter = filter.clone();
        async move {
            let count = count_people(filter.clone()).await;
            of_count.set(filter);
            count
        }
    });
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
    let of_rows = RwSignal::new(filter.get_untracked());
    let count = Signal::derive(move || match (counting.pending().get(), counting.value().get()) {
        (false, None) => None,
        (false, Some(count)) if of_count.get() == of_rows.get() => count.ok(),
        _ => Some("Counting…".to_owned()),
    });
    let is_former = Signal::derive(move || filter.get() != of_rows.get());
    let rows = RowsInSight { filter: of_rows, count, is_former };
    let applied = StoredValue::new(false);
    view! {
        <FilterBar filter layout segment applied save answers/>
        <ShowLoaded loaded=list error=not_loaded("This app is not here.") skeleton=awaited let:list>
            {drawn(list, filter.get_untracked(), layout.get_untracked().sort, segment.get_untracked(), rows, applied, selection)}
        </ShowLoaded>
    }
}

/// Rows in place of a list.
fn awaited() -> AnyView {
    view! {
        <p class="hint">"Reading the list…"</p>
        <div class="sheet awaited">{(0..8).map(|_| view! { <Skeleton words="Marit Solheim, customer@example.com"/> }).collect_view()}</div>
    }
    .into_any()
}

fn drawn(
    list: PeopleList,
    filter: String,
    sort: String,
    segment: String,
    RowsInSight { filter: of_rows, count, is_former }: RowsInSight,
    applied: StoredValue<bool>,
    selection: Selection,
) -> AnyView {
    let PeopleList { columns, headings, rows, nobody, next, csv, message, tags } = list;
    let (is_empty, writes) = (rows.is_empty(), message.is_some());
    let ids = rows.iter().map(|row| row.id.clone()).collect();
    let labels: Vec<String> = headings.iter().skip(1).map(|heading| heading.label.clone()).collect();
    let headings = headings.into_iter().map(|one| heading(one, &segment)).collect_view();
    let choice = choose(columns, filter.clone(), sort, segment.clone(), !writes);
    Effect::new({
        let filter = filter.clone();
        move |_| of_rows.set(filter.clone())
    });
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
            {(writes && csv.is_some()).then(|| view! { <a class="button" href="/workspace/people/import" rel="external">"Import from CSV"</a> })}
            {csv.clone().map(|csv| view! { <a class="button" class:push=!writes href=csv rel="external" download>"Export as CSV"</a> })}
            {choice}
        </div>
        {is_empty.then(|| view! { <div class="nothing"><h2>"Nobody fits."</h2>{nobody.map(wider)}</div> })}
        {(!is_empty).then(|| view! {
            <div class="sheet scroll" role="region" aria-label="List" tabindex="0" inert=is_former>
                // The roles stay where a phone shows each row as a card.
                <table class="figures cards" role="table">
                    <thead role="rowgroup"><tr role="row"><th role="columnheader">{select_page(ids, selection)}</th>{headings}</tr></thead>
                    <tbody role="rowgroup">{rows.into_iter().map(|one| row(one, &labels, selection)).collect_view()}</tbody>
                </table>
            </div>
        })}
        <SelectionForms filter tags count of_companies=!writes manages_people=csv.is_some() selection/>
        {next.map(|next| view! { <a class="button" href=of_segment(next, &segment) inert=is_former>"Next page"</a> })}
    }
    .into_any()
}

/// How many would fit without the last condition.
fn wider(WiderList { count, condition, address }: WiderList) -> AnyView {
    view! {
        <p>{count}" without: "<bdi>{condition}</bdi></p>
        <a class="button" href=address>"Remove this condition"</a>
    }
    .into_any()
}

/// The form of the columns. The address has what is chosen.
fn choose(
    columns: Vec<ListColumn>,
    filter: String,
    sort: String,
    segment: String,
    of_companies: bool,
) -> AnyView {
    let page = if of_companies { "/workspace/companies" } else { "/workspace/people" };
    let column = |ListColumn { key, label, is_shown }: ListColumn| {
        view! { <label class="check"><input type="checkbox" name="column" value=key checked=is_shown/><bdi>{label}</bdi></label> }
    };
    view! {
        <details class="columns">
            <summary class="button">"Columns"</summary>
            <form action=page method="get" class="line">
                <input type="hidden" name="filter" value=filter/>
                <input type="hidden" name="sort" value=sort/>
                {(!segment.is_empty()).then(|| view! { <input type="hidden" name="segment" value=segment/> })}
                {columns.into_iter().map(column).collect_view()}
                <button class="button" type="submit">"Show these columns"</button>
            </form>
        </details>
    }
    .into_any()
}

fn heading(ListHeading { label, sorted, is_descending }: ListHeading, segment: &str) -> AnyView {
    let Some(address) = sorted else {
        return view! { <th scope="col" role="columnheader"><bdi>{label}</bdi></th> }.into_any();
    };
    let order = is_descending.map(|descends| if descends { "descending" } else { "ascending" });
    let arrow = order.map(|_| view! { <Icon name="down" class="small"/> });
    view! { <th scope="col" role="columnheader" aria-sort=order><a href=of_segment(address, segment)><bdi>{label}</bdi>{arrow}</a></th> }.into_any()
}

fn cell(label: String, cell: ListCell) -> AnyView {
    match cell {
        ListCell::Text(text) if text.is_empty() => view! { <td role="cell" class="empty"></td> }.into_any(),
        ListCell::Text(text) => view! { <td role="cell" data-label=label><bdi>{text}</bdi></td> }.into_any(),
        ListCell::Time(at_ms) => view! { <td role="cell" data-label=label><When at_ms/></td> }.into_any(),
    }
}

fn row(ListRow { id, name, cells }: ListRow, labels: &[String], selection: Selection) -> AnyView {
    let select = select_row(id.clone(), &name, selection);
    let cells = labels.iter().cloned().zip(cells).map(|(label, one)| cell(label, one)).collect_view();
    view! {
        <tr role="row">
            <td role="cell">{select}</td>
            <th scope="row" role="rowheader"><a href=format!("/workspace/people?who={id}") rel="external"><bdi>{name}</bdi></a></th>
            {cells}
        </tr>
    }
    .into_any()
}
