//! R8: renewal.

use super::*;

#[test]
fn r8_a_token_is_renewed_at_four_fifths_of_its_life_and_delivered_by_boot() {
    let mut page = Page::live_user("a");
    assert_eq!(page.pass(HOUR), []);
    assert_eq!(page.pass(HOUR * 6 / 10), [Command::FetchToken(Request(2))]);
    assert_eq!(page.answer("a", "t2", 7200), [Command::Boot(user("t2"))]);
}

#[test]
fn r8_the_deadline_names_the_renewal() {
    let page = Page::live_user("a");
    let deadline = page.machine.deadline(page.now).unwrap();
    assert!(
        (2 * HOUR * 75 / 100..=2 * HOUR * 80 / 100).contains(&deadline),
        "{deadline}"
    );
}

#[test]
fn r8_browsers_that_asked_in_the_same_moment_renew_at_different_ones() {
    let renewals = (0..20).map(|seed| {
        let mut page = Page::untouched(Marker::Nobody, false);
        page.machine = Lifecycle::new(false, seed * 1_000);
        for event in [
            Event::Consent(true),
            Event::MayLoad,
            Event::Session(Session::user("a").revision(1)),
        ] {
            page.on(event);
        }
        page.on(Event::Settled("/".into()));
        page.answer("a", "t", 7200);
        page.go_live("/");
        page.machine.deadline(page.now).unwrap()
    });
    let renewals: Vec<i64> = renewals.collect();
    let (first, last) = (
        renewals.iter().min().unwrap(),
        renewals.iter().max().unwrap(),
    );
    assert!(
        *first < 2 * HOUR * 76 / 100 && *last > 2 * HOUR * 79 / 100,
        "{renewals:?}"
    );
}

/// A live user at 80 % of the token's life. The answer says that the session ends with the token.
fn ending_session() -> Page {
    let mut page = Page::live_user("a");
    page.pass(HOUR * 16 / 10);
    assert_eq!(page.answer("a", "t2", 1440), []);
    assert_eq!(page.drops(), [Reason::WouldNotOutlive]);
    page
}

/// Waits until the next token call, and returns the wait.
fn next_call(page: &mut Page) -> i64 {
    let wait = page.machine.deadline(page.now).unwrap() - page.now.monotonic;
    assert_eq!(page.pass(wait), [Command::FetchToken(page.last_request())]);
    wait
}

#[test]
fn r8_a_session_that_rolls_in_less_than_a_tokens_life_is_never_shut_down() {
    let mut page = ending_session();
    next_call(&mut page);
    // The person went on: the server says so before the old token dies.
    assert_eq!(page.answer("a", "t3", 7200), [Command::Boot(user("t3"))]);
}

#[test]
fn r8_near_the_end_of_a_session_it_asks_a_few_times_and_at_the_old_tokens_death_once_more() {
    let mut page = ending_session();
    let mut waits = Vec::new();
    let mut left = 1_440;
    loop {
        let wait = page.machine.deadline(page.now).unwrap() - page.now.monotonic;
        let commands = page.pass(wait);
        if commands.contains(&Command::Shutdown) {
            assert!(
                commands.contains(&Command::FetchToken(page.last_request())),
                "while the host says: here"
            );
            break;
        }
        waits.push(wait);
        left -= wait / 1_000;
        page.answer("a", "t", left.try_into().unwrap());
    }
    assert!(waits.len() >= 3 && waits.len() <= 8, "{waits:?}");
    assert!(waits.iter().all(|wait| *wait >= 10_000), "{waits:?}");
    assert!(
        page.answer("a", "t9", 1800)
            .contains(&Command::Boot(user("t9"))),
        "the session lives after all"
    );
}

#[test]
fn r8_near_the_end_of_a_session_a_wake_or_the_next_page_asks_at_once_and_not_for_each_page() {
    let mut page = ending_session();
    page.pass(60_000);
    assert!(
        page.on(Event::Woken)
            .contains(&Command::FetchToken(Request(3)))
    );
    page.answer("a", "t3", 1380);
    page.pass(20_000);
    assert!(
        page.on(Event::Settled("/x".into()))
            .contains(&Command::FetchToken(Request(4)))
    );
    page.answer("a", "t4", 1360);
    page.pass(5_000);
    assert_eq!(page.on(Event::Settled("/y".into())), [bare_update()]);
}

#[test]
fn session_keys_that_differ_again_and_again_slow_the_calls_down_and_are_a_finding() {
    let mut page = Page::with(Session::user("p1").revision(1));
    let mut waits = Vec::new();
    for round in 2..8 {
        page.answer("other", "t", 7200);
        assert_eq!(page.drops(), [Reason::OtherSession]);
        assert_eq!(
            page.findings().contains(&Finding::SessionKeysDiffer),
            round >= 4,
            "{round}"
        );
        let commands = page.on(Event::Session(
            Session::user(format!("p{round}")).revision(1),
        ));
        let wait = page
            .machine
            .deadline(page.now)
            .map_or(0, |at| at - page.now.monotonic);
        if !commands.contains(&Command::FetchToken(page.last_request())) {
            waits.push(wait);
            next_call(&mut page);
        }
    }
    assert_eq!(waits.len(), 5, "the first time is a race, and asks at once");
    assert!(waits[0] >= 500 && waits[4] >= 8_000, "{waits:?}");
    assert!(
        page.answer("p7", "t", 7200)
            .contains(&Command::InsertScript),
        "one agreement is enough"
    );
}

#[test]
fn a_host_that_keeps_its_key_though_the_token_is_of_another_session_is_a_finding() {
    let mut page = Page::with(Session::user("p").revision(1));
    page.answer("other", "t", 7200);
    assert_eq!(page.findings(), []);
    page.on(Event::Session(Session::user("p").revision(1)));
    assert_eq!(page.findings(), [Finding::SessionKeysDiffer]);
}

#[test]
fn r8_failures_back_off_and_a_user_is_never_booted_as_a_visitor_meanwhile() {
    let mut page = Page::with(Session::user("a").revision(1));
    let mut waits = Vec::new();
    for _ in 0..8 {
        assert_eq!(page.fail(TokenFailure::Unavailable), []);
        let wait = page.machine.deadline(page.now).unwrap() - page.now.monotonic;
        waits.push(wait);
        assert_eq!(page.pass(wait), [Command::FetchToken(page.last_request())]);
    }
    assert!(
        waits[0] <= 1_000 && waits[7] > 20_000 && waits[7] <= 60_000,
        "{waits:?}"
    );
}

#[test]
fn r8_a_question_that_hangs_is_asked_again_and_its_late_answer_dropped() {
    let mut page = Page::with(Session::user("a").revision(1));
    let hanging = page.last_request();
    assert_eq!(page.machine.deadline(page.now), Some(30_000));
    page.pass(30_000);
    assert_eq!(page.pass(1_000), [Command::FetchToken(Request(2))]);
    assert_eq!(
        page.on(Event::Token {
            request: hanging,
            result: Ok(reply("a", "late", 7200))
        }),
        []
    );
    assert_eq!(page.drops(), [Reason::Superseded]);
}

#[test]
fn r8_an_answer_that_a_sleep_held_up_still_counts() {
    let mut page = Page::with(Session::user("a").revision(1));
    page.now.monotonic += 40_000;
    assert!(
        page.answer("a", "t", 7200)
            .contains(&Command::Queue(Queue::Boot(user("t"))))
    );
}

#[test]
fn r8_a_token_of_one_second_is_renewed_at_its_death_and_not_before() {
    let mut page = Page::with(Session::user("a"));
    page.answer("a", "t", 1);
    page.pass(999);
    assert_eq!(page.machine.tokens.requests, 1);
    page.pass(1);
    assert_eq!(page.machine.tokens.requests, 2);
}

#[test]
fn r8_a_refused_token_is_not_asked_for_again_and_said() {
    let mut page = Page::with(Session::user("a").revision(1));
    page.fail(TokenFailure::Refused);
    assert_eq!(page.machine.state(), State::Refused(TokenFailure::Refused));
    page.pass(HOUR);
    assert_eq!(page.machine.tokens.requests, 1);
}

#[test]
fn r8_a_tokens_life_counts_from_the_question_as_its_answer_may_have_slept_on_the_way() {
    let mut page = Page::with(Session::user("a").revision(1));
    page.now.wall += 8 * HOUR;
    assert_eq!(page.answer("a", "dead", 7200), []);
    let wait = page.machine.deadline(page.now).unwrap() - page.now.monotonic;
    assert_eq!(page.pass(wait), [Command::FetchToken(Request(2))]);
    page.pass(20_000);
    page.answer("a", "t", 30);
    assert!(
        page.go_live("/")
            .contains(&Command::Listen(Registration(1)))
    );
    assert!(
        page.pass(10_000).contains(&Command::Shutdown),
        "thirty seconds after the question"
    );
}
