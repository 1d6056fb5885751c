use leptos::prelude::*;

use super::header;
use crate::workspace::widget::icons::icon;

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
                <div class="snippet" role="status"></div>
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
                <template id="thread">
                    <header class="bar">
                        <button type="button" class="icon-button" aria-label="Back" data-do="back">{icon("back")}</button>
                        <h1 tabindex="-1">{workspace.to_owned()}</h1>
                    </header>
                    <div class="talk" role="log" aria-label="Conversation"></div>
                    <p class="strip" role="status"></p>
                    <div class="write">
                        <label class="out-of-sight" for="text">"Message"</label>
                        <textarea id="text" rows="1" maxlength="10000" placeholder="Write a message"></textarea>
                        <div class="tools">
                            <button type="button" class="send" aria-label="Send" data-do="send">{icon("send")}</button>
                        </div>
                    </div>
                </template>
                <template id="new"><p class="new">"New"</p></template>
                <template id="unsent">
                    <div class="said mine">
                        <div class="bubbles"><div class="bubble waiting" dir="auto"></div></div>
                        <p class="meta">"Sending…"</p>
                    </div>
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
