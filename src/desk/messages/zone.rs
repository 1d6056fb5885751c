//! Times in the teammate's own zone, which the server does not know: the browser names it, and converts.
//!
//! A time is `YYYY-MM-DDTHH:MM`, as a field for it has it. Drafts hold times in UTC.

use leptos::prelude::*;

/// The zone in which the page shows times. UTC until the browser has named the teammate's.
#[derive(Clone, Copy)]
pub struct Zone(RwSignal<Option<String>>);

impl Zone {
    pub fn of_reader() -> Self {
        let name = RwSignal::new(None);
        Effect::new(move |_| name.set(Some(local::name())));
        Self(name)
    }

    pub fn name(self) -> String {
        self.0.get().unwrap_or_else(|| "UTC".to_owned())
    }

    /// A time in UTC, as this zone has it.
    pub fn of_utc(self, time: &str) -> String {
        if self.0.with(Option::is_some) { local::of_utc(time) } else { time.to_owned() }
    }

    /// A time of this zone, in UTC.
    pub fn in_utc(self, time: &str) -> String {
        if self.0.with_untracked(Option::is_some) { local::in_utc(time) } else { time.to_owned() }
    }
}

/// Only effects and events lead here: these functions run in the browser alone.
mod local {
    use leptos::web_sys::js_sys::{Array, Date, Intl, Object, Reflect};

    /// The characters of a time down to its minute.
    const MINUTE: usize = 16;

    pub fn name() -> String {
        let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
        let name = Reflect::get(&options, &"timeZone".into()).ok().and_then(|name| name.as_string());
        name.unwrap_or_else(|| "your time zone".to_owned())
    }

    pub fn of_utc(time: &str) -> String {
        let Some(date) = date(&format!("{time}Z")) else { return time.to_owned() };
        let (year, month, day) = (date.get_full_year(), date.get_month() + 1, date.get_date());
        format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}", date.get_hours(), date.get_minutes())
    }

    pub fn in_utc(time: &str) -> String {
        let utc = date(time).map(|date| String::from(date.to_iso_string()));
        utc.as_deref().and_then(|utc| utc.get(..MINUTE)).unwrap_or(time).to_owned()
    }

    /// The time that a text means. A text without a zone is in the browser's.
    fn date(text: &str) -> Option<Date> {
        Some(Date::new(&text.into())).filter(|date| !date.get_time().is_nan())
    }
}
