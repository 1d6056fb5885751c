//! Each rule by its number. What random interleavings can do to them is tried in the property tests.

use super::super::session::{Session, SessionKey};
use super::super::settings::Attributes;
use super::super::token::{Token, TokenFailure, TokenReply};
use super::*;

const HOUR: i64 = 3_600_000;

/// A machine with a clock and a memory of what it ordered last.
struct Page {
    machine: Lifecycle,
    now: Now,
    steps: Vec<Step>,
}

impl Page {
    fn new(marker: Marker) -> Self {
        Self { machine: Lifecycle::new(marker, 7), now: Now::default(), steps: Vec::new() }
    }

    /// A settled page on which this session was said.
    fn with(session: Session) -> Self {
        let mut page = Self::new(Marker::Nobody);
        page.on(Event::Session(session));
        page.on(Event::Settled("/".into()));
        page
    }

    /// A live visitor.
    fn live_visitor() -> Self {
        let mut page = Self::with(Session::Visitor);
        page.on(Event::Live("/".into()));
        page
    }

    /// A live user with a token of two hours.
    fn live_user(key: &str) -> Self {
        let mut page = Self::with(Session::user(key, 1));
        page.answer(key, "t1", 7200);
        page.on(Event::Live("/".into()));
        page
    }

    fn on(&mut self, event: Event) -> Vec<Command> {
        self.steps = self.machine.handle(event, self.now);
        self.commands()
    }

    fn commands(&self) -> Vec<Command> {
        self.steps
            .iter()
            .filter_map(|step| match step {
                Step::Do(command) => Some(command.clone()),
                Step::Drop(_) => None,
            })
            .collect()
    }

    fn drops(&self) -> Vec<Reason> {
        self.steps
            .iter()
            .filter_map(|step| match step {
                Step::Drop(dropped) => Some(dropped.reason),
                Step::Do(_) => None,
            })
            .collect()
    }

    fn pass(&mut self, millis: i64) -> Vec<Command> {
        self.now.monotonic += millis;
        self.now.wall += millis;
        self.on(Event::Tick)
    }

    fn last_request(&self) -> Request {
        Request(self.machine.tokens.requests)
    }

    fn answer(&mut self, key: &str, jwt: &str, expires_in: u32) -> Vec<Command> {
        let request = self.last_request();
        self.on(Event::Token { request, result: Ok(reply(key, jwt, expires_in)) })
    }

    fn fail(&mut self, failure: TokenFailure) -> Vec<Command> {
        let request = self.last_request();
        self.on(Event::Token { request, result: Err(failure) })
    }
}

fn reply(key: &str, jwt: &str, expires_in: u32) -> TokenReply {
    TokenReply { token: Token::signed(jwt.into()), key: SessionKey(key.into()), expires_in }
}

fn user(jwt: &str) -> Identity {
    Identity::User(Token::signed(jwt.into()))
}

fn bare_update() -> Command {
    Command::Update(Update::default())
}

#[test]
fn r1_a_401_shuts_down_tells_the_host_and_boots_nothing_for_that_session_again() {
    let mut page = Page::live_user("a");
    page.pass(2 * HOUR * 8 / 10);
    let commands = page.fail(TokenFailure::SignedOut);
    assert!(commands.contains(&Command::Shutdown));
    assert!(commands.contains(&Command::TellHost(Stale::SignedOut)));
    assert_eq!(page.on(Event::Session(Session::user("a", 1))), []);
    assert_eq!(page.on(Event::Settled("/x".into())), []);
    assert_eq!(
        page.on(Event::Session(Session::Visitor)),
        [Command::Boot(Identity::Visitor), Command::Listen(Registration(2)),]
    );
}

#[test]
fn r1_a_token_that_dies_unrenewed_shuts_down_and_a_fresh_one_boots_again() {
    let mut page = Page::live_user("a");
    page.pass(2 * HOUR * 8 / 10);
    page.fail(TokenFailure::Unavailable);
    let commands = page.pass(HOUR);
    assert!(commands.contains(&Command::Shutdown));
    assert!(commands.contains(&Command::TellHost(Stale::TokenDied)));
    let commands = page.answer("a", "t2", 7200);
    assert!(commands.contains(&Command::Boot(user("t2"))));
}

#[test]
fn r1_a_token_dies_in_the_widget_even_while_its_successor_waits_for_the_page() {
    let mut page = Page::live_user("a");
    page.on(Event::Moving);
    page.pass(2 * HOUR * 8 / 10);
    assert_eq!(page.answer("a", "t2", 7200), []);
    assert_eq!(page.pass(HOUR), [Command::Shutdown, Command::Mark(Marker::Nobody)]);
    assert!(page.on(Event::Settled("/x".into())).contains(&Command::Boot(user("t2"))));
}

#[test]
fn r1_a_sleep_that_only_the_wall_clock_saw_kills_the_token() {
    let mut page = Page::live_user("a");
    page.now.wall += 3 * HOUR;
    assert!(page.on(Event::Tick).contains(&Command::Shutdown));
}

#[test]
fn r2_a_reply_for_an_earlier_person_is_dropped() {
    let mut page = Page::with(Session::user("a", 1));
    let request = page.last_request();
    page.on(Event::Session(Session::user("b", 1)));
    assert_eq!(page.on(Event::Token { request, result: Ok(reply("a", "ta", 7200)) }), []);
    assert_eq!(page.drops(), [Reason::Superseded]);
}

#[test]
fn r2_a_token_of_another_session_boots_nobody() {
    let mut page = Page::with(Session::user("a", 1));
    assert_eq!(page.answer("b", "tb", 7200), [Command::TellHost(Stale::OtherSession)]);
    assert_eq!(page.drops(), [Reason::OtherSession]);
}

#[test]
fn r2_a_call_that_waited_for_one_person_never_reaches_the_next() {
    let mut page = Page::with(Session::user("a", 1));
    page.on(Event::Call(Call::StartConversation("mine".into())));
    page.on(Event::Update(Attributes::new().with("plan", "gold").unwrap()));
    page.on(Event::Session(Session::user("b", 1)));
    assert_eq!(page.drops(), [Reason::OtherPerson, Reason::OtherPerson]);
    page.answer("b", "tb", 7200);
    assert_eq!(page.on(Event::Live("/".into())), [Command::Listen(Registration(1))]);
}

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
        [Command::Mark(Marker::Nobody), Command::Listen(Registration(1)),]
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
fn r4_a_visitor_who_logs_in_is_booted_with_the_token_and_not_shut_down() {
    let mut page = Page::live_visitor();
    page.on(Event::Session(Session::user("a", 1)));
    assert_eq!(
        page.answer("a", "t", 7200),
        [Command::Mark(Marker::User(SessionKey("a".into()))), Command::Boot(user("t")),]
    );
}

#[test]
fn r4_every_other_change_of_person_shuts_down_first() {
    let mut page = Page::live_user("a");
    assert_eq!(
        page.on(Event::Session(Session::user("b", 1))),
        [Command::Shutdown, Command::Mark(Marker::Nobody), Command::FetchToken(Request(2)),]
    );
    let mut page = Page::live_user("a");
    assert_eq!(
        page.on(Event::Session(Session::Visitor))[..2],
        [Command::Shutdown, Command::Mark(Marker::Nobody)]
    );
}

#[test]
fn r5_log_out_shuts_down_before_the_server_is_told_and_the_visitor_boots_after() {
    let mut page = Page::live_user("a");
    assert_eq!(page.on(Event::LogOut), [Command::Shutdown, Command::Mark(Marker::Nobody)]);
    assert_eq!(page.on(Event::Settled("/x".into())), []);
    assert!(page.on(Event::Session(Session::Visitor)).contains(&Command::Boot(Identity::Visitor)));
}

#[test]
fn r5_a_failed_log_out_boots_the_user_again_with_a_fresh_token() {
    let mut page = Page::live_user("a");
    page.on(Event::LogOut);
    assert_eq!(page.on(Event::LogOutFailed), [Command::FetchToken(Request(2))]);
    assert!(page.answer("a", "t2", 7200).contains(&Command::Boot(user("t2"))));
}

#[test]
fn r5_a_log_out_while_the_script_loads_leaves_only_a_shutdown_in_the_queue() {
    let mut page = Page::with(Session::user("a", 1));
    page.answer("a", "t", 7200);
    assert_eq!(page.on(Event::LogOut), [Command::Queue(Queue::Shutdown)]);
    assert_eq!(
        page.on(Event::Session(Session::Visitor)),
        [Command::Queue(Queue::ShutdownAndBoot(Identity::Visitor))]
    );
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
    page.on(Event::Session(Session::user("a", 1)));
    assert_eq!(page.answer("a", "t", 7200), []);
    assert!(page.on(Event::Settled("/account".into())).contains(&Command::Boot(user("t"))));
    let mut page = Page::with(Session::Visitor);
    assert_eq!(page.on(Event::Settled("/coffees".into())), []);
    assert_eq!(page.on(Event::Live("/coffees".into())), [Command::Listen(Registration(1))]);
}

#[test]
fn r7_a_boot_drained_while_the_page_moves_is_followed_by_a_ping_from_the_page_in_place() {
    let mut page = Page::with(Session::Visitor);
    page.on(Event::Moving);
    assert_eq!(page.on(Event::Live("/coffees".into())), [Command::Listen(Registration(1))]);
    assert_eq!(page.on(Event::Settled("/coffees".into())), [bare_update()]);
}

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
fn r9_a_new_revision_brings_one_update_with_a_new_token_and_the_waiting_ping() {
    let mut page = Page::live_user("a");
    page.on(Event::Session(Session::user("a", 2)));
    page.on(Event::Moving);
    assert_eq!(page.answer("a", "t2", 7200), []);
    let token = Some(Token::signed("t2".into()));
    assert_eq!(
        page.on(Event::Settled("/account".into())),
        [Command::Update(Update { token, attributes: Attributes::new() }),]
    );
    assert_eq!(page.on(Event::Tick), []);
}

#[test]
fn r9_an_answer_from_before_the_change_is_asked_for_again() {
    let mut page = Page::with(Session::user("a", 1));
    let old = page.last_request();
    assert_eq!(page.on(Event::Session(Session::user("a", 2))), [Command::FetchToken(Request(2))]);
    assert_eq!(page.on(Event::Token { request: old, result: Ok(reply("a", "old name", 7200)) }), []);
}

#[test]
fn r9_attributes_ride_on_the_next_ping_or_go_after_a_minute() {
    let plan = || Attributes::new().with("plan", "gold").unwrap();
    let mut page = Page::live_visitor();
    assert_eq!(page.on(Event::Update(plan())), []);
    let with_plan = [Command::Update(Update { token: None, attributes: plan() })];
    assert_eq!(page.on(Event::Settled("/coffees".into())), with_plan);
    page.on(Event::Update(plan()));
    assert_eq!(page.machine.deadline(page.now), Some(60_000));
    assert_eq!(page.pass(60_000), with_plan);
    assert_eq!(page.machine.deadline(page.now), None);
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
    page.on(Event::Unread { registration: Registration(1), count: 3 });
    assert_eq!(page.machine.unread(), 3);
    page.on(Event::Session(Session::Visitor));
    assert_eq!(page.machine.unread(), 0);
    page.on(Event::Unread { registration: Registration(1), count: 5 });
    assert_eq!((page.machine.unread(), page.drops()), (0, vec![Reason::OldRegistration]));
}

#[test]
fn r1_a_session_that_the_server_ended_is_shut_down_even_while_the_host_is_unsure() {
    let mut page = Page::live_user("a");
    page.on(Event::Session(Session::user("a", 2)));
    page.on(Event::Session(Session::Unknown));
    assert!(page.fail(TokenFailure::SignedOut).contains(&Command::Shutdown));
}

#[test]
fn while_the_host_is_unsure_what_is_there_stays_and_nothing_new_begins() {
    let mut page = Page::live_user("a");
    assert_eq!(page.on(Event::Session(Session::Unknown)), []);
    assert_eq!(page.on(Event::Settled("/x".into())), []);
    assert_eq!(page.on(Event::Session(Session::user("a", 1))), [bare_update()]);
}
