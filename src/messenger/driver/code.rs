//! When the engine comes into the page.

use leptos::prelude::*;

use super::{Driver, Engine, engine};
use crate::bindings;
use crate::lifecycle::State;
use crate::settings::{Load, WidgetSettings};

impl Driver {
    /// The first `<Messenger>` has come into the page. Without a widget the Messenger is switched off.
    pub fn start(self, widget: Option<WidgetSettings>) {
        if widget.is_none() {
            self.state.set(State::Off);
        }
        self.with(|inner| {
            inner.started = true;
            inner.widget = widget;
            inner.timer.take().inspect(bindings::TimeoutHandle::clear);
        });
        #[cfg(not(feature = "split"))]
        self.engine_came(engine::run);
    }

    /// From now on the engine hears what happens in the page, and when the page may load the widget.
    pub fn watch(self, load: Load) {
        let engine = self.with(|inner| {
            inner.unwatched = Some(load);
            inner.engine
        });
        match engine.flatten() {
            Some(run) => run(self),
            None => match load {
                Load::AtOnce => self.fetch_engine(),
                Load::WhenIdle => bindings::when_page_is_idle(move || self.fetch_engine()),
                Load::OnInteraction => bindings::at_first_interaction(move || {
                    // The engine comes too late to hear it.
                    self.with(|inner| inner.unwatched = Some(Load::AtOnce));
                    self.fetch_engine();
                }),
            },
        }
    }

    /// Fetches the engine, unless it is there or no `<Messenger>` has come into the page. If it does not come, the Messenger
    /// is blocked, until the page asks for the engine again.
    pub(super) fn fetch_engine(self) {
        let waits = self.with(|inner| {
            let waits = inner.started && inner.engine.is_none();
            waits && !std::mem::replace(&mut inner.fetching, true)
        });
        if waits == Some(true) {
            #[cfg(feature = "split")]
            leptos::task::spawn_local(async move {
                match split_engine().await {
                    Ok(engine) => self.engine_came(engine),
                    Err(leptos::wasm_split::SplitLoaderError { .. }) => {
                        self.with(|inner| inner.fetching = false);
                        self.state.set(State::Blocked);
                    }
                }
            });
        }
    }

    fn engine_came(self, engine: Engine) {
        self.with(|inner| inner.engine = Some(engine));
        engine(self);
    }
}

/// The engine in a file of its own.
#[cfg(feature = "split")]
#[leptos::wasm_split::wasm_split(messenger, wasm_split_path = ::leptos::wasm_split, fallible)]
fn split_engine() -> Result<Engine, leptos::wasm_split::SplitLoaderError> {
    Ok(engine::run)
}
