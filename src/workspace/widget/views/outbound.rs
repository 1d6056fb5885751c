use leptos::prelude::*;

use super::fill;
use crate::workspace::face::Face;
use crate::workspace::outbound::{Button, Outbound};
use crate::workspace::widget::icons::icon;
use crate::workspace::widget::words::Words;

/// A post or notification, as it stands over the page.
pub fn outbound(message: Outbound, words: &'static Words) -> String {
    let Outbound { id: _, style, sender, host, body, button } = message;
    let from = fill(words.from, view! { <bdi>{host}</bdi> });
    view! {
        <article class=style.as_str()>
            <header>
                {sender.clone().map(|name| view! { <Face name/> })}
                <p class="soft">{sender.map(|name| view! { <b><bdi>{name}</bdi></b> " " })} {from}</p>
                <button type="button" class="icon-button" aria-label=words.dismiss data-do="dismiss">{icon("close")}</button>
            </header>
            {body.view()}
            {button.map(follow)}
        </article>
    }
    .to_html()
}

/// A path is one of the page around, against which the panel resolves it.
fn follow(Button { label, link }: Button) -> impl IntoView {
    view! {
        <a class="button" href=link target="_blank" rel="noopener" data-do="follow"><bdi>{label}</bdi></a>
    }
}
