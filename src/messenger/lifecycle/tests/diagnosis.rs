//! The faults that the machine itself recognises.

use super::*;

#[test]
fn a_clock_five_minutes_wrong_is_said_and_changes_nothing() {
    let mut page = Page::with(Session::user("a").revision(1));
    let request = page.last_request();
    let late = TokenReply {
        server_time: 4_000,
        ..reply("a", "t", 7200)
    };
    let commands = page.on(Event::Token {
        request,
        result: Ok(late),
    });
    assert_eq!(page.findings(), [Finding::ClockWrong { ahead: -4_000 }]);
    assert!(commands.contains(&Command::Queue(Queue::Boot(user("t")))));
}

#[test]
fn a_widget_on_which_no_ping_succeeds_is_said() {
    let mut page = Page::with(Session::Visitor);
    page.on(Event::Live("/".into()));
    page.pass(19_999);
    assert_eq!(page.findings(), []);
    page.pass(1);
    assert_eq!(page.findings(), [Finding::NoPingSucceeded]);
    assert_eq!(page.machine.state(), State::Live(Who::Visitor), "only said");
}

#[test]
fn a_script_that_fails_or_stays_away_is_said() {
    let mut page = Page::with(Session::Visitor);
    page.pass(10_000);
    assert_eq!(page.findings(), [Finding::ScriptLate]);
    page.on(Event::ScriptFailed);
    assert_eq!(page.findings(), [Finding::ScriptFailed]);
}

#[test]
fn what_asking_again_does_not_mend_is_said_and_not_asked_again() {
    for failure in [
        TokenFailure::Refused,
        TokenFailure::NoHost,
        TokenFailure::NoWorkspace,
        TokenFailure::NoSecret,
        TokenFailure::NoUserId,
        TokenFailure::CannotSign,
    ] {
        let mut page = Page::with(Session::user("a").revision(1));
        page.fail(failure);
        assert_eq!(page.findings(), [Finding::Token(failure)]);
        assert_eq!(page.machine.state(), State::Refused(failure));
        // A 403 may mean another person: the host is asked who is here.
        let waits = page.machine.deadline(page.now).is_some();
        assert_eq!(waits, failure == TokenFailure::Refused);
        page.pass(HOUR);
        assert_eq!(page.machine.tokens.requests, 1);
    }
}

#[test]
fn a_host_that_answers_with_an_ended_session_is_reported_at_the_third_time_in_a_row() {
    let mut page = Page::live_user("a");
    page.pass(2 * HOUR * 8 / 10);
    for time in 1..=4 {
        page.fail(TokenFailure::SessionOver);
        let over = Finding::Token(TokenFailure::SessionOver);
        assert_eq!(page.findings().contains(&over), time == 3, "{time}");
        next_call(&mut page);
    }
}

#[test]
fn an_ended_session_is_no_finding_if_a_token_or_a_401_comes_between_the_answers() {
    for is_401 in [false, true] {
        let mut page = Page::with(Session::user("a"));
        for _ in 0..2 {
            page.fail(TokenFailure::SessionOver);
            next_call(&mut page);
        }
        if is_401 {
            page.fail(TokenFailure::SignedOut);
            page.on(Event::Session(Session::user("b")));
        } else {
            page.answer("a", "t", 7200);
        }
        next_call(&mut page);
        page.fail(TokenFailure::SessionOver);
        assert_eq!(page.findings(), [], "401: {is_401}");
    }
}

/// Lets time pass until the page asks for a token again.
fn next_call(page: &mut Page) {
    let before = page.machine.tokens.requests;
    for _ in 0..100 {
        let wait = page.machine.deadline(page.now).unwrap() - page.now.monotonic;
        page.pass(wait);
        if page.machine.tokens.requests > before {
            return;
        }
    }
    panic!("the page asks for no token any more");
}

#[test]
fn a_session_that_stays_unknown_is_said_once_after_the_first_retry() {
    let mut page = Page::with(Session::Unknown);
    let mut findings = Vec::new();
    for _ in 0..6 {
        let wait = page.machine.deadline(page.now).unwrap() - page.now.monotonic;
        page.pass(wait);
        findings.push(page.findings().contains(&Finding::SessionUnknown));
    }
    assert_eq!(findings, [false, true, false, false, false, false]);
}
