//! The moment at which an address has settled. Rule R7.
//!
//! The router sets its signals before `history.pushState`. A lazy view, or a title that waits for data, comes later. An
//! earlier ping would report one page's address with another page's title.

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos_router::LazyRoute;
use leptos_router::hooks::use_location;
use std::time::Duration;

use crate::loading::Loading;
use crate::settings::WidgetSettings;
use crate::{bindings, json};

/// The page is in place after so much quiet time. A timer, because hidden tabs have no frames.
const QUIET: Duration = Duration::from_millis(50);
/// A page that still waits for data after so long is reported as it stands: a person needs support most when a page
/// hangs.
const DATA_TIMEOUT: Duration = Duration::from_secs(5);

/// Counts what still changes the page: navigations under way (they overlap), and data that a title or heading waits
/// for.
#[derive(Clone, Copy)]
pub struct PageReady {
    pending: RwSignal<i32>,
    /// The outer None: the server did not send the settings with this page.
    widget: StoredValue<Option<Option<WidgetSettings>>>,
}

impl PageReady {
    /// Returns the setter for `<Router set_is_routing=…>` at the app's root. It counts the router's navigations. It
    /// takes the widget's settings over from the server: a `<Messenger>` may then come into the page at any time.
    pub fn provide() -> SignalSetter<bool> {
        let page_ready = Self::new();
        provide_context(page_ready);
        SignalSetter::map(move |on| page_ready.add(on))
    }

    /// The page is not settled until `ready` is true. Tracked. After five seconds the page is reported as it stands.
    ///
    /// ```
    /// # use leptos::prelude::*;
    /// use messenger::PageReady;
    ///
    /// #[component]
    /// fn Map(tiles_left: Signal<u32>) -> impl IntoView {
    ///     PageReady::until(move || tiles_left.get() == 0);
    /// }
    /// ```
    pub fn until(ready: impl Fn() -> bool + 'static) {
        let Some(page_ready) = use_context::<Self>() else {
            return;
        };
        let held = StoredValue::new(false);
        let hold = move |on| {
            if held.try_get_value().is_some_and(|was| was != on) {
                held.set_value(on);
                page_ready.add(on);
            }
        };
        Effect::new(move |_| hold(!ready()));
        on_cleanup(move || hold(false));
    }

    /// The page is not settled until `resource` has loaded, and again while it loads again: one line for a page whose
    /// title or heading waits for a resource. Call it in `LazyRoute::data()` for a lazy page. After five seconds the
    /// page is reported as it stands. On other conditions: [`Self::until`].
    ///
    /// ```
    /// # use leptos::prelude::*;
    /// # use leptos_router::LazyRoute;
    /// use messenger::PageReady;
    /// # async fn load_story() -> String { String::new() }
    ///
    /// struct Story(Resource<String>);
    ///
    /// impl LazyRoute for Story {
    ///     fn data() -> Self {
    ///         let story = Resource::new(|| (), |()| load_story());
    ///         PageReady::until_loaded(story);
    ///         Self(story)
    ///     }
    /// #    async fn view(_: Self) -> AnyView { ().into_any() }
    /// }
    /// ```
    pub fn until_loaded<T>(resource: impl Get<Value = Option<T>> + 'static) {
        let (loading, loaded) = (Loading::new(), RwSignal::new(false));
        let seen = loading.clone();
        // Apart from the condition: to read what loads changes what loads.
        Effect::new(move |_| loaded.set(loading.read(&resource).is_some()));
        Self::until(move || loaded.get() && seen.is_over());
    }

    /// In `LazyRoute::data()`, with the page's own type: the page is not settled until its code has come. Nested routes
    /// need it after `<Routes fallback=…>` was shown: leptos_router 0.8 says at once that such a navigation is over.
    ///
    /// ```
    /// # use leptos::prelude::*;
    /// # use leptos_router::LazyRoute;
    /// use messenger::PageReady;
    ///
    /// struct Imprint;
    ///
    /// impl LazyRoute for Imprint {
    ///     fn data() -> Self {
    ///         PageReady::until_code::<Self>();
    ///         Self
    ///     }
    /// #    async fn view(_: Self) -> AnyView { ().into_any() }
    /// }
    /// ```
    pub fn until_code<Page: LazyRoute>() {
        let come = RwSignal::new(false);
        // In an effect, because the server has the code.
        Effect::new(move |_| {
            leptos::task::spawn_local(async move {
                Page::preload().await;
                _ = come.try_set(true);
            });
        });
        Self::until(move || come.get());
    }

    /// The count that the app's root provides. Without a router that counts, the addresses alone show that the page
    /// changes.
    pub(crate) fn above() -> Self {
        use_context().unwrap_or_else(Self::new)
    }

    pub(crate) fn widget(self) -> Option<Option<WidgetSettings>> {
        self.widget.get_value()
    }

    /// Whether something still changes the page.
    pub(crate) fn is_waiting(self) -> bool {
        self.pending.get_untracked() > 0
    }

    fn new() -> Self {
        // With the page: no request. Empty where the server did not render this.
        let settings =
            SharedValue::new_str(|| json::write(&bindings::widget_settings()).unwrap_or_default());
        let widget = json::read::<Option<WidgetSettings>>(&settings.into_inner());
        Self {
            pending: RwSignal::new(0),
            widget: StoredValue::new(widget),
        }
    }

    fn add(self, on: bool) {
        self.pending
            .update(|count| *count += if on { 1 } else { -1 });
    }

    /// Inside `<Router>`: calls `moving` when the page begins to change, and `settled` when it is in place. Both are
    /// called again when a signal changes that `moving` reads.
    pub(crate) fn watch(self, moving: impl Fn() + 'static, settled: impl Fn() + Clone + 'static) {
        let at = use_location();
        let timer = StoredValue::new(None::<TimeoutHandle>);
        let stop =
            move || _ = timer.try_update_value(|timer| timer.take().map(|timer| timer.clear()));
        Effect::new(move |_| {
            // Read, not tracked: a memo that nobody has read yet depends on nothing.
            let read = |part: Memo<String>| part.with(|_| ());
            _ = (read(at.pathname), read(at.search), read(at.hash));
            let wait = if self.pending.get() > 0 {
                DATA_TIMEOUT
            } else {
                QUIET
            };
            moving();
            stop();
            timer.set_value(set_timeout_with_handle(settled.clone(), wait).ok());
        });
        on_cleanup(stop);
    }
}
