//! A draft: where its columns go, and what would change.

use leptos::prelude::*;

use super::actions::ImportActions;
use super::progress::{counted, refused_rows};
use super::state::{ImportColumn, ImportCounts, ImportDraft, ImportView, PreviewRow, RefusedRow};
use crate::components::{ActionForm, Icon};

/// The forms of a draft. Without a draft, nothing.
pub fn draft(view: ImportView, actions: ImportActions) -> AnyView {
    let ImportView { id, file_name, counts, draft, refused, .. } = view;
    let Some(ImportDraft { columns, targets, problem, first }) = draft else { return ().into_any() };
    let id = StoredValue::new(id);
    let columns = columns.into_iter().map(|one| column(one, &targets)).collect_view();
    let changes = match problem {
        Some(problem) => view! {
            <p class="notice bad" role="alert"><Icon name="alert" class="small"/>{problem}</p>
        }
        .into_any(),
        None => preview(id, counts, first, refused, actions),
    };
    view! {
        <section class="sheet" aria-labelledby="import-columns">
            <h2 id="import-columns">"Columns of "<bdi>{file_name}</bdi></h2>
            <p class="hint">"Say where each column goes. An empty cell changes nothing. Tags and companies are added."</p>
            <ActionForm action=actions.map>
                <input type="hidden" name="id" value=id.get_value()/>
                <div class="scroll" role="region" aria-label="Columns" tabindex="0">
                    <table class="figures wraps">
                        <thead><tr><th scope="col">"Column"</th><th scope="col">"First values"</th><th scope="col">"Goes to"</th></tr></thead>
                        <tbody>{columns}</tbody>
                    </table>
                </div>
                <button class="button" type="submit">"Show what changes"</button>
            </ActionForm>
        </section>
        <section class="sheet" aria-labelledby="import-changes">
            <h2 id="import-changes">"What changes"</h2>
            {changes}
            <ActionForm action=actions.forget>
                <input type="hidden" name="id" value=id.get_value()/>
                <button class="button" type="submit">"Throw the file away"</button>
            </ActionForm>
        </section>
    }
    .into_any()
}

fn column(ImportColumn { name, target, sample }: ImportColumn, targets: &[(String, String)]) -> AnyView {
    let label = format!("Where the column {name} goes");
    let option = |(code, words): &(String, String)| {
        let is_chosen = *code == target;
        view! { <option value=code.clone() selected=is_chosen prop:selected=is_chosen>{words.clone()}</option> }
    };
    view! {
        <tr>
            <th scope="row"><bdi>{name}</bdi></th>
            <td><bdi>{sample}</bdi></td>
            <td><select class="input" name="columns[]" aria-label=label>{targets.iter().map(option).collect_view()}</select></td>
        </tr>
    }
    .into_any()
}

fn preview(
    id: StoredValue<String>,
    counts: ImportCounts,
    first: Vec<PreviewRow>,
    refused: Vec<RefusedRow>,
    actions: ImportActions,
) -> AnyView {
    let ImportCounts { made, changed, unchanged, refused: count, .. } = counts;
    let written = made + changed;
    let words = format!(
        "{} to be made, {changed} to be changed, {unchanged} unchanged, {} refused.",
        counted(made, "person", "people"),
        counted(count, "row", "rows"),
    );
    let row = |PreviewRow { number, person, said }| {
        let said = said.into_iter().map(|(column, value)| {
            view! { <li><bdi>{column}</bdi>": "<bdi>{value}</bdi></li> }
        });
        view! {
            <tr><td class="number">{number}</td><td><bdi>{person}</bdi></td><td><ul class="plain">{said.collect_view()}</ul></td></tr>
        }
    };
    let rows = (!first.is_empty()).then(|| {
        view! {
            <div class="scroll" role="region" aria-label="First changes" tabindex="0">
                <table class="figures wraps">
                    <thead><tr><th scope="col">"Row"</th><th scope="col">"Person"</th><th scope="col">"What is new"</th></tr></thead>
                    <tbody>{first.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
    });
    let start = (written > 0).then(|| {
        let leave_out = (count > 0).then(|| {
            let words = format!("Leave out {}", counted(count, "refused row", "refused rows"));
            view! { <label class="check"><input type="checkbox" name="left_out" value=count required/>{words}</label> }
        });
        view! {
            <ActionForm action=actions.start attr:class="line">
                <input type="hidden" name="id" value=id.get_value()/>
                {leave_out}
                <button class="button sea" type="submit">{format!("Import {}", counted(written, "person", "people"))}</button>
            </ActionForm>
        }
    });
    view! {
        <p role="status">{words}</p>
        {(written == 0).then(|| view! { <p class="hint">"There is nothing to import: no row makes or changes anybody."</p> })}
        {rows}
        {refused_rows(refused, count)}
        {start}
    }
    .into_any()
}
