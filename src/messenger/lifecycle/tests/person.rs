//! R1, R2, R4, R5: who ought to be in the widget.

use super::*;

#[test]
fn r1_a_401_shuts_down_notifies_the_host_and_boots_nothing_for_that_session_again() {
    let mut page = Page::live_user("a");
    page.pass(2 * HOUR * 8 / 10);
    let commands = page.fail(TokenFailure::SignedOut);
    assert!(commands.contains(&Command::Shutdown));
    assert!(commands.contains(&Command::NotifyHost(CheckAgain::SignedOut)));
    assert_eq!(page.on(Event::Session(Session::user("a").revision(1))), []);
    assert_eq!(page.on(Event::Settled("/x".into())), []);
    assert_eq!(
        page.on(Event::Session(Session::Visitor)),
        [
            Command::Boot(Identity::Visitor),
            Command::Listen(Registration(2)),
        ]
    );
}

#[test]
fn r1_a_403_has_the_host_check_and_ends_nothing() {
    let mut page = Page::live_user("a");
    page.pass(2 * HOUR * 8 / 10);
    assert_eq!(
        page.fail(TokenFailure::Refused),
        [Command::NotifyHost(CheckAgain::Refused)]
    );
    assert_eq!(
        page.on(Event::Session(Session::user("a").revision(1))),
        [],
        "the host has checked: it is the same person"
    );
    assert_eq!(page.on(Event::Settled("/x".into())), [bare_update()]);
    assert_eq!(
        page.on(Event::Session(Session::Visitor))[0],
        Command::Shutdown
    );
}

#[test]
fn r1_a_token_that_dies_unrenewed_shuts_down_and_a_fresh_one_boots_again() {
    let mut page = Page::live_user("a");
    page.pass(2 * HOUR * 8 / 10);
    page.fail(TokenFailure::Unavailable);
    let commands = page.pass(HOUR);
    assert!(commands.contains(&Command::Shutdown));
    assert!(commands.contains(&Command::NotifyHost(CheckAgain::TokenDied)));
    let commands = page.answer("a", "t2", 7200);
    assert!(commands.contains(&Command::Boot(user("t2"))));
}

#[test]
fn r1_a_token_dies_in_the_widget_even_while_its_successor_waits_for_the_page() {
    let mut page = Page::live_user("a");
    page.on(Event::Moving);
    page.pass(2 * HOUR * 8 / 10);
    assert_eq!(page.answer("a", "t2", 7200), []);
    assert_eq!(
        page.pass(HOUR),
        [Command::Shutdown, Command::Mark(Marker::Nobody)]
    );
    assert!(
        page.on(Event::Settled("/x".into()))
            .contains(&Command::Boot(user("t2")))
    );
}

#[test]
fn r1_a_sleep_that_only_the_wall_clock_saw_kills_the_token() {
    let mut page = Page::live_user("a");
    page.now.wall += 3 * HOUR;
    assert!(page.on(Event::Tick).contains(&Command::Shutdown));
}

#[test]
fn r2_a_reply_for_an_earlier_person_is_dropped() {
    let mut page = Page::with(Session::user("a").revision(1));
    let request = page.last_request();
    page.on(Event::Session(Session::user("b").revision(1)));
    assert_eq!(
        page.on(Event::Token {
            request,
            result: Ok(reply("a", "ta", 7200))
        }),
        []
    );
    assert_eq!(page.drops(), [Reason::Superseded]);
}

#[test]
fn r2_a_token_of_another_session_boots_nobody() {
    let mut page = Page::with(Session::user("a").revision(1));
    assert_eq!(
        page.answer("b", "tb", 7200),
        [Command::NotifyHost(CheckAgain::OtherSession)]
    );
    assert_eq!(page.drops(), [Reason::OtherSession]);
}

#[test]
fn r2_a_call_that_waited_for_one_person_never_reaches_the_next() {
    let mut page = Page::with(Session::user("a").revision(1));
    page.on(Event::Call(Call::StartConversation("mine".into())));
    page.on(Event::Update(
        Attributes::new().with("plan", "gold").unwrap(),
    ));
    page.on(Event::Session(Session::user("b").revision(1)));
    assert_eq!(page.drops(), [Reason::OtherPerson, Reason::OtherPerson]);
    page.answer("b", "tb", 7200);
    assert_eq!(
        page.on(Event::Live("/".into())),
        [Command::Listen(Registration(1))]
    );
}

#[test]
fn r4_a_visitor_who_logs_in_is_booted_with_the_token_and_not_shut_down() {
    let mut page = Page::live_visitor();
    page.on(Event::Session(Session::user("a").revision(1)));
    assert_eq!(
        page.answer("a", "t", 7200),
        [
            Command::Mark(Marker::User(SessionKey("a".into()))),
            Command::Boot(user("t")),
        ]
    );
}

#[test]
fn r4_every_other_change_of_person_shuts_down_first() {
    let mut page = Page::live_user("a");
    assert_eq!(
        page.on(Event::Session(Session::user("b").revision(1))),
        [
            Command::Shutdown,
            Command::Mark(Marker::Nobody),
            Command::FetchToken(Request(2)),
        ]
    );
    let mut page = Page::live_user("a");
    assert_eq!(
        page.on(Event::Session(Session::Visitor))[..2],
        [Command::Shutdown, Command::Mark(Marker::Nobody)]
    );
}

#[test]
fn r5_log_out_shuts_down_before_its_request_leaves_and_the_visitor_boots_after() {
    let mut page = Page::live_user("a");
    assert_eq!(
        page.on(Event::LogOut),
        [Command::Shutdown, Command::Mark(Marker::Nobody)]
    );
    assert_eq!(page.on(Event::Settled("/x".into())), []);
    assert!(
        page.on(Event::Session(Session::Visitor))
            .contains(&Command::Boot(Identity::Visitor))
    );
}

#[test]
fn r5_a_failed_log_out_boots_the_user_again_with_a_fresh_token() {
    let mut page = Page::live_user("a");
    page.on(Event::LogOut);
    assert_eq!(
        page.on(Event::LogOutFailed),
        [Command::FetchToken(Request(2))]
    );
    assert!(
        page.answer("a", "t2", 7200)
            .contains(&Command::Boot(user("t2")))
    );
}

#[test]
fn r5_a_log_out_goes_on_while_the_host_says_the_same_person_and_ends_with_another() {
    let mut page = Page::live_user("a");
    page.on(Event::LogOut);
    assert_eq!(page.on(Event::Session(Session::user("a").revision(2))), []);
    assert_eq!(
        page.on(Event::Session(Session::user("b"))),
        [Command::FetchToken(Request(2))]
    );
}

#[test]
fn r5_calls_from_before_a_log_out_are_dropped_and_those_from_before_its_failure_too() {
    let mut page = Page::with(Session::user("a"));
    for event in [Event::LogOut, Event::LogOutFailed] {
        page.on(Event::Call(Call::StartConversation("mine".into())));
        page.on(event);
        assert_eq!(page.drops(), [Reason::OtherPerson]);
    }
}

#[test]
fn r5_a_log_out_while_the_script_loads_leaves_only_a_shutdown_in_the_queue() {
    let mut page = Page::with(Session::user("a").revision(1));
    page.answer("a", "t", 7200);
    assert_eq!(page.on(Event::LogOut), [Command::Queue(Queue::Shutdown)]);
    assert_eq!(
        page.on(Event::Session(Session::Visitor)),
        [Command::Queue(Queue::ShutdownAndBoot(Identity::Visitor))]
    );
}

#[test]
fn r1_a_session_that_the_server_ended_is_shut_down_even_while_the_session_is_unknown() {
    let mut page = Page::live_user("a");
    page.on(Event::Session(Session::user("a").revision(2)));
    page.on(Event::Session(Session::Unknown));
    assert!(
        page.fail(TokenFailure::SignedOut)
            .contains(&Command::Shutdown)
    );
}

#[test]
fn while_the_session_is_unknown_what_is_there_stays_and_nothing_new_begins() {
    let mut page = Page::live_user("a");
    assert_eq!(page.on(Event::Session(Session::Unknown)), []);
    assert_eq!(
        page.on(Event::Settled("/x".into())),
        [Command::NotifyHost(CheckAgain::Unknown)]
    );
    assert_eq!(
        page.on(Event::Session(Session::user("a").revision(1))),
        [bare_update()]
    );
}
