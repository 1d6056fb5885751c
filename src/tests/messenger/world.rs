//! A model of everything round the machine: server, host app, network, browser and widget. It carries commands out as
//! the real ones would, and checks after each that nothing of one person is visible to another.

use leptos_messenger::messenger::*;

/// Something that happens, somewhere.
#[derive(Clone, Debug)]
pub enum Op {
    /// This page logs somebody in.
    LogIn(u8),
    /// "Log out" is pressed; whether the server hears of it.
    LogOut {
        heard: bool,
    },
    /// Another tab logs somebody in, or out; this page does not know.
    ElsewhereLogIn(u8),
    ElsewhereLogOut,
    /// The host asks its server who is here, and says so.
    Recheck,
    /// The host is not sure for a while.
    Unsure,
    Rename,
    Leave,
    Arrive(u8),
    /// The oldest question for a token is answered: truly, not at all, with a refusal, or late and out of order.
    Answer(Answer),
    ScriptArrives,
    ScriptFails,
    Call,
    Attribute,
    Pass(i64),
    Sleep(i64),
    Unread(u8),
    /// The page is closed and another one opened; cookies and storage stay.
    Reload,
}

#[derive(Clone, Copy, Debug)]
pub enum Answer {
    True { expires_in: u32 },
    Failing,
    Refusing,
    Newest { expires_in: u32 },
}

/// A person and one of their log-ins: `a3` is a's third.
type Key = String;

pub struct World {
    machine: Lifecycle,
    now: Now,
    // The server
    serial: u32,
    server: Option<Key>,
    // The host app in this page
    host: Option<Key>,
    unsure: bool,
    revision: i64,
    pressed_log_out: bool,
    // The network
    questions: Vec<Request>,
    // The browser
    address: Url,
    moving: bool,
    marker: Marker,
    cookie: Option<Key>,
    // The widget
    script: Script,
    queue: Option<Queue>,
    inside: Option<Inside>,
    reported: Option<Url>,
    /// Registered with the widget, which drops them at shutdown.
    callbacks: u32,
    alive_until: Option<Now>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Script {
    Absent,
    Inserted,
    Failed,
    Live,
}

#[derive(Clone, Debug, PartialEq)]
enum Inside {
    Visitor,
    User(Key),
}

impl World {
    pub fn new() -> Self {
        let mut world = Self {
            machine: Lifecycle::new(false, 1),
            now: Now::default(),
            serial: 0,
            server: None,
            host: None,
            unsure: false,
            revision: 1,
            pressed_log_out: false,
            questions: Vec::new(),
            address: "/".into(),
            moving: false,
            marker: Marker::Nobody,
            cookie: None,
            script: Script::Absent,
            queue: None,
            inside: None,
            reported: None,
            callbacks: 0,
            alive_until: None,
        };
        world.open_page();
        world
    }

    fn open_page(&mut self) {
        self.machine = Lifecycle::new(false, u64::from(self.serial) + 1);
        (self.script, self.queue, self.inside, self.reported) = (Script::Absent, None, None, None);
        (self.questions, self.alive_until, self.pressed_log_out) = (Vec::new(), None, false);
        (self.moving, self.unsure, self.callbacks) = (false, false, 0);
        self.host.clone_from(&self.server);
        self.event(Event::Consent(true));
        self.event(Event::MayLoad);
        self.say_session();
        self.event(Event::Settled(self.address.clone()));
    }

    pub fn happen(&mut self, op: &Op) {
        match op {
            Op::LogIn(who) => {
                self.server = Some(self.new_key(*who));
                self.host.clone_from(&self.server);
                self.say_session();
            }
            Op::LogOut { heard } if self.host.is_some() => {
                self.pressed_log_out = true;
                self.event(Event::LogOut);
                assert_ne!(self.inside_user(), self.host, "shut down before the server is told");
                self.pressed_log_out = false;
                if *heard {
                    (self.server, self.host) = (None, None);
                    self.say_session();
                } else {
                    self.event(Event::LogOutFailed);
                }
            }
            Op::ElsewhereLogIn(who) => self.server = Some(self.new_key(*who)),
            Op::ElsewhereLogOut => self.server = None,
            Op::Recheck => {
                self.host.clone_from(&self.server);
                self.say_session();
            }
            Op::Unsure => {
                self.unsure = true;
                self.event(Event::Session(Session::Unknown));
            }
            Op::Rename => {
                self.revision += 1;
                self.say_session();
            }
            Op::Leave => {
                self.moving = true;
                self.event(Event::Moving);
            }
            Op::Arrive(page) => {
                self.moving = false;
                self.address = format!("/{page}");
                self.event(Event::Settled(self.address.clone()));
            }
            Op::Answer(answer) if !self.questions.is_empty() => self.answer(*answer),
            Op::ScriptArrives if self.script == Script::Inserted => self.script_arrives(),
            Op::ScriptFails if self.script == Script::Inserted => {
                self.script = Script::Failed;
                self.event(Event::ScriptFailed);
            }
            Op::Call => self.event(Event::Call(Call::StartConversation(self.label()))),
            Op::Attribute => {
                let owned = Attributes::new().with("owner", self.label()).unwrap();
                self.event(Event::Update(owned));
            }
            Op::Pass(millis) => self.pass(*millis),
            Op::Sleep(millis) => {
                self.now.wall += millis;
                self.event(Event::Tick);
            }
            Op::Unread(registration) => {
                let registration = Registration(u32::from(*registration));
                self.event(Event::Heard { registration, heard: Heard::Unread(1) });
            }
            Op::Reload => self.open_page(),
            _ => {}
        }
    }

    fn new_key(&mut self, who: u8) -> Key {
        self.serial += 1;
        format!("{}{}", char::from(b'a' + who % 3), self.serial)
    }

    fn label(&self) -> String {
        self.host.clone().unwrap_or_else(|| "visitor".into())
    }

    fn say_session(&mut self) {
        self.unsure = false;
        let session = self.host.clone().map_or(Session::Visitor, |key| Session::user(key, self.revision));
        self.event(Event::Session(session));
    }

    fn answer(&mut self, answer: Answer) {
        let request = match answer {
            Answer::Newest { .. } => self.questions.pop().unwrap(),
            _ => self.questions.remove(0),
        };
        let result = match (answer, &self.server) {
            (Answer::Failing, _) => Err(TokenFailure::Unavailable),
            (Answer::Refusing, _) => Err(TokenFailure::Refused),
            (_, None) => Err(TokenFailure::SignedOut),
            (Answer::True { expires_in } | Answer::Newest { expires_in }, Some(key)) => Ok(TokenReply {
                token: Token::signed(format!(
                    "{key}|{}|{}|{expires_in}.signature",
                    self.now.monotonic, self.now.wall
                )),
                key: SessionKey(key.clone()),
                expires_in,
                server_time: self.now.wall / 1_000,
            }),
        };
        self.event(Event::Token { request, result });
    }

    /// Drains the queue, then takes the stub's place.
    fn script_arrives(&mut self) {
        self.script = Script::Live;
        match self.queue.take().expect("the script never starts with an empty queue") {
            Queue::Boot(identity) => self.boot(&identity),
            Queue::Shutdown => self.shutdown(),
            Queue::ShutdownAndBoot(identity) => {
                self.shutdown();
                self.boot(&identity);
            }
        }
        self.event(Event::Live(self.address.clone()));
    }

    /// Time passes, and the page's timer fires as often as it is due.
    fn pass(&mut self, millis: i64) {
        let end = self.now.monotonic + millis;
        for _ in 0..200 {
            let Some(deadline) = self.machine.deadline(self.now).filter(|deadline| *deadline <= end) else {
                break;
            };
            let step = deadline - self.now.monotonic;
            self.now.monotonic += step;
            self.now.wall += step;
            self.event(Event::Tick);
            let next = self.machine.deadline(self.now);
            assert!(next.is_none_or(|next| next > self.now.monotonic), "the timer would spin");
        }
        self.now.wall += end - self.now.monotonic;
        self.now.monotonic = end;
        self.event(Event::Tick);
    }

    fn event(&mut self, event: Event) {
        for step in self.machine.handle(event, self.now, self.marker.clone()) {
            if let Step::Do(command) = step {
                self.carry_out(command);
            }
        }
        self.check();
    }

    fn carry_out(&mut self, command: Command) {
        let live = self.script == Script::Live;
        match command {
            Command::FetchToken(request) => {
                assert!(self.host.is_some(), "a token is asked for only for a user");
                self.questions.push(request);
            }
            Command::Queue(queue) => {
                assert!(!live, "a live widget has no queue");
                if let Queue::Boot(identity) | Queue::ShutdownAndBoot(identity) = &queue {
                    self.check_identity(identity);
                }
                self.queue = Some(queue);
            }
            Command::InsertScript => {
                assert_eq!(self.script, Script::Absent, "the script is inserted once");
                assert!(self.queue.is_some(), "there is somebody to boot");
                self.script = Script::Inserted;
            }
            Command::Boot(identity) => {
                assert!(live && !self.moving, "a boot is for a live widget, on a page in place");
                self.check_identity(&identity);
                self.boot(&identity);
            }
            Command::Update(update) => {
                assert!(live && !self.moving, "a ping is for a live widget, on a page in place");
                assert!(self.inside.is_some(), "nobody is in the widget");
                if let Some(token) = &update.token {
                    self.check_identity(&Identity::User(token.clone()));
                    self.alive_until = Some(life(token));
                }
                let wire = leptos::serde_json::to_value(&update.attributes).unwrap();
                if let Some(owner) = wire.get("owner") {
                    assert_eq!(*owner, self.label(), "attributes of another person");
                } else if update.token.is_none() {
                    assert_ne!(self.reported.as_ref(), Some(&self.address), "the same URL twice");
                }
                self.reported = Some(self.address.clone());
            }
            Command::Shutdown => {
                assert!(live);
                self.shutdown();
            }
            Command::Invoke(Call::StartConversation(text)) => {
                assert!(live && self.inside.is_some());
                assert_eq!(text, self.label(), "words of another person");
            }
            Command::Invoke(_) => {}
            Command::Listen(registration) => {
                assert!(live && registration.0 > 0);
                self.callbacks += 1;
            }
            Command::Mark(marker) => self.marker = marker,
            Command::TellHost(_) | Command::Tell(_) | Command::Announce(_) | Command::Forget => {}
        }
    }

    /// Whoever is booted is who the host says is here, by a token of this very session that is still alive.
    fn check_identity(&self, identity: &Identity) {
        match identity {
            Identity::Visitor => assert_eq!(self.host, None, "a user is never booted as a visitor"),
            Identity::User(token) => {
                let key = owner(token);
                assert_eq!(Some(&key), self.host.as_ref(), "booted with another's token");
                assert!(!self.pressed_log_out, "booted after log-out was pressed");
                assert!(!self.unsure, "booted while the host is unsure");
                let end = life(token);
                assert!(
                    self.now.monotonic < end.monotonic && self.now.wall < end.wall,
                    "booted with a dead token"
                );
            }
        }
    }

    fn boot(&mut self, identity: &Identity) {
        let before = self.inside.clone();
        match identity {
            Identity::Visitor => {
                assert_eq!(self.cookie, None, "a visitor meets a user's cookie");
                assert!(!matches!(before, Some(Inside::User(_))), "a visitor after a user, without shutdown");
                self.inside = Some(Inside::Visitor);
            }
            Identity::User(token) => {
                let key = owner(token);
                let fits = self.cookie.as_ref().is_none_or(|cookie| *cookie == key);
                assert!(fits, "{key} meets the cookie of {:?}", self.cookie);
                if let Some(Inside::User(before)) = before {
                    assert_eq!(before, key, "a user after another, without shutdown");
                }
                self.cookie = Some(key.clone());
                self.alive_until = Some(life(token));
                self.inside = Some(Inside::User(key));
            }
        }
        // While the page moves, one page's address may come with another's title.
        self.reported = (!self.moving).then(|| self.address.clone());
    }

    fn shutdown(&mut self) {
        (self.inside, self.cookie, self.reported, self.alive_until) = (None, None, None, None);
        self.callbacks = 0;
    }

    fn inside_user(&self) -> Option<Key> {
        match &self.inside {
            Some(Inside::User(key)) => Some(key.clone()),
            _ => None,
        }
    }

    /// What holds after every single event.
    fn check(&self) {
        if let Some(user) = self.inside_user() {
            assert_eq!(Some(&user), self.host.as_ref(), "{user} is still in the widget");
            if let Some(end) = self.alive_until {
                assert!(
                    self.now.monotonic < end.monotonic && self.now.wall < end.wall,
                    "a dead token's session goes on"
                );
            }
        }
        if self.script == Script::Live && self.machine.state() != State::Idle {
            assert_eq!(self.callbacks, u32::from(self.inside.is_some()), "one callback a session");
        }
        let live_for_host = match (&self.inside, &self.host) {
            (Some(Inside::Visitor), None) => true,
            (Some(Inside::User(user)), Some(host)) => user == host,
            _ => false,
        };
        if live_for_host && !self.moving && !self.unsure && self.machine.state() != State::Idle {
            assert_eq!(self.reported.as_ref(), Some(&self.address), "the last URL is always reported");
        }
    }

    /// Nothing fails any more: the person who is here ends up in the widget, at the last URL.
    pub fn calm_down(&mut self) {
        self.happen(&Op::Arrive(9));
        self.happen(&Op::Recheck);
        self.happen(&Op::ScriptArrives);
        // Steps shorter than a question's patience, for longer than the longest wait between two.
        for _ in 0..15 {
            while !self.questions.is_empty() {
                self.answer(Answer::Newest { expires_in: 7200 });
            }
            self.pass(5_000);
        }
        if self.script == Script::Live && matches!(self.machine.state(), State::Live(_) | State::Loading) {
            assert_eq!(self.inside, Some(self.host.clone().map_or(Inside::Visitor, Inside::User)));
            assert_eq!(self.reported.as_deref(), Some("/9"));
        }
    }
}

fn owner(token: &Token) -> Key {
    token.without_signature().split('|').next().unwrap_or_default().to_owned()
}

fn life(token: &Token) -> Now {
    let mut parts = token.without_signature().split('|').skip(1).map(|part| part.parse::<i64>().unwrap());
    let (monotonic, wall, seconds) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    Now { monotonic: monotonic + seconds * 1000, wall: wall + seconds * 1000 }
}
