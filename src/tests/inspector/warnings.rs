//! The warnings about a moment.

use leptos_messenger::inspector::{AppEntry, AppEntryKind, StreamMessage, Timeline, warnings};
use leptos_messenger::workspace::feed::{Call, FeedEntry, FeedKind, RefusedAttribute};

use super::{announced, app, called, received, timeline, update, visitor};

const MINUTE: i64 = 60_000;

fn reported(timeline: &Timeline) -> Vec<String> {
    timeline.moments().flat_map(warnings).collect()
}

#[test]
fn the_twenty_first_update_within_half_an_hour_is_more_than_the_hosted_messenger_takes() {
    let boot = StreamMessage::App(called(1, 0, "boot", None));
    let updates = (2..=22).map(|seq| update(seq, i64::from(seq) * MINUTE));
    let timeline = timeline([boot].into_iter().chain(updates));
    let texts = reported(&timeline);
    assert_eq!(texts.len(), 1);
    assert!(texts[0].starts_with("Update 21 within 30 minutes"), "{texts:?}");
}

#[test]
fn the_quota_is_counted_anew_after_half_an_hour_a_shutdown_and_in_every_page() {
    let twenty = |from: u32, at_ms: i64| (from..from + 20).map(move |seq| update(seq, at_ms));
    let later = twenty(1, 0).chain(twenty(21, 30 * MINUTE));
    assert!(reported(&timeline(later)).is_empty());

    let shutdown = StreamMessage::App(called(21, 1, "shutdown", None));
    let after = twenty(1, 0).chain([shutdown]).chain(twenty(22, 2));
    assert!(reported(&timeline(after)).is_empty());

    let elsewhere = (21..41)
        .map(|seq| StreamMessage::App(AppEntry { page: "another".into(), ..called(seq, 1, "update", None) }));
    assert!(reported(&timeline(twenty(1, 0).chain(elsewhere))).is_empty());
}

#[test]
fn a_dropped_repeat_is_reported_where_it_was_called() {
    let dropped = FeedKind::RepeatDropped { call: Call::Update, url: "/".into(), person: visitor() };
    let dropped = FeedEntry { kind: dropped, ..received(1, 5, "p") };
    let timeline = timeline([update(1, 0), announced(2, 1, "p"), StreamMessage::Workspace(dropped)]);
    assert_eq!(timeline.moments().count(), 1);
    assert!(reported(&timeline)[0].contains("the workspace dropped it"));
}

#[test]
fn a_script_that_is_late_or_blocked_is_reported() {
    let timeline = timeline([
        StreamMessage::App(app(1, 0, AppEntryKind::Blocked)),
        StreamMessage::App(app(2, 1, AppEntryKind::Late { after_ms: 12_300 })),
    ]);
    let texts = reported(&timeline);
    assert!(texts[0].contains("blocked") && texts[1].contains("12 s"), "{texts:?}");
}

#[test]
fn a_wrong_clock_is_reported_once_where_it_is_first_seen() {
    let wrong = |seq| {
        StreamMessage::App(AppEntry { skew_ms: -7_200_000, ..called(seq, i64::from(seq), "update", None) })
    };
    let timeline = timeline([update(1, 1), wrong(2), wrong(3)]);
    let counts: Vec<usize> = timeline.moments().map(|moment| warnings(moment).len()).collect();
    assert_eq!(counts, [0, 1, 0]);
    let words = timeline.moments().flat_map(warnings).next().unwrap();
    assert!(words.contains("2 h 0 min ahead of the server"), "{words}");
}

#[test]
fn each_refused_attribute_and_each_remark_of_the_workspace_is_reported() {
    let mut entry = received(1, 5, "p");
    if let FeedKind::PingAccepted(ping) = &mut entry.kind {
        let (name, reason) = ("note.text".into(), "a name may not hold a dot".into());
        ping.refused_attributes = vec![RefusedAttribute { name, reason }];
        ping.warnings = vec!["The token has no end.".into()];
    }
    let texts = reported(&timeline([StreamMessage::Workspace(entry)]));
    assert_eq!(texts, ["Attribute “note.text” refused: a name may not hold a dot", "The token has no end."]);
}
