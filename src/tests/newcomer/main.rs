//! The page that README.md adds to the app: it compiles for the server and for the browser, it is a route, and the server
//! renders it. `make check` lints this target for both.
//!
//! It has a test target of its own, because each server function of a test target becomes a route of the router under
//! test.

#[cfg(feature = "ssr")]
mod served;
mod tastes;

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};

// The page names these by `crate::`, as it does in the app.
use leptos_messenger::{components, error};
use tastes as pages;

#[component]
fn App() -> impl IntoView {
    leptos_meta::provide_meta_context();
    view! {
        <Router>
            <FlatRoutes fallback=|| "Not found">
                <Route path=path!("/tastes") view=pages::TastesPage ssr=SsrMode::Async/>
            </FlatRoutes>
        </Router>
    }
}
