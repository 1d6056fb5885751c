//! Which moments have a heading above them where two browsers fill one list.

use leptos_messenger::inspector::{AppEntry, FilteredTimeline, MomentFilter, MomentKind, StreamMessage};
use leptos_messenger::workspace::feed::{FeedEntry, FeedKind, FeedPerson};

use super::{called, received, visitor};

// {"name":"Marit","user_id":"u_1"} and {"name":"Ines","user_id":"u_2"}
const MARIT: &str = "e30.eyJuYW1lIjoiTWFyaXQiLCJ1c2VyX2lkIjoidV8xIn0";
const INES: &str = "e30.eyJuYW1lIjoiSW5lcyIsInVzZXJfaWQiOiJ1XzIifQ";

/// A call in a browser of that name, in its only page.
fn by(browser: &str, seq: u32, at_ms: i64, method: &str, token: Option<&str>) -> StreamMessage {
    let (page, number) = (browser.to_owned(), at_ms.unsigned_abs());
    let browser = Some(browser.to_owned());
    StreamMessage::App(AppEntry { page, browser, number, ..called(seq, at_ms, method, token) })
}

fn filtered(lanes: impl IntoIterator<Item = StreamMessage>) -> FilteredTimeline {
    let mut filtered = FilteredTimeline::default();
    filtered.add(lanes);
    filtered
}

/// The times of the moments that have a heading because another browser or person goes on.
fn headed(filtered: &FilteredTimeline) -> Vec<i64> {
    filtered.headings(filtered.first()).into_iter().map(|(at_ms, _)| at_ms).collect()
}

fn two_people_at_once() -> FilteredTimeline {
    filtered([
        by("first", 1, 10, "boot", Some(MARIT)),
        by("second", 1, 20, "boot", Some(INES)),
        by("second", 2, 30, "update", None),
        by("first", 2, 40, "update", None),
        by("first", 3, 50, "shutdown", None),
        by("second", 3, 60, "update", None),
    ])
}

#[test]
fn where_another_browser_goes_on_its_first_moment_has_a_heading() {
    let filtered = two_people_at_once();
    assert_eq!(headed(&filtered), [40, 60], "boots have the heading of their person");
    let browsers: Vec<_> = filtered.timeline.moments().map(|moment| moment.browser).collect();
    assert_eq!(browsers, [1, 2, 2, 1, 1, 2].map(Some));
    assert_eq!(filtered.timeline.browser_count(), 2);
}

#[test]
fn a_heading_counts_with_the_moments_that_the_filter_takes() {
    let mut filtered = two_people_at_once();
    filtered.set_filter(&MomentFilter { kind: Some(MomentKind::Routes), ..MomentFilter::default() });
    assert_eq!(headed(&filtered), [40, 60]);
    filtered.set_filter(&MomentFilter { kind: Some(MomentKind::Shutdown), ..MomentFilter::default() });
    assert!(headed(&filtered).is_empty(), "nothing stands above it");
}

#[test]
fn one_browser_has_no_headings_but_those_of_its_people() {
    let marit = FeedPerson { name: "Marit".into(), user_id: Some("u_1".into()), verified: true };
    let ended = FeedEntry { kind: FeedKind::SessionEnded { person: marit }, ..received(2, 55, "") };
    let settings = FeedKind::SettingsChanged { what: "Somebody saved the message.".into() };
    let filtered = filtered([
        by("first", 1, 10, "boot", None),
        StreamMessage::Workspace(received(1, 15, "p")),
        by("first", 2, 20, "update", None),
        by("first", 3, 30, "boot", Some(MARIT)),
        StreamMessage::Workspace(FeedEntry { kind: settings, ..received(3, 35, "") }),
        by("first", 4, 40, "update", None),
        by("first", 5, 50, "shutdown", None),
        StreamMessage::Workspace(ended),
    ]);
    assert!(headed(&filtered).is_empty());
    assert_eq!(filtered.timeline.browser_count(), 1);
}

#[test]
fn a_ping_of_another_person_whose_browser_is_not_known_stands_under_no_heading_of_somebody_else() {
    let filtered = filtered([
        by("first", 1, 10, "boot", Some(MARIT)),
        StreamMessage::Workspace(received(1, 20, "p")),
        by("first", 2, 30, "update", None),
    ]);
    assert_eq!(filtered.timeline.moments().nth(1).unwrap().person(), Some(&visitor()));
    assert_eq!(headed(&filtered), [20, 30]);
}

#[test]
fn cleared_the_browsers_are_numbered_anew() {
    let mut filtered = two_people_at_once();
    filtered.clear();
    filtered.add([by("second", 4, 70, "update", None)]);
    assert_eq!(filtered.timeline.moments().next().unwrap().browser, Some(1));
}
