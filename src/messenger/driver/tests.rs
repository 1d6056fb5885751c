//! Tests of what waits for the engine.

use super::*;
use crate::lifecycle::Call;
use crate::metadata::EventMetadata;
use crate::session::Session;

/// The events that wait once these have come, before the engine.
fn waiting(events: Vec<Event>) -> Vec<Event> {
    Owner::new().with(|| {
        let inner = Inner {
            started: true,
            ..Inner::default()
        };
        let driver = Driver {
            inner: Some(StoredValue::new_local(inner)),
            ..Driver::new()
        };
        for event in events {
            driver.on(event);
        }
        let waiting = driver.with(|inner| std::mem::take(&mut inner.waiting));
        waiting
            .into_iter()
            .flatten()
            .filter_map(|waiting| match waiting {
                Waiting::Event(event) => Some(event),
                Waiting::Found(_) | Waiting::Names(_) => None,
            })
            .collect()
    })
}

fn track(name: usize) -> Event {
    Event::Call(Call::TrackEvent {
        name: name.to_string(),
        metadata: EventMetadata::new(),
    })
}

#[test]
fn calls_wait_for_the_engine_between_the_sessions_that_they_came_between() {
    let events = vec![
        Event::Session(Session::user("first")),
        track(1),
        Event::LogOut,
        Event::Session(Session::Visitor),
        track(2),
        Event::Session(Session::user("second")),
        track(3),
    ];
    assert_eq!(waiting(events.clone()), events);
}

#[test]
fn a_session_waits_for_the_engine_behind_however_many_calls() {
    let second = Event::Session(Session::user("second"));
    let calls = (0..2 * MAX_WAITING_CALLS).map(track);
    let waiting = waiting(calls.chain([second.clone()]).collect());
    assert_eq!(waiting.len(), MAX_WAITING_CALLS + 1);
    assert_eq!(waiting.first(), Some(&track(0)));
    assert_eq!(waiting.last(), Some(&second));
}
