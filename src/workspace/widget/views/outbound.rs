//! A post or notification over the page.

use leptos::prelude::*;

use super::fill;
use crate::face::Face;
use crate::outbound::{Button, Outbound, Reaction, Style};
use crate::widget::icons::icon;
use crate::widget::words::Words;

/// A post or notification, as it stands over the page.
pub fn outbound(message: Outbound, words: &'static Words) -> String {
    article(message, words).to_html()
}

pub fn article(message: Outbound, words: &'static Words) -> impl IntoView {
    let Outbound { style, sender, host, body, button, conversation, reaction } = message;
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
            {(style == Style::Post).then(|| feedback(conversation, reaction, words))}
        </article>
    }
}

/// The faces and the reply button of a post.
fn feedback(conversation: Option<i64>, chosen: Option<Reaction>, words: &'static Words) -> impl IntoView {
    let face = |(reaction, name): (Reaction, &'static str)| {
        let (value, pressed) = (reaction.as_str(), (chosen == Some(reaction)).to_string());
        view! {
            <button type="button" class="icon-button" aria-label=name aria-pressed=pressed data-do="react" value=value>{icon(value)}</button>
        }
    };
    let faces =
        [(Reaction::Sad, words.sad), (Reaction::Neutral, words.neutral), (Reaction::Happy, words.happy)];
    view! {
        <footer>
            <div role="group" aria-label=words.reaction>{faces.map(face)}</div>
            <button type="button" class="button bare" data-do="reply" value=conversation>{words.reply}</button>
        </footer>
    }
}

/// The button's link. The panel resolves a path against the page around it.
fn follow(Button { label, link }: Button) -> impl IntoView {
    view! {
        <a class="button" href=link target="_blank" rel="noopener" data-do="follow"><bdi>{label}</bdi></a>
    }
}
