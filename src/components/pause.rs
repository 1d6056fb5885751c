//! Waits in the browser.

use futures::channel::oneshot;
use leptos::prelude::set_timeout;
use std::time::Duration;
use web_sys::js_sys::Math;

pub async fn pause(seconds: f64) {
    let (done, wait) = oneshot::channel::<()>();
    set_timeout(move || _ = done.send(()), Duration::from_secs_f64(seconds));
    _ = wait.await;
}

/// A random wait between half of `seconds` and all of it. Browsers that were cut off together return at different
/// times.
pub fn jittered(seconds: f64) -> f64 {
    seconds * (1.0 + Math::random()) / 2.0
}
