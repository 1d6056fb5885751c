//! Times in the reader's own zone, which the server does not know: the browser writes them.

use leptos::prelude::*;

/// The time if it is today, or else the day.
#[component]
pub fn When(at_ms: i64) -> impl IntoView {
    let written =
        written(move || if local::is_today(at_ms) { local::time(at_ms) } else { local::date(at_ms) });
    view! { <time title=exact(at_ms)>{written}</time> }
}

/// The time without the day, which stands above.
#[component]
pub fn Time(at_ms: i64) -> impl IntoView {
    view! { <time title=exact(at_ms)>{written(move || local::time(at_ms))}</time> }
}

/// The day that begins after `before`, if one does.
#[component]
pub fn Day(at_ms: i64, before: Option<i64>) -> impl IntoView {
    let begins = move || before.is_none_or(|before| !local::is_same_day(before, at_ms));
    let day = written(move || match (begins(), local::is_today(at_ms)) {
        (false, _) => String::new(),
        (true, true) => "Today".to_owned(),
        (true, false) => local::day(at_ms),
    });
    move || (!day.get().is_empty()).then(|| view! { <p class="fact day">{day.get()}</p> })
}

fn exact(at_ms: i64) -> RwSignal<String> {
    written(move || local::exact(at_ms))
}

/// A text that the browser writes. It is empty on the server.
fn written(words: impl Fn() -> String + 'static) -> RwSignal<String> {
    let written = RwSignal::new(String::new());
    Effect::new(move |_| written.set(words()));
    written
}

/// Only effects call these functions: they run in the browser alone.
mod local {
    use leptos::web_sys::js_sys::{Date, Object, Reflect};

    fn date_of(at_ms: i64) -> Date {
        Date::new(&(at_ms as f64).into())
    }

    pub fn is_same_day(one_ms: i64, other_ms: i64) -> bool {
        date_of(one_ms).to_date_string() == date_of(other_ms).to_date_string()
    }

    pub fn is_today(at_ms: i64) -> bool {
        date_of(at_ms).to_date_string() == Date::new_0().to_date_string()
    }

    pub fn time(at_ms: i64) -> String {
        with(at_ms, &[("hour", "numeric"), ("minute", "2-digit")])
    }

    pub fn date(at_ms: i64) -> String {
        with(at_ms, &[("day", "numeric"), ("month", "short")])
    }

    pub fn day(at_ms: i64) -> String {
        with(at_ms, &[("weekday", "long"), ("day", "numeric"), ("month", "long")])
    }

    pub fn exact(at_ms: i64) -> String {
        with(at_ms, &[])
    }

    fn with(at_ms: i64, fields: &[(&str, &str)]) -> String {
        let options = Object::new();
        for (name, value) in fields {
            _ = Reflect::set(&options, &(*name).into(), &(*value).into());
        }
        date_of(at_ms).to_locale_string("default", &options).into()
    }
}
