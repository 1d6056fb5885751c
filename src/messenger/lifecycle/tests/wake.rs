//! R12: what happened while nobody looked.

use super::*;

#[test]
fn r12_waking_asks_the_host_once_and_pings_nothing_at_the_same_url() {
    let mut page = Page::live_user("a");
    assert_eq!(
        page.on(Event::Woken),
        [Command::NotifyHost(CheckAgain::Woken)]
    );
    page.now.monotonic += 200;
    assert_eq!(page.on(Event::Woken), [], "in sight and online at once");
    page.now.monotonic += 2_000;
    assert_eq!(
        page.on(Event::Woken),
        [Command::NotifyHost(CheckAgain::Woken)]
    );
}

#[test]
fn r12_waking_renews_a_token_that_is_due() {
    let mut page = Page::live_user("a");
    page.now.wall += 2 * HOUR * 9 / 10;
    assert_eq!(
        page.on(Event::Woken),
        [
            Command::NotifyHost(CheckAgain::Woken),
            Command::FetchToken(Request(2))
        ]
    );
}

#[test]
fn r12_a_session_that_ran_out_while_the_page_slept_is_shut_down_before_anything_else() {
    let mut page = Page::live_user("a");
    page.now.wall += 15 * 24 * HOUR;
    assert_eq!(
        page.on(Event::Woken),
        [
            Command::Shutdown,
            Command::Mark(Marker::Nobody),
            Command::NotifyHost(CheckAgain::TokenDied),
            Command::FetchToken(Request(2)),
        ]
    );
    page.fail(TokenFailure::SignedOut);
    assert_eq!(page.on(Event::Settled("/x".into())), []);
}

#[test]
fn r12_online_again_a_question_that_waits_is_asked_at_once() {
    let mut page = Page::with(Session::user("a").revision(1));
    for _ in 0..6 {
        page.fail(TokenFailure::Unavailable);
        let wait = page.machine.deadline(page.now).unwrap() - page.now.monotonic;
        page.pass(wait);
    }
    page.fail(TokenFailure::Unavailable);
    assert!(
        page.on(Event::Woken)
            .contains(&Command::FetchToken(page.last_request()))
    );
}

#[test]
fn r12_nothing_wakes_before_the_page_may_load() {
    let mut page = Page::untouched(Marker::Nobody, false);
    page.on(Event::Consent(true));
    page.on(Event::Session(Session::user("a").revision(1)));
    page.on(Event::Settled("/".into()));
    assert_eq!(page.on(Event::Woken), []);
    assert_eq!(page.announced(), []);
    assert_eq!(page.on(Event::MayLoad), [Command::FetchToken(Request(1))]);
}

#[test]
fn a_browser_clock_that_is_hours_wrong_or_is_set_back_changes_nothing() {
    let mut page = Page::new(Marker::Nobody);
    page.now.wall = -5 * HOUR;
    page.on(Event::Session(Session::user("a").revision(1)));
    page.on(Event::Settled("/".into()));
    page.answer("a", "t", 7200);
    page.go_live("/");
    page.now.wall -= 9 * HOUR;
    assert_eq!(page.on(Event::Tick), []);
    assert_eq!(
        page.pass(2 * HOUR * 8 / 10),
        [Command::FetchToken(Request(2))]
    );
}

#[test]
fn r12_a_sleep_between_two_wakings_makes_them_two_though_the_monotonic_clock_stood_still() {
    let mut page = Page::live_visitor();
    page.on(Event::Woken);
    page.now.wall += 8 * HOUR;
    assert_eq!(
        page.on(Event::Woken),
        [Command::NotifyHost(CheckAgain::Woken)]
    );
}
