use leptos_messenger::inspector::{AppKind, Filter, Kind, Lane, Timeline};
use leptos_messenger::workspace::feed::{FeedEntry, FeedKind};

use super::{announced, app, called, received, refused, timeline, update, visitor};

// {"name":"Marit","user_id":"u_1"}
const MARIT: &str = "e30.eyJuYW1lIjoiTWFyaXQiLCJ1c2VyX2lkIjoidV8xIn0";

/// One of each.
fn a_visit() -> Timeline {
    let mut attributes = called(5, 50, "update", None);
    if let AppKind::Called { arguments, url, .. } = &mut attributes.kind {
        *arguments = serde_json::json!({ "plan": "Harbour" });
        *url = "/4".into();
    }
    let answered =
        AppKind::TokenAnswered { ok: true, text: "lives 2 h".into(), expires_in: Some(7200), token: None };
    let ended = FeedEntry { kind: FeedKind::SessionEnded { person: visitor() }, ..received(3, 71, "") };
    timeline([
        Lane::App(called(1, 10, "boot", None)),
        announced(2, 1, "first"),
        Lane::Workspace(received(1, 15, "first")),
        Lane::App(app(3, 30, answered)),
        Lane::App(called(4, 40, "boot", Some(MARIT))),
        Lane::App(attributes),
        Lane::Workspace(refused(2, 60, "second")),
        Lane::App(called(6, 70, "shutdown", None)),
        Lane::Workspace(ended),
    ])
}

fn taken(filter: &Filter) -> Vec<i64> {
    let timeline = a_visit();
    timeline.moments().filter(|moment| filter.takes(moment)).map(|moment| moment.at_ms()).collect()
}

#[test]
fn a_kind_takes_its_moments_and_counts_them() {
    for (kind, expected) in [
        (Kind::Routes, &[10, 40][..]),
        (Kind::Boot, &[10, 40]),
        (Kind::Token, &[30]),
        (Kind::Attributes, &[50]),
        (Kind::Refused, &[60]),
        (Kind::Shutdown, &[70, 71]),
        (Kind::Warnings, &[]),
    ] {
        assert_eq!(taken(&Filter { kind: Some(kind), ..Filter::default() }), expected, "{kind:?}");
        assert_eq!(a_visit().totals().of(kind), expected.len(), "{kind:?}");
    }
    assert_eq!(taken(&Filter::default()).len(), a_visit().totals().moments);
}

#[test]
fn a_person_takes_what_they_did_also_what_did_not_arrive() {
    let people = a_visit().totals().people();
    assert_eq!(people, ["Copper Heron, visitor", "Marit, u_1"]);
    let of = |person: &str| taken(&Filter { person: Some(person.into()), ..Filter::default() });
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
        assert_eq!(taken(&Filter { find: find.into(), ..Filter::default() }), expected, "{find}");
    }
}

#[test]
fn kind_person_and_word_are_taken_together() {
    let filter = Filter { kind: Some(Kind::Boot), person: Some("Marit, u_1".into()), find: "/4".into() };
    assert_eq!(taken(&filter), [40]);
    assert!(taken(&Filter { find: "/1".into(), ..filter }).is_empty());
}

#[test]
fn counts_follow_what_is_learned_later() {
    let mut timeline = timeline([update(1, 100), announced(2, 1, "p")]);
    assert_eq!(timeline.totals().of(Kind::Refused), 0);
    timeline.add(Lane::Workspace(refused(1, 130, "p")));
    assert_eq!((timeline.totals().of(Kind::Refused), timeline.totals().moments), (1, 1));
}
