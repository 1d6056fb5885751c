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
    assert!((2 * HOUR * 75 / 100..=2 * HOUR * 80 / 100).contains(&deadline), "{deadline}");
}

#[test]
fn r8_a_token_that_would_not_outlive_the_old_is_not_delivered_and_its_death_is_asked_about_once() {
    let mut page = Page::live_user("a");
    page.pass(HOUR * 16 / 10);
    assert_eq!(page.answer("a", "t2", 1440), []);
    assert_eq!(page.drops(), [Reason::WouldNotOutlive]);
    assert_eq!(page.pass(1_000_000), []);
    let commands = page.pass(500_000);
    assert!(commands.contains(&Command::Shutdown) && commands.contains(&Command::FetchToken(Request(3))));
}

#[test]
fn r8_failures_back_off_and_a_user_is_never_booted_as_a_visitor_meanwhile() {
    let mut page = Page::with(Session::user("a", 1));
    let mut waits = Vec::new();
    for _ in 0..8 {
        assert_eq!(page.fail(TokenFailure::Unavailable), []);
        let wait = page.machine.deadline(page.now).unwrap() - page.now.monotonic;
        waits.push(wait);
        assert_eq!(page.pass(wait), [Command::FetchToken(page.last_request())]);
    }
    assert!(waits[0] <= 1_000 && waits[7] > 20_000 && waits[7] <= 60_000, "{waits:?}");
}

#[test]
fn r8_a_question_that_hangs_is_asked_again_and_its_late_answer_dropped() {
    let mut page = Page::with(Session::user("a", 1));
    let hanging = page.last_request();
    assert_eq!(page.machine.deadline(page.now), Some(30_000));
    page.pass(30_000);
    assert_eq!(page.pass(1_000), [Command::FetchToken(Request(2))]);
    assert_eq!(page.on(Event::Token { request: hanging, result: Ok(reply("a", "late", 7200)) }), []);
    assert_eq!(page.drops(), [Reason::Superseded]);
}

#[test]
fn r8_an_answer_that_a_sleep_held_up_still_counts() {
    let mut page = Page::with(Session::user("a", 1));
    page.now.monotonic += 40_000;
    assert!(page.answer("a", "t", 7200).contains(&Command::Queue(Queue::Boot(user("t")))));
}

#[test]
fn r8_a_refused_token_is_not_asked_for_again_and_said() {
    let mut page = Page::with(Session::user("a", 1));
    page.fail(TokenFailure::Refused);
    assert_eq!(page.machine.state(), State::Refused(TokenFailure::Refused));
    assert_eq!(page.machine.deadline(page.now), None);
}

#[test]
fn r8_a_tokens_life_counts_from_the_question_as_its_answer_may_have_slept_on_the_way() {
    let mut page = Page::with(Session::user("a", 1));
    page.now.wall += 8 * HOUR;
    assert_eq!(page.answer("a", "dead", 7200), []);
    let wait = page.machine.deadline(page.now).unwrap() - page.now.monotonic;
    assert_eq!(page.pass(wait), [Command::FetchToken(Request(2))]);
    page.pass(20_000);
    page.answer("a", "t", 30);
    assert!(page.go_live("/").contains(&Command::Listen(Registration(1))));
    assert!(page.pass(10_000).contains(&Command::Shutdown), "thirty seconds after the question");
}
