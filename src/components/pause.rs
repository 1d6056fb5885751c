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

/// Between half of it and the whole: browsers that were cut off at once do not come back at once.
pub fn jittered(seconds: f64) -> f64 {
    seconds * (1.0 + Math::random()) / 2.0
}
