//! R1, R5 and R8: no page stays stuck at what its host said last.

use super::*;

/// The waits between the questions, each shorter by up to a tenth: 2, 8 and 30 seconds from the beginning, then
/// each minute, up to each five minutes.
const WAITS: [i64; 9] = [
    2_000, 6_000, 22_000, 60_000, 120_000, 180_000, 240_000, 300_000, 300_000,
];

fn assert_asks_with_growing_waits(page: &mut Page, why: CheckAgain) {
    for longest in WAITS {
        let (wait, reason) = page.next_host_check();
        assert_eq!(reason, why);
        assert!(
            (longest * 9 / 10..=longest).contains(&wait),
            "{wait} of {longest} ms"
        );
    }
}

fn asks_host(commands: &[Command]) -> bool {
    commands
        .iter()
        .any(|command| matches!(command, Command::NotifyHost(_)))
}

/// A live user whose renewal fails in this way.
fn failed(failure: TokenFailure) -> Page {
    let mut page = Page::live_user("a");
    page.pass(2 * HOUR * 8 / 10);
    assert!(asks_host(&page.fail(failure)));
    page
}

fn is_quiet(page: &mut Page) -> bool {
    (0..60).all(|_| !asks_host(&page.pass(10_000)))
}

#[test]
fn r1_after_a_401_the_host_is_asked_again_with_growing_waits_until_its_signal_changes() {
    let mut page = failed(TokenFailure::SignedOut);
    assert_asks_with_growing_waits(&mut page, CheckAgain::SignedOut);
    page.on(Event::Session(Session::user("a").revision(2)));
    assert_eq!(page.findings(), []);
    assert_eq!(page.next_host_check().1, CheckAgain::SignedOut);
    assert!(
        page.on(Event::Session(Session::Visitor))
            .contains(&Command::Boot(Identity::Visitor))
    );
    page.is_ready();
    assert!(is_quiet(&mut page));
}

#[test]
fn r1_after_a_401_and_a_visitor_the_next_log_in_boots() {
    let mut page = failed(TokenFailure::SignedOut);
    page.next_host_check();
    page.on(Event::Session(Session::Visitor));
    page.on(Event::Session(Session::user("b")));
    assert!(
        page.answer("b", "t", 7200)
            .contains(&Command::Boot(user("t")))
    );
    page.is_ready();
    assert!(is_quiet(&mut page));
}

#[test]
fn r1_after_a_403_the_host_is_asked_again_with_growing_waits_until_its_signal_changes() {
    let mut page = Page::with(Session::user("a"));
    assert!(asks_host(&page.fail(TokenFailure::Refused)));
    assert_asks_with_growing_waits(&mut page, CheckAgain::Refused);
    page.on(Event::Session(Session::user("b")));
    assert!(page.answer("b", "t", 7200).contains(&Command::InsertScript));
    page.go_live("/");
    assert!(is_quiet(&mut page));
}

#[test]
fn r1_after_a_tokens_death_the_host_is_asked_again_until_a_fresh_token_boots_the_person() {
    let mut page = failed_until_death();
    for _ in 0..3 {
        assert_eq!(page.next_host_check().1, CheckAgain::TokenDied);
    }
    page.on(Event::Woken);
    assert!(
        page.answer("a", "t2", 7200)
            .contains(&Command::Boot(user("t2")))
    );
    page.is_ready();
    assert!(is_quiet(&mut page));
}

#[test]
fn r1_after_a_tokens_death_the_host_is_not_asked_about_the_person_who_comes_next() {
    let mut page = failed_until_death();
    page.on(Event::Session(Session::Visitor));
    page.is_ready();
    assert!(is_quiet(&mut page));
}

#[test]
fn r1_a_new_reason_begins_the_waits_anew() {
    let mut page = failed_until_death();
    for _ in 0..4 {
        page.next_host_check();
    }
    page.on(Event::Woken);
    assert!(asks_host(&page.fail(TokenFailure::SignedOut)));
    assert_asks_with_growing_waits(&mut page, CheckAgain::SignedOut);
}

/// A page whose token call hangs while its token dies.
fn failed_until_death() -> Page {
    let mut page = Page::live_user("a");
    page.pass(2 * HOUR * 8 / 10);
    page.fail(TokenFailure::Unavailable);
    assert!(asks_host(&page.pass(HOUR)));
    page
}

#[test]
fn r1_a_session_without_time_left_is_no_end_and_a_fresh_token_boots_the_person_again() {
    let mut page = Page::live_user("a");
    page.pass(2 * HOUR * 8 / 10);
    let commands = page.fail(TokenFailure::SessionOver);
    assert!(commands.contains(&Command::Shutdown));
    assert!(commands.contains(&Command::NotifyHost(CheckAgain::TokenDied)));
    assert_eq!(page.announced(), [], "other tabs may go on");
    assert_eq!(page.pass(1_000), [Command::FetchToken(Request(3))]);
    assert!(
        page.answer("a", "t3", 60)
            .contains(&Command::Boot(user("t3"))),
        "though the former token would have outlived it"
    );
}

#[test]
fn r1_a_session_without_time_left_takes_no_visitors_conversation_away() {
    let mut page = Page::live_visitor();
    page.on(Event::Session(Session::user("a")));
    assert_eq!(
        page.fail(TokenFailure::SessionOver),
        [Command::NotifyHost(CheckAgain::TokenDied)]
    );
    page.pass(1_000);
    assert!(
        page.answer("a", "t", 7200)
            .contains(&Command::Boot(user("t")))
    );
}

#[test]
fn r8_a_session_without_time_left_backs_the_calls_off_and_asks_the_host_no_more_often() {
    let mut page = failed(TokenFailure::SessionOver);
    let (mut calls, mut checks) = (0, 0);
    let end = page.now.monotonic + HOUR;
    while page.now.monotonic < end {
        let wait = page.machine.deadline(page.now).unwrap() - page.now.monotonic;
        let commands = page.pass(wait);
        checks += u32::from(asks_host(&commands));
        if commands.contains(&Command::FetchToken(page.last_request())) {
            calls += 1;
            checks += u32::from(asks_host(&page.fail(TokenFailure::SessionOver)));
        }
    }
    assert!((60..=130).contains(&calls), "{calls} calls in an hour");
    assert!((10..=25).contains(&checks), "{checks} checks in an hour");
}

#[test]
fn r1_while_the_session_is_unknown_the_host_is_asked_again_with_growing_waits() {
    let mut page = Page::with(Session::Unknown);
    assert!(!asks_host(&page.commands()), "the first page waits");
    assert_asks_with_growing_waits(&mut page, CheckAgain::Unknown);
    assert!(
        page.on(Event::Session(Session::Visitor))
            .contains(&Command::InsertScript)
    );
    page.go_live("/");
    assert!(is_quiet(&mut page));
}

#[test]
fn r1_while_the_session_is_unknown_each_later_page_has_the_host_asked_at_once() {
    let mut page = Page::with(Session::Unknown);
    for later in [Event::Settled("/x".into()), Event::SettledPrivate] {
        page.on(Event::Moving);
        assert_eq!(page.on(later), [Command::NotifyHost(CheckAgain::Unknown)]);
    }
    page.on(Event::Session(Session::Visitor));
    page.on(Event::Moving);
    assert!(!asks_host(&page.on(Event::Settled("/y".into()))));
}

#[test]
fn r1_a_host_that_is_unknown_while_it_checks_does_not_begin_the_waits_anew() {
    let mut page = failed(TokenFailure::SignedOut);
    for longest in WAITS {
        let (wait, why) = page.next_host_check();
        assert_eq!(why, CheckAgain::SignedOut);
        assert!(wait >= longest * 9 / 10, "{wait} of {longest} ms");
        page.on(Event::Session(Session::Unknown));
        page.on(Event::Session(Session::user("a").revision(1)));
    }
}

#[test]
fn r1_a_page_without_consent_without_leave_to_load_or_without_messenger_asks_nothing() {
    let unheard = |events: &[Event]| {
        let mut page = Page::untouched(Marker::Nobody, false);
        events.iter().for_each(|event| {
            page.on(event.clone());
        });
        assert_eq!(page.machine.deadline(page.now), None);
        assert!(is_quiet(&mut page));
        page.on(Event::Settled("/x".into()));
        assert!(!asks_host(&page.commands()));
    };
    let (unknown, settled) = (Event::Session(Session::Unknown), Event::Settled("/".into()));
    let (given, withheld) = (Event::Consent(true), Event::Consent(false));
    unheard(&[given.clone(), unknown.clone(), settled.clone()]);
    unheard(&[withheld, Event::MayLoad, unknown.clone(), settled.clone()]);
    unheard(&[given, Event::MayLoad, unknown, settled, Event::Removed]);

    let mut page = failed(TokenFailure::SignedOut);
    page.on(Event::Removed);
    assert_eq!(page.machine.deadline(page.now), None);
}

#[test]
fn r5_a_log_out_that_changes_no_session_has_the_host_asked_again() {
    let mut page = Page::live_user("a");
    page.on(Event::LogOut);
    assert_asks_with_growing_waits(&mut page, CheckAgain::LogOut);
    page.on(Event::Session(Session::Visitor));
    page.is_ready();
    assert!(is_quiet(&mut page));
}

#[test]
fn r5_a_log_out_while_the_session_is_unknown_holds_for_the_user_whom_the_host_names_next() {
    let mut page = Page::with(Session::Unknown);
    page.on(Event::LogOut);
    assert_eq!(page.on(Event::Session(Session::user("a"))), []);
    assert_eq!(page.on(Event::Session(Session::user("a").revision(2))), []);
    assert_eq!(
        page.on(Event::LogOutFailed),
        [Command::FetchToken(Request(1))]
    );

    let mut page = Page::with(Session::Unknown);
    page.on(Event::LogOut);
    assert_eq!(page.on(Event::Session(Session::user("a"))), []);
    assert_eq!(
        page.on(Event::Session(Session::user("b"))),
        [Command::FetchToken(Request(1))]
    );

    let mut page = Page::with(Session::Unknown);
    page.on(Event::LogOut);
    assert!(
        page.on(Event::Session(Session::Visitor))
            .contains(&Command::InsertScript)
    );
}

#[test]
fn r5_a_log_out_before_the_first_messenger_holds_for_the_user_whom_the_host_names() {
    let mut page = Page::untouched(Marker::Nobody, false);
    for event in [
        Event::LogOut,
        Event::Mounted,
        Event::Consent(true),
        Event::MayLoad,
        Event::Settled("/".into()),
    ] {
        page.on(event);
    }
    assert_eq!(page.on(Event::Session(Session::user("a"))), []);
}

#[test]
fn r5_a_log_out_while_the_session_is_unknown_holds_a_minute_at_most() {
    let mut page = Page::with(Session::Unknown);
    page.on(Event::LogOut);
    page.on(Event::Session(Session::user("a")));
    page.pass(59_999);
    assert_eq!(page.machine.tokens.requests, 0);
    assert_eq!(page.machine.deadline(page.now), Some(60_000));
    page.pass(1);
    assert_eq!(page.machine.tokens.requests, 1);
    assert!(page.answer("a", "t", 7200).contains(&Command::InsertScript));
}
