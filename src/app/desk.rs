//! The pages that are made by code in the browser too: the inspector's and the desk's. What they share is in a file of
//! its own, which nobody loads in the shop.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::ChooseView;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

use crate::components::{Announcer, say_awake, titled};
use crate::inspector::{LIFECYCLE, TOKEN};
use crate::workspace::desk::KEYS;

/// The code of the page is fetched before anything hydrates, so that all of it hydrates at once: with `hydrate_lazy`, a
/// state that an effect changes meanwhile would meet HTML that it does not fit.
pub async fn wake_desk(path: &str) {
    match path {
        "/lifecycle" => LIFECYCLE.preload().await,
        "/lifecycle/token" => TOKEN.preload().await,
        "/workspace/keys" => KEYS.preload().await,
        _ => return,
    }
    hydrate().await;
}

#[lazy(desk)]
fn hydrate() {
    leptos::mount::hydrate_body(Desk);
    say_awake();
}

/// As [`App`](super) is on the server, where no frame stands round a page.
#[component]
fn Desk() -> impl IntoView {
    provide_meta_context();
    let name = super::provide().whole;
    view! {
        <Title formatter=move |page: String| titled(&page, &name)/>
        <Announcer/>
        <Router>
            <FlatRoutes fallback=|| ()>
                <Route path=path!("/lifecycle") view=LIFECYCLE/>
                <Route path=path!("/lifecycle/token") view=TOKEN/>
                <Route path=path!("/workspace/keys") view=KEYS/>
            </FlatRoutes>
        </Router>
    }
}
