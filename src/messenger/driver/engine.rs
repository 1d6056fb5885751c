//! Runs the machine in the page: events go in from signals, timers, tabs and the widget; commands are carried out.

use leptos::prelude::*;
use std::cell::RefCell;

use super::{Driver, Observed, Waiting};
use crate::bindings;
use crate::diagnosis::Finding;
use crate::lifecycle::{Command, Event, Lifecycle, Reason, Step};
use crate::settings::WidgetSettings;
use crate::token_call::messenger_token;

thread_local! {
    /// The page's one machine.
    static MACHINE: RefCell<Option<Lifecycle>> = const { RefCell::new(None) };
}

/// Works off what waits, one after the other.
pub(super) fn run(driver: Driver) {
    if let Some(load) = driver.with(|inner| inner.unwatched.take()).flatten() {
        bindings::watch_page(driver);
        bindings::watch_load(driver, load);
    }
    // A prerendered page does nothing until the browser shows it (rule R12).
    if bindings::is_prerendered() {
        return;
    }
    if driver.with(|inner| std::mem::replace(&mut inner.busy, true)) != Some(false) {
        return;
    }
    while let Some(Some(waiting)) = driver.with(|inner| inner.waiting.pop_front()) {
        match waiting {
            Waiting::Event(event) => driver.handle(event),
            Waiting::Found(finding) => driver.report(finding),
            Waiting::Names(Some(url)) => bindings::watch_names(driver, url),
            Waiting::Names(None) => bindings::leave_names(),
        }
    }
    driver.with(|inner| inner.busy = false);
    driver.set_timer();
    driver.publish();
}

/// Gives `f` the machine.
fn machine<T>(widget: &WidgetSettings, f: impl FnOnce(&mut Lifecycle) -> T) -> T {
    MACHINE.with_borrow_mut(|machine| {
        f(machine.get_or_insert_with(|| Lifecycle::new(widget.throttled, bindings::seed())))
    })
}

impl Driver {
    fn handle(self, event: Event) {
        let now = bindings::now();
        // Without a widget there is nothing to decide.
        let known = self.with(|inner| Some((inner.widget.clone()?, inner.observers.clone())));
        let Some((widget, observers)) = known.flatten() else {
            return;
        };
        let marker = bindings::marker(&widget.app_id);
        let steps = machine(&widget, |machine| {
            machine.handle(event.clone(), now, marker)
        });
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
                        self.report(Finding::NoMessenger);
                    }
                }
                Step::Do(command) => {
                    show(Observed::Command(command));
                    self.carry_out(command, &widget);
                }
                Step::Found(finding) => self.report(*finding),
            }
        }
    }

    /// Reports something wrong to the observers and to the console; each finding once. The console gets mistakes in the
    /// code in each build, and other findings in development.
    fn report(self, finding: Finding) {
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
        let now = bindings::now();
        let deadline = |widget: &WidgetSettings| machine(widget, |machine| machine.deadline(now));
        let wait = self
            .widget()
            .as_ref()
            .and_then(deadline)
            .map(|at| at - now.monotonic);
        self.with(|inner| {
            inner.timer =
                bindings::wake_after(wait, inner.timer.take(), move || self.on(Event::Tick));
        });
    }

    fn publish(self) {
        let Some(widget) = self.widget() else { return };
        let (state, unread, open) = machine(&widget, |machine| {
            (machine.state(), machine.unread(), machine.open())
        });
        if self.state.with_untracked(|now| *now != state) {
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

impl bindings::EventSink for Driver {
    fn on(self, event: Event) {
        Self::on(self, event);
    }

    fn found(self, finding: Finding) {
        self.report(finding);
    }

    fn widget(self) -> Option<WidgetSettings> {
        Self::widget(self)
    }
}
