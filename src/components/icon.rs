//! Drawings out of the sprites in `public/svg/`.

use leptos::prelude::*;

use super::asset;

/// An icon of `svg/icons.svg`, for the eyes only: the words beside it, or an `aria-label`, speak for it.
#[component]
pub fn Icon(
    name: &'static str,
    /// `small`, or `flips` for an icon that points along the line of reading.
    #[prop(default = "")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg class=if class.is_empty() { "icon".to_owned() } else { format!("icon {class}") } viewBox="0 0 24 24" aria-hidden="true">
            <use href=asset(&format!("svg/icons.svg#{name}"))></use>
        </svg>
    }
}

/// A drawing that the document brings along: it is there with the words beside it, before any other file comes. The
/// shop's frame has these, so that a slow line never shows a header without icons. `name` is `mark`, the logo, or one of
/// `app/document.rs`.
#[component]
pub fn HeaderIcon(
    name: &'static str,
    #[prop(default = "icon")] class: &'static str,
    #[prop(default = "0 0 24 24")] view_box: &'static str,
) -> impl IntoView {
    view! { <svg class=class viewBox=view_box aria-hidden="true"><use href=format!("#header-{name}")></use></svg> }
}

/// A symbol of another sprite, such as `logo.svg#mark`, in the size and colours that `class` gives it.
#[component]
pub fn Drawing(
    symbol: &'static str,
    view_box: &'static str,
    #[prop(optional)] class: Option<&'static str>,
) -> impl IntoView {
    view! {
        <svg class=class viewBox=view_box aria-hidden="true">
            <use href=asset(&format!("svg/{symbol}"))></use>
        </svg>
    }
}
