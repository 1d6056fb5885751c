//! R3, R6, R14: the script, its queue, the marker.

use super::*;

#[test]
fn r3_a_marker_of_somebody_else_makes_the_first_boot_start_with_shutdown() {
    let mut page = Page::new(Marker::User(SessionKey("a".into())));
    page.on(Event::Session(Session::Visitor));
    assert_eq!(
        page.on(Event::Settled("/".into())),
        [
            Command::Queue(Queue::ShutdownAndBoot(Identity::Visitor)),
            Command::InsertScript,
        ]
    );
    // Only when the widget has done it is the marker gone.
    assert_eq!(
        page.on(Event::Live("/".into())),
        [
            Command::Listen(Registration(1)),
            Command::Mark(Marker::Nobody)
        ]
    );
}

#[test]
fn r3_its_owner_and_a_returning_visitor_are_not_shut_down() {
    let mut page = Page::new(Marker::User(SessionKey("a".into())));
    page.on(Event::Session(Session::user("a").revision(1)));
    page.on(Event::Settled("/".into()));
    assert_eq!(
        page.answer("a", "t", 7200),
        [
            Command::Queue(Queue::Boot(user("t"))),
            Command::InsertScript
        ]
    );
    let mut page = Page::new(Marker::Nobody);
    page.on(Event::Session(Session::Visitor));
    assert_eq!(
        page.on(Event::Settled("/".into())),
        [
            Command::Queue(Queue::Boot(Identity::Visitor)),
            Command::InsertScript,
        ]
    );
}

#[test]
fn r3_between_two_users_the_marker_is_nobodys() {
    let mut page = Page::new(Marker::User(SessionKey("a".into())));
    page.on(Event::Session(Session::user("b").revision(1)));
    page.on(Event::Settled("/".into()));
    assert_eq!(
        page.answer("b", "t", 7200),
        [
            Command::Mark(Marker::Contested),
            Command::Queue(Queue::ShutdownAndBoot(user("t"))),
            Command::InsertScript,
        ]
    );
    assert!(
        page.on(Event::Live("/".into()))
            .contains(&Command::Mark(Marker::User(SessionKey("b".into()))))
    );
}

#[test]
fn r6_the_script_is_inserted_once_and_only_when_there_is_somebody_to_boot() {
    let mut page = Page::with(Session::user("a").revision(1));
    assert_eq!(page.commands(), []);
    assert!(page.answer("a", "t", 7200).contains(&Command::InsertScript));
    page.on(Event::Session(Session::Visitor));
    assert!(!page.commands().contains(&Command::InsertScript));
}

#[test]
fn r6_calls_wait_until_the_widget_is_live_and_keep_their_order() {
    let mut page = Page::with(Session::Visitor);
    assert_eq!(page.on(Event::Call(Call::Show)), []);
    assert_eq!(
        page.on(Event::Call(Call::StartConversation("hello".into()))),
        []
    );
    assert_eq!(
        page.on(Event::Live("/".into())),
        [
            Command::Listen(Registration(1)),
            Command::Invoke(Call::Show),
            Command::Invoke(Call::StartConversation("hello".into())),
        ]
    );
}

#[test]
fn r14_a_script_that_does_not_come_in_ten_seconds_is_blocked_and_may_still_come() {
    let mut page = Page::with(Session::Visitor);
    page.pass(9_999);
    assert_eq!(page.machine.state(), State::Loading);
    page.pass(1);
    assert_eq!(page.machine.state(), State::Blocked);
    page.on(Event::Session(Session::user("a").revision(1)));
    assert_eq!(
        page.answer("a", "t", 7200),
        [
            Command::Mark(Marker::User(SessionKey("a".into()))),
            Command::Queue(Queue::Boot(user("t"))),
        ]
    );
    page.on(Event::Live("/".into()));
    assert_eq!(page.machine.state(), State::Live(Who::User));
}

#[test]
fn r14_a_script_that_fails_is_blocked_at_once() {
    let mut page = Page::with(Session::Visitor);
    page.on(Event::ScriptFailed);
    assert_eq!(page.machine.state(), State::Blocked);
}

#[test]
fn r14_a_script_that_failed_leaves_the_page_blocked_while_the_next_persons_token_is_refused() {
    let mut page = Page::with(Session::user("a").revision(1));
    page.answer("a", "t", 7200);
    page.on(Event::ScriptFailed);
    page.on(Event::Session(Session::user("b").revision(1)));
    page.fail(TokenFailure::Refused);
    assert_eq!(
        page.machine.state(),
        State::Blocked,
        "the contact link is the way out of both"
    );
    page.now.monotonic += HOUR;
    assert!(
        !page.on(Event::Tick).contains(&Command::InsertScript),
        "nobody waits for the script"
    );
}

#[test]
fn unread_counts_of_a_callback_from_before_a_shutdown_are_dropped() {
    let mut page = Page::live_user("a");
    page.on(Event::Widget {
        registration: Registration(1),
        event: WidgetEvent::Unread(3),
    });
    assert_eq!(page.machine.unread(), 3);
    page.on(Event::Session(Session::Visitor));
    assert_eq!(page.machine.unread(), 0);
    page.on(Event::Widget {
        registration: Registration(1),
        event: WidgetEvent::Unread(5),
    });
    assert_eq!(
        (page.machine.unread(), page.drops()),
        (0, vec![Reason::OldRegistration])
    );
}

#[test]
fn r6_a_shutdown_that_waits_in_the_queue_stays_before_the_next_boot() {
    let mut page = Page::with(Session::user("a").revision(1));
    page.answer("a", "t", 7200);
    page.marker = Marker::Nobody;
    assert_eq!(page.on(Event::Tick)[0], Command::Queue(Queue::Shutdown));
    page.pass(1_000);
    assert!(
        page.answer("a", "t2", 7200)
            .contains(&Command::Queue(Queue::ShutdownAndBoot(user("t2"))))
    );
}

/// A visitor whose script the browser could not fetch.
fn failed_visitor() -> Page {
    let mut page = Page::with(Session::Visitor);
    page.pass(1_000);
    assert_eq!(page.on(Event::ScriptFailed), []);
    page
}

#[test]
fn r6_a_script_that_failed_is_inserted_again_with_growing_waits_and_not_without_end() {
    let mut page = failed_visitor();
    let mut waits = Vec::new();
    while let Some(at) = page.machine.deadline(page.now) {
        waits.push(at - page.now.monotonic);
        assert_eq!(page.pass(at - page.now.monotonic), [Command::InsertScript]);
        assert_eq!(
            page.machine.state(),
            State::Blocked,
            "the contact link stays until the widget is live"
        );
        page.on(Event::ScriptFailed);
        assert!(waits.len() < 20, "{waits:?}");
    }
    assert_eq!(waits.len(), 4);
    assert!(
        waits[0] >= 2_500 && waits[0] <= 5_000 && waits[3] >= 67_500 && waits[3] <= 135_000,
        "{waits:?}"
    );
    page.now.monotonic += 2_000;
    assert!(
        page.on(Event::Woken).contains(&Command::InsertScript),
        "the network may be back"
    );
    assert_eq!(page.go_live("/"), [Command::Listen(Registration(1))]);
    assert_eq!(page.machine.state(), State::Live(Who::Visitor));
}

#[test]
fn r6_a_wake_inserts_a_script_that_failed_and_several_wakes_insert_it_once() {
    let mut page = failed_visitor();
    page.now.monotonic += 2_000;
    assert_eq!(
        page.on(Event::Woken),
        [
            Command::NotifyHost(CheckAgain::Woken),
            Command::InsertScript
        ]
    );
    assert_eq!(page.on(Event::Woken), []);
    page.on(Event::ScriptFailed);
    assert_eq!(page.on(Event::Woken), [], "two tries in a moment");
    let wait = page.machine.deadline(page.now).unwrap() - page.now.monotonic;
    assert_eq!(
        (wait, page.pass(wait)),
        (2_000, vec![Command::InsertScript])
    );
}

#[test]
fn r6_while_a_script_element_may_still_come_no_second_one_is_inserted() {
    let mut page = Page::with(Session::Visitor);
    page.pass(60_000);
    assert_eq!(page.machine.state(), State::Blocked);
    assert_eq!(
        page.on(Event::Woken),
        [Command::NotifyHost(CheckAgain::Woken)]
    );
    assert_eq!(page.pass(10 * HOUR), []);
}

#[test]
fn r14_the_ten_seconds_count_from_the_last_try() {
    let mut page = failed_visitor();
    page.now.monotonic += 4_000;
    assert!(page.on(Event::Woken).contains(&Command::InsertScript));
    page.pass(9_999);
    assert_eq!(page.findings(), []);
    page.pass(1);
    assert_eq!(page.findings(), [Finding::ScriptLate]);
}

#[test]
fn r6_a_script_that_failed_is_not_inserted_again_for_nobody() {
    let mut page = failed_visitor();
    page.on(Event::Consent(false));
    assert_eq!(page.machine.deadline(page.now), None);
    assert_eq!(page.on(Event::Woken), []);
    page.now.monotonic += 60_000;
    assert!(
        page.on(Event::Consent(true))
            .contains(&Command::InsertScript)
    );
}
