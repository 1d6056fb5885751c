//! The number in the header: it follows what was added, before another page comes.

use leptos::prelude::document;

use crate::shop::cart::in_words;

pub fn count_on(count: u32) {
    let Ok(Some(link)) = document().query_selector("[data-cart-link]") else { return };
    _ = link.set_attribute("aria-label", &in_words(count));
    if let Ok(Some(number)) = link.query_selector(".count") {
        number.set_text_content(Some(&count.to_string()));
        _ = if count == 0 { number.set_attribute("hidden", "") } else { number.remove_attribute("hidden") };
    }
}
