//! The list of messages, with the figures of each.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

use super::state::{Figures, MessageRow, MessageStage};
use crate::components::Icon;

#[component]
pub fn MessageList(rows: Vec<MessageRow>) -> impl IntoView {
    let is_empty = rows.is_empty();
    // Another page may link here with a person of whom a teammate asks why a message did not show.
    let asked = use_query_map().read_untracked().get("person");
    let end = asked.map(|person| {
        let mut query = ParamsMap::new();
        query.insert("person", person);
        format!("{}#why", query.to_query_string())
    });
    let is_asked = end.is_some();
    let end = end.unwrap_or_default();
    let rows = rows.into_iter().map(|one| row(one, &end)).collect_view();
    view! {
        {is_asked.then(|| view! { <p class="notice"><Icon name="alert" class="small"/>"Which message was not shown? Choose it."</p> })}
        <div class="line">
            <h2>"All messages"</h2>
            <A href="/workspace/messages/new" attr:class="button sea push"><Icon name="plus" class="small"/>"New message"</A>
        </div>
        {is_empty.then(|| view! {
            <div class="nothing">
                <Icon name="send"/>
                <h3>"No message yet"</h3>
                <p>"A message finds people on a page of yours: on a plan, in the cart, with the route that they take."</p>
            </div>
        })}
        {(!is_empty).then(|| view! {
            <div class="sheet scroll" role="region" aria-label="Messages" tabindex="0">
                <table class="figures">
                    <thead>
                        <tr>
                            <th scope="col">"Message"</th>
                            <th scope="col">"State"</th>
                            <th scope="col">"Matched"</th>
                            <th scope="col">"Sent"</th>
                            <th scope="col">"Seen"</th>
                            <th scope="col">"Clicked"</th>
                            <th scope="col">"Replied"</th>
                            <th scope="col">"Dismissed"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        })}
    }
}

fn row(row: MessageRow, end: &str) -> impl IntoView {
    let Figures { matched, sent, seen, clicked, replied, dismissed, sad, neutral, happy } = row.figures;
    let reactions = (sad + neutral + happy > 0)
        .then(|| format!(" · Reactions: {happy} happy, {neutral} neutral, {sad} sad"));
    let class = if row.state == MessageStage::Live { "tag sea" } else { "tag" };
    view! {
        <tr>
            <th scope="row">
                <A href=format!("/workspace/messages/{}{end}", row.id)><bdi>{row.title}</bdi></A>
                <span class="hint">{style_name(&row.style)}" · "<bdi>{row.sender}</bdi>{reactions}</span>
            </th>
            <td><span class=class>{row.state.label()}</span></td>
            {[matched, sent, seen, clicked, replied, dismissed].map(|count| view! { <td class="number">{count}</td> })}
        </tr>
    }
}

/// The name that teammates use for a style.
pub fn style_name(style: &str) -> &'static str {
    match style {
        "post" => "Announcement",
        "notification" => "Notification",
        "inbox" => "Inbox only",
        _ => "Chat",
    }
}
