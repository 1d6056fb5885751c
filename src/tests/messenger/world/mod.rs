//! A model of everything round the machine: a server, one browser with its tabs, the host app in each, network and
//! widget. It carries commands out as the real ones would, and checks after each event that nothing of one person is
//! visible to another.
//!
//! * `op`: what may happen; `story`: what happened, and how it begins; `sense`: what an op needs
//! * `browser`: what the tabs share, and the server behind them
//! * `tab`: a page with its machine; `host`: the app in it; `page`: what else happens there
//! * `widget`: one page's widget, and what it heard
//! * `oracle`: what the model remembers in order to judge; `checks`: what holds after every event, and between events
//! * `calm`: where everything comes to rest
//! * `witness`: what the stories have seen

mod browser;
mod calm;
mod checks;
mod host;
mod op;
mod oracle;
mod page;
mod sense;
mod story;
mod tab;
mod widget;
mod witness;

pub use op::{Op, Rolls};
pub use story::Story;
pub use witness::{Counts, Witnesses};

use browser::Browser;
use leptos_messenger::messenger::observe::*;
use tab::Tab;
use widget::Script;
use witness::Witness;

/// What a story came to.
pub struct Outcome {
    pub events: u64,
    pub witnesses: Witnesses,
}

pub struct World {
    browser: Browser,
    tabs: Vec<Option<Tab>>,
}

impl World {
    fn new(story: &Story) -> Self {
        let tabs = (0..story.tabs.max(1)).map(|_| None).collect();
        let mut world = Self { browser: Browser::new(story.throttled, story.two_origins), tabs };
        (0..world.tabs.len()).for_each(|tab| world.open(tab, false, true));
        world
    }

    /// Runs a story to its end, and to rest.
    pub fn run(story: &Story) -> Outcome {
        Self::new(story).go_through(story)
    }

    /// The same, with each event and what came of it printed.
    pub fn run_with_trace(story: &Story) -> Outcome {
        let mut world = Self::new(story);
        world.browser.traced = true;
        world.go_through(story)
    }

    fn go_through(mut self, story: &Story) -> Outcome {
        story.ops.iter().for_each(|op| self.happen(*op));
        self.end()
    }

    /// Runs the beginning of a story, goes on as the dice say, and comes to rest. The story grows with each op.
    pub fn invent(story: &mut Story, dice: &[u32]) -> Outcome {
        let mut world = Self::new(story);
        for op in &story.ops {
            world.happen(*op);
        }
        for bits in dice {
            let op = story.go_on(&world, *bits);
            world.happen(op);
        }
        world.end()
    }

    fn end(mut self) -> Outcome {
        self.calm_down();
        Outcome { events: self.browser.moment.into(), witnesses: self.browser.witnesses }
    }

    fn happen(&mut self, op: Op) {
        match op {
            Op::Dies => self.browser.end_session(),
            Op::IdleLimit(0) => self.browser.limit_idle_time(None),
            Op::IdleLimit(seconds) => self.browser.limit_idle_time(Some(i64::from(seconds) * 1_000)),
            Op::Ends(rolls, rounds_up) => (self.browser.rolls, self.browser.rounds_up) = (rolls, rounds_up),
            Op::Rest(seconds) => self.rest(seconds.into()),
            Op::KeysDiffer(differ) => self.browser.keys_differ = differ,
            Op::Pass(millis) => self.pass(i64::from(millis)),
            Op::UntilTimer(t) => {
                let timer = self.tabs[usize::from(t)].as_ref().and_then(|tab| tab.timer);
                self.pass(timer.map_or(0, |at| (at - self.browser.now.monotonic).max(0)));
            }
            Op::Sleep(millis) => self.browser.sleep(millis.into()),
            Op::Jump(millis) => self.browser.now.wall += i64::from(millis),
            Op::Reload(t) | Op::ReloadUnsure(t) => {
                self.close(t.into());
                self.open(t.into(), false, matches!(op, Op::Reload(_)));
            }
            Op::Prerender(t) if self.tabs[usize::from(t)].is_none() => self.open(t.into(), true, true),
            Op::Close(t) => self.close(t.into()),
            Op::MayLoad(t) if self.tabs[usize::from(t)].is_none() => self.open(t.into(), false, true),
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
        let in_two =
            self.tabs.iter().flatten().filter(|tab| tab.widget.is_live() && tab.widget.user().is_some());
        self.browser.note_if(in_two.count() > 1, Witness::LiveUsersInTwoTabs);
    }

    fn close(&mut self, index: usize) {
        let unheard = self.tabs[index].take().is_some_and(|tab| tab.allowed()) && !self.browser.consent;
        self.browser.closed_unheard |= unheard;
    }

    /// A page is loaded; whether the server says with it who asks for it.
    fn open(&mut self, index: usize, prerendered: bool, certain: bool) {
        let origin = if self.browser.two_origins { index as u8 % 2 } else { 0 };
        let mut tab = Tab::new(origin, prerendered, &mut self.browser);
        tab.begin(certain, &mut self.browser);
        self.tabs[index] = Some(tab);
        self.pass_on(index);
    }

    /// Somebody acts in a page that can be acted in, or something reaches it.
    fn in_tab(&mut self, op: Op) {
        let Some(index) = op.tab().map(usize::from) else { return };
        let Some(mut tab) = self.tabs[index].take() else { return };
        let marker = self.browser.marker.clone();
        if tab.widget.script == Script::Starting && !tab.frozen {
            tab.go_live(&mut self.browser);
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

    /// What the other tabs of its origin will hear of what one did.
    fn spread(&mut self, from: usize, before: &Marker) {
        if *before != self.browser.marker {
            self.neighbours(from).for_each(|(_, other)| other.storage = true);
        }
        self.pass_on(from);
    }

    fn pass_on(&mut self, from: usize) {
        let posted = std::mem::take(&mut self.browser.posted);
        let Some(sender) = self.tabs[from].as_ref().map(|tab| tab.id) else { return };
        for notice in posted {
            self.neighbours(from).for_each(|(_, other)| other.mail.push((sender, notice.clone())));
        }
    }

    /// Those whom a message or a storage event of this tab reaches.
    fn neighbours(&mut self, from: usize) -> impl Iterator<Item = (usize, &mut Tab)> {
        let origin = self.tabs[from].as_ref().map(|tab| tab.origin);
        let others = self.tabs.iter_mut().enumerate().filter(move |(index, _)| *index != from);
        let open = others.filter_map(|(index, tab)| Some((index, tab.as_mut()?)));
        open.filter(move |(_, tab)| !tab.frozen && Some(tab.origin) == origin)
    }

    /// Time passes, and each page's timer fires when it is due; a browser may make them wait.
    fn pass(&mut self, millis: i64) {
        let end = self.browser.now.monotonic + millis;
        for _ in 0..24 {
            let Some((at, tab)) = self.next_timer().filter(|(at, _)| *at <= end) else { break };
            self.browser.pass((at - self.browser.now.monotonic).max(0));
            self.event(tab, Event::Tick);
            self.probe();
        }
        self.browser.pass(end - self.browser.now.monotonic);
        self.probe();
    }

    /// Between events: no page waits for one that does not come.
    fn probe(&self) {
        let now = self.browser.now.monotonic;
        for tab in self.tabs.iter().flatten().filter(|tab| tab.runs()) {
            if tab.timer.is_none_or(|at| at > now) {
                tab.probe(&self.browser);
            }
        }
    }

    fn next_timer(&self) -> Option<(i64, usize)> {
        let running = self.tabs.iter().enumerate().filter_map(|(index, tab)| {
            let tab = tab.as_ref().filter(|tab| tab.runs())?;
            Some((tab.timer?, index))
        });
        running.min()
    }
}
