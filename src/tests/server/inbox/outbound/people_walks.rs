//! Random walks of one browser whose people change: what was for a visitor never shows to the next person, and what is for a user
//! never shows to a visitor. `PROPTEST_CASES` says how many.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use std::io::Write;

use super::*;

/// Walks at most: each takes some 50 ms of a database.
const MOST: u32 = 128;

#[derive(Clone, Debug)]
enum Step {
    /// To plans, or away from them.
    Goes(bool),
    /// As the one or the other user.
    LogsIn(usize),
    LogsOut,
    /// The panel says that what stands there was seen.
    Sees,
    /// The person opens the chat that is listed, or answers it.
    Opens,
    Answers,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => prop::bool::weighted(0.7).prop_map(Step::Goes),
        3 => (0..2_usize).prop_map(Step::LogsIn),
        3 => Just(Step::LogsOut),
        3 => Just(Step::Sees),
        1 => Just(Step::Opens),
        1 => Just(Step::Answers),
    ]
}

/// Whoever sits at the browser: a visitor with a number, or a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Who {
    Visitor(usize),
    User(usize),
}

/// Posts for visitors and for users, and a chat for all.
#[derive(Clone, Copy)]
struct Messages {
    of_visitors: i64,
    of_users: i64,
    chat: i64,
}

struct Walk<'a> {
    desk: &'a Desk,
    tab: Tab<'a>,
    users: [String; 2],
    who: Who,
    visitors: usize,
    /// Who got which message, and whether they have seen it.
    got: Vec<(Who, i64, bool)>,
    /// People who have answered the chat, and those who have opened it.
    answered: Vec<Who>,
    opened: Vec<Who>,
    on_plans: bool,
    shows: usize,
    reached: Reached,
}

/// What the walks came to: a walk in which nothing happens proves nothing.
#[derive(Clone, Copy, Debug, Default)]
struct Reached {
    shows: usize,
    opened: usize,
    answered: usize,
    /// Log-ins of a user who had got the chat, after a visitor who had got it.
    came_back: usize,
}

impl Walk<'_> {
    async fn take(&mut self, step: &Step, messages: Messages) -> Result<(), String> {
        match step {
            Step::Goes(to_plans) => {
                // Another page each time: one more ping of the same page says nothing new.
                self.on_plans = *to_plans;
                let page =
                    format!("https://shop.example/{}?{}", if *to_plans { "plans" } else { "" }, self.shows);
                self.tab.goes_to(&page).await;
            }
            Step::LogsIn(user) => {
                let jwt = json!({ "intercom_user_jwt": token(self.desk, &self.users[*user]) });
                let before = self.who;
                if let Who::User(other) = before
                    && other != *user
                {
                    self.logs_out().await;
                }
                self.tab.ping("boot", HOME, jwt, None).await;
                self.on_plans = false;
                let left = std::mem::replace(&mut self.who, Who::User(*user));
                // The visitor was the user all along.
                if matches!(left, Who::Visitor(_)) {
                    let has_got =
                        |of: Who| self.got.iter().any(|(who, id, _)| (*who, *id) == (of, messages.chat));
                    self.reached.came_back += usize::from(has_got(left) && has_got(self.who));
                    let got = self.got.iter_mut().map(|(who, ..)| who);
                    let people = got.chain(&mut self.answered).chain(&mut self.opened);
                    people.filter(|who| **who == left).for_each(|who| *who = self.who);
                }
            }
            Step::LogsOut => self.logs_out().await,
            Step::Sees => {
                if let Some(id) = self.tab.shown() {
                    self.tab.says(id, "seen").await;
                    let who = self.who;
                    self.got
                        .iter_mut()
                        .filter(|(one, message, _)| (*one, *message) == (who, id))
                        .for_each(|got| got.2 = true);
                }
                return Ok(());
            }
            Step::Opens | Step::Answers => {
                let Some(number) = self.tab.listed().await.first().copied() else { return Ok(()) };
                if matches!(step, Step::Opens) {
                    self.tab.opens(number).await;
                    self.opened.push(self.who);
                    self.reached.opened += 1;
                } else if !self.answered.contains(&self.who) {
                    let key = format!("k_{}", self.answered.len());
                    self.desk.writes(&self.tab.session, &key, Some(number), "Yes please").await;
                    self.answered.push(self.who);
                    self.reached.answered += 1;
                }
                self.got
                    .iter_mut()
                    .filter(|(who, id, _)| (*who, *id) == (self.who, messages.chat))
                    .for_each(|got| got.2 = true);
                return self.check_list(messages).await;
            }
        }
        self.check(messages).await?;
        self.check_list(messages).await
    }

    /// The chat stands once in the list of whoever got it, and a visitor's answer beside the user's own.
    async fn check_list(&self, messages: Messages) -> Result<(), String> {
        let has_got = self.got.iter().any(|(who, id, _)| (*who, *id) == (self.who, messages.chat));
        let answered = self.answered.iter().filter(|who| **who == self.who).count();
        let expected = answered.max(usize::from(has_got));
        let listed = self.tab.listed().await;
        if listed.len() != expected {
            return Err(format!(
                "{expected} rows, and not {listed:?}, for {:?}, of {:?}",
                self.who, self.got
            ));
        }
        let is_read = answered > 0 || self.opened.contains(&self.who);
        let unread = self.tab.unread().await;
        let count = format!("data-unread-count=\"{}\"", u8::from(has_got && !is_read));
        match unread.contains(&count) {
            true => Ok(()),
            false => Err(format!("not {count} for {:?}, of {:?}: {unread}", self.who, self.got)),
        }
    }

    async fn logs_out(&mut self) {
        self.desk.person("shutdown", Some(json!({})), &self.tab.session).await;
        self.tab = Tab::visitor(self.desk).await;
        self.visitors += 1;
        (self.who, self.on_plans) = (Who::Visitor(self.visitors), false);
    }

    async fn check(&mut self, Messages { of_visitors, of_users, chat }: Messages) -> Result<(), String> {
        let Some(id) = self.tab.shown() else { return Ok(()) };
        self.shows += 1;
        let mine: Vec<bool> = self
            .got
            .iter()
            .filter(|(who, message, _)| (*who, *message) == (self.who, id))
            .map(|got| got.2)
            .collect();
        let (has_got, has_seen) = (!mine.is_empty(), mine.contains(&true));
        let wrong = |why: &str, walk: &Self| Err(format!("{why}: {id} to {:?}, of {:?}", walk.who, walk.got));
        match self.who {
            _ if has_seen && (!self.on_plans || id == chat) => return wrong("again", self),
            Who::Visitor(_) if id == of_users => return wrong("a user's to a visitor", self),
            Who::User(_) if id == of_visitors && !has_got => {
                return wrong("a visitor's to another person", self);
            }
            _ if !has_got && !self.on_plans => return wrong("on another page", self),
            _ if !has_got => self.got.push((self.who, id, false)),
            _ => {}
        }
        if id == chat {
            let unread = self.tab.unread().await;
            return if unread.contains("Hello all") { Ok(()) } else { wrong("no snippet", self) };
        }
        let words = self.tab.reads(id).await.1;
        match (words.contains("Hello user"), id == of_users) {
            (is_of_user, expected) if is_of_user == expected => Ok(()),
            _ => wrong("other words", self),
        }
    }
}

async fn walk(desk: &Desk, name: &str, messages: Messages, steps: &[Step]) -> Result<Reached, String> {
    let mut walk = Walk {
        desk,
        tab: Tab::visitor(desk).await,
        users: ["a", "b"].map(|user| format!("{name}_{user}")),
        who: Who::Visitor(0),
        visitors: 0,
        got: Vec::new(),
        answered: Vec::new(),
        opened: Vec::new(),
        on_plans: false,
        shows: 0,
        reached: Reached::default(),
    };
    for step in steps {
        walk.take(step, messages).await?;
    }
    Ok(Reached { shows: walk.shows, ..walk.reached })
}

#[tokio::test]
async fn on_no_walk_with_log_ins_and_log_outs_does_a_message_reach_somebody_else_or_stand_twice() {
    let desk = Desk::open().await;
    // A visitor becomes a user, or does not: each has one of the two.
    let of = |kind: &str, text: &str| {
        let audience =
            json!([[{ "of": "field", "name": "role", "type": "choice", "operator": "is", "value": kind }]]);
        but(json!({ "style": "post", "text": text, "audience": audience }))
    };
    let messages = Messages {
        of_visitors: start(&desk, &of("visitor", "Hello visitor")).await,
        of_users: start(&desk, &of("user", "Hello user")).await,
        chat: start(&desk, &but(json!({ "text": "Hello all", "audience": [], "priority": 1 }))).await,
    };
    // All three on one day.
    assert_eq!(desk.acts("workspace_set_messenger", "messages_per_day=100").await.0, StatusCode::OK);
    let config = Config { failure_persistence: None, ..Config::default() };
    let cases = MOST.min(config.cases);
    let mut runner = TestRunner::new(config);
    let mut reached = Reached::default();
    for case in 0..cases {
        let steps = prop::collection::vec(step(), 1..40).new_tree(&mut runner).expect("a walk").current();
        match walk(&desk, &format!("w_{case}"), messages, &steps).await {
            Ok(one) => {
                reached.shows += one.shows;
                reached.opened += one.opened;
                reached.answered += one.answered;
                reached.came_back += one.came_back;
            }
            Err(why) => panic!("{why}: {steps:#?}"),
        }
    }
    let _ = writeln!(std::io::stderr(), "walks of several people: {cases}, {reached:?}");
    let rare = reached.opened.min(reached.answered).min(reached.came_back);
    assert!(reached.shows > cases as usize && rare > cases as usize / 16, "{reached:?}");
}
