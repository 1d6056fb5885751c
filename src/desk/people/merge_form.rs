//! The preview of a merge, and its button.

use leptos::prelude::*;

use super::api::{PersonMerge, person_merge_preview};
use super::state::{MergePreview, MergeRow};
use crate::components::{ActionForm, ServerAction, ShowLoaded, load_blocking};
use crate::error::Error;

/// What a merge of the person `who` into the user `into` changes, and the button that merges them.
#[component]
pub fn MergeForm(who: Memo<String>, into: Memo<String>, merge: ServerAction<PersonMerge>) -> impl IntoView {
    let preview =
        load_blocking(move || (who.get(), into.get()), |(who, into)| person_merge_preview(who, into));
    let error = move |error: Error, _: Callback<()>| {
        let back = format!("/workspace/people?who={}", who.get_untracked());
        view! {
            <section class="sheet" aria-label="Merge">
                <p class="notice bad" role="alert">{error.to_string()}</p>
                <p><a class="button" href=back rel="external">"Back"</a></p>
            </section>
        }
        .into_any()
    };
    view! {
        <ShowLoaded loaded=preview error waiting="Comparing both…" let:preview>{drawn(preview, merge)}</ShowLoaded>
    }
}

fn drawn(MergePreview { from, into, rows }: MergePreview, merge: ServerAction<PersonMerge>) -> AnyView {
    let nothing = rows.is_empty();
    let back = format!("/workspace/people?who={}", from.id);
    let rows = rows.into_iter().map(|MergeRow { name, of_from, of_into, afterwards }| {
        view! {
            <tr>
                <th scope="row"><bdi>{name}</bdi></th>
                <td><bdi>{of_from}</bdi></td>
                <td><bdi>{of_into}</bdi></td>
                <td><bdi>{afterwards}</bdi></td>
            </tr>
        }
    });
    view! {
        <section class="sheet" aria-labelledby="merge">
            <h2 id="merge">"Merge "<bdi>{from.name.clone()}</bdi>" into "<bdi>{into.name.clone()}</bdi></h2>
            <p>"The user keeps their own values, and gets those that they do not have. Conversations, events, pages, tags, notes and companies of both are the user’s. This cannot be undone."</p>
            {nothing.then(|| view! { <p class="hint">"No value of theirs differs."</p> })}
            {(!nothing).then(|| view! {
                <div class="scroll" role="region" aria-label="Values" tabindex="0">
                    <table class="figures">
                        <thead><tr><th scope="col">"Value"</th><th scope="col">"Of "<bdi>{from.name}</bdi></th><th scope="col">"Of "<bdi>{into.name}</bdi></th><th scope="col">"Afterwards"</th></tr></thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
            })}
            <ActionForm action=merge attr:class="line">
                <input type="hidden" name="id" value=from.id/>
                <input type="hidden" name="into" value=into.id/>
                <button class="button danger" type="submit">"Merge them"</button>
                <a class="button" href=back rel="external">"Back"</a>
            </ActionForm>
        </section>
    }
    .into_any()
}
