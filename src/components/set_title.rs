//! The title in the browser's tab.

use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::ShopName;
use super::shop_name::titled;

/// Sets the document's title: the page's, then the shop's name. An empty `page` leaves the shop's name alone. The last call
/// counts.
///
/// In the browser the title waits until `is_in_place`, which is tracked. The router makes a page before it changes the
/// address, and a report of the page says both.
pub fn set_title(page: impl Into<TextProp>, is_in_place: impl Fn() -> bool + 'static) {
    let (page, name) = (page.into(), use_context::<ShopName>().unwrap_or_default());
    set_document_title(move || titled(&page.get(), &name.whole), is_in_place);
}

/// The view of `Title` is empty on the server: the title goes into the head at once.
#[cfg(feature = "ssr")]
fn set_document_title(title: impl Fn() -> String + Send + Sync + 'static, _: impl Fn() -> bool + 'static) {
    _ = view! { <leptos_meta::Title text=title/> };
}

/// Without leptos_meta: its browser half would be in each page.
#[cfg(not(feature = "ssr"))]
fn set_document_title(title: impl Fn() -> String + 'static, is_in_place: impl Fn() -> bool + 'static) {
    Effect::new(move |_| {
        if is_in_place() {
            document().set_title(&title());
        }
    });
}
