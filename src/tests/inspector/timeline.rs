//! How the messages of both lanes become moments.

use leptos_messenger::inspector::{AppEntry, AppEntryKind, KEPT, StreamMessage, Timeline};
use leptos_messenger::workspace::feed::FeedKind;

use super::{announced, app, called, considered, moments, received, refused, timeline, update};

#[test]
fn a_call_and_its_ping_are_one_moment_in_whatever_order_the_three_messages_come() {
    let call = update(1, 100);
    let link = announced(2, 1, "p");
    let ping = StreamMessage::Workspace(received(1, 130, "p"));
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let messages = [call.clone(), link.clone(), ping.clone()];
        let moments = moments(&timeline(order.map(|at| messages[at].clone())));
        assert_eq!(moments.len(), 1, "{order:?}");
        assert_eq!(moments[0].took_ms(), Some(30), "{order:?}");
    }
}

#[test]
fn two_answers_to_one_ping_are_both_kept() {
    let timeline = timeline([
        update(1, 100),
        announced(2, 1, "p"),
        StreamMessage::Workspace(received(1, 130, "p")),
        StreamMessage::Workspace(refused(2, 140, "p")),
    ]);
    let kept: Vec<(bool, bool)> =
        timeline.moments().map(|moment| (moment.has_arrived(), moment.is_refused())).collect();
    assert_eq!(kept, [(true, false), (false, true)]);
}

#[test]
fn what_the_messages_for_a_page_were_stands_with_its_ping_and_is_no_moment_of_its_own() {
    let call = update(1, 100);
    let link = announced(2, 1, "p");
    let ping = StreamMessage::Workspace(received(1, 130, "p"));
    let considered = StreamMessage::Workspace(considered(2, 131, "p"));
    for order in [[0, 1, 2, 3], [0, 2, 1, 3], [0, 2, 3, 1], [2, 3, 0, 1]] {
        let messages = [call.clone(), link.clone(), ping.clone(), considered.clone()];
        let moments = moments(&timeline(order.map(|at| messages[at].clone())));
        let [moment] = &moments[..] else { panic!("{order:?}: {moments:?}") };
        let Some(FeedKind::PingAccepted(ping)) = moment.received() else { panic!("{order:?}") };
        assert_eq!(ping.messages.len(), 1, "{order:?}");
    }
    assert!(moments(&timeline([considered])).is_empty(), "its ping is forgotten");
}

#[test]
fn a_stream_that_starts_over_repeats_nothing() {
    let visit = [update(1, 100), announced(2, 1, "p"), StreamMessage::Workspace(received(1, 130, "p"))];
    let timeline = timeline(visit.iter().chain(&visit).cloned());
    assert_eq!(moments(&timeline).len(), 1);
    assert_eq!(timeline.totals().route_counts().arrived, 1);
}

#[test]
fn what_was_cleared_stays_away_when_the_stream_starts_over_in_a_page_that_was_loaded_anew() {
    let visit = [update(1, 100), announced(2, 1, "p"), StreamMessage::Workspace(received(1, 130, "p"))];
    let cleared = timeline(visit.iter().cloned()).clear();
    let mut anew = Timeline::default();
    anew.start_after(cleared);
    for lane in visit.into_iter().chain([update(3, 200), StreamMessage::Workspace(received(2, 230, "q"))]) {
        anew.add(lane);
    }
    let times: Vec<i64> = anew.moments().map(|moment| moment.at_ms()).collect();
    assert_eq!(times, [200, 230]);
}

#[test]
fn moments_stand_in_the_order_of_their_time() {
    let timeline = timeline([
        update(2, 300),
        StreamMessage::Workspace(received(1, 200, "elsewhere")),
        StreamMessage::App(called(1, 100, "boot", None)),
    ]);
    let times: Vec<i64> = timeline.moments().map(|moment| moment.at_ms()).collect();
    assert_eq!(times, [100, 200, 300]);
}

#[test]
fn times_that_two_clocks_cannot_have_meant_are_not_shown() {
    for received_at in [50, 90_000_000] {
        let ping = StreamMessage::Workspace(received(1, received_at, "p"));
        let timeline = timeline([update(1, 100), announced(2, 1, "p"), ping]);
        assert_eq!(moments(&timeline)[0].took_ms(), None);
    }
}

#[test]
fn the_tally_says_how_many_route_changes_arrived_and_their_median_time() {
    let mut lanes = Vec::new();
    for (seq, took) in [(1, 30), (2, 10), (3, 50)] {
        let ping = format!("p{seq}");
        lanes.extend([update(seq, 0), announced(seq + 10, seq, &ping)]);
        lanes.push(StreamMessage::Workspace(received(u64::from(seq), took, &ping)));
    }
    // On its way; of the same address as the one before; no route at all.
    lanes.push(update(4, 0));
    let mut same = called(5, 0, "update", None);
    if let AppEntryKind::Called(call) = &mut same.kind {
        call.url = "/4".into();
    }
    lanes.extend([StreamMessage::App(same), StreamMessage::App(called(6, 0, "show", None))]);
    let tally = timeline(lanes).totals().route_counts();
    assert_eq!((tally.arrived, tally.routes, tally.median_ms), (3, 4, Some(30)));
}

#[test]
fn only_the_newest_ten_thousand_moments_are_kept() {
    let timeline = timeline((1..=10_050).map(|seq| update(seq, i64::from(seq))));
    let moments = moments(&timeline);
    assert_eq!((moments.len(), moments[0].at_ms()), (10_000, 51));
    assert_eq!(timeline.totals().moments, 10_000);
}

/// Whatever a stream brings for days, in whatever order: what is counted goes with what is forgotten.
#[test]
fn what_is_forgotten_leaves_nothing_behind() {
    let mut timeline = Timeline::default();
    let total = KEPT as u32 + 5_000;
    for n in 1..=total {
        let entry = AppEntry { page: format!("page {}", n / 3), ..called(n, i64::from(n), "update", None) };
        timeline.add(StreamMessage::App(entry));
        let link = AppEntryKind::Announced { call: n, ping_id: Some(format!("p{n}")) };
        let link =
            AppEntry { page: format!("page {}", n / 3), number: u64::from(n + total), ..app(n, 0, link) };
        timeline.add(StreamMessage::App(link));
        // Some are never announced, some never arrive.
        if n % 3 > 0 {
            timeline.add(StreamMessage::Workspace(received(
                u64::from(n),
                i64::from(n) + 5,
                &format!("p{n}"),
            )));
            timeline.add(announced(n + 2 * total, n + total, &format!("never {n}")));
        }
    }
    let (calls, pings, early, visits, seen) = timeline.remembered();
    assert!(calls <= KEPT && pings <= KEPT, "{calls} calls, {pings} pings");
    assert!(
        early <= 256 && visits <= 1_000 && seen <= 6 * KEPT,
        "{early} early, {visits} visits, {seen} seen"
    );

    timeline.clear();
    assert_eq!(timeline.totals(), Timeline::default().totals());
    assert_eq!((timeline.remembered().0, timeline.remembered().1), (0, 0));
}

#[test]
fn the_latest_boot_is_the_last_one_by_time() {
    assert_eq!(timeline([update(1, 10)]).latest_boot(), None);
    let boot = |seq, at_ms| StreamMessage::App(called(seq, at_ms, "boot", None));
    let timeline = timeline([boot(1, 10), boot(3, 30), boot(2, 20), update(4, 40)]);
    assert_eq!(timeline.latest_boot().map(|(at_ms, _)| at_ms), Some(30));
}

#[test]
fn of_the_messages_that_wait_those_count_that_report_another_address_than_the_last() {
    let at = |seq: u32, url: &str| {
        let mut entry = called(seq, i64::from(seq), "update", None);
        if let AppEntryKind::Called(call) = &mut entry.kind {
            call.url = url.into();
        }
        StreamMessage::App(entry)
    };
    let timeline = timeline([at(1, "/coffees")]);
    let waiting = [
        at(2, "/coffees"),
        at(3, "/plans"),
        announced(4, 3, "p"),
        StreamMessage::Workspace(received(1, 5, "p")),
        StreamMessage::App(called(6, 6, "show", None)),
        at(7, "/coffees"),
        at(8, "/coffees"),
    ];
    assert_eq!(timeline.routes_in(&waiting), 2);
}
