//! `<Messenger>` taken out of the page and put in again.

use super::*;

/// The component is in the page again, and the host says who is here.
fn mount(page: &mut Page, session: Session) -> Vec<Command> {
    let mut commands = page.on(Event::Mounted);
    for event in [
        Event::Consent(true),
        Event::Session(session),
        Event::Moving,
        Event::Settled("/again".into()),
    ] {
        commands.extend(page.on(event));
    }
    commands
}

#[test]
fn taken_out_a_user_is_shut_down_and_put_in_again_booted_with_a_fresh_token_and_no_second_script() {
    let mut page = Page::live_user("a");
    assert_eq!(
        page.on(Event::Removed),
        [Command::Shutdown, Command::Mark(Marker::Nobody)]
    );
    assert_eq!(page.machine.state(), State::Idle);
    assert_eq!(page.machine.deadline(page.now), None);
    assert_eq!(
        mount(&mut page, Session::user("a").revision(1)),
        [Command::FetchToken(Request(2))]
    );
    let commands = page.answer("a", "t2", 7200);
    assert!(
        commands.contains(&Command::Boot(user("t2"))),
        "{commands:?}"
    );
    assert!(!commands.contains(&Command::InsertScript));
}

#[test]
fn taken_out_a_visitors_session_stays_with_panel_and_launcher_hidden_and_put_in_again_it_is_shown()
{
    let mut page = Page::live_visitor();
    page.on(Event::Widget {
        registration: Registration(1),
        event: WidgetEvent::Shown,
    });
    assert_eq!(
        page.on(Event::Removed),
        [Command::Invoke(Call::Hide), Command::Conceal(true)]
    );
    assert_eq!(page.on(Event::Tick), [], "a page outside is not reported");
    assert_eq!(
        mount(&mut page, Session::Visitor),
        [Command::Conceal(false), bare_update()]
    );
    assert_eq!(page.machine.state(), State::Live(Who::Visitor));
}

#[test]
fn taken_out_before_the_script_came_it_is_not_blocked_and_not_inserted_again() {
    let mut page = Page::with(Session::Visitor);
    assert_eq!(page.on(Event::Removed), [Command::Conceal(true)]);
    page.go_live("/outside");
    assert_eq!(
        mount(&mut page, Session::Visitor),
        [Command::Conceal(false), bare_update()]
    );

    let mut page = Page::with(Session::user("a").revision(1));
    page.answer("a", "t", 7200);
    assert_eq!(page.on(Event::Removed), [Command::Queue(Queue::Shutdown)]);
    mount(&mut page, Session::user("a").revision(1));
    assert_eq!(
        page.answer("a", "t2", 7200),
        [
            Command::Mark(Marker::Contested),
            Command::Queue(Queue::ShutdownAndBoot(user("t2")))
        ]
    );
}

#[test]
fn while_it_is_out_nobody_is_booted_and_calls_are_dropped() {
    let mut page = Page::with(Session::Visitor);
    page.on(Event::Removed);
    page.on(Event::Call(Call::Show));
    assert_eq!(page.drops(), [Reason::NotMounted]);
    page.on(Event::Update(
        Attributes::new().with("plan", "gold").unwrap(),
    ));
    assert_eq!(page.drops(), [Reason::NotMounted]);
    assert_eq!(page.go_live("/"), [Command::Listen(Registration(1))]);
}

#[test]
fn put_in_again_nobody_begins_before_the_host_says_who_is_here() {
    let mut page = Page::live_user("a");
    page.on(Event::Removed);
    assert_eq!(page.on(Event::Mounted), []);
    assert_eq!(
        page.on(Event::Settled("/x".into())),
        [],
        "the host may know another person by now"
    );
    assert!(
        page.on(Event::Session(Session::Visitor))
            .contains(&Command::Boot(Identity::Visitor))
    );
}

#[test]
fn a_person_who_logged_in_while_it_was_out_is_booted_with_the_visitors_conversation() {
    let mut page = Page::live_visitor();
    page.on(Event::Removed);
    assert_eq!(
        mount(&mut page, Session::user("a").revision(1))[..2],
        [Command::Conceal(false), Command::FetchToken(Request(1))]
    );
    let commands = page.answer("a", "t", 7200);
    assert!(
        commands.contains(&Command::Boot(user("t"))) && !commands.contains(&Command::Shutdown),
        "{commands:?}"
    );
}

#[test]
fn consent_withdrawn_in_another_tab_while_it_is_out_leaves_nothing() {
    let mut page = Page::live_visitor();
    page.on(Event::Removed);
    let commands = page.on(Event::OtherTab(TabMessage::Consent(false)));
    assert!(
        commands.contains(&Command::Shutdown) && commands.contains(&Command::Purge),
        "{commands:?}"
    );
}

#[test]
fn what_the_host_could_not_hear_while_it_was_out_it_hears_when_it_is_put_in_again() {
    let mut page = Page::live_visitor();
    page.on(Event::Removed);
    page.marker = Marker::User(SessionKey("b".into()));
    assert_eq!(page.on(Event::Woken), [], "nobody would hear it");
    assert_eq!(
        page.on(Event::Mounted),
        [
            Command::Conceal(false),
            Command::NotifyHost(CheckAgain::Woken)
        ]
    );
    page.on(Event::Removed);
    assert_eq!(page.on(Event::Mounted), [Command::Conceal(false)], "once");
}

#[test]
fn consent_that_changed_in_another_tab_while_it_was_out_goes_before_other_reasons_unless_it_changed_back()
 {
    let mut page = Page::live_visitor();
    page.on(Event::Removed);
    page.on(Event::OtherTab(TabMessage::Consent(false)));
    page.on(Event::Woken);
    assert!(
        page.on(Event::Mounted)
            .contains(&Command::NotifyHost(CheckAgain::Consent(false)))
    );

    let mut page = Page::live_visitor();
    page.on(Event::Removed);
    page.on(Event::Woken);
    page.on(Event::OtherTab(TabMessage::Consent(false)));
    page.on(Event::OtherTab(TabMessage::Consent(true)));
    assert!(
        page.on(Event::Mounted)
            .contains(&Command::NotifyHost(CheckAgain::Woken))
    );
}

#[test]
fn what_shows_in_the_very_event_that_takes_it_out_reaches_the_host_too() {
    let mut page = Page::live_visitor();
    page.marker = Marker::User(SessionKey("b".into()));
    assert_eq!(page.on(Event::Removed), [Command::Conceal(true)]);
    assert!(
        page.on(Event::Mounted)
            .contains(&Command::NotifyHost(CheckAgain::OtherTab))
    );
}
