use leptos_messenger::inspector::{AppKind, Lane, Moment, Row, Timeline};

use super::{app, called, received};

fn announced(seq: u32, call: u32, ping_id: &str) -> Lane {
    Lane::App(app(seq, 0, AppKind::Announced { call, ping_id: Some(ping_id.into()) }))
}

fn moments(timeline: &Timeline) -> Vec<Moment> {
    let rows = timeline.rows().into_iter();
    rows.filter_map(|row| if let Row::Moment { moment, .. } = row { Some(*moment) } else { None }).collect()
}

#[test]
fn a_call_and_its_ping_are_one_moment_in_whatever_order_the_three_messages_come() {
    let call = Lane::App(called(1, 100, "update", None));
    let link = announced(2, 1, "p");
    let ping = Lane::Workspace(received(1, 130, "p"));
    for order in [[0, 1, 2], [0, 2, 1], [2, 0, 1]] {
        let messages = [call.clone(), link.clone(), ping.clone()];
        let mut timeline = Timeline::default();
        for at in order {
            timeline.add(messages[at].clone());
        }
        let moments = moments(&timeline);
        assert_eq!(moments.len(), 1, "{order:?}");
        assert_eq!(moments[0].took_ms(), Some(30), "{order:?}");
    }
}

#[test]
fn a_stream_that_starts_over_repeats_nothing() {
    let mut timeline = Timeline::default();
    for _ in 0..2 {
        timeline.add(Lane::App(called(1, 100, "boot", None)));
        timeline.add(announced(2, 1, "p"));
        timeline.add(Lane::Workspace(received(1, 130, "p")));
    }
    assert_eq!(moments(&timeline).len(), 1);
    assert_eq!(timeline.tally().arrived, 1);
}

#[test]
fn moments_stand_in_the_order_of_their_time() {
    let mut timeline = Timeline::default();
    timeline.add(Lane::App(called(2, 300, "update", None)));
    timeline.add(Lane::Workspace(received(1, 200, "elsewhere")));
    timeline.add(Lane::App(called(1, 100, "boot", None)));
    let times: Vec<i64> = moments(&timeline).iter().map(|moment| moment.at_ms).collect();
    assert_eq!(times, [100, 200, 300]);
}

#[test]
fn a_gate_stands_wherever_the_person_changes() {
    // {"name":"Marit"}
    let marit = "e30.eyJuYW1lIjoiTWFyaXQifQ";
    let mut timeline = Timeline::default();
    for (seq, method, token) in [
        (1, "boot", None),
        (2, "update", None),
        (3, "boot", Some(marit)),
        (4, "boot", Some(marit)),
        (5, "shutdown", None),
        (6, "boot", None),
    ] {
        timeline.add(Lane::App(called(seq, i64::from(seq), method, token)));
    }
    let gates: Vec<Option<String>> = timeline
        .rows()
        .into_iter()
        .filter_map(|row| if let Row::Gate { user, .. } = row { Some(user) } else { None })
        .collect();
    assert_eq!(gates, [None, Some("Marit".to_owned()), None]);
}

#[test]
fn times_that_two_clocks_cannot_have_meant_are_not_shown() {
    for received_at in [50, 90_000_000] {
        let mut timeline = Timeline::default();
        timeline.add(Lane::App(called(1, 100, "update", None)));
        timeline.add(announced(2, 1, "p"));
        timeline.add(Lane::Workspace(received(1, received_at, "p")));
        assert_eq!(moments(&timeline)[0].took_ms(), None);
    }
}

#[test]
fn only_the_newest_ten_thousand_moments_are_kept() {
    let mut timeline = Timeline::default();
    for seq in 1..=10_050 {
        timeline.add(Lane::App(called(seq, i64::from(seq), "update", None)));
    }
    let moments = moments(&timeline);
    assert_eq!((moments.len(), moments[0].at_ms), (10_000, 51));
}
