//! Which moments a filter selects, and what is counted of them.

use leptos_messenger::inspector::{AppEntryKind, MomentFilter, MomentKind, StreamMessage, Timeline};
use leptos_messenger::workspace::feed::{FeedEntry, FeedKind};

use super::{announced, app, called, received, refused, timeline, update, visitor};

// {"name":"Marit","user_id":"u_1"}
const MARIT: &str = "e30.eyJuYW1lIjoiTWFyaXQiLCJ1c2VyX2lkIjoidV8xIn0";

/// One of each.
fn a_visit() -> Timeline {
    let mut attributes = called(5, 50, "update", None);
    if let AppEntryKind::Called(call) = &mut attributes.kind {
        call.arguments = serde_json::json!({ "plan": "Harbour" });
        call.url = "/4".into();
    }
    let answered = AppEntryKind::TokenAnswered {
        ok: true,
        text: "lives 2 h".into(),
        expires_in: Some(7200),
        token: None,
    };
    let ended = FeedEntry { kind: FeedKind::SessionEnded { person: visitor() }, ..received(3, 71, "") };
    timeline([
        StreamMessage::App(called(1, 10, "boot", None)),
        announced(2, 1, "first"),
        StreamMessage::Workspace(received(1, 15, "first")),
        StreamMessage::App(app(3, 30, answered)),
        StreamMessage::App(called(4, 40, "boot", Some(MARIT))),
        StreamMessage::App(attributes),
        StreamMessage::Workspace(refused(2, 60, "second")),
        StreamMessage::App(called(6, 70, "shutdown", None)),
        StreamMessage::Workspace(ended),
    ])
}

fn taken(filter: &MomentFilter) -> Vec<i64> {
    let timeline = a_visit();
    timeline.moments().filter(|moment| filter.matches(moment)).map(|moment| moment.at_ms()).collect()
}

#[test]
fn a_kind_takes_its_moments_and_counts_them() {
    for (kind, expected) in [
        (MomentKind::Routes, &[10, 40][..]),
        (MomentKind::Boot, &[10, 40]),
        (MomentKind::Token, &[30]),
        (MomentKind::Attributes, &[50]),
        (MomentKind::Refused, &[60]),
        (MomentKind::Shutdown, &[70, 71]),
        (MomentKind::Warnings, &[]),
    ] {
        assert_eq!(
            taken(&MomentFilter { kind: Some(kind), ..MomentFilter::default() }),
            expected,
            "{kind:?}"
        );
        assert_eq!(a_visit().totals().count(kind), expected.len(), "{kind:?}");
    }
    assert_eq!(taken(&MomentFilter::default()).len(), a_visit().totals().moments);
}

#[test]
fn a_person_takes_what_they_did_also_what_did_not_arrive() {
    let people = a_visit().totals().people();
    assert_eq!(people, ["Marit, u_1", "Copper Heron, visitor"], "users first");
    let of = |person: &str| taken(&MomentFilter { person: Some(person.into()), ..MomentFilter::default() });
    assert_eq!(of("Marit, u_1"), [40, 50, 70]);
    assert_eq!(of("Copper Heron, visitor"), [10, 30, 71]);
}

#[test]
fn a_word_is_found_in_paths_calls_arguments_and_names_in_whatever_case() {
    for (find, expected) in [
        ("ORDERS", &[60][..]),
        ("plan", &[50]),
        (" shutdown ", &[70]),
        ("copper", &[10, 30, 71]),
        ("intercom_user_jwt", &[40]),
        ("nowhere", &[]),
    ] {
        assert_eq!(taken(&MomentFilter { find: find.into(), ..MomentFilter::default() }), expected, "{find}");
    }
}

#[test]
fn kind_person_and_word_are_taken_together() {
    let filter =
        MomentFilter { kind: Some(MomentKind::Boot), person: Some("Marit, u_1".into()), find: "/4".into() };
    assert_eq!(taken(&filter), [40]);
    assert!(taken(&MomentFilter { find: "/1".into(), ..filter }).is_empty());
}

#[test]
fn counts_follow_what_is_learned_later() {
    let mut timeline = timeline([update(1, 100), announced(2, 1, "p")]);
    assert_eq!(timeline.totals().count(MomentKind::Refused), 0);
    timeline.add(StreamMessage::Workspace(refused(1, 130, "p")));
    assert_eq!((timeline.totals().count(MomentKind::Refused), timeline.totals().moments), (1, 1));
}
