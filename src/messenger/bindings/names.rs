//! Looks at the page's title and heading for some seconds after its report.

use leptos::prelude::document;
use std::cell::RefCell;

use super::page::text;
use super::{EventSink, TimeoutHandle, wake_after};
use crate::diagnosis::Finding;
use crate::early_report::{Names, Report};
use crate::lifecycle::Url;

/// Milliseconds from one look to the next.
const EACH: i64 = 1_000;

thread_local! {
    static REPORT: RefCell<Report> = RefCell::default();
    /// The next look.
    static TIMER: RefCell<Option<TimeoutHandle>> = const { RefCell::new(None) };
}

/// The page at this address was reported, and nothing said that it still waits.
pub fn watch_names(driver: impl EventSink, url: Url) {
    leave_names();
    REPORT.with_borrow_mut(|report| report.settled(url, names()));
    look_later(driver);
}

/// The page begins to change, or `<Messenger>` leaves it.
pub fn leave_names() {
    TIMER.take().inspect(TimeoutHandle::clear);
}

fn look_later(driver: impl EventSink) {
    if REPORT.with_borrow(|report| report.looks_left > 0) {
        TIMER.set(wake_after(Some(EACH), TIMER.take(), move || look(driver)));
    }
}

fn look(driver: impl EventSink) {
    if REPORT.with_borrow_mut(|report| report.was_early(&names())) {
        driver.found(Finding::ReportedTooEarly);
    }
    look_later(driver);
}

fn names() -> Names {
    let heading = document().query_selector("h1").ok().flatten();
    Names {
        title: text(&document(), "title"),
        heading: heading.map_or_else(String::new, |heading| text(&heading, "textContent")),
    }
}
