//! Whether a route change is under way.

use leptos::prelude::*;

/// The number of navigations that are under way. They may overlap.
#[derive(Clone, Copy)]
pub struct Routing(RwSignal<u32>);

impl Routing {
    /// Provides the count to the app. Returns the setter for `<Router set_is_routing=…>`, which passes each value on to
    /// `next`.
    pub fn provide(next: SignalSetter<bool>) -> SignalSetter<bool> {
        let count = RwSignal::new(0_u32);
        provide_context(Self(count));
        SignalSetter::map(move |on| {
            count.update(|count| *count = if on { *count + 1 } else { count.saturating_sub(1) });
            next.set(on);
        })
    }

    pub fn is_under_way() -> Signal<bool> {
        let Self(count) = expect_context();
        Signal::derive(move || count.get() > 0)
    }
}
