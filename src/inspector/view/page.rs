//! The page `/lifecycle`. It has no Messenger itself, and links to it are full loads.

use leptos::prelude::*;

use super::card::card;
use super::dock_choice::remember_dock;
use super::inspection::Inspection;
use super::lanes::lanes;
use super::replay_bar::replay_bar;
use super::route_counts::route_counts;
use super::roving::RovingFocus;
use super::states::banners;
use super::tools;
use crate::components::{Drawing, Icon, asset, set_title};
use crate::error::{Error, set_status};
use crate::inspector::{InspectorSettings, SHEET};

#[component]
pub fn LifecyclePage() -> impl IntoView {
    const WHY: &str = "The inspector shows what people do in the shop. Log in as a teammate to see it.";
    for_teammates("Lifecycle", "/lifecycle", WHY, |settings| inspector(settings.hosted))
}

/// A page of the inspector. People who may not inspect get the log-in in its place, and the words `why`.
pub fn for_teammates(
    title: &'static str,
    path: &str,
    why: &'static str,
    page: impl FnOnce(InspectorSettings) -> AnyView,
) -> impl IntoView {
    let settings = use_context::<InspectorSettings>().unwrap_or_default();
    // Only a full load leads here.
    set_title(title, || true);
    let page = if settings.open { page(settings) } else { closed(path, why) };
    view! { <link rel="stylesheet" href=asset(SHEET)/>{page} }
}

fn closed(path: &str, why: &'static str) -> AnyView {
    set_status(&Error::Forbidden);
    let log_in = format!("/login?next={path}");
    view! {
        <main id="main" class="nothing">
            <Icon name="lock"/>
            <h1 tabindex="-1">"For teammates"</h1>
            <p>{why}</p>
            <a class="button sea" href=log_in rel="external">"Log in"</a>
        </main>
    }
    .into_any()
}

/// A notice that the page needs scripts. It is text: a browser that runs scripts makes no elements of it.
pub fn without_script() -> AnyView {
    const WORDS: &str =
        "<p class=\"strip bad\">This page needs JavaScript. Switch it on, then reload the page.</p>";
    view! { <noscript inner_html=WORDS></noscript> }.into_any()
}

fn inspector(hosted: bool) -> AnyView {
    let inspection = Inspection::new(hosted);
    let roving = RovingFocus::new(inspection);
    Effect::new(move |_| inspection.follow());
    view! {
        <div class="inspector" on:keydown=move |event| roving.on_escape(&event)>
            <a class="skip" href="#main" rel="external">"Skip to content"</a>
            <header class="top-bar on-deep">
                <Drawing symbol="logo.svg#mark" view_box="0 0 32 32" class="mark"/>
                <h1 tabindex="-1">"Lifecycle"</h1>
                {route_counts(inspection)}
                <a class="button" href="/lifecycle/token" rel="external" title="Token debugger">
                    {tools::icon_and_word("key", "Token debugger")}
                </a>
                {tools::import(inspection)}
                <a class="button" href="/" rel="external" title="Dock it on the shop" on:click=move |_| remember_dock(true)>
                    {tools::icon_and_word("dock", "Dock it on the shop")}
                </a>
                <a class="button" href="/" rel="external" title="Back to the shop">
                    {tools::icon_and_word("home", "Back to the shop")}
                </a>
            </header>
            <section class="tools" aria-label="Filter and export">
                {tools::kinds(inspection)}
                {tools::search(inspection)}
                {tools::pause(inspection)}
                {tools::clear(inspection)}
                {tools::export_button(inspection)}
            </section>
            {without_script()}
            {banners(inspection)}
            {replay_bar(inspection)}
            <main id="main" class="desk-of-two">
                {lanes(inspection, roving)}
                {card(inspection, roving, false)}
            </main>
        </div>
    }
    .into_any()
}
