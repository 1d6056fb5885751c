//! A row of the page's lists: data that is kept, and for how long.

use leptos::prelude::*;

use super::practice::in_words;

/// Data that is kept: its name, the data itself, and for how long.
pub fn kept(name: &'static str, data: &'static str, how_long: String) -> impl IntoView {
    view! { <dt>{name}</dt><dd>{data}<span class="hint">{how_long}</span></dd> }
}

/// The end of a sentence about days that a setting decides. 0 is for ever.
pub fn days_at_most(days: i64) -> String {
    match days {
        0 => "Until you ask us to delete it.".to_owned(),
        days => format!("{} at most.", in_words(days * 86_400)),
    }
}
