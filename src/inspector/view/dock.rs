//! The inspector at the foot of any page of the shop, for a demo in one window.
//!
//! It is opened for a tab from `/lifecycle`, and comes back in that tab until it is closed. It stands outside the
//! shop's views, so that no change of page touches it.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::card::card;
use super::dock_choice::remember_dock;
use super::inspection::Inspection;
use super::lanes::lanes;
use super::replay_bar::replay_bar;
use super::route_counts::route_counts;
use super::roving::RovingFocus;
use super::states::banners;
use super::tools;
use crate::components::{Icon, Missing, asset};
use crate::inspector::SHEET;
use crate::inspector::browser::session_storage;

/// A key of sessionStorage.
const HEIGHT: &str = "inspector-dock-height";
/// The class of a body that leaves room for the dock.
const ROOM: &str = "has-dock";

/// Heights of the dock, in percent of the window's height.
const LOWEST: i32 = 20;
const HIGHEST: i32 = 85;
const USUAL: i32 = 42;
const STEP: i32 = 5;

/// Shows the dock on this page, if the browser can load its code.
#[leptos::wasm_split::wasm_split(dock, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn show_dock(hosted: bool) -> Result<(), Missing> {
    let Some((body, place)) = document().body().zip(document().create_element("div").ok()) else {
        return Ok(());
    };
    if body.append_child(&place).is_err() {
        return Ok(());
    }
    _ = body.class_list().add_1(ROOM);
    let (on, styled) = (RwSignal::new(true), RwSignal::new(false));
    let close = move || {
        remember_dock(false);
        on.set(false);
        _ = document().body().map(|body| body.class_list().remove_1(ROOM));
        focus_page();
    };
    let place: HtmlElement = place.unchecked_into();
    // The lanes measure what the sheet draws: it comes first. Without it, the dock is still there to read.
    let sheet = move || {
        view! {
            <link
                rel="stylesheet"
                href=asset(SHEET)
                on:load=move |_| styled.set(true)
                on:error=move |_| styled.set(true)
            />
            {move || (styled.get() && on.get()).then(|| dock(hosted, close))}
        }
    };
    leptos::mount::mount_to(place, sheet).forget();
    Ok(())
}

fn dock(hosted: bool, close: impl Fn() + Copy + 'static) -> AnyView {
    let inspection = Inspection::new(hosted);
    let roving = RovingFocus::new(inspection);
    Effect::new(move |_| inspection.follow());
    view! {
        <aside class="inspector dock" aria-label="Lifecycle inspector" on:keydown=move |event| roving.on_escape(&event)>
            {resize_handle()}
            <header class="top-bar on-deep">
                <h2>"Lifecycle"</h2>
                {route_counts(inspection)}
                {tools::pause(inspection)}
                {tools::clear(inspection)}
                {tools::export_button(inspection)}
                <a class="button" href="/lifecycle" rel="external" title="Whole page">
                    {tools::icon_and_word("expand", "Whole page")}
                </a>
                <button type="button" class="button" aria-label="Close the inspector" on:click=move |_| close()>
                    <Icon name="close" class="small"/>
                </button>
            </header>
            <div class="tools" role="group" aria-label="Filter">
                {tools::kinds(inspection)}
                {tools::search(inspection)}
            </div>
            {banners(inspection)}
            {replay_bar(inspection)}
            <div class="desk-of-two">{lanes(inspection, roving)}{card(inspection, roving, true)}</div>
        </aside>
    }
    .into_any()
}

/// The dock's upper edge, which the pointer and the arrow keys move.
fn resize_handle() -> AnyView {
    let height = RwSignal::new(height_before().unwrap_or(USUAL));
    Effect::new(move |_| {
        let percent: i32 = height.get();
        if let Some(storage) = session_storage() {
            _ = storage.set_item(HEIGHT, &percent.to_string());
        }
        if let Some(body) = document().body() {
            _ = body.style().set_property("--dock", &format!("{percent}dvb"));
        }
    });
    let set = move |percent: i32| height.set(percent.clamp(LOWEST, HIGHEST));
    let key = move |event: ev::KeyboardEvent| {
        let to = match event.key().as_str() {
            "ArrowUp" => height.get_untracked() + STEP,
            "ArrowDown" => height.get_untracked() - STEP,
            "Home" => LOWEST,
            "End" => HIGHEST,
            _ => return,
        };
        event.prevent_default();
        set(to);
    };
    let drawn = RwSignal::new(false);
    let take = move |event: ev::PointerEvent| {
        event.prevent_default();
        let edge: Element = event_target(&event);
        drawn.set(edge.set_pointer_capture(event.pointer_id()).is_ok());
    };
    let draw = move |event: ev::PointerEvent| {
        let window_height =
            window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
        if drawn.get_untracked() && window_height > 0.0 {
            set(((1.0 - f64::from(event.client_y()) / window_height) * 100.0).round() as i32);
        }
    };
    view! {
        <div
            class="pull"
            role="separator"
            tabindex="0"
            aria-orientation="horizontal"
            aria-label="Height of the inspector"
            aria-valuemin=LOWEST.to_string()
            aria-valuemax=HIGHEST.to_string()
            aria-valuenow=move || height.get().to_string()
            on:keydown=key
            on:pointerdown=take
            on:pointermove=draw
            on:pointerup=move |_| drawn.set(false)
            on:pointercancel=move |_| drawn.set(false)
        ></div>
    }
    .into_any()
}

fn height_before() -> Option<i32> {
    session_storage()?.get_item(HEIGHT).ok()??.parse().ok()
}

/// Gives the focus to the page when the dock is gone.
fn focus_page() {
    let heading = document().query_selector("main h1").ok().flatten();
    if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) {
        _ = heading.focus();
    }
}
