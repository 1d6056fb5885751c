use leptos::prelude::*;

use super::messages::rows;
use super::{Standing, fragment, header};
use crate::workspace::conversations::Row;
use crate::workspace::widget::icons::icon;

/// What is known of who the person in front of the panel is.
pub enum Identity {
    Visitor,
    /// A token proved it.
    Verified(String),
    /// The page says so, and nothing proves it.
    Unverified(String),
}

/// Conversations on the first page at most; the list has the others.
const MOST: usize = 3;

/// The person's first page.
pub fn home(
    workspace: &str,
    name: Option<&str>,
    identity: &Identity,
    conversations: &[Row],
    standing: Standing,
) -> String {
    let first_name = name.and_then(|name| name.split_whitespace().next()).map(str::to_owned);
    let greeting = match first_name {
        Some(name) => view! { "Hello " <bdi>{name}</bdi> }.into_any(),
        None => "Hello".into_any(),
    };
    let newest = conversations.get(..MOST).unwrap_or(conversations);
    let more = (conversations.len() > MOST).then(|| {
        view! {
            <button type="button" class="row" data-do="messages">
                <span class="words">"All conversations"</span>
                {icon("next")}
            </button>
        }
    });
    let cards = view! {
        <section class="card">
            <button type="button" class="row" data-do="write">
                <span class="words">
                    <strong>"Send us a message"</strong>
                    <span class="soft">"A person answers, as soon as they can."</span>
                </span>
                {icon("send")}
            </button>
            {(!newest.is_empty()).then(|| rows(newest))}
            {more}
        </section>
        {who(identity)}
        {later("help", "Help", "You will look up answers here, at any hour.")}
    };
    view! {
        {header(workspace, greeting, "Good to have you on board.")}
        {fragment(standing, "rows", cards)}
    }
    .to_html()
}

fn who(identity: &Identity) -> impl IntoView {
    let (drawing, class, title, words) = match identity {
        Identity::Verified(name) => (
            "shield",
            "row good",
            "Your identity is verified",
            view! { "A signed token says that you are " <bdi>{name.clone()}</bdi> "." }.into_any(),
        ),
        Identity::Unverified(name) => (
            "alert",
            "row warn",
            "Your identity is not verified",
            view! { "This page says that you are " <bdi>{name.clone()}</bdi> "; nothing proves it." }
                .into_any(),
        ),
        Identity::Visitor => (
            "user",
            "row",
            "You are here as a visitor",
            "We do not know your name. Log in, and we will.".into_any(),
        ),
    };
    view! {
        <section class="card">
            <div class=class>
                <span class="words"><h2>{title}</h2><span class="soft">{words}</span></span>
                {icon(drawing)}
            </div>
        </section>
    }
}

/// What is not built yet says so.
fn later(drawing: &'static str, title: &'static str, words: &'static str) -> impl IntoView {
    view! {
        <section class="card">
            <div class="row">
                <span class="words">
                    <h2>{title} <span class="tag">"Not open yet"</span></h2>
                    <span class="soft">{words}</span>
                </span>
                {icon(drawing)}
            </div>
        </section>
    }
}
