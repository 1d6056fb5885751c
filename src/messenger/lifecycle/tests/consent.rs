//! R11: nothing without consent, nothing left of it.

use super::*;

fn withdrawn(page: &mut Page) -> Vec<Command> {
    page.on(Event::Consent(false))
}

#[test]
fn r11_without_consent_no_token_no_script_no_boot() {
    let mut page = Page::untouched(Marker::Nobody, false);
    page.on(Event::MayLoad);
    assert_eq!(page.on(Event::Consent(false)), [Command::Purge]);
    assert_eq!(page.on(Event::Session(Session::user("a").revision(1))), []);
    assert_eq!(page.on(Event::Settled("/".into())), []);
    assert_eq!(page.on(Event::OtherTab(TabMessage::Began(None))), []);
    assert_eq!(page.on(Event::Woken), []);
    assert_eq!(page.announced(), []);
    assert_eq!(page.machine.deadline(page.now), None);
    assert_eq!(page.machine.state(), State::AwaitingConsent);
}

#[test]
fn r11_withdrawing_shuts_down_and_wipes_cookies_settings_and_marker() {
    let mut page = Page::live_user("a");
    assert_eq!(
        withdrawn(&mut page),
        [
            Command::Shutdown,
            Command::Mark(Marker::Nobody),
            Command::Purge
        ]
    );
    assert_eq!(page.announced(), [TabMessage::Consent(false)]);
    assert_eq!(page.on(Event::Settled("/x".into())), []);
}

#[test]
fn r11_withdrawing_while_the_script_loads_leaves_it_inert() {
    let mut page = Page::with(Session::Visitor);
    assert_eq!(
        withdrawn(&mut page),
        [Command::Queue(Queue::Shutdown), Command::Purge]
    );
    assert_eq!(page.on(Event::Live("/".into())), []);
    assert_eq!(page.on(Event::Settled("/x".into())), []);
}

#[test]
fn r11_what_waits_is_dropped_and_nothing_queues_without_consent() {
    let mut page = Page::with(Session::Visitor);
    page.on(Event::Call(Call::Show));
    page.on(Event::Update(
        Attributes::new().with("plan", "gold").unwrap(),
    ));
    withdrawn(&mut page);
    assert_eq!(page.drops(), [Reason::NoConsent, Reason::NoConsent]);
    page.on(Event::Call(Call::Show));
    assert_eq!(page.drops(), [Reason::NoConsent]);
    page.on(Event::Update(
        Attributes::new().with("plan", "gold").unwrap(),
    ));
    assert_eq!(page.drops(), [Reason::NoConsent]);
    page.on(Event::Consent(true));
    assert_eq!(
        page.on(Event::Live("/".into())),
        [Command::Listen(Registration(1))]
    );
}

#[test]
fn r11_a_token_that_was_asked_for_before_reaches_nobody() {
    let mut page = Page::with(Session::user("a").revision(1));
    withdrawn(&mut page);
    assert_eq!(page.answer("a", "t", 7200), []);
    assert_eq!(page.drops(), [Reason::Superseded]);
    page.on(Event::Consent(true));
    assert_eq!(page.last_request(), Request(2), "asked for anew");
}

#[test]
fn r11_given_again_the_person_is_booted_again() {
    let mut page = Page::live_visitor();
    withdrawn(&mut page);
    assert_eq!(
        page.on(Event::Consent(true)),
        [
            Command::Boot(Identity::Visitor),
            Command::Listen(Registration(2))
        ]
    );
}

#[test]
fn r11_withdrawn_in_another_tab_it_is_withdrawn_here() {
    let mut page = Page::live_user("a");
    let commands = page.on(Event::OtherTab(TabMessage::Consent(false)));
    assert_eq!(
        commands,
        [
            Command::Shutdown,
            Command::Mark(Marker::Nobody),
            Command::Purge,
            Command::NotifyHost(CheckAgain::Consent(false)),
        ]
    );
    assert_eq!(page.machine.state(), State::AwaitingConsent);
    page.on(Event::Consent(false));
    assert_eq!(page.announced(), [], "no echo");
    page.on(Event::OtherTab(TabMessage::Consent(true)));
    page.on(Event::Consent(true));
    assert!(
        page.answer("a", "t2", 7200)
            .contains(&Command::Boot(user("t2")))
    );
}

#[test]
fn r11_a_signal_that_says_the_same_again_does_not_undo_a_withdrawal_in_another_tab() {
    let mut page = Page::live_visitor();
    page.on(Event::OtherTab(TabMessage::Consent(false)));
    assert_eq!(page.on(Event::Consent(true)), []);
    assert_eq!(page.machine.state(), State::AwaitingConsent);
}

#[test]
fn r11_consent_given_in_another_tab_takes_nothing_away_here() {
    let mut page = Page::live_visitor();
    withdrawn(&mut page);
    assert_eq!(
        page.on(Event::OtherTab(TabMessage::Consent(true))),
        [Command::NotifyHost(CheckAgain::Consent(true))],
        "the cookies of now are the other tab's"
    );
    page.on(Event::Consent(true));
    assert_eq!(
        page.announced()
            .iter()
            .filter(|notice| matches!(notice, TabMessage::Consent(_)))
            .count(),
        0,
        "no echo"
    );
}

#[test]
fn r11_the_host_hears_of_a_withdrawal_even_if_the_same_event_makes_the_session_unknown() {
    let mut page = Page::live_user("a");
    page.marker = Marker::Nobody;
    let commands = page.on(Event::OtherTab(TabMessage::Consent(false)));
    let notified: Vec<_> = commands
        .iter()
        .filter(|command| matches!(command, Command::NotifyHost(_)))
        .collect();
    assert_eq!(notified, [&Command::NotifyHost(CheckAgain::Consent(false))]);
}

#[test]
fn r13_consent_given_again_has_the_host_check_whom_another_tab_booted_meanwhile() {
    let mut page = Page::live_user("a");
    withdrawn(&mut page);
    page.marker = Marker::User(SessionKey("b".into()));
    assert_eq!(page.on(Event::Tick), [], "nothing without consent");
    let commands = page.on(Event::Consent(true));
    assert_eq!(
        commands.last(),
        Some(&Command::NotifyHost(CheckAgain::OtherTab)),
        "{commands:?}"
    );

    let mut page = Page::live_user("a");
    page.on(Event::OtherTab(TabMessage::Consent(false)));
    page.marker = Marker::User(SessionKey("b".into()));
    let commands = page.on(Event::OtherTab(TabMessage::Consent(true)));
    assert_eq!(commands, [Command::NotifyHost(CheckAgain::OtherTab)]);
}
