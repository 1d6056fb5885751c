//! The page's driver. What happens in the page goes in; the Messenger's state comes out as signals.
//!
//! - Here events wait, in order, until the engine is there.
//! - [`engine`] runs the machine and carries its commands out.
//! - [`code`] says when the engine comes. With the feature `split` it is a file of its own, which the page fetches when it is
//!   idle.

#[cfg(not(feature = "ssr"))]
mod code;
#[cfg(not(feature = "ssr"))]
mod engine;
#[cfg(test)]
mod tests;

use leptos::prelude::*;
use std::collections::VecDeque;
use std::rc::Rc;

use crate::bindings;
use crate::diagnosis::Finding;
use crate::lifecycle::{CheckAgain, Command, Dropped, Event, Now, State, Url, WidgetEvent};
use crate::settings::{Load, WidgetSettings};

/// An entry for an observer. Entries come in the order in which they came about.
#[derive(Clone, Copy, Debug)]
pub enum Observed<'a> {
    /// An event goes into the machine.
    Event(&'a Event),
    /// The page carries a command out.
    Command(&'a Command),
    /// The machine drops something.
    Dropped(&'a Dropped),
    /// Something is wrong. Each finding comes once.
    Found(&'a Finding),
}

/// Further calls than these do not wait for the engine: the app is in a loop.
const MAX_WAITING_CALLS: usize = 100;
/// Milliseconds after which events that wait for the first `<Messenger>` are a finding.
const LATE: i64 = 10_000;

type Observer = Rc<dyn Fn(Now, Observed<'_>)>;
type Listener = Rc<dyn Fn(WidgetEvent)>;

/// Works off what waits. A pointer, so that the code behind it may come later than the page.
type Engine = fn(Driver);

/// The handle of the machine that runs in this page.
#[derive(Clone, Copy)]
pub(crate) struct Driver {
    /// The machine and its observers. None on the server.
    inner: Option<StoredValue<Inner, LocalStorage>>,
    state: RwSignal<State>,
    unread: RwSignal<u32>,
    open: RwSignal<bool>,
    errors: RwSignal<u32>,
}

/// What waits for the engine.
#[cfg_attr(feature = "ssr", allow(dead_code))] // In the browser, the engine reads it.
enum Waiting {
    Event(Event),
    Found(Finding),
    /// The page at this address was reported: the engine looks at its names. None: the page begins to change.
    Names(Option<Url>),
}

#[derive(Default)]
#[cfg_attr(feature = "ssr", allow(dead_code))] // In the browser, the engine reads it.
struct Inner {
    /// Whether a `<Messenger>` has come into the page.
    started: bool,
    widget: Option<WidgetSettings>,
    on_check_again: Option<Callback<CheckAgain>>,
    observers: Vec<(u32, Observer)>,
    listeners: Vec<(u32, Listener)>,
    registrations: u32,
    found: Vec<Finding>,
    /// An event may come while another one is being handled: the widget answers some calls at once.
    waiting: VecDeque<Waiting>,
    busy: bool,
    timer: Option<bindings::TimeoutHandle>,
    engine: Option<Engine>,
    /// The engine is being fetched.
    fetching: bool,
    /// The engine does not watch the page yet.
    unwatched: Option<Load>,
}

impl Driver {
    /// Makes a driver. In the browser, events wait for [`Self::start`]. On the server it only shows whether a workspace
    /// serves the page.
    pub fn new() -> Self {
        let inner = cfg!(not(feature = "ssr")).then(|| StoredValue::new_local(Inner::default()));
        let on = inner.is_some() || bindings::widget_settings().is_some();
        Self {
            inner,
            state: RwSignal::new(if on { State::Idle } else { State::Off }),
            unread: RwSignal::new(0),
            open: RwSignal::new(false),
            errors: RwSignal::new(0),
        }
    }

    pub fn state(self) -> ReadSignal<State> {
        self.state.read_only()
    }

    pub fn unread(self) -> ReadSignal<u32> {
        self.unread.read_only()
    }

    pub fn is_open(self) -> ReadSignal<bool> {
        self.open.read_only()
    }

    pub fn errors(self) -> ReadSignal<u32> {
        self.errors.read_only()
    }

    pub fn widget(self) -> Option<WidgetSettings> {
        self.with(|inner| inner.widget.clone()).flatten()
    }

    /// Whether the machine runs: in the browser.
    pub fn runs(self) -> bool {
        self.inner.is_some()
    }

    #[cfg(not(feature = "ssr"))]
    pub fn set_on_check_again(self, on_check_again: Option<Callback<CheckAgain>>) {
        self.with(|inner| inner.on_check_again = on_check_again);
    }

    /// Registers an observer. Returns the number that [`Self::stop_listening`] takes.
    pub fn observe(self, observer: impl Fn(Now, Observed<'_>) + 'static) -> u32 {
        self.register(|inner, number| inner.observers.push((number, Rc::new(observer))))
    }

    /// Registers a listener. Returns the number that [`Self::stop_listening`] takes.
    pub fn listen(self, listener: impl Fn(WidgetEvent) + 'static) -> u32 {
        self.register(|inner, number| inner.listeners.push((number, Rc::new(listener))))
    }

    fn register(self, add: impl FnOnce(&mut Inner, u32)) -> u32 {
        let number = self.with(|inner| {
            inner.registrations += 1;
            add(inner, inner.registrations);
            inner.registrations
        });
        number.unwrap_or_default()
    }

    pub fn stop_listening(self, number: u32) {
        self.with(|inner| {
            inner.listeners.retain(|(known, _)| *known != number);
            inner.observers.retain(|(known, _)| *known != number);
        });
    }

    /// Handles an event, and all that come of it, one after the other.
    pub fn on(self, event: Event) {
        self.add(Waiting::Event(event));
    }

    /// Reports something wrong to the observers and to the console; each finding once. The console gets mistakes in the
    /// code in each build, and other findings in development.
    pub fn found(self, finding: Finding) {
        self.add(Waiting::Found(finding));
    }

    /// The page at this address was reported, and nothing said that it still waits for its title.
    pub fn watch_names(self, url: Url) {
        self.add(Waiting::Names(Some(url)));
    }

    /// The page begins to change, or `<Messenger>` leaves it.
    pub fn leave_names(self) {
        self.add(Waiting::Names(None));
    }

    fn add(self, waiting: Waiting) {
        let is_call = |waiting: &Waiting| {
            matches!(waiting, Waiting::Event(Event::Call(_) | Event::Update(_)))
        };
        // The app opens the Messenger, or made a mistake. If the engine did not come, each further page asks for it.
        let wanted = match &waiting {
            Waiting::Event(Event::Call(call)) => call.opens(),
            Waiting::Event(Event::Settled(_)) => self.state.get_untracked() == State::Blocked,
            Waiting::Found(_) => true,
            Waiting::Event(_) | Waiting::Names(_) => false,
        };
        let consent = match &waiting {
            Waiting::Event(Event::Consent(given)) => Some(*given),
            _ => None,
        };
        let engine = self.with(|inner| {
            let calls = || {
                inner
                    .waiting
                    .iter()
                    .filter(|waiting| is_call(waiting))
                    .count()
            };
            if !is_call(&waiting) || calls() < MAX_WAITING_CALLS {
                inner.waiting.push_back(waiting);
            }
            if !inner.started && inner.timer.is_none() {
                inner.timer = bindings::wake_after(Some(LATE), None, move || self.is_late());
            }
            inner.engine
        });
        match engine.flatten() {
            Some(run) => run(self),
            None if wanted => self.fetch_engine(),
            None => self.show_consent(consent),
        }
    }

    /// A launcher shows at once whether the person allows the Messenger: the engine may come much later.
    fn show_consent(self, given: Option<bool>) {
        match (given, self.state.get_untracked()) {
            (Some(false), State::Idle) => self.state.set(State::AwaitingConsent),
            (Some(true), State::AwaitingConsent) => self.state.set(State::Idle),
            _ => {}
        }
    }

    /// No `<Messenger>` has come into the page for a while. The console says so without the engine.
    fn is_late(self) {
        let finding = Finding::NoMessenger;
        let observers = self.with(|inner| {
            inner.found.push(finding);
            inner.observers.clone()
        });
        let now = bindings::now();
        for (_, observer) in observers.iter().flatten() {
            observer(now, Observed::Found(&finding));
        }
        leptos::logging::warn!("messenger: {}", Finding::NO_MESSENGER);
    }

    /// Gives `f` the state of the driver. None on the server.
    fn with<T>(self, f: impl FnOnce(&mut Inner) -> T) -> Option<T> {
        self.inner?.try_update_value(f)
    }
}

/// On the server there is nothing to run.
#[cfg(feature = "ssr")]
impl Driver {
    pub fn watch(self, _: Load) {}

    fn fetch_engine(self) {}
}
