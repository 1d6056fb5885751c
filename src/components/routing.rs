//! Whether a route change is under way.

use futures::FutureExt;
use leptos::prelude::*;
use leptos::reactive::transition::AsyncTransition;
use std::future::ready;

/// Counts what the shown page still waits for: navigations, which may overlap, and the data of the page that one led to.
#[derive(Clone, Copy)]
pub struct Routing {
    count: RwSignal<u32>,
    next: SignalSetter<bool>,
}

impl Routing {
    /// Provides the count to the app. Returns the setter for `<Router set_is_routing=…>`. Each value is passed on to
    /// `next`.
    pub fn provide(next: SignalSetter<bool>) -> SignalSetter<bool> {
        let routing = Self { count: RwSignal::new(0), next };
        provide_context(routing);
        SignalSetter::map(move |on| routing.add(on))
    }

    pub fn is_under_way() -> Signal<bool> {
        let Self { count, .. } = expect_context();
        Signal::derive(move || count.get() > 0)
    }

    /// Lets the navigation that is under way last until the returned function is called, or until the page is left. Without
    /// a navigation it does nothing.
    pub fn wait() -> impl Fn() + Copy + Send + Sync {
        let routing = use_context::<Self>().filter(|routing| routing.count.get_untracked() > 0);
        let waits = StoredValue::new(routing.is_some());
        let end = move || {
            if let (Some(true), Some(routing)) = (waits.try_update_value(std::mem::take), routing) {
                routing.add(false);
            }
        };
        if let Some(routing) = routing {
            routing.add(true);
            on_cleanup(end);
        }
        end
    }

    /// Calls `make`, which makes a resource for which the router does not wait. The router waits for each resource that is
    /// made while it draws a page. A transition inside the router's takes this one over, and nothing waits for that transition.
    pub fn without_waiting(make: &mut dyn FnMut()) {
        let made = || {
            make();
            ready(())
        };
        // The first poll calls it.
        _ = AsyncTransition::run(made).now_or_never();
    }

    fn add(self, on: bool) {
        self.count.update(|count| *count = if on { *count + 1 } else { count.saturating_sub(1) });
        self.next.set(on);
    }
}
