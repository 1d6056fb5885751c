//! What the forms of a person's pages have in common.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::components::Icon;

/// The button at the end of a form, and what is said beside it once it has worked: the page then comes with `after` in
/// its query.
#[component]
pub fn Submit(
    class: &'static str,
    words: &'static str,
    done: &'static str,
    after: &'static str,
) -> impl IntoView {
    let worked = use_query_map().read_untracked().get(after).is_some();
    view! {
        <div class="actions">
            <button class=class type="submit">{words}</button>
            <div role="status">
                {worked.then(|| view! {
                    <p class="notice good"><Icon name="check" class="small"/><span>{done}</span></p>
                })}
            </div>
        </div>
    }
}
