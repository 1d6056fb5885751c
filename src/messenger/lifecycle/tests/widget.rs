//! R3, R6, R14: the script, its queue, the marker.

use super::*;

#[test]
fn r3_a_marker_of_somebody_else_makes_the_first_boot_start_with_shutdown() {
    let mut page = Page::new(Marker::User(SessionKey("a".into())));
    page.on(Event::Session(Session::Visitor));
    assert_eq!(
        page.on(Event::Settled("/".into())),
        [Command::Queue(Queue::ShutdownAndBoot(Identity::Visitor)), Command::InsertScript,]
    );
    // Only when the widget has done it is the marker gone.
    assert_eq!(
        page.on(Event::Live("/".into())),
        [Command::Listen(Registration(1)), Command::Mark(Marker::Nobody)]
    );
}

#[test]
fn r3_its_owner_and_a_returning_visitor_are_not_shut_down() {
    let mut page = Page::new(Marker::User(SessionKey("a".into())));
    page.on(Event::Session(Session::user("a", 1)));
    page.on(Event::Settled("/".into()));
    assert_eq!(page.answer("a", "t", 7200), [Command::Queue(Queue::Boot(user("t"))), Command::InsertScript]);
    let mut page = Page::new(Marker::Nobody);
    page.on(Event::Session(Session::Visitor));
    assert_eq!(
        page.on(Event::Settled("/".into())),
        [Command::Queue(Queue::Boot(Identity::Visitor)), Command::InsertScript,]
    );
}

#[test]
fn r3_between_two_users_the_marker_is_nobodys() {
    let mut page = Page::new(Marker::User(SessionKey("a".into())));
    page.on(Event::Session(Session::user("b", 1)));
    page.on(Event::Settled("/".into()));
    assert_eq!(
        page.answer("b", "t", 7200),
        [
            Command::Mark(Marker::Contested),
            Command::Queue(Queue::ShutdownAndBoot(user("t"))),
            Command::InsertScript,
        ]
    );
    assert!(page.on(Event::Live("/".into())).contains(&Command::Mark(Marker::User(SessionKey("b".into())))));
}

#[test]
fn r6_the_script_is_inserted_once_and_only_when_there_is_somebody_to_boot() {
    let mut page = Page::with(Session::user("a", 1));
    assert_eq!(page.commands(), []);
    assert!(page.answer("a", "t", 7200).contains(&Command::InsertScript));
    page.on(Event::Session(Session::Visitor));
    assert!(!page.commands().contains(&Command::InsertScript));
}

#[test]
fn r6_calls_wait_until_the_widget_is_live_and_keep_their_order() {
    let mut page = Page::with(Session::Visitor);
    assert_eq!(page.on(Event::Call(Call::Show)), []);
    assert_eq!(page.on(Event::Call(Call::StartConversation("hello".into()))), []);
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
    page.on(Event::Session(Session::user("a", 1)));
    assert_eq!(
        page.answer("a", "t", 7200),
        [Command::Mark(Marker::User(SessionKey("a".into()))), Command::Queue(Queue::Boot(user("t"))),]
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
fn unread_counts_of_a_callback_from_before_a_shutdown_are_dropped() {
    let mut page = Page::live_user("a");
    page.on(Event::Widget { registration: Registration(1), event: WidgetEvent::Unread(3) });
    assert_eq!(page.machine.unread(), 3);
    page.on(Event::Session(Session::Visitor));
    assert_eq!(page.machine.unread(), 0);
    page.on(Event::Widget { registration: Registration(1), event: WidgetEvent::Unread(5) });
    assert_eq!((page.machine.unread(), page.drops()), (0, vec![Reason::OldRegistration]));
}

#[test]
fn r6_a_shutdown_that_the_queue_owes_stays_in_it_before_the_next_boot() {
    let mut page = Page::with(Session::user("a", 1));
    page.answer("a", "t", 7200);
    page.marker = Marker::Nobody;
    assert_eq!(page.on(Event::Tick)[0], Command::Queue(Queue::Shutdown));
    page.pass(1_000);
    assert!(page.answer("a", "t2", 7200).contains(&Command::Queue(Queue::ShutdownAndBoot(user("t2")))));
}
