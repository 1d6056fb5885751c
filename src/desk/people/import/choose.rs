//! The form of a file, and the last imports.

use leptos::prelude::*;
use leptos::web_sys::HtmlInputElement;

use super::file::{FILE_PATH, MOST_BYTES, TOO_LARGE, reason};
use super::state::ListedImport;
use crate::components::{Icon, Loaded, ShowLoaded};
use crate::desk::not_loaded::not_loaded;
use crate::desk::times::When;

/// The form. A plain one: the browser sends the file and opens the import.
#[component]
pub fn ChooseFile(
    /// The word of the reason why the last file was refused. Empty where none was.
    refused: Memo<String>,
    imports: Loaded<Vec<ListedImport>>,
) -> impl IntoView {
    // The server refuses it as well, after the browser has sent all of it.
    let check = |input: HtmlInputElement| {
        let size = input.files().and_then(|files| files.get(0)).map_or(0.0, |file| file.size());
        input.set_custom_validity(if size > MOST_BYTES { TOO_LARGE } else { "" });
    };
    let said = move || {
        refused.with(|word| reason(word)).map(|words| {
            view! { <p class="notice bad" role="alert"><Icon name="alert" class="small"/>{words}</p> }
        })
    };
    view! {
        <section class="sheet" aria-labelledby="import-file">
            <h2 id="import-file">"Choose a file"</h2>
            <p class="hint">"A CSV file in UTF-8 with up to 10,000 people and 5 MiB. Its first row names the columns. An exported file can be changed and imported again. Nobody is changed before you have seen what would change."</p>
            {said}
            <form action=FILE_PATH method="post" enctype="multipart/form-data" class="line">
                <label class="field"><span class="label">"CSV file"</span>
                    <input class="input" type="file" name="file" accept=".csv,text/csv" required on:change:target=move |event| check(event.target())/></label>
                <button class="button sea" type="submit">"Read the file"</button>
            </form>
        </section>
        <ShowLoaded loaded=imports error=not_loaded("This app is not here.") waiting="Reading the imports…" let:imports>
            {list(imports)}
        </ShowLoaded>
    }
}

fn list(imports: Vec<ListedImport>) -> AnyView {
    let is_empty = imports.is_empty();
    let row = |ListedImport { id, file_name, phase, teammate, at_ms, rows }| {
        let name = if file_name.is_empty() { "A file".to_owned() } else { file_name };
        view! {
            <li>
                <div class="line">
                    <b><a href=format!("/workspace/people/import?import={id}")><bdi>{name}</bdi></a></b>
                    <span class="tag">{phase.label()}</span>
                </div>
                <div class="line hint">
                    <span>{format!("{rows} {}", if rows == 1 { "row" } else { "rows" })}</span>
                    <When at_ms/>
                    <bdi>{teammate}</bdi>
                </div>
            </li>
        }
    };
    view! {
        <section class="sheet" aria-labelledby="imports">
            <h2 id="imports">"Last imports"</h2>
            {is_empty.then(|| view! { <p class="hint">"No import yet."</p> })}
            <ul class="plain key-list">{imports.into_iter().map(row).collect_view()}</ul>
        </section>
    }
    .into_any()
}
