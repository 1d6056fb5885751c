//! The shell of every page and the table of routes.

use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};

use crate::accounts::SignedIn;
use crate::components::{Announcer, PageChange, asset};
use crate::messenger::Settling;
use crate::pages::*;

/// The document around [`App`], rendered on the server alone.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en" data-assets=asset("").trim_end_matches('/').to_owned()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="description" content="Coffee roasted in small batches on pier 4, Skarvik harbour."/>
                <link rel="icon" href=asset("favicon.svg") type="image/svg+xml"/>
                <link rel="stylesheet" href=asset("pkg/leptos-messenger.css")/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body><App/></body>
        </html>
    }
}

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    PageChange::provide();
    let settling = Settling::provide();
    provide_context(RwSignal::new(None::<SignedIn>));
    view! {
        <Title formatter=|page: String| if page.is_empty() { "Tidewater Coffee".to_owned() } else { format!("{page} · Tidewater Coffee") }/>
        <Announcer/>
        <Router set_is_routing=settling.routing()>
            <Frame>
                <FlatRoutes fallback=NotFoundPage>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                    <Route path=path!("/coffees") view=CoffeesPage ssr=SsrMode::Async/>
                    <Route path=path!("/coffees/:slug") view=CoffeePage ssr=SsrMode::Async/>
                    <Route path=path!("/orders") view=OrdersPage/>
                    <Route path=path!("/privacy") view=PrivacyPage/>
                </FlatRoutes>
            </Frame>
        </Router>
    }
}
