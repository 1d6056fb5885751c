//! The list's empty states, its footer, and the banners about what is wrong.

use leptos::prelude::*;

use super::inspection::Inspection;
use super::stream::Connection;
use crate::components::{EmptyState, Icon};

const SKELETONS: usize = 8;

#[derive(Clone, Copy, PartialEq)]
enum ListState {
    Moments,
    Loading,
    Cut,
    NothingYet,
    NothingMatches,
}

/// The state that stands in place of moments: loading, cut, empty, or nothing that fits the filter.
pub fn empty_state(inspection: Inspection) -> impl IntoView {
    let instead = Memo::new(move |_| {
        let (shown, all) = inspection.view(|filtered| (filtered.len(), filtered.timeline.totals().moments));
        match inspection.connection.get() {
            _ if shown > 0 => ListState::Moments,
            _ if all > 0 => ListState::NothingMatches,
            _ if inspection.replay.with(Option::is_some) => ListState::NothingYet,
            Connection::Opening => ListState::Loading,
            Connection::Cut { .. } => ListState::Cut,
            Connection::Open => ListState::NothingYet,
        }
    });
    move || {
        match instead.get() {
        ListState::Moments => ().into_any(),
        ListState::Loading => loading(),
        ListState::Cut => view! {
            <EmptyState icon="offline" title="The live stream is cut">
                <p>{move || trying_again(inspection)}" What the workspace receives meanwhile is kept and shown in order when the stream is back."</p>
                {try_now(inspection)}
            </EmptyState>
        }
        .into_any(),
        ListState::NothingYet => view! {
            <EmptyState icon="ping" title="Nothing has happened yet">
                <p>"Open the shop in another window and follow a link. Each route change becomes one call on the left and one ping on the right."</p>
                <a class="button sea" href="/" target="_blank" rel="external">"Open the shop"</a>
            </EmptyState>
        }
        .into_any(),
        ListState::NothingMatches => view! {
            <EmptyState icon="filter" title="Nothing fits the filter">
                <p>"Moments are there, but none of this kind, person and word."</p>
                <button type="button" class="button" on:click=move |_| inspection.filter.set(Default::default())>"Show all"</button>
            </EmptyState>
        }
        .into_any(),
    }
    }
}

fn loading() -> AnyView {
    let card = || view! { <span class="act skeleton">"."<span class="sub">"."</span></span> };
    let moment = |_| {
        view! {
            <div class="moment">
                <div class="app">{card()}</div><div class="water"></div><div class="work">{card()}</div>
            </div>
        }
    };
    let moments = (0..SKELETONS).map(moment).collect_view();
    view! { <div class="session" aria-busy="true" aria-label="Loading" role="group">{moments}</div> }
        .into_any()
}

fn trying_again(inspection: Inspection) -> String {
    match inspection.connection.get() {
        Connection::Cut { again_in } => format!("Trying again in {again_in} s."),
        _ => "Trying again…".to_owned(),
    }
}

fn try_now(inspection: Inspection) -> AnyView {
    view! { <button type="button" class="button" on:click=move |_| inspection.try_now()>"Try now"</button> }
        .into_any()
}

/// The line below the last moment: it says whether more will come.
pub fn footer(inspection: Inspection) -> AnyView {
    let words = move || match (inspection.connection.get(), inspection.paused.get()) {
        _ if inspection.replay.with(Option::is_some) => String::new(),
        (_, true) => match inspection.waiting_routes.get() {
            0 => "Paused. No route change waits.".to_owned(),
            1 => "Paused. 1 route change waits.".to_owned(),
            waiting => format!("Paused. {waiting} route changes wait."),
        },
        (Connection::Open, _) => "Following. Go somewhere in the shop and it appears here.".to_owned(),
        (Connection::Opening, _) => "Opening the stream…".to_owned(),
        (Connection::Cut { .. }, _) => "The stream is cut.".to_owned(),
    };
    let hosted = inspection.hosted.then(|| {
        view! {
            <p class="follow soft">"The hosted workspace keeps the second lane: its people’s pages show every ping."</p>
        }
    });
    view! { {hosted}<p class="follow soft">{words}</p> }.into_any()
}

/// Banners about the workspace's settings, the stream, and a file that cannot be replayed.
pub fn banners(inspection: Inspection) -> AnyView {
    let warnings = move || {
        inspection.warnings.with(|warnings| {
            (!warnings.is_empty()).then(|| {
                let lines = warnings.iter().map(|line| {
                    view! { <li><Icon name="alert"/><span>{line.clone()}</span></li> }
                });
                view! { <ul class="strip warn" aria-label="Warnings of the workspace">{lines.collect_view()}</ul> }
            })
        })
    };
    let cut = Memo::new(move |_| {
        let moments = inspection.view(|filtered| !filtered.is_empty());
        moments && matches!(inspection.connection.get(), Connection::Cut { .. })
    });
    let cut = move || {
        cut.get().then(|| {
            view! {
                <div class="strip bad">
                    <Icon name="offline"/>
                    <p><b role="status">"The live stream is cut. "</b>{move || trying_again(inspection)}</p>
                    {try_now(inspection)}
                </div>
            }
        })
    };
    let bad_file = move || {
        inspection.bad_file.get().map(|why| {
            view! {
                <div class="strip bad">
                    <Icon name="alert"/>
                    <p role="alert">{why}</p>
                    <button type="button" class="button" on:click=move |_| inspection.bad_file.set(None)>"Dismiss"</button>
                </div>
            }
        })
    };
    view! { {warnings}{cut}{bad_file} }.into_any()
}
