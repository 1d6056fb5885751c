//! A model of everything round the machine: a server, one browser with its tabs, the host app in each, network and
//! widget. It carries commands out as the real ones would, and checks after each event that nothing of one person is
//! visible to another.
//!
//! * `op`: what may happen
//! * `browser`: what the tabs share, and the server behind them
//! * `tab`: a page with its machine and its host; `page`: what happens in it
//! * `widget`: one page's widget, and what it was told
//! * `checks`: what holds after every event
//! * `calm`: where everything comes to rest

mod browser;
mod calm;
mod checks;
mod op;
mod page;
mod tab;
mod widget;

pub use op::{Op, Story, story};

use browser::Browser;
use leptos_messenger::messenger::machine::Lifecycle;
use leptos_messenger::messenger::*;
use op::T;
use tab::{Host, Oracle, Tab};
use widget::{Script, Widget};

pub struct World {
    browser: Browser,
    tabs: Vec<Option<Tab>>,
}

impl World {
    pub fn new(tabs: u8, throttled: bool) -> Self {
        let tabs = (0..tabs.max(1)).map(|_| None).collect();
        let mut world = Self { browser: Browser::new(throttled), tabs };
        (0..world.tabs.len()).for_each(|tab| world.open(tab, false));
        world
    }

    /// Runs a story to its end, and to rest. Returns how many events that were.
    pub fn tell(story: &Story) -> u64 {
        let mut world = Self::new(story.tabs, story.throttled);
        for op in &story.ops {
            world.happen(*op);
        }
        world.calm_down();
        u64::from(world.browser.moment)
    }

    fn happen(&mut self, op: Op) {
        let now = self.browser.now;
        match op {
            Op::Dies => self.browser.session = None,
            Op::Pass(millis) => self.pass(i64::from(millis)),
            Op::Sleep(millis) => {
                self.browser.now.wall += i64::from(millis);
                self.ring();
            }
            Op::Jump(millis) => {
                self.browser.now.wall += i64::from(millis);
                self.ring();
            }
            Op::Reload(t) => {
                self.close(t.into());
                self.open(t.into(), false);
            }
            Op::Prerender(t) if self.tabs[usize::from(t)].is_none() => self.open(t.into(), true),
            Op::Close(t) => self.close(t.into()),
            Op::MayLoad(t) if self.tabs[usize::from(t)].is_none() => self.open(t.into(), false),
            Op::Browse(t, pages, seconds) => {
                for page in 0..pages {
                    self.happen(Op::Arrive(t, page));
                    self.pass(i64::from(seconds) * 1_000);
                }
            }
            Op::Edit(t, times) => {
                for _ in 0..times {
                    self.happen(Op::Rename(t));
                    self.happen(Op::Answer(t, 7200));
                }
            }
            of_a_tab => self.in_tab(of_a_tab),
        }
        debug_assert!(self.browser.now.monotonic >= now.monotonic);
    }

    fn close(&mut self, index: usize) {
        let unheard = self.tabs[index].take().is_some_and(|tab| tab.allowed()) && !self.browser.consent;
        self.browser.closed_unheard |= unheard;
    }

    /// A page is loaded: the server knows who asks for it.
    fn open(&mut self, index: usize, prerendered: bool) {
        let id = self.browser.next();
        let host = Host {
            session: self.browser.session.clone(),
            unsure: false,
            leaving: false,
            consent: self.browser.consent,
            withdrawn_elsewhere: false,
            asking: Vec::new(),
            consent_told: None,
        };
        let mut tab = Tab {
            id,
            machine: Lifecycle::new(self.browser.throttled, u64::from(id)),
            asleep: prerendered.then(Vec::new),
            frozen: false,
            host,
            may_load: false,
            moving: false,
            address: "/".into(),
            widget: Widget::new(),
            questions: Vec::new(),
            mail: Vec::new(),
            storage: false,
            oracle: Oracle::default(),
        };
        tab.on(Event::Consent(tab.host.consent), &mut self.browser);
        tab.on(Event::Session(tab.session()), &mut self.browser);
        tab.on(Event::Settled(tab.address.clone()), &mut self.browser);
        self.tabs[index] = Some(tab);
        self.pass_on(index);
    }

    /// Somebody acts in a page that can be acted in, or something reaches it.
    fn in_tab(&mut self, op: Op) {
        let Some(index) = tab_of(op).map(usize::from) else { return };
        let Some(mut tab) = self.tabs[index].take() else { return };
        let marker = self.browser.marker.clone();
        if tab.widget.script == Script::Starting && !tab.frozen {
            tab.widget.start(&mut self.browser);
            tab.handle(Event::Live(tab.address.clone()), &mut self.browser);
        }
        tab.happen(op, &mut self.browser);
        self.tabs[index] = Some(tab);
        self.spread(index, &marker);
    }

    fn event(&mut self, index: usize, event: Event) {
        let marker = self.browser.marker.clone();
        if let Some(tab) = &mut self.tabs[index] {
            tab.on(event, &mut self.browser);
        }
        self.spread(index, &marker);
    }

    /// What the other tabs will hear of what one did.
    fn spread(&mut self, from: usize, before: &Marker) {
        if *before != self.browser.marker {
            for (_, other) in self.tabs.iter_mut().enumerate().filter(|(index, _)| *index != from) {
                if let Some(other) = other.as_mut().filter(|other| !other.frozen) {
                    other.storage = true;
                }
            }
        }
        self.pass_on(from);
    }

    fn pass_on(&mut self, from: usize) {
        let Some(sender) = self.tabs[from].as_ref().map(|tab| tab.id) else { return };
        for notice in std::mem::take(&mut self.browser.posted) {
            for (_, other) in self.tabs.iter_mut().enumerate().filter(|(index, _)| *index != from) {
                if let Some(other) = other.as_mut().filter(|other| !other.frozen) {
                    other.mail.push((sender, notice.clone()));
                }
            }
        }
    }

    /// Time passes, and each page's timer fires when it is due; a browser may make them wait.
    fn pass(&mut self, millis: i64) {
        let end = self.browser.now.monotonic + millis;
        for _ in 0..24 {
            let Some((at, tab)) = self.next_timer().filter(|(at, _)| *at <= end) else { break };
            let step = (at - self.browser.now.monotonic).max(0);
            self.browser.now.monotonic += step;
            self.browser.now.wall += step;
            self.event(tab, Event::Tick);
        }
        self.browser.now.wall += end - self.browser.now.monotonic;
        self.browser.now.monotonic = end;
    }

    fn next_timer(&self) -> Option<(i64, usize)> {
        let timers = self.tabs.iter().enumerate().filter_map(|(index, tab)| {
            let tab = tab.as_ref().filter(|tab| tab.runs())?;
            Some((tab.machine.deadline(self.browser.now)?, index))
        });
        timers.min()
    }

    /// Timers that are due at this very moment.
    fn ring(&mut self) {
        for index in 0..self.tabs.len() {
            let due = self.tabs[index].as_ref().filter(|tab| tab.runs()).and_then(|tab| {
                tab.machine.deadline(self.browser.now).filter(|at| *at <= self.browser.now.monotonic)
            });
            if due.is_some() {
                self.event(index, Event::Tick);
            }
        }
    }
}

fn tab_of(op: Op) -> Option<T> {
    match op {
        Op::LogIn(t, _)
        | Op::LogOut(t)
        | Op::LogOutDone(t, _)
        | Op::Rename(t)
        | Op::Consent(t)
        | Op::Leave(t)
        | Op::Arrive(t, _)
        | Op::Call(t)
        | Op::Attribute(t)
        | Op::Serve(t, ..)
        | Op::Deliver(t, _)
        | Op::Answer(t, _)
        | Op::Fail(t, _)
        | Op::Refuse(t)
        | Op::HostServed(t)
        | Op::HostTold(t, _)
        | Op::HostLost(t)
        | Op::Unsure(t)
        | Op::Script(t)
        | Op::ScriptSlow(t)
        | Op::ScriptFails(t)
        | Op::Throws(t)
        | Op::WidgetEvent(t, _)
        | Op::Mail(t, _)
        | Op::Storage(t)
        | Op::MayLoad(t)
        | Op::Wake(t)
        | Op::Freeze(t)
        | Op::Show(t) => Some(t),
        _ => None,
    }
}
