//! Each rule by its number. The property tests try what random interleavings can do to the rules.

use super::*;
use crate::attributes::Attributes;
use crate::session::{Session, SessionKey};
use crate::token::{Token, TokenReply};
use crate::token_failure::TokenFailure;

mod budget;
mod calls;
mod consent;
mod diagnosis;
mod host_check;
mod mount;
mod person;
mod pings;
mod tabs;
mod tokens;
mod wake;
mod widget;

const HOUR: i64 = 3_600_000;

/// A machine with a clock and a memory of what it ordered last.
struct Page {
    machine: Lifecycle,
    /// The marker, which the tabs of this browser share.
    marker: Marker,
    now: Now,
    steps: Vec<Step>,
}

impl Page {
    fn new(marker: Marker) -> Self {
        let mut page = Self::untouched(marker, false);
        page.on(Event::Consent(true));
        page.on(Event::MayLoad);
        page
    }

    /// A page in which nothing has happened yet.
    fn untouched(marker: Marker, throttled: bool) -> Self {
        Self {
            machine: Lifecycle::new(throttled, 7),
            marker,
            now: Now::default(),
            steps: Vec::new(),
        }
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
        page.go_live("/");
        page
    }

    /// A live user with a token of two hours.
    fn live_user(key: &str) -> Self {
        let mut page = Self::with(Session::user(key).revision(1));
        page.answer(key, "t1", 7200);
        page.go_live("/");
        page
    }

    /// The widget arrives, and its first ping succeeds.
    fn go_live(&mut self, url: &str) -> Vec<Command> {
        let commands = self.on(Event::Live(url.into()));
        self.is_ready();
        commands
    }

    fn is_ready(&mut self) {
        if let Some(registration) = self.machine.widget.registration {
            self.machine.handle(
                Event::Widget {
                    registration,
                    event: WidgetEvent::Ready,
                },
                self.now,
                self.marker.clone(),
            );
        }
    }

    fn on(&mut self, event: Event) -> Vec<Command> {
        self.steps = self.machine.handle(event, self.now, self.marker.clone());
        for step in &self.steps {
            if let Step::Do(Command::Mark(marker)) = step {
                self.marker = marker.clone();
            }
        }
        self.commands()
    }

    /// All commands but the messages to other tabs.
    fn commands(&self) -> Vec<Command> {
        self.steps
            .iter()
            .filter_map(|step| match step {
                Step::Do(Command::Broadcast(_)) => None,
                Step::Do(command) => Some(command.clone()),
                _ => None,
            })
            .collect()
    }

    fn announced(&self) -> Vec<TabMessage> {
        self.steps
            .iter()
            .filter_map(|step| match step {
                Step::Do(Command::Broadcast(notice)) => Some(notice.clone()),
                _ => None,
            })
            .collect()
    }

    fn findings(&self) -> Vec<Finding> {
        self.steps
            .iter()
            .filter_map(|step| match step {
                Step::Found(finding) => Some(*finding),
                _ => None,
            })
            .collect()
    }

    fn drops(&self) -> Vec<Reason> {
        self.steps
            .iter()
            .filter_map(|step| match step {
                Step::Drop(dropped) => Some(dropped.reason),
                _ => None,
            })
            .collect()
    }

    fn pass(&mut self, millis: i64) -> Vec<Command> {
        self.now.monotonic += millis;
        self.now.wall += millis;
        self.on(Event::Tick)
    }

    /// Lets time pass until the machine asks the host again. Returns the wait and the reason.
    fn next_host_check(&mut self) -> (i64, CheckAgain) {
        let before = self.now.monotonic;
        for _ in 0..100 {
            let due = self.machine.deadline(self.now).unwrap();
            for command in self.pass(due - self.now.monotonic) {
                if let Command::NotifyHost(why) = command {
                    return (self.now.monotonic - before, why);
                }
            }
        }
        panic!("the machine does not ask the host again");
    }

    fn last_request(&self) -> Request {
        Request(self.machine.tokens.requests)
    }

    fn answer(&mut self, key: &str, jwt: &str, expires_in: u32) -> Vec<Command> {
        let request = self.last_request();
        let reply = TokenReply {
            server_time: self.now.wall / 1_000,
            ..reply(key, jwt, expires_in)
        };
        self.on(Event::Token {
            request,
            result: Ok(reply),
        })
    }

    fn fail(&mut self, failure: TokenFailure) -> Vec<Command> {
        let request = self.last_request();
        self.on(Event::Token {
            request,
            result: Err(failure),
        })
    }
}

/// A reply at the moment when the page opened.
fn reply(key: &str, jwt: &str, expires_in: u32) -> TokenReply {
    TokenReply {
        token: Token::signed(jwt.into()),
        key: SessionKey(key.into()),
        expires_in,
        server_time: 0,
    }
}

fn user(jwt: &str) -> Identity {
    Identity::User(Token::signed(jwt.into()))
}

fn bare_update() -> Command {
    Command::Update(Update::default())
}
