//! The panel's document before it knows anybody.

use leptos::prelude::*;

use super::{Host, faces, header, usual_reply};
use crate::widget::icons::icon;
use crate::widget::words::Words;

/// The panel before it knows anybody, with a template for each thing that may go wrong.
pub fn document(host: &Host, sound: bool, words: &'static Words, (script, styles): (&str, &str)) -> String {
    // As text it would be followed by a sign of leptos', which a title shows.
    let title = escaped(&format!("{} · {}", words.messenger, host.name));
    let script_words = escaped(&serde_json::to_string(&words.script).unwrap_or_default());
    let failed = |drawing, title, what_now, again| trouble(&host.name, drawing, (title, what_now), again);
    view! {
        <!DOCTYPE html>
        <html lang=words.code dir=words.direction data-sound=sound>
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
                    <button type="button" class="icon-button leave" aria-label=words.close data-do="close">
                        {icon("close")}
                    </button>
                    <main class="scroll" aria-label=words.messenger>{connecting(host, words)}</main>
                    <nav class="tabs" aria-label=words.messenger>
                        <button type="button" data-do="home">{icon("home")} {words.home}</button>
                        <button type="button" data-do="messages">
                            {icon("chat")} {words.messages} <span class="count" aria-hidden="true" hidden></span>
                        </button>
                    </nav>
                </div>
                <div class="over" role="status"></div>
                <template id="words" inner_html=script_words></template>
                <template id="refused">
                    {failed("lock", words.refused, words.refused_what_now, None)}
                </template>
                <template id="ended">{failed("clock", words.ended, words.ended_what_now, None)}</template>
                <template id="thread">
                    <header class="bar">
                        <button type="button" class="icon-button" aria-label=words.back data-do="back">
                            {icon("back")}
                        </button>
                        <div class="who">
                            <div>
                                <h1 tabindex="-1">{host.name.clone()}</h1>
                                <p class="soft">{usual_reply(host.usual_reply, words)}</p>
                            </div>
                        </div>
                    </header>
                    <div class="scroll" tabindex="0" role="region" aria-label=words.conversation>
                        <div class="talk" role="log"></div>
                    </div>
                    <p class="float"><button type="button" class="button small" data-do="newest" hidden></button></p>
                    <p class="strip" role="status"></p>
                    <ul class="pending plain"></ul>
                    <div class="write">
                        <label class="out-of-sight" for="text">{words.message}</label>
                        <textarea id="text" rows="1" maxlength="10000" enterkeyhint="enter" placeholder=words.write></textarea>
                        <div class="tools">
                            <input type="file" multiple hidden/>
                            <button type="button" class="icon-button" aria-label=words.attach data-do="attach">
                                {icon("attach")}
                            </button>
                            <button type="button" class="send" aria-label=words.send data-do="send">{icon("send")}</button>
                        </div>
                    </div>
                </template>
                <template id="begin">
                    <div class="nothing">
                        {faces(host)} <h2>{words.ask_anything}</h2> <p>{words.we_answer}</p>
                    </div>
                </template>
                <template id="new"><p class="new">{words.new}</p></template>
                <template id="unsent">
                    <div class="said mine">
                        <div class="bubbles"><div class="bubble waiting" dir="auto"></div></div>
                        <p class="meta">{words.script.sending}</p>
                    </div>
                </template>
                <template id="pending">
                    <li>
                        <img alt="" hidden/> {icon("attach")} <bdi></bdi> <span class="size"></span>
                        <progress max="1" value="0"></progress>
                        <button type="button" class="icon-button" data-do="remove">{icon("close")}</button>
                    </li>
                </template>
                <template id="typing">
                    <div class="said typing">
                        <span class="face" aria-hidden="true"></span>
                        <div class="bubbles"><div class="bubble dots" role="img"><i></i><i></i><i></i></div></div>
                    </div>
                </template>
                <template id="unreachable">
                    {failed("offline", words.unreachable, words.unreachable_what_now, Some(words.try_again))}
                </template>
            </body>
        </html>
    }
    .to_html()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A placeholder with the sizes of the first page.
fn connecting(host: &Host, words: &'static Words) -> impl IntoView {
    let card = || {
        view! {
            <div class="card">
                <div class="row">
                    <span class="words">
                        <span class="skeleton">{words.send_us}</span>
                        <span class="soft skeleton">{words.person_reads}</span>
                    </span>
                </div>
            </div>
        }
    };
    view! {
        {header(host, words.hello.into_any(), words.wait.into_any())}
        <div class="rows" aria-hidden="true">{card()} {card()} {card()}</div>
    }
}

fn trouble(
    host: &str,
    drawing: &str,
    (title, what_now): (&'static str, &'static str),
    again: Option<&'static str>,
) -> impl IntoView + use<> {
    let again =
        again.map(|again| view! { <button type="button" class="button" data-do="retry">{again}</button> });
    view! {
        <header class="bar"><p>{host.to_owned()}</p></header>
        <div class="nothing">{icon(drawing)} <h1 tabindex="-1">{title}</h1> <p>{what_now}</p> {again}</div>
    }
}
