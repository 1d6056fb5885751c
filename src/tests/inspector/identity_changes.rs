//! Where the person changes, and whose moments are whose.

use leptos_messenger::inspector::{AppEntry, AppEntryKind, StreamMessage, Timeline};
use leptos_messenger::workspace::feed::{FeedEntry, FeedKind};

use super::{announced, called, received, timeline, update};

// {"name":"Marit","user_id":"u_1"}
const MARIT: &str = "e30.eyJuYW1lIjoiTWFyaXQiLCJ1c2VyX2lkIjoidV8xIn0";

fn identity_changes(timeline: &Timeline) -> Vec<Option<String>> {
    timeline.moments().filter_map(|moment| Some(moment.context.identity_change.clone()?.user)).collect()
}

fn of(page: &str, seq: u32, method: &str, token: Option<&str>) -> StreamMessage {
    let entry = called(seq, i64::from(seq), method, token);
    let number = entry.number + page.len() as u64 * 1_000;
    StreamMessage::App(AppEntry { page: page.into(), number, ..entry })
}

#[test]
fn an_identity_change_stands_wherever_the_person_changes() {
    let calls = [
        (1, "boot", None),
        (2, "update", None),
        (3, "boot", Some(MARIT)),
        (4, "boot", Some(MARIT)),
        (5, "shutdown", None),
        (6, "boot", None),
    ];
    let timeline = timeline(calls.map(|(seq, method, token)| of("page", seq, method, token)));
    assert_eq!(identity_changes(&timeline), [None, Some("Marit".to_owned()), None]);
}

#[test]
fn two_windows_at_once_change_only_their_own_person() {
    let timeline = timeline([
        of("one", 1, "boot", None),
        of("other", 2, "boot", Some(MARIT)),
        of("one", 3, "update", None),
        of("other", 4, "update", None),
        of("one", 5, "boot", None),
    ]);
    assert_eq!(identity_changes(&timeline), [None, Some("Marit".to_owned())]);
    let users: Vec<bool> = timeline.moments().map(|moment| moment.is_of_user()).collect();
    assert_eq!(users, [false, true, false, true, false]);
    let from: Vec<_> = timeline.moments().map(|moment| moment.context.from.as_deref()).collect();
    assert_eq!(from, [None, None, Some("/1"), Some("/2"), None]);
}

#[test]
fn calls_that_come_late_are_shown_in_their_turn() {
    let in_turn =
        [of("page", 1, "boot", None), of("page", 2, "boot", Some(MARIT)), of("page", 3, "update", None)];
    let late = [in_turn[1].clone(), in_turn[2].clone(), in_turn[0].clone()];
    let contexts = |lanes: [StreamMessage; 3]| -> Vec<_> {
        timeline(lanes).moments().map(|moment| moment.context.clone()).collect()
    };
    assert_eq!(contexts(late), contexts(in_turn));
}

#[test]
fn a_visitor_is_known_by_the_name_that_the_workspace_gave() {
    let timeline = timeline([
        of("page", 1, "boot", None),
        announced(2, 1, "p"),
        update(3, 5),
        StreamMessage::Workspace(received(1, 10, "p")),
        update(4, 20),
    ]);
    let named: Vec<_> =
        timeline.moments().filter_map(|moment| moment.person()).map(|p| p.name.clone()).collect();
    assert_eq!(named, ["Copper Heron"; 3]);
}

#[test]
fn a_change_of_keys_is_a_moment_of_nobody() {
    let what = "A teammate retired the key “Web”.".to_owned();
    let entry = FeedEntry { ping_id: None, kind: FeedKind::SettingsChanged { what }, ..received(1, 5, "") };
    let timeline = timeline([
        StreamMessage::Workspace(entry),
        StreamMessage::App(super::app(2, 6, AppEntryKind::Blocked)),
    ]);
    assert_eq!(timeline.moments().count(), 2);
    assert!(timeline.moments().all(|moment| moment.person().is_none()));
}

#[test]
fn the_token_of_a_page_load_stands_with_its_person_and_shows_its_claims() {
    let elsewhere = |lane| match lane {
        StreamMessage::App(entry) => {
            StreamMessage::App(AppEntry { page: "before".into(), number: 90, ..entry })
        }
        lane => lane,
    };
    let timeline = timeline([
        elsewhere(of("before", 1, "boot", None)),
        StreamMessage::App(super::app(2, 2, super::answered(MARIT))),
        of("page", 3, "boot", Some(MARIT)),
    ]);
    assert_eq!(identity_changes(&timeline), [None, Some("Marit".to_owned())]);
    let answer = timeline.moments().nth(1).unwrap();
    assert!(answer.context.identity_change.is_some() && answer.is_of_user());
    assert_eq!(answer.person().unwrap().name, "Marit");
    assert_eq!(answer.app.as_ref().unwrap().token(), Some(MARIT));
}

#[test]
fn the_token_of_a_log_in_stands_with_the_visitor_until_it_is_booted() {
    let timeline = timeline([
        of("page", 1, "boot", None),
        StreamMessage::App(super::app(2, 2, super::answered(MARIT))),
        of("page", 3, "boot", Some(MARIT)),
    ]);
    let changed: Vec<bool> =
        timeline.moments().map(|moment| moment.context.identity_change.is_some()).collect();
    assert_eq!(changed, [true, false, true]);
}
