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
        TokenFailure::NoUserId,
        TokenFailure::CannotSign,
    ] {
        let mut page = Page::with(Session::user("a").revision(1));
        page.fail(failure);
        assert_eq!(page.findings(), [Finding::Token(failure)]);
        assert_eq!(page.machine.state(), State::Refused(failure));
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
        while page.machine.tokens.requests < 2 + time {
            let wait = page.machine.deadline(page.now).unwrap() - page.now.monotonic;
            page.pass(wait);
        }
    }
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
