use leptos::prelude::*;

use super::{Standing, fragment, time};
use crate::workspace::conversations::{Author, Row};
use crate::workspace::widget::icons::icon;

/// All conversations of the person.
pub fn messages(conversations: &[Row], standing: Standing) -> String {
    let page = match conversations.is_empty() {
        true => view! {
            <div class="nothing">
                {icon("chat")} <h2>"No messages yet"</h2>
                <p>"Your messages and our answers stay here, on every device where you are logged in."</p>
            </div>
        }
        .into_any(),
        false => rows(conversations).into_any(),
    };
    let write = view! {
        <p class="begin">
            <button type="button" class="button" data-do="write">"Send us a message"</button>
        </p>
    };
    view! {
        <header class="bar">
            <button type="button" class="icon-button" aria-label="Back" data-do="back">{icon("back")}</button>
            <h1 tabindex="-1">"Messages"</h1>
        </header>
        {fragment(standing, "messages", (page, write))}
    }
    .to_html()
}

/// The newest first.
pub fn rows(rows: &[Row]) -> impl IntoView {
    let row = |row: &Row| {
        let unread = row.newest > row.person_read_to;
        let text = row.body.as_ref().map(|body| body.text.clone()).unwrap_or_default();
        let by = match row.author {
            Author::Person => Some("You".to_owned()),
            Author::Teammate | Author::Bot => row.name.clone(),
        };
        view! {
            <li>
                <button type="button" class="row" class:unread=unread data-do="open" value=row.number>
                    <span class="words">
                        <bdi class="one">{text}</bdi>
                        {by.map(|by| view! { <bdi class="soft">{by}</bdi> })}
                    </span>
                    {time(row.at_ms)}
                    {unread.then(|| view! { <span class="dot" role="img" aria-label="Unread"></span> })}
                </button>
            </li>
        }
    };
    view! { <ul class="list plain" aria-label="Your conversations">{rows.iter().map(row).collect_view()}</ul> }
}
