//! Files of a visit: exported, replayed step by step, and refused.

use leptos_messenger::inspector::{
    AppCall, AppEntry, AppEntryKind, BadFile, Moment, Replay, StreamMessage, Timeline, export,
};

use super::{announced, called, received, refused, timeline};

// {"alg":"HS256"} . {"name":"Marit","user_id":"u_1"} . a signature
const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJuYW1lIjoiTWFyaXQiLCJ1c2VyX2lkIjoidV8xIn0.c2lnbmF0dXJl";

fn a_visit() -> Timeline {
    timeline([
        StreamMessage::App(called(1, 10, "boot", None)),
        announced(2, 1, "first"),
        StreamMessage::Workspace(received(1, 40, "first")),
        StreamMessage::App(called(3, 30, "update", None)),
        announced(4, 3, "second"),
        StreamMessage::Workspace(refused(2, 60, "second")),
        StreamMessage::Workspace(received(3, 70, "from elsewhere")),
    ])
}

fn comparable(moments: impl Iterator<Item = Moment>) -> Vec<Moment> {
    moments.map(|moment| Moment { id: (moment.id.0, 0), revision: 0, ..moment }).collect()
}

fn why(text: &str) -> BadFile {
    Replay::read("file.json", text).err().expect("a bad file")
}

#[test]
fn what_was_exported_is_replayed_whole() {
    let visit = a_visit();
    let mut replay = Replay::read("visit.json", &export(&visit, 99)).expect("a file of ours");
    replay.go_to(usize::MAX);
    assert_eq!((replay.at(), replay.exported_at_ms), (replay.step_count(), 99));
    assert_eq!(comparable(replay.filtered.timeline.moments().cloned()), comparable(visit.moments().cloned()));
}

#[test]
fn each_step_shows_one_thing_more_in_the_order_in_which_it_happened() {
    let mut replay = Replay::read("visit.json", &export(&a_visit(), 0)).unwrap();
    let mut seen = Vec::new();
    for step in 0..=replay.step_count() {
        replay.go_to(step);
        let timeline = &replay.filtered.timeline;
        seen.push((
            timeline.moments().count(),
            timeline.moments().filter(|moment| moment.has_arrived()).count(),
        ));
    }
    assert_eq!(seen, [(0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (3, 2)]);
}

#[test]
fn a_replay_takes_as_long_as_the_visit_did() {
    let mut replay = Replay::read("visit.json", &export(&a_visit(), 0)).unwrap();
    let mut waits = Vec::new();
    for step in 0..=replay.step_count() {
        replay.go_to(step);
        waits.push(replay.until_next());
    }
    assert_eq!(waits, [Some(0), Some(20), Some(10), Some(20), Some(10), None]);
}

#[test]
fn a_step_back_shows_what_was_there_before() {
    let text = export(&a_visit(), 0);
    for step in 0..5 {
        let mut forth = Replay::read("visit.json", &text).unwrap();
        forth.go_to(step);
        let mut back = Replay::read("visit.json", &text).unwrap();
        back.go_to(usize::MAX);
        back.go_to(step);
        assert_eq!(back.at(), step);
        assert_eq!(
            comparable(back.filtered.timeline.moments().cloned()),
            comparable(forth.filtered.timeline.moments().cloned()),
            "{step}"
        );
    }
}

#[test]
fn an_exported_file_holds_no_token_that_could_be_used() {
    let arguments = serde_json::json!({ "intercom_user_jwt": TOKEN, "user_hash": "0a1b2c3d" });
    let kind = AppEntryKind::Called(AppCall {
        method: "boot".into(),
        url: "/".into(),
        title: String::new(),
        arguments,
        token: Some(TOKEN.into()),
        outside: false,
    });
    let visit = timeline([StreamMessage::App(AppEntry { kind, ..called(1, 1, "boot", None) })]);
    let text = export(&visit, 0);
    assert!(text.contains(TOKEN.rsplit_once('.').unwrap().0), "{text}");
    for secret in ["c2lnbmF0dXJl", "0a1b2c3d"] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn an_answered_token_is_exported_and_replayed_without_its_signature() {
    let (unsigned, signature) = TOKEN.rsplit_once('.').unwrap();
    let exported = export(&timeline([StreamMessage::App(super::app(1, 10, super::answered(TOKEN)))]), 0);
    assert!(exported.contains(unsigned) && !exported.contains(signature), "{exported}");
    let mut replay = Replay::read("edited", &exported.replace(unsigned, TOKEN)).unwrap();
    replay.go_to(1);
    let moment = replay.filtered.timeline.moments().next().unwrap();
    assert_eq!(moment.app.as_ref().unwrap().token(), Some(unsigned));
}

#[test]
fn a_file_that_cannot_be_replayed_is_refused_with_the_reason() {
    let good = export(&a_visit(), 0);
    assert!(matches!(why("not json"), BadFile::NoJson(_)));
    assert!(matches!(why(&good[..good.len() / 2]), BadFile::NoJson(_)));
    assert_eq!(why("{}"), BadFile::OtherFormat);
    assert_eq!(why("[1]"), BadFile::OtherFormat);
    assert_eq!(why(&good.replace("\"version\": 1", "\"version\": 2")), BadFile::OtherVersion(2));
    assert!(matches!(why(&good.replace("\"seq\"", "\"sequence\"")), BadFile::BadEntry(_)));
    assert_eq!(why(&export(&Timeline::default(), 0)), BadFile::Empty);
    for bad in [BadFile::OtherFormat, BadFile::OtherVersion(2), BadFile::Empty, BadFile::TooMany(40_000)] {
        assert!(bad.to_string().ends_with('.'), "{bad}");
    }
}
