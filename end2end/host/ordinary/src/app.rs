//! Every page, and what holds for each of them. Addresses, titles and labels are those of the shop, so that the same
//! browser tests run against both.

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{Meta, MetaTags, Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{Lazy, SsrMode, path};

use crate::accounts::provide_auth;
use crate::layout::Layout;
use crate::pages::*;

pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <link rel="icon" href="data:,"/>
                <MetaTags/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// What the browser may load. The nonce is the server's: in the browser this is empty, and the policy stands already.
fn policy() -> String {
    let Some(nonce) = use_nonce() else { return String::new() };
    format!(
        "default-src 'self'; script-src 'strict-dynamic' 'nonce-{nonce}' 'wasm-unsafe-eval'; img-src 'self' data:; \
         base-uri 'none'; object-src 'none'"
    )
}

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_auth();

    view! {
        <Meta http_equiv="Content-Security-Policy" content=policy/>
        <Title formatter=|page: String| {
            if page.is_empty() { "Tidewater Coffee".to_owned() } else { format!("{page} · Tidewater Coffee") }
        }/>
        <Router>
            <Routes fallback=NotFoundPage>
                <ParentRoute path=path!("") view=Layout>
                    <Route path=path!("") view=HomePage/>
                    <ParentRoute path=path!("coffees") view=CoffeesLayout>
                        <Route path=path!("") view=CoffeesPage/>
                        <Route path=path!(":slug") view=CoffeePage ssr=SsrMode::Async/>
                    </ParentRoute>
                    <Route path=path!("brewing") view={Lazy::<BrewingPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("harbour") view={Lazy::<HarbourPage>::new()}/>
                    <Route path=path!("login") view=LogInPage/>
                    <Route path=path!("account") view=AccountPage ssr=SsrMode::Async/>
                </ParentRoute>
                <Route path=path!("imprint") view=ImprintPage/>
            </Routes>
        </Router>
    }
}
