//! When a URL counts as settled: rule R7.
//!
//! The router sets its signals before `history.pushState`, and a lazy view or a title that waits for data comes later
//! still. A ping sent too early would report one page's address with another page's title.

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::time::Duration;

/// Quiet time after which a page counts as in place. A timer, because hidden tabs have no frames.
const QUIET: Duration = Duration::from_millis(50);
/// A page that still waits for data after this long is reported as it stands: support is needed most when things hang.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many things still change the page: navigations under way (they overlap), data that a heading waits for.
#[derive(Clone, Copy)]
pub struct Settling(RwSignal<i32>);

impl Settling {
    /// For `<Router set_is_routing=…>`: counts its navigations, for `<Messenger>` and the pages below.
    pub fn provide() -> SignalSetter<bool> {
        let settling = Self(RwSignal::new(0));
        provide_context(settling);
        SignalSetter::map(move |on| settling.add(on))
    }

    /// Without a router that tells, only addresses count.
    pub(super) fn above() -> Self {
        use_context().unwrap_or_else(|| Self(RwSignal::new(0)))
    }

    fn add(self, on: bool) {
        self.0.update(|n| *n += if on { 1 } else { -1 });
    }

    /// For a page whose title or heading waits for data: not settled while `busy`.
    pub fn hold(busy: impl Fn() -> bool + 'static) {
        let Some(settling) = use_context::<Self>() else { return };
        let held = StoredValue::new(false);
        let set = move |on| {
            if held.try_get_value().is_some_and(|was| was != on) {
                held.set_value(on);
                settling.add(on);
            }
        };
        Effect::new(move |_| set(busy()));
        on_cleanup(move || set(false));
    }

    /// Inside `<Router>`: calls `moving` when the page begins to change and `settled` when it is in place.
    pub(super) fn watch(self, moving: impl Fn() + 'static, settled: impl Fn() + Clone + 'static) {
        let at = use_location();
        let timer = StoredValue::new(None::<TimeoutHandle>);
        Effect::new(move |_| {
            // Read, not tracked: a memo that nobody has read yet depends on nothing.
            let read = |part: Memo<String>| part.with(|_| ());
            _ = (read(at.pathname), read(at.search), read(at.hash));
            let wait = if self.0.get() > 0 { PATIENCE } else { QUIET };
            moving();
            timer.update_value(|t| _ = t.take().map(|t| t.clear()));
            timer.set_value(set_timeout_with_handle(settled.clone(), wait).ok());
        });
    }
}
