//! The list of a person's conversations.

use leptos::prelude::*;

use super::{UnreadState, fragment, time};
use crate::conversations::{Author, ConversationRow};
use crate::face::Face;
use crate::widget::icons::icon;
use crate::widget::words::Words;

/// All conversations of the person.
pub fn messages(conversations: &[ConversationRow], state: UnreadState, words: &'static Words) -> String {
    let page = match conversations.is_empty() {
        true => view! {
            <div class="nothing">
                {icon("chat")} <h2>{words.no_messages}</h2>
                <p>{words.messages_stay}</p>
            </div>
        }
        .into_any(),
        false => rows(conversations, words).into_any(),
    };
    let write = view! {
        <p class="begin">
            <button type="button" class="button" data-do="write">{words.send_us}</button>
        </p>
    };
    view! {
        <header class="bar"><h1 tabindex="-1">{words.messages}</h1></header>
        {fragment(state, "messages", (page, write))}
    }
    .to_html()
}

/// The rows of the list, the newest first.
pub fn rows(rows: &[ConversationRow], words: &'static Words) -> impl IntoView + use<> {
    let row = |row: &ConversationRow| {
        let unread = row.newest > row.person_read_to;
        let text = row.body.as_ref().map(|body| body.text.clone()).filter(|text| !text.is_empty());
        let text = text.unwrap_or_else(|| words.sent_files.to_owned());
        let (by, face) = match row.author {
            Author::Person => (Some(words.you.to_owned()), None),
            Author::Teammate | Author::Bot => (row.name.clone(), row.name.clone()),
        };
        let answer = (row.author != Author::Person).then_some(row.newest);
        view! {
            <li>
                <button type="button" class="row" class:unread=unread data-do="open" value=row.number data-part=answer>
                    {face.map(|name| view! { <Face name/> })}
                    <span class="words">
                        <bdi class="one">{text}</bdi>
                        <span class="soft">{by.map(|by| view! { <bdi>{by}</bdi> " · " })} {time(row.at_ms)}</span>
                    </span>
                    {unread.then(|| view! { <span class="dot" role="img" aria-label=words.unread></span> })}
                </button>
            </li>
        }
    };
    view! { <ul class="list plain" aria-label=words.conversations>{rows.iter().map(row).collect_view()}</ul> }
}
