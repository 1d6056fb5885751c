//! Data that a page loads: [`load`] asks for it, [`ShowLoaded`] draws it.

use leptos::prelude::*;

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
    view! {
        <Transition fallback=move || match waiting {
            "" => skeleton.run(),
            words => view! { <p class="hint">{words}</p> }.into_any(),
        }>
            {move || {
                let draw = children.clone();
                Suspend::new(async move {
                    match loaded.await {
                        Ok(data) => draw(data).into_any(),
                        Err(why) => error(why, again),
                    }
                })
            }}
        </Transition>
    }
}
