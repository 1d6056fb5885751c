//! R13: tabs of one browser.

use super::*;

fn key(text: &str) -> SessionKey {
    SessionKey(text.into())
}

#[test]
fn r13_each_change_of_session_is_announced_once() {
    let mut page = Page::with(Session::Visitor);
    page.on(Event::Session(Session::user("a").revision(1)));
    assert_eq!(page.announced(), [TabMessage::Began(Some(key("a")))]);
    page.on(Event::Session(Session::user("a").revision(2)));
    page.on(Event::Settled("/x".into()));
    assert_eq!(page.announced(), []);
    page.on(Event::Session(Session::Visitor));
    assert_eq!(
        page.announced(),
        [TabMessage::Ended(key("a")), TabMessage::Began(None)]
    );
}

#[test]
fn r13_a_log_out_is_announced_when_the_server_has_answered() {
    let mut page = Page::live_user("a");
    page.on(Event::LogOut);
    assert_eq!(page.announced(), []);
    page.on(Event::LogOutFailed);
    assert_eq!(page.announced(), []);
}

#[test]
fn r13_a_401_is_announced() {
    let mut page = Page::with(Session::user("a").revision(1));
    page.fail(TokenFailure::SignedOut);
    assert_eq!(page.announced(), [TabMessage::Ended(key("a"))]);
}

#[test]
fn r13_a_session_that_ended_in_another_tab_ends_here_and_stays_ended() {
    let mut page = Page::live_user("a");
    assert_eq!(
        page.on(Event::OtherTab(TabMessage::Ended(key("a")))),
        [
            Command::NotifyHost(CheckAgain::OtherTab),
            Command::Shutdown,
            Command::Mark(Marker::Nobody)
        ]
    );
    assert_eq!(page.announced(), [], "no echo");
    assert_eq!(page.on(Event::Session(Session::user("a").revision(1))), []);
}

#[test]
fn r13_somebody_elses_end_is_no_concern() {
    let mut page = Page::live_user("a");
    assert_eq!(page.on(Event::OtherTab(TabMessage::Ended(key("b")))), []);
    assert_eq!(
        page.on(Event::OtherTab(TabMessage::Began(Some(key("a"))))),
        []
    );
}

#[test]
fn r13_when_another_began_elsewhere_nobody_is_in_the_widget_until_a_fresh_token_says_who() {
    let mut page = Page::live_user("a");
    assert_eq!(
        page.on(Event::OtherTab(TabMessage::Began(Some(key("b"))))),
        [
            Command::Shutdown,
            Command::Mark(Marker::Nobody),
            Command::NotifyHost(CheckAgain::OtherTab),
        ]
    );
    // The other tab may be in the middle of a log-out.
    assert_eq!(page.pass(999), []);
    assert_eq!(page.pass(1), [Command::FetchToken(Request(2))]);
    // An old message: the server says that it is still the same session.
    assert!(
        page.answer("a", "t2", 7200)
            .contains(&Command::Boot(user("t2")))
    );
}

#[test]
fn r13_a_visitors_tab_asks_its_host_when_somebody_logs_in_elsewhere() {
    let mut page = Page::live_visitor();
    assert_eq!(
        page.on(Event::OtherTab(TabMessage::Began(Some(key("a"))))),
        [Command::NotifyHost(CheckAgain::OtherTab)]
    );
    page.on(Event::Session(Session::user("a").revision(1)));
    assert!(
        page.answer("a", "t", 7200)
            .contains(&Command::Boot(user("t"))),
        "with the conversation: R4"
    );
}

#[test]
fn r13_a_message_that_was_lost_shows_in_the_marker() {
    let mut page = Page::live_user("a");
    page.marker = Marker::User(key("b"));
    let commands = page.on(Event::Settled("/x".into()));
    assert!(commands.contains(&Command::Shutdown), "{commands:?}");
    assert!(commands.contains(&Command::NotifyHost(CheckAgain::OtherTab)));
    assert_eq!(
        page.marker,
        Marker::User(key("b")),
        "the other tab's marker stays"
    );
}

#[test]
fn r13_a_queue_is_decided_anew_when_somebody_began_elsewhere_before_the_script_came() {
    let mut page = Page::with(Session::Visitor);
    page.marker = Marker::User(key("a"));
    // The widget is about to look into the queue.
    let commands = page.on(Event::Tick);
    assert_eq!(
        commands.last(),
        Some(&Command::Queue(Queue::ShutdownAndBoot(Identity::Visitor))),
        "{commands:?}"
    );
}

#[test]
fn r13_a_boot_never_meets_the_cookies_of_another_tabs_person() {
    let mut page = Page::live_visitor();
    page.marker = Marker::User(key("a"));
    page.on(Event::Session(Session::user("b").revision(1)));
    let commands = page.answer("b", "t", 7200);
    let at = |wanted: &Command| commands.iter().position(|command| command == wanted);
    assert!(
        at(&Command::Shutdown).unwrap() < at(&Command::Boot(user("t"))).unwrap(),
        "{commands:?}"
    );
}

#[test]
fn r13_a_queue_for_a_user_whose_marker_another_tab_removed_boots_nobody_until_a_fresh_token_says_who()
 {
    let mut page = Page::with(Session::user("a").revision(1));
    page.answer("a", "t", 7200);
    // Logged out elsewhere, and the widget looks into the queue before the message arrives.
    page.marker = Marker::Nobody;
    assert_eq!(
        page.on(Event::Tick),
        [
            Command::Queue(Queue::Shutdown),
            Command::NotifyHost(CheckAgain::OtherTab)
        ]
    );
}

#[test]
fn r13_a_token_under_way_when_another_tab_removed_the_marker_boots_nobody() {
    let mut page = Page::new(Marker::User(key("a")));
    page.on(Event::Session(Session::user("a").revision(1)));
    page.on(Event::Settled("/".into()));
    page.marker = Marker::Nobody;
    assert_eq!(
        page.answer("a", "t", 7200),
        [Command::NotifyHost(CheckAgain::OtherTab)]
    );
    assert_eq!(page.drops(), [Reason::Superseded]);
}

#[test]
fn r13_a_queued_visitor_never_meets_the_cookies_of_the_user_whom_another_tab_booted() {
    let mut page = Page::with(Session::Visitor);
    page.on(Event::Session(Session::user("a").revision(1)));
    // This tab's own token is still on its way; another tab was quicker.
    page.marker = Marker::User(key("a"));
    assert_eq!(page.on(Event::Tick), [Command::Queue(Queue::Shutdown)]);
}

#[test]
fn r13_a_live_visitors_conversation_goes_with_the_user_it_became_in_another_tab() {
    let mut page = Page::live_visitor();
    page.marker = Marker::User(key("a"));
    assert_eq!(
        page.on(Event::Tick),
        [Command::NotifyHost(CheckAgain::OtherTab)]
    );
    page.marker = Marker::Nobody;
    assert_eq!(
        page.on(Event::Tick),
        [
            Command::Shutdown,
            Command::Boot(Identity::Visitor),
            Command::Listen(Registration(2))
        ]
    );
}

#[test]
fn r13_a_message_of_another_session_counts_while_the_session_is_unknown() {
    let mut page = Page::live_user("a");
    page.on(Event::Session(Session::Unknown));
    let commands = page.on(Event::OtherTab(TabMessage::Began(Some(key("b")))));
    assert!(commands.contains(&Command::Shutdown), "{commands:?}");
}

#[test]
fn r13_what_another_tab_marked_while_the_widget_started_stays_and_its_session_is_not_joined() {
    let mut page = Page::with(Session::user("a").revision(1));
    page.answer("a", "t", 7200);
    page.marker = Marker::User(key("b"));
    // The widget holds what was drained, whatever the queue would be now.
    let commands = page.on(Event::Live("/".into()));
    assert!(commands.contains(&Command::Shutdown), "{commands:?}");
    assert_eq!(page.marker, Marker::User(key("b")));
    let mut page = Page::with(Session::Visitor);
    page.marker = Marker::User(key("b"));
    assert_eq!(
        page.on(Event::Live("/".into()))[0],
        Command::Listen(Registration(1))
    );
    assert_eq!(page.marker, Marker::User(key("b")));
}

#[test]
fn r13_tabs_whose_host_gives_another_key_each_time_do_not_drive_each_other() {
    let mut page = Page::live_visitor();
    let mut checks = Vec::new();
    for second in 0..60 {
        // The other tab's host was asked, and answers with another key.
        let theirs = TabMessage::Began(Some(SessionKey(format!("b{second}"))));
        for commands in [page.on(Event::OtherTab(theirs)), page.pass(1_000)] {
            checks.extend(
                commands
                    .contains(&Command::NotifyHost(CheckAgain::OtherTab))
                    .then_some(second),
            );
        }
    }
    assert_eq!(
        checks[..12],
        Vec::from_iter(0..12),
        "a person's log-ins and log-outs are not that many"
    );
    assert!(checks.len() <= 20, "{checks:?}");
    page.pass(15_000);
    assert!(page.drops().is_empty() && page.machine.deadline(page.now).is_none());
}

#[test]
fn r13_the_last_change_in_another_tab_always_reaches_the_host() {
    let mut page = Page::live_visitor();
    for number in 0..13 {
        page.on(Event::OtherTab(TabMessage::Began(Some(SessionKey(
            format!("b{number}"),
        )))));
    }
    assert_eq!(page.commands(), []);
    let wait = page.machine.deadline(page.now).unwrap() - page.now.monotonic;
    assert!((7_500..=15_000).contains(&wait), "{wait}");
    assert_eq!(page.pass(wait), [Command::NotifyHost(CheckAgain::OtherTab)]);
    assert_eq!(page.machine.deadline(page.now), None);
    page.pass(60_000);
    let theirs = TabMessage::Began(Some(SessionKey("c".into())));
    assert_eq!(
        page.on(Event::OtherTab(theirs)),
        [Command::NotifyHost(CheckAgain::OtherTab)],
        "after a quiet minute"
    );
}
