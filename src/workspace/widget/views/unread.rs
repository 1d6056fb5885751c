//! The snippet beside the launcher while the panel is closed.

use leptos::prelude::*;

use super::{UnreadState, fragment, time};
use crate::conversations::UnreadAnswer;
use crate::face::Face;
use crate::widget::icons::icon;
use crate::widget::words::Words;

/// The person's unread state, and the newest answer that they have not read.
pub fn unread(answer: Option<&UnreadAnswer>, state: UnreadState, words: &'static Words) -> String {
    let answer = answer.map(|answer| snippet(answer, time(answer.at_ms), words));
    fragment(state, "unread", answer).to_html()
}

pub fn snippet(answer: &UnreadAnswer, time: impl IntoView, words: &'static Words) -> impl IntoView {
    let text = answer.body.as_ref().map(|body| body.text.clone()).unwrap_or_default();
    view! {
        <div class="snippet" data-part=answer.part data-message=answer.message>
            <button type="button" class="row" data-do="open" value=answer.conversation>
                {answer.name.clone().map(|name| view! { <Face name/> })}
                <span class="words">
                    <span class="soft">
                        {answer.name.clone().map(|name| view! { <bdi>{name}</bdi>" · " })} {time}
                    </span>
                    <bdi class="two">{text}</bdi>
                </span>
            </button>
            <button type="button" class="icon-button" aria-label=words.dismiss data-do="dismiss">{icon("close")}</button>
        </div>
    }
}
