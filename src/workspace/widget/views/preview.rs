//! A message as it comes, drawn by the panel's views in documents of their own. Nothing in them runs.

use leptos::prelude::*;
use sqlx::types::Json;

use super::outbound::article;
use super::thread::{bubble, follow, said};
use super::unread::snippet;
use crate::conversations::{OpeningButton, UnreadAnswer};
use crate::outbound::{Button, Outbound};
use crate::widget::words::Words;

/// The documents of a message.
pub struct Preview {
    /// The message over the page. None of a message that the launcher's badge alone announces.
    pub over: Option<String>,
    /// The conversation that the message opens as. None of a message that is read where it stands.
    pub opened: Option<String>,
}

/// Draws a message that comes just now. `styles` is the version of the panel's sheet.
pub fn preview(message: Outbound, words: &'static Words, styles: &str) -> Preview {
    let (style, page) = (message.style, |open, region: AnyView| document(open, region, words, styles));
    let over = |view: AnyView| page(false, view! { <div class="over">{view}</div> }.into_any());
    let opened = style.is_conversation().then(|| page(true, conversation(&message, words).into_any()));
    let over = style.interrupts().then(|| match style.is_conversation() {
        true => over(snippet(&answer(&message), now(words), words).into_any()),
        false => over(article(message, words).into_any()),
    });
    Preview { over, opened }
}

fn document(open: bool, region: AnyView, words: &'static Words, styles: &str) -> String {
    view! {
        <!DOCTYPE html>
        <html data-open=open>
            <head>
                <meta charset="utf-8"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="stylesheet" href=format!("/messenger/web/panel.css?v={styles}")/>
            </head>
            <body lang=words.code dir=words.direction>{region}</body>
        </html>
    }
    .to_html()
}

fn answer(message: &Outbound) -> UnreadAnswer {
    UnreadAnswer {
        conversation: 0,
        part: 0,
        at_ms: 0,
        body: Some(Json(message.body.clone())),
        name: message.sender.clone(),
        message: None,
    }
}

fn conversation(message: &Outbound, words: &'static Words) -> impl IntoView + use<> {
    let button = message.button.clone().map(|Button { label, link }| follow(&OpeningButton { label, link }));
    let bubbles = (bubble(&message.body, None), button);
    view! { <div class="talk">{said("said", message.sender.clone(), bubbles, now(words))}</div> }
}

/// The time that the panel's script writes of a message that has just come.
fn now(words: &'static Words) -> impl IntoView {
    view! { <time>{words.now}</time> }
}
