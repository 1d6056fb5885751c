//! The shell of every page and the table of routes.

use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

use crate::accounts::SignedIn;
use crate::components::{AssetBase, asset};
use crate::messenger::Settling;

/// The document around [`App`], rendered on the server alone.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let AssetBase(base) = use_context().unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang="en" data-assets=base>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <link rel="icon" href=asset("favicon.svg")/>
                <link rel="stylesheet" href=asset("pkg/leptos-messenger.css")/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options root=base.clone()/>
                <MetaTags/>
            </head>
            <body class="shop"><App/></body>
        </html>
    }
}

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let settling = Settling::provide();
    provide_context(RwSignal::new(None::<SignedIn>));
    view! {
        <Title formatter=|title: String| if title.is_empty() { "Tidewater Coffee".to_owned() } else { format!("{title} · Tidewater Coffee") }/>
        <Router set_is_routing=settling.routing()>
            <main id="main">
                <FlatRoutes fallback=|| "Not found">
                    <Route path=path!("/") view=|| view! { <h1>"Coffee that keeps harbour hours"</h1> }/>
                </FlatRoutes>
            </main>
        </Router>
    }
}
