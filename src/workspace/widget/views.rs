//! No view of these is ever hydrated: each becomes a text, here.

use leptos::prelude::*;

use super::icons::{chart, icon};

/// What is known of who the person in front of the panel is.
pub enum Identity {
    Visitor,
    /// A token proved it.
    Verified(String),
    /// The page says so, and nothing proves it.
    Unverified(String),
}

/// The panel before it knows anybody, with a template for each thing that may go wrong.
pub fn document(workspace: &str, (script, styles): (&str, &str)) -> String {
    // As text it would be followed by a sign of leptos', which a title shows.
    let title = format!("Messenger · {workspace}").replace('&', "&amp;").replace('<', "&lt;");
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title inner_html=title></title>
                <link rel="stylesheet" href=format!("panel.css?v={styles}")/>
                <script src=format!("panel.js?v={script}") defer></script>
            </head>
            <body>
                <div class="panel">
                    <button type="button" class="icon-button leave" aria-label="Close chat" data-do="close">
                        {icon("close")}
                    </button>
                    <main class="scroll" aria-label="Messenger">{connecting(workspace)}</main>
                </div>
                <template id="refused">
                    {trouble(
                        workspace,
                        "lock",
                        "This conversation could not be loaded",
                        "We could not make sure that it is you. Log out and in again; nothing is lost.",
                        false,
                    )}
                </template>
                <template id="ended">
                    {trouble(
                        workspace,
                        "clock",
                        "This session has ended",
                        "It ends after a while, so that nobody else reads on. Reload the page to begin another.",
                        false,
                    )}
                </template>
                <template id="unreachable">
                    {trouble(
                        workspace,
                        "offline",
                        "This did not arrive",
                        "The server did not answer. Check the connection and try again.",
                        true,
                    )}
                </template>
            </body>
        </html>
    }
    .to_html()
}

/// The person's first page.
pub fn home(workspace: &str, name: Option<&str>, identity: &Identity) -> String {
    let first_name = name.and_then(|name| name.split_whitespace().next()).map(str::to_owned);
    let greeting = match first_name {
        Some(name) => view! { "Hello " <bdi>{name}</bdi> }.into_any(),
        None => "Hello".into_any(),
    };
    view! {
        {header(workspace, greeting, "Good to have you on board.")}
        <div class="rows">
            {who(identity)} {later("chat", "Conversations", "You will write to us here, and read our answers.")}
            {later("help", "Help", "You will look up answers here, at any hour.")}
        </div>
    }
    .to_html()
}

fn header(workspace: &str, greeting: AnyView, below: &'static str) -> impl IntoView {
    view! {
        <header class="hello">
            {chart()} <p class="top">{workspace.to_owned()}</p> <h1 tabindex="-1">{greeting}</h1> <p>{below}</p>
        </header>
    }
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

/// In the sizes of what it stands for.
fn connecting(workspace: &str) -> impl IntoView {
    let card = || {
        view! {
            <div class="card">
                <div class="row">
                    <span class="words">
                        <span class="skeleton">"One moment"</span>
                        <span class="soft skeleton">"One moment, please"</span>
                    </span>
                </div>
            </div>
        }
    };
    view! {
        {header(workspace, "Hello".into_any(), "One moment…")}
        <div class="rows" aria-hidden="true">{card()} {card()} {card()}</div>
    }
}

fn trouble(
    workspace: &str,
    drawing: &str,
    title: &'static str,
    words: &'static str,
    again: bool,
) -> impl IntoView {
    let again =
        again.then(|| view! { <button type="button" class="button" data-do="retry">"Try again"</button> });
    view! {
        <header class="bar"><p>{workspace.to_owned()}</p></header>
        <div class="nothing">{icon(drawing)} <h1 tabindex="-1">{title}</h1> <p>{words}</p> {again}</div>
    }
}
