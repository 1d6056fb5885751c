//! R7, R9: URLs and attributes.

use super::*;

#[test]
fn r7_one_bare_update_for_each_settled_url_unlike_the_last() {
    let mut page = Page::live_visitor();
    assert_eq!(page.on(Event::Settled("/coffees".into())), [bare_update()]);
    assert_eq!(page.on(Event::Settled("/coffees".into())), []);
    assert_eq!(page.drops(), [Reason::AlreadyReported]);
    assert_eq!(page.on(Event::Settled("/".into())), [bare_update()]);
}

#[test]
fn r7_nothing_is_reported_while_the_page_moves_or_before_the_widget_is_live() {
    let mut page = Page::live_visitor();
    page.on(Event::Moving);
    page.on(Event::Session(Session::user("a").revision(1)));
    assert_eq!(page.answer("a", "t", 7200), []);
    assert!(
        page.on(Event::Settled("/account".into()))
            .contains(&Command::Boot(user("t")))
    );
    let mut page = Page::with(Session::Visitor);
    assert_eq!(page.on(Event::Settled("/coffees".into())), []);
    assert_eq!(
        page.on(Event::Live("/coffees".into())),
        [Command::Listen(Registration(1))]
    );
}

#[test]
fn r7_a_boot_drained_while_the_page_moves_is_followed_by_a_ping_from_the_page_in_place() {
    let mut page = Page::with(Session::Visitor);
    page.on(Event::Moving);
    assert_eq!(
        page.on(Event::Live("/coffees".into())),
        [Command::Listen(Registration(1))]
    );
    assert_eq!(page.on(Event::Settled("/coffees".into())), [bare_update()]);
}

#[test]
fn r9_a_new_revision_brings_one_update_with_a_new_token_and_the_waiting_ping() {
    let mut page = Page::live_user("a");
    page.on(Event::Session(Session::user("a").revision(2)));
    page.on(Event::Moving);
    assert_eq!(page.answer("a", "t2", 7200), []);
    let token = Some(Token::signed("t2".into()));
    assert_eq!(
        page.on(Event::Settled("/account".into())),
        [Command::Update(Update {
            token,
            attributes: Attributes::new()
        }),]
    );
    assert_eq!(page.on(Event::Tick), []);
}

#[test]
fn r9_an_answer_from_before_the_change_is_asked_for_again() {
    let mut page = Page::with(Session::user("a").revision(1));
    let old = page.last_request();
    assert_eq!(
        page.on(Event::Session(Session::user("a").revision(2))),
        [Command::FetchToken(Request(2))]
    );
    assert_eq!(
        page.on(Event::Token {
            request: old,
            result: Ok(reply("a", "old name", 7200))
        }),
        []
    );
}

#[test]
fn r9_attributes_that_wait_go_with_the_new_token_and_no_second_time() {
    let plan = || Attributes::new().with("plan", "gold").unwrap();
    let mut page = Page::live_user("a");
    page.on(Event::Update(plan()));
    page.on(Event::Session(Session::user("a").revision(2)));
    let update = Update {
        token: Some(Token::signed("new name".into())),
        attributes: plan(),
    };
    assert_eq!(
        page.answer("a", "new name", 7200),
        [Command::Update(update)]
    );
    assert_eq!(page.pass(HOUR), []);
}

#[test]
fn r9_attributes_ride_on_the_next_ping_or_go_after_a_minute() {
    let plan = || Attributes::new().with("plan", "gold").unwrap();
    let mut page = Page::live_visitor();
    assert_eq!(page.on(Event::Update(plan())), []);
    let with_plan = [Command::Update(Update {
        token: None,
        attributes: plan(),
    })];
    assert_eq!(page.on(Event::Settled("/coffees".into())), with_plan);
    page.on(Event::Update(plan()));
    assert_eq!(page.machine.deadline(page.now), Some(60_000));
    assert_eq!(page.pass(60_000), with_plan);
    assert_eq!(page.machine.deadline(page.now), None);
}

#[test]
fn r7_an_app_may_ask_for_a_ping_at_the_same_address() {
    let mut page = Page::live_visitor();
    assert_eq!(page.on(Event::Update(Attributes::new())), [bare_update()]);
    assert_eq!(page.on(Event::Tick), []);
}

#[test]
fn r7_an_address_that_the_app_keeps_to_itself_is_neither_booted_at_nor_reported() {
    let mut page = Page::new(Marker::Nobody);
    page.on(Event::Session(Session::Visitor));
    assert_eq!(page.on(Event::SettledPrivate), []);
    assert!(
        page.on(Event::Settled("/".into()))
            .contains(&Command::InsertScript)
    );

    let mut page = Page::live_visitor();
    page.on(Event::Moving);
    assert_eq!(page.on(Event::SettledPrivate), []);
    assert_eq!(page.pass(HOUR), []);
    page.on(Event::Moving);
    assert_eq!(page.on(Event::Settled("/x".into())), [bare_update()]);
}

#[test]
fn r7_a_script_that_comes_while_such_an_address_is_open_boots_nobody() {
    let mut page = Page::with(Session::Visitor);
    assert_eq!(
        page.on(Event::SettledPrivate),
        [Command::Queue(Queue::Shutdown)]
    );
    assert_eq!(page.go_live("/reset?token=secret"), []);
    assert!(
        page.on(Event::Settled("/".into()))
            .contains(&Command::Boot(Identity::Visitor))
    );
}

#[test]
fn r7_a_user_who_left_the_queue_at_such_an_address_boots_at_the_next_one_with_the_same_token() {
    let mut page = Page::with(Session::user("a").revision(1));
    page.answer("a", "t", 7200);
    assert_eq!(
        page.on(Event::SettledPrivate),
        [Command::Queue(Queue::Shutdown)]
    );
    let commands = page.on(Event::Settled("/".into()));
    assert!(
        commands.contains(&Command::Queue(Queue::ShutdownAndBoot(user("t")))),
        "{commands:?}"
    );
}

#[test]
fn r7_after_a_shutdown_no_address_counts_as_reported() {
    let mut page = Page::live_user("a");
    page.on(Event::LogOut);
    page.on(Event::Settled("/".into()));
    assert_eq!(page.drops(), []);
}
