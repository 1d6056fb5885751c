//! `/lifecycle`. It carries no Messenger itself, and links to it are full loads.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

use super::stream::{Connection, listen};
use super::timeline::Timeline;
use super::{InspectorSettings, Row, view};
use crate::components::{Drawing, Icon};

/// A lazy route: nobody but a developer or a teammate loads it.
pub struct LifecyclePage;

#[lazy_route]
impl LazyRoute for LifecyclePage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let LifecyclePage = this;
        view! { <Lifecycle/> }.into_any()
    }
}

#[component]
fn Lifecycle() -> impl IntoView {
    let settings = use_context::<InspectorSettings>().unwrap_or_default();
    view! {
        <Title text="Lifecycle"/>
        {if settings.open { view! { <Inspector hosted=settings.hosted/> }.into_any() } else { closed() }}
    }
}

fn closed() -> AnyView {
    view! {
        <main id="main" class="nothing">
            <Icon name="lock"/>
            <h1 tabindex="-1">"For teammates"</h1>
            <p>"The inspector shows what people do in the shop. Log in as a teammate to see it."</p>
            <a class="button sea" href="/login?next=/lifecycle" rel="external">"Log in"</a>
        </main>
    }
    .into_any()
}

#[component]
fn Inspector(hosted: bool) -> impl IntoView {
    let timeline = RwSignal::new(Timeline::default());
    let connection = RwSignal::new(Connection::Opening);
    let chosen = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        listen(
            move |lane| timeline.update(|timeline| timeline.add(lane)),
            move |now| {
                if connection.get_untracked() != now {
                    connection.set(now);
                }
            },
        );
    });
    let detail = move || {
        let moment = chosen.get().and_then(|key| timeline.with(|timeline| timeline.find(&key).cloned()));
        moment.map_or_else(hint, view::detail)
    };
    view! {
        <div class="inspector">
            <a class="skip" href="#main" rel="external">"Skip to content"</a>
            <header class="top-bar on-deep">
                <Drawing symbol="logo.svg#mark" view_box="0 0 32 32" class="mark"/>
                <h1 tabindex="-1">"Lifecycle"</h1>
                <p class="tally" role="status">{move || tally(&timeline.read())}</p>
                <span class="push"></span>
                <span class="soft">{move || words(connection.get())}</span>
                <a class="button" href="/" rel="external">"Back to the shop"</a>
            </header>
            <main id="main" class="desk-of-two">
                <div class="lanes" tabindex="0" role="region" aria-label="Timeline">
                    <div class="lane-names">
                        <span>"What the app called"</span><span>"there in"</span>
                        <span>{if hosted { "What the hosted workspace received: look there" } else { "What the workspace received" }}</span>
                    </div>
                    {move || (timeline.read().is_empty()).then(nothing_yet)}
                    <ol class="plain timeline">
                        <For each=move || timeline.read().rows() key=key children=move |row| view::row(row, chosen)/>
                    </ol>
                    {hosted.then(|| view! {
                        <p class="follow soft">"The hosted workspace keeps the second lane: its people's pages show every ping."</p>
                    })}
                </div>
                <aside class="detail" class:open=move || chosen.read().is_some() tabindex="0" aria-label="Selected moment">
                    <button type="button" class="icon-button close" aria-label="Close" on:click=move |_| chosen.set(None)>
                        <Icon name="close"/>
                    </button>
                    {detail}
                </aside>
            </main>
        </div>
    }
}

/// A row is drawn anew when what it shows has changed.
fn key(row: &Row) -> String {
    match row {
        Row::Gate { key, work, .. } => format!("{key} {work}"),
        Row::Moment { moment, user, from } => {
            format!("{} {} {user} {}", moment.key, moment.work.is_some(), from.as_deref().unwrap_or_default())
        }
    }
}

fn tally(timeline: &Timeline) -> AnyView {
    let tally = timeline.tally();
    let median = tally.median_ms.map(|ms| view! { <span class="soft">"median "<b>{ms}</b>" ms"</span> });
    view! { <span><b>{tally.arrived}" of "{tally.called}</b>" calls arrived, one ping each"</span>{median} }
        .into_any()
}

fn words(connection: Connection) -> &'static str {
    match connection {
        Connection::Opening => "Opening the stream…",
        Connection::Open => "Following",
        Connection::Cut => "The stream is cut; trying again",
    }
}

fn hint() -> AnyView {
    view! { <section><p class="soft">"Choose a call to see its token, its arguments and what became of it."</p></section> }
        .into_any()
}

fn nothing_yet() -> AnyView {
    view! {
        <div class="nothing">
            <Icon name="ping"/>
            <h2>"Nothing has happened yet"</h2>
            <p>"Open the shop in another window and follow a link. Each route change becomes one call on the left and one ping on the right."</p>
            <a class="button sea" href="/" target="_blank" rel="external">"Open the shop"</a>
        </div>
    }
    .into_any()
}
