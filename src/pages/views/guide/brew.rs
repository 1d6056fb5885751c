//! The steps of a guide, and room for the clock that walks through them.

use leptos::prelude::*;

use crate::shop::{Step, duration};

/// `cups` scales what is poured; `of` tells this guide's clock from another's.
#[component]
pub fn Brew(of: String, steps: Vec<Step>, cups: u32) -> impl IntoView {
    let row = move |step: Step| {
        let Step { name, text, seconds, pour_to } = step;
        let pour =
            (pour_to > 0).then(|| view! { <span class="tag sea">"Scale: "{pour_to * cups}" g"</span> });
        view! {
            <li data-seconds=seconds>
                <div>
                    <h3>{name}</h3>
                    <p>{text}</p>
                </div>
                <p class="number">{duration(seconds)}{pour}</p>
            </li>
        }
    };
    view! {
        <div class="brew">
            // Where no script runs nothing begins: the steps are read, and no button pretends.
            <div class="brew-clock" data-clock=of data-own></div>
            <ol class="brew-steps">{steps.into_iter().map(row).collect_view()}</ol>
        </div>
    }
}
