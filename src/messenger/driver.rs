//! Runs the machine in the page: events go in from signals, timers and the widget; commands are carried out; state
//! comes out as signals.

use leptos::prelude::*;
use std::collections::VecDeque;
use std::rc::Rc;

use super::bindings;
use super::lifecycle::{Command, Dropped, Event, Lifecycle, Now, Stale, State, Step};
use super::settings::WidgetSettings;
use super::token::messenger_token;

/// What an observer is told, in the order in which it came about.
#[derive(Clone, Copy, Debug)]
pub enum Observed<'a> {
    Event(&'a Event),
    Command(&'a Command),
    Dropped(&'a Dropped),
}

type Observer = Rc<dyn Fn(Now, Observed<'_>)>;

#[derive(Clone, Copy)]
pub(super) struct Driver {
    /// None on the server.
    inner: Option<StoredValue<Inner, LocalStorage>>,
    state: RwSignal<State>,
    unread: RwSignal<u32>,
}

struct Inner {
    machine: Lifecycle,
    widget: Option<WidgetSettings>,
    on_stale: Option<Callback<Stale>>,
    observers: Vec<Observer>,
    /// An event may come while another is being handled: the widget answers some calls at once.
    events: VecDeque<Event>,
    busy: bool,
    timer: Option<bindings::TimeoutHandle>,
}

impl Driver {
    pub fn new(widget: Option<WidgetSettings>, on_stale: Option<Callback<Stale>>) -> Self {
        let state = if widget.is_some() { State::Idle } else { State::Off };
        let inner = bindings::beginning().map(|(marker, seed)| {
            StoredValue::new_local(Inner {
                machine: Lifecycle::new(marker, seed),
                widget,
                on_stale,
                observers: Vec::new(),
                events: VecDeque::new(),
                busy: false,
                timer: None,
            })
        });
        Self { inner, state: RwSignal::new(state), unread: RwSignal::new(0) }
    }

    pub fn state(self) -> ReadSignal<State> {
        self.state.read_only()
    }

    pub fn unread(self) -> ReadSignal<u32> {
        self.unread.read_only()
    }

    pub fn widget(self) -> Option<WidgetSettings> {
        self.with(|inner| inner.widget.clone()).flatten()
    }

    pub fn observe(self, observer: impl Fn(Now, Observed<'_>) + 'static) {
        self.with(|inner| inner.observers.push(Rc::new(observer)));
    }

    /// Handles an event, and all that come of it, one after the other.
    pub fn on(self, event: Event) {
        let busy = self.with(|inner| {
            inner.events.push_back(event);
            std::mem::replace(&mut inner.busy, true)
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
            let steps = inner.machine.handle(event.clone(), now);
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
            }
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
            Command::TellHost(stale) => {
                if let Some(on_stale) = on_stale {
                    on_stale.run(*stale);
                }
            }
            for_the_widget => bindings::carry_out(for_the_widget, widget, move |event| self.on(event)),
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
        let Some((state, unread, on)) =
            self.with(|inner| (inner.machine.state(), inner.machine.unread(), inner.widget.is_some()))
        else {
            return;
        };
        if on && self.state.with_untracked(|now| *now != state) {
            self.state.set(state);
        }
        if self.unread.get_untracked() != unread {
            self.unread.set(unread);
        }
    }
}
