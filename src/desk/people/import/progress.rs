//! How far an import is, what came of it, and the undo.

use leptos::prelude::*;

use super::actions::ImportActions;
use super::state::{ImportCounts, ImportPhase, ImportView, RefusedRow};
use crate::components::{ActionForm, Icon};
use crate::desk::times::When;

/// An import that began.
pub fn progress(view: ImportView, actions: ImportActions) -> AnyView {
    let ImportView { id, file_name, phase, counts, refused, undo_until_ms, .. } = view;
    let ImportCounts { rows, made, changed, unchanged, refused: count, undone } = counts;
    let written = made + changed;
    let (done, of) = match phase {
        ImportPhase::Undoing => (undone, written),
        _ => (written + unchanged + count, rows),
    };
    let at_work = phase.is_at_work().then(|| {
        let again = format!("/workspace/people/import?import={id}");
        view! {
            <p><progress max=of value=done aria-label=phase.label()></progress>" "{format!("{done} of {}", counted(of, "row", "rows"))}</p>
            <p class="hint">"It goes on if you leave this page. "<a href=again rel="external">"Look again"</a></p>
        }
    });
    let came = format!(
        "{} made, {changed} changed, {unchanged} unchanged, {} left out.",
        counted(made, "person", "people"),
        counted(count, "row", "rows")
    );
    let taken_back = (phase == ImportPhase::Undone).then(|| {
        let left = written - undone;
        let left = (left > 0).then(|| {
            format!(" {} stayed: somebody changed them since, or the people are gone.", counted(left, "row", "rows"))
        });
        view! { <p>{format!("{} taken back.", counted(undone, "row", "rows"))}{left}" New attributes, tags and companies stay."</p> }
    });
    let undo = undo_until_ms.map(|at_ms| {
        view! {
            <ActionForm action=actions.undo attr:class="line">
                <input type="hidden" name="id" value=id/>
                <button class="button danger" type="submit">"Undo the import"</button>
                <span class="hint">"Until "<When at_ms/>". Who was changed since stays as they are."</span>
            </ActionForm>
        }
    });
    let icon = (phase == ImportPhase::Done).then(|| view! { <Icon name="check" class="small"/>" " });
    view! {
        <section class="sheet" aria-labelledby="import-progress">
            <h2 id="import-progress"><bdi>{file_name}</bdi></h2>
            <p role="status">{icon}<b>{phase.label()}</b>". "{came}</p>
            {at_work}
            {taken_back}
            {undo}
            {refused_rows(refused, count)}
            <p><a class="button" href="/workspace/people" rel="external">"Back to the people"</a></p>
        </section>
    }
    .into_any()
}

/// The rows that are refused, each with its reason. `count` is how many there are.
pub fn refused_rows(rows: Vec<RefusedRow>, count: i64) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    let is_cut = i64::try_from(rows.len()).is_ok_and(|listed| listed < count);
    let heading = match is_cut {
        true => format!("Refused: the first {} of {count} rows", rows.len()),
        false => format!("Refused: {}", counted(count, "row", "rows")),
    };
    let row = |RefusedRow { number, column, reason }| {
        view! { <tr><td class="number">{number}</td><td><bdi>{column}</bdi></td><td>{reason}</td></tr> }
    };
    view! {
        <h3>{heading}</h3>
        <div class="scroll" role="region" aria-label="Refused rows" tabindex="0">
            <table class="figures wraps">
                <thead><tr><th scope="col">"Row"</th><th scope="col">"Column"</th><th scope="col">"Reason"</th></tr></thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A count with its noun.
pub fn counted(count: i64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
