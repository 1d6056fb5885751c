use leptos::prelude::*;

use crate::error::Error;
use crate::json::Json;

/// What a page loads. The browser's own parser reads it: see [`crate::json`].
pub type Loaded<T> = Resource<Result<T, Error>, Json>;

/// For `Settling::until`: the last answer stays in sight while the next one is on its way, and the page must not be
/// reported with the last one's title.
pub fn has_arrived<T>(
    loaded: Loaded<T>,
    is_asked_for: impl Fn(&T) -> bool + 'static,
) -> impl Fn() -> bool + 'static
where
    T: Send + Sync + 'static,
{
    move || {
        loaded.with(|answer| match answer {
            Some(Ok(found)) => is_asked_for(found),
            Some(Err(_)) => true,
            None => false,
        })
    }
}
