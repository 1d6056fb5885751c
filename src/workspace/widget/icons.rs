//! Drawings out of the sprites, written into the document: a sandboxed frame may not look into another file.

use leptos::prelude::*;

const ICONS: &str = include_str!("../../../public/svg/icons.svg");
const CHART: &str = include_str!("../../../public/svg/chart.svg");

/// An icon of the project's sprite, for the eyes only.
pub fn icon(name: &str) -> impl IntoView {
    view! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" inner_html=symbol(ICONS, name)></svg> }
}

/// Draws depth contours for deep ground.
pub fn chart() -> impl IntoView {
    view! {
        <svg
            class="chart"
            viewBox="0 0 800 240"
            preserveAspectRatio="xMidYMid slice"
            aria-hidden="true"
            inner_html=symbol(CHART, "chart")
        ></svg>
    }
}

/// The content of the symbol with this id. A missing one is drawn as nothing; a test looks for each.
fn symbol(sprite: &'static str, id: &str) -> &'static str {
    let inside = || {
        let (_, after) = sprite.split_once(&format!("<symbol id=\"{id}\""))?;
        let (_, inside) = after.split_once('>')?;
        Some(inside.split_once("</symbol>")?.0)
    };
    inside().unwrap_or_default()
}
