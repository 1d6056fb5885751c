//! Runs the machine in the page: events go in from signals, timers, tabs and the widget; commands are carried out; state
//! comes out as signals.

use leptos::prelude::*;
use std::collections::VecDeque;
use std::rc::Rc;

use super::bindings;
use super::diagnosis::Finding;
use super::lifecycle::{Command, Dropped, Event, Lifecycle, Now, Stale, State, Step, WidgetEvent};
use super::settings::WidgetSettings;
use super::token::messenger_token;

/// What an observer is told, in the order in which it came about.
#[derive(Clone, Copy, Debug)]
pub enum Observed<'a> {
    Event(&'a Event),
    Command(&'a Command),
    Dropped(&'a Dropped),
    /// Something is wrong; each is told once.
    Found(&'a Finding),
}

type Observer = Rc<dyn Fn(Now, Observed<'_>)>;
type Listener = Rc<dyn Fn(WidgetEvent)>;

#[derive(Clone, Copy)]
pub(super) struct Driver {
    /// None on the server.
    inner: Option<StoredValue<Inner, LocalStorage>>,
    state: RwSignal<State>,
    unread: RwSignal<u32>,
    open: RwSignal<bool>,
    errors: RwSignal<u32>,
}

struct Inner {
    machine: Lifecycle,
    widget: Option<WidgetSettings>,
    development: bool,
    on_stale: Option<Callback<Stale>>,
    observers: Vec<Observer>,
    listeners: Vec<(u32, Listener)>,
    listeners_made: u32,
    found: Vec<Finding>,
    /// An event may come while another is being handled: the widget answers some calls at once.
    events: VecDeque<Event>,
    busy: bool,
    /// A prerendered page does nothing until it is shown (rule R12).
    asleep: bool,
    timer: Option<bindings::TimeoutHandle>,
}

impl Driver {
    /// `development`: says in the console what is wrong.
    pub fn new(widget: Option<WidgetSettings>, development: bool, on_stale: Option<Callback<Stale>>) -> Self {
        let state = if widget.is_some() { State::Idle } else { State::Off };
        let throttled = widget.as_ref().is_some_and(|widget| widget.throttled);
        let inner = bindings::seed().map(|seed| {
            StoredValue::new_local(Inner {
                machine: Lifecycle::new(throttled, seed),
                widget,
                development,
                on_stale,
                observers: Vec::new(),
                listeners: Vec::new(),
                listeners_made: 0,
                found: Vec::new(),
                events: VecDeque::new(),
                busy: false,
                asleep: bindings::is_prerendered(),
                timer: None,
            })
        });
        Self {
            inner,
            state: RwSignal::new(state),
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

    pub fn open(self) -> ReadSignal<bool> {
        self.open.read_only()
    }

    pub fn errors(self) -> ReadSignal<u32> {
        self.errors.read_only()
    }

    pub fn widget(self) -> Option<WidgetSettings> {
        self.with(|inner| inner.widget.clone()).flatten()
    }

    pub fn observe(self, observer: impl Fn(Now, Observed<'_>) + 'static) {
        self.with(|inner| inner.observers.push(Rc::new(observer)));
    }

    /// Returns what [`Self::stop_listening`] takes.
    pub fn listen(self, listener: impl Fn(WidgetEvent) + 'static) -> u32 {
        let number = self.with(|inner| {
            inner.listeners_made += 1;
            inner.listeners.push((inner.listeners_made, Rc::new(listener)));
            inner.listeners_made
        });
        number.unwrap_or_default()
    }

    pub fn stop_listening(self, number: u32) {
        self.with(|inner| inner.listeners.retain(|(known, _)| *known != number));
    }

    /// The page is shown for the first time.
    #[cfg(not(feature = "ssr"))]
    pub fn wake_up(self) {
        self.with(|inner| inner.asleep = false);
        self.on(Event::Woken);
    }

    /// Handles an event, and all that come of it, one after the other.
    pub fn on(self, event: Event) {
        let busy = self.with(|inner| {
            inner.events.push_back(event);
            inner.asleep || std::mem::replace(&mut inner.busy, true)
        });
        if busy != Some(false) {
            return;
        }
        while let Some(Some(event)) = self.with(|inner| inner.events.pop_front()) {
            self.handle(event);
        }
        self.with(|inner| inner.busy = false);
        self.set_timer();
        self.publish();
    }

    fn handle(self, event: Event) {
        let now = bindings::now();
        let handled = self.with(|inner| {
            // Without a widget there is nothing to decide.
            let widget = inner.widget.clone()?;
            let steps = inner.machine.handle(event.clone(), now, bindings::marker());
            Some((widget, steps, inner.observers.clone(), inner.on_stale))
        });
        let Some(Some((widget, steps, observers, on_stale))) = handled else { return };
        let tell = |observed| observers.iter().for_each(|observer| observer(now, observed));
        tell(Observed::Event(&event));
        for step in &steps {
            match step {
                Step::Drop(dropped) => tell(Observed::Dropped(dropped)),
                Step::Do(command) => {
                    tell(Observed::Command(command));
                    self.carry_out(command, &widget, on_stale);
                }
                Step::Found(finding) => self.found(*finding),
            }
        }
    }

    /// Says what is wrong, once.
    pub fn found(self, finding: Finding) {
        if finding == Finding::WidgetThrew {
            self.errors.update(|count| *count += 1);
        }
        let news = self.with(|inner| {
            let known = inner.found.iter().any(|known| known.is_like(&finding));
            if !known {
                inner.found.push(finding);
            }
            (!known).then(|| (inner.development, inner.observers.clone()))
        });
        let Some(Some((development, observers))) = news else { return };
        let now = bindings::now();
        observers.iter().for_each(|observer| observer(now, Observed::Found(&finding)));
        if development {
            leptos::logging::warn!("messenger: {}", finding.explain());
        }
    }

    fn carry_out(self, command: &Command, widget: &WidgetSettings, on_stale: Option<Callback<Stale>>) {
        match command {
            Command::FetchToken(request) => {
                let request = *request;
                leptos::task::spawn_local(async move {
                    let result = messenger_token().await;
                    self.on(Event::Token { request, result });
                });
            }
            Command::NotifyHost(stale) => {
                if let Some(on_stale) = on_stale {
                    on_stale.run(*stale);
                }
            }
            Command::Emit(event) => {
                let listeners = self.with(|inner| inner.listeners.clone());
                listeners.into_iter().flatten().for_each(|(_, listener)| listener(*event));
            }
            for_the_widget => bindings::carry_out(for_the_widget, widget, self),
        }
    }

    fn set_timer(self) {
        self.with(|inner| {
            let now = bindings::now();
            let wait = inner.machine.deadline(now).map(|at| at - now.monotonic);
            inner.timer = bindings::wake_after(wait, inner.timer.take(), move || self.on(Event::Tick));
        });
    }

    /// None on the server, and after the page is gone.
    fn with<T>(self, f: impl FnOnce(&mut Inner) -> T) -> Option<T> {
        self.inner?.try_update_value(f)
    }

    fn publish(self) {
        let now = self.with(|inner| {
            let machine = &inner.machine;
            (machine.state(), machine.unread(), machine.open(), inner.widget.is_some())
        });
        let Some((state, unread, open, on)) = now else { return };
        if on && self.state.with_untracked(|now| *now != state) {
            self.state.set(state);
        }
        if self.unread.get_untracked() != unread {
            self.unread.set(unread);
        }
        if self.open.get_untracked() != open {
            self.open.set(open);
        }
    }
}
