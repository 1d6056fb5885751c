//! Runs the machine in the page: events go in from signals, timers, tabs and the widget; commands are carried out;
//! state comes out as signals.

use leptos::prelude::*;
use std::collections::VecDeque;
use std::rc::Rc;

use crate::bindings;
use crate::diagnosis::Finding;
use crate::lifecycle::{
    CheckAgain, Command, Dropped, Event, Lifecycle, Now, Reason, State, Step, WidgetEvent,
};
use crate::settings::WidgetSettings;
use crate::token_call::messenger_token;

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

/// Further events than these do not wait for the first `<Messenger>`: the app is in a loop.
const MAX_WAITING_EVENTS: usize = 100;
/// Milliseconds after which events that wait for the first `<Messenger>` are a finding.
const LATE: i64 = 10_000;

type Observer = Rc<dyn Fn(Now, Observed<'_>)>;
type Listener = Rc<dyn Fn(WidgetEvent)>;

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

struct Inner {
    /// None before a `<Messenger>` comes into the page: events wait for it.
    machine: Option<Lifecycle>,
    widget: Option<WidgetSettings>,
    on_check_again: Option<Callback<CheckAgain>>,
    observers: Vec<(u32, Observer)>,
    listeners: Vec<(u32, Listener)>,
    registrations: u32,
    found: Vec<Finding>,
    /// An event may come while another one is being handled: the widget answers some calls at once.
    events: VecDeque<Event>,
    busy: bool,
    /// A prerendered page does nothing until the browser shows it (rule R12).
    asleep: bool,
    timer: Option<bindings::TimeoutHandle>,
}

impl Driver {
    /// Makes a driver. In the browser its machine waits for [`Self::start`]. On the server it only shows whether a
    /// workspace serves the page.
    pub fn new() -> Self {
        let inner = cfg!(not(feature = "ssr")).then(|| {
            StoredValue::new_local(Inner {
                machine: None,
                widget: None,
                on_check_again: None,
                observers: Vec::new(),
                listeners: Vec::new(),
                registrations: 0,
                found: Vec::new(),
                events: VecDeque::new(),
                busy: false,
                asleep: bindings::is_prerendered(),
                timer: None,
            })
        });
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

    /// Starts the machine, when the first `<Messenger>` comes into the page. Without a widget the Messenger is switched
    /// off.
    #[cfg(not(feature = "ssr"))]
    pub fn start(self, widget: Option<WidgetSettings>) {
        if widget.is_none() {
            self.state.set(State::Off);
        }
        self.with(|inner| {
            let throttled = widget.as_ref().is_some_and(|widget| widget.throttled);
            inner.machine = Some(Lifecycle::new(throttled, bindings::seed()));
            inner.widget = widget;
        });
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
        let busy = self.with(|inner| {
            let started = inner.machine.is_some();
            if !started && inner.events.len() == MAX_WAITING_EVENTS {
                return true;
            }
            inner.events.push_back(event);
            if !started && inner.timer.is_none() {
                inner.timer = bindings::wake_after(Some(LATE), None, move || {
                    self.found(Finding::NoMessenger);
                });
            }
            !started || inner.asleep || std::mem::replace(&mut inner.busy, true)
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
            let marker = bindings::marker(&widget.app_id);
            let steps = inner.machine.as_mut()?.handle(event.clone(), now, marker);
            Some((widget, steps, inner.observers.clone()))
        });
        let Some(Some((widget, steps, observers))) = handled else {
            return;
        };
        let show = |observed| {
            observers
                .iter()
                .for_each(|(_, observer)| observer(now, observed))
        };
        show(Observed::Event(&event));
        for step in &steps {
            match step {
                Step::Drop(dropped) => {
                    show(Observed::Dropped(dropped));
                    if dropped.reason == Reason::NotMounted {
                        self.found(Finding::NoMessenger);
                    }
                }
                Step::Do(command) => {
                    show(Observed::Command(command));
                    self.carry_out(command, &widget);
                }
                Step::Found(finding) => self.found(*finding),
            }
        }
    }

    /// Reports something wrong to the observers and to the console; each finding once. The console gets mistakes in the
    /// code in each build, and other findings in development.
    pub fn found(self, finding: Finding) {
        if finding == Finding::WidgetThrew {
            self.errors.update(|count| *count += 1);
        }
        let news = self.with(|inner| {
            let known = inner.found.iter().any(|known| known.is_like(&finding));
            if !known {
                inner.found.push(finding);
            }
            let development = inner
                .widget
                .as_ref()
                .map_or(cfg!(debug_assertions), |widget| widget.development);
            (!known).then(|| (development || finding.is_mistake(), inner.observers.clone()))
        });
        let Some(Some((development, observers))) = news else {
            return;
        };
        let now = bindings::now();
        observers
            .iter()
            .for_each(|(_, observer)| observer(now, Observed::Found(&finding)));
        if development {
            leptos::logging::warn!("messenger: {}", finding.explain());
        }
    }

    fn carry_out(self, command: &Command, widget: &WidgetSettings) {
        match command {
            Command::FetchToken(request) => {
                let request = *request;
                leptos::task::spawn_local(async move {
                    let result = messenger_token().await;
                    self.on(Event::Token { request, result });
                });
            }
            Command::NotifyHost(why) => {
                if let Some(on_check_again) = self.with(|inner| inner.on_check_again).flatten() {
                    on_check_again.run(*why);
                }
            }
            Command::Emit(event) => {
                let listeners = self.with(|inner| inner.listeners.clone());
                listeners
                    .into_iter()
                    .flatten()
                    .for_each(|(_, listener)| listener(*event));
            }
            for_the_widget => bindings::carry_out(for_the_widget, widget, self),
        }
    }

    fn set_timer(self) {
        self.with(|inner| {
            let now = bindings::now();
            let machine = inner.machine.as_ref();
            let wait = machine.and_then(|machine| machine.deadline(now));
            let wait = wait.map(|at| at - now.monotonic);
            inner.timer =
                bindings::wake_after(wait, inner.timer.take(), move || self.on(Event::Tick));
        });
    }

    /// Gives `f` the state of the driver. None on the server.
    fn with<T>(self, f: impl FnOnce(&mut Inner) -> T) -> Option<T> {
        self.inner?.try_update_value(f)
    }

    fn publish(self) {
        let now = self.with(|inner| {
            let machine = inner.machine.as_ref()?;
            Some((
                machine.state(),
                machine.unread(),
                machine.open(),
                inner.widget.is_some(),
            ))
        });
        let Some((state, unread, open, on)) = now.flatten() else {
            return;
        };
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

#[cfg(not(feature = "ssr"))]
impl bindings::EventSink for Driver {
    fn on(self, event: Event) {
        Self::on(self, event);
    }

    fn found(self, finding: Finding) {
        Self::found(self, finding);
    }

    fn wake_up(self) {
        self.with(|inner| inner.asleep = false);
        self.on(Event::Woken);
    }

    fn widget(self) -> Option<WidgetSettings> {
        Self::widget(self)
    }
}
