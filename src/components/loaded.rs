//! Data that a page loads: [`load`] asks for it, [`ShowLoaded`] and [`OnceLoaded`] draw it.

use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos::tachys::reactive_graph::OwnedView;

use super::Routing;
use crate::error::Error;
use crate::json::{Json, Readable, Writable};

/// A [`Resource`] whose JSON the browser's own parser reads: see [`crate::json`].
pub type Loaded<T> = Resource<Result<T, Error>, Json>;

/// [`Resource::new`] for a [`Loaded`]. A page that the router opens stands before this data has come, with skeletons. Use it
/// where the page's title does not wait for the data.
pub fn load<S, T, Fut>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetcher: impl Fn(S) -> Fut + Send + Sync + 'static,
) -> Loaded<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Readable + Writable + Send + Sync + 'static,
    Fut: Future<Output = Result<T, Error>> + Send + 'static,
{
    if cfg!(feature = "ssr") {
        return Loaded::new_with_options(source, fetcher, false);
    }
    // The navigation that led to the page lasts until the data is here.
    let has_come = Routing::wait();
    let fetch = move |source| {
        let fetched = fetcher(source);
        async move {
            let data = fetched.await;
            has_come();
            data
        }
    };
    let (mut parts, mut loaded) = (Some((source, fetch)), None);
    Routing::without_waiting(&mut || {
        loaded = parts.take().map(|(source, fetch)| Loaded::new_with_options(source, fetch, false));
    });
    #[expect(clippy::expect_used, reason = "the closure is called once")]
    loaded.expect("a resource")
}

/// [`Resource::new_blocking`] for a [`Loaded`]: the server sends nothing of the page before the data is here, and the router
/// keeps the former page until then.
pub fn load_blocking<S, T, Fut>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetcher: impl Fn(S) -> Fut + Send + Sync + 'static,
) -> Loaded<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Readable + Writable + Send + Sync + 'static,
    Fut: Future<Output = Result<T, Error>> + Send + 'static,
{
    Loaded::new_with_options(source, fetcher, true)
}

/// Draws the data, or the error. The last data stays while the next data is on its way.
///
/// ```text
/// <ShowLoaded loaded=guides error=not_loaded("The guides did not arrive") let:guides><GuideList guides/></ShowLoaded>
/// ```
#[component]
pub fn ShowLoaded<T, V>(
    loaded: Loaded<T>,
    /// Draws an error. The callback asks the server again.
    error: impl Fn(Error, Callback<()>) -> AnyView + Send + Sync + Copy + 'static,
    /// The text that the page shows until the first data arrives.
    #[prop(optional)]
    waiting: &'static str,
    /// The view of the data's size that the page shows until the first data arrives.
    #[prop(optional, into)]
    skeleton: ViewFn,
    children: impl Fn(T) -> V + Send + Sync + Clone + 'static,
) -> impl IntoView
where
    V: IntoView + 'static,
    T: Readable + Writable + Clone + Send + Sync + 'static,
{
    let again = Callback::new(move |()| loaded.refetch());
    let view = move || {
        let draw = children.clone();
        Suspend::new(async move {
            owned(match loaded.await {
                Ok(data) => draw(data).into_any(),
                Err(why) => error(why, again),
            })
        })
    };
    until_loaded(waiting, skeleton, Box::new(move || view.into_any()))
}

/// Shows the children once the first data, or an error, has come. The children follow later data by the signal. The browser makes
/// them while the data is on its way.
#[component]
pub fn OnceLoaded<T, V>(
    loaded: Loaded<T>,
    /// The view of the data's size that the page shows until the first data arrives.
    #[prop(into)]
    skeleton: ViewFn,
    children: impl FnOnce(Signal<Option<Result<T, Error>>>) -> V + Send + 'static,
) -> impl IntoView
where
    V: IntoView + 'static,
    T: Readable + Writable + Clone + Send + Sync + 'static,
{
    #[cfg(feature = "ssr")]
    let children = move || {
        let view = async move {
            let data = loaded.await;
            owned(children(Signal::stored(Some(data))).into_any())
        };
        Suspend::new(view).into_any()
    };
    #[cfg(not(feature = "ssr"))]
    let children = move || children(Signal::derive(move || loaded.get())).into_any();
    until_loaded("", skeleton, Box::new(children))
}

/// A [`Transition`]. The server waits for the data without it: on the server, a transition walks its children three times, and runs
/// each closure in them as often.
#[cfg(feature = "ssr")]
fn until_loaded(_: &str, _: ViewFn, children: Children) -> AnyView {
    children()
}

#[cfg(not(feature = "ssr"))]
fn until_loaded(waiting: &'static str, skeleton: ViewFn, children: Children) -> AnyView {
    let fallback = move || match waiting {
        "" => skeleton.run(),
        words => view! { <p class="hint">{words}</p> }.into_any(),
    };
    view! { <Transition fallback>{children()}</Transition> }.into_any()
}

/// The view with the owner that made it: the server renders it later, when other owners may be current.
#[cfg(feature = "ssr")]
fn owned(view: AnyView) -> impl IntoView {
    OwnedView::new(view)
}

#[cfg(not(feature = "ssr"))]
fn owned(view: AnyView) -> AnyView {
    view
}
