//! The person of a conversation: visits, pages, browser.

use crate::workspace::face::Face;
use leptos::prelude::*;

use super::state::{InboxPerson, PersonKind, SeenPage, Visits};
use super::times::When;
use crate::components::Icon;

/// The person of a conversation, with the pages that they saw.
#[component]
pub fn PersonPane(person: InboxPerson) -> impl IntoView {
    let InboxPerson { name, kind, email, user_id, visits, pages, .. } = person;
    let (class, icon) = match kind {
        PersonKind::VerifiedUser => ("tag good", "shield"),
        PersonKind::User => ("tag warn", "alert"),
        PersonKind::Lead | PersonKind::Visitor => ("tag", "user"),
    };
    let fact = |title: &'static str, value: Option<String>| {
        value.map(|value| view! { <dt>{title}</dt><dd><bdi>{value}</bdi></dd> })
    };
    let label = format!("About {name}");
    view! {
        <aside class="pane low person-pane" aria-label=label>
            <header class="head"><h2>"Person"</h2></header>
            <div class="scroll" tabindex="0" role="region" aria-label="Details">
                <div class="box person">
                    <Face name=name.clone()/>
                    <h3><bdi>{name}</bdi></h3>
                    <p><span class=class><Icon name=icon class="small"/>" "{kind.label()}</span></p>
                </div>
                <div class="box">
                    <h2>"Pages"</h2>
                    <ol class="trail plain">{pages.into_iter().map(seen).collect_view()}</ol>
                </div>
                <div class="box">
                    <h2>"Attributes"</h2>
                    <dl class="about">{fact("Email", email)}{fact("User id", user_id)}{visits_of(visits)}</dl>
                </div>
            </div>
        </aside>
    }
}

fn visits_of(visits: Visits) -> impl IntoView {
    let Visits { first_seen_at, last_seen_at, session_count, page_views, browser, language, time_zone } =
        visits;
    let known = [("Browser", browser), ("Language", language), ("Time zone", time_zone)];
    let known =
        known.map(|(title, value)| value.map(|value| view! { <dt>{title}</dt><dd><bdi>{value}</bdi></dd> }));
    view! {
        <dt>"First seen"</dt><dd><When at_ms=first_seen_at * 1_000/></dd>
        <dt>"Last seen"</dt><dd><When at_ms=last_seen_at * 1_000/></dd>
        <dt>"Number of sessions"</dt><dd>{session_count}</dd>
        <dt>"Page views"</dt><dd>{page_views}</dd>
        {known}
    }
}

fn seen(page: SeenPage) -> AnyView {
    let path = page.path().to_owned();
    view! {
        <li>
            <span class="ping quiet"></span>
            <bdi>{page.title}</bdi>
            <When at_ms=page.created_at * 1_000/>
            <span class="path">{path}</span>
        </li>
    }
    .into_any()
}
