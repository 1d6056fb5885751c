//! What the server sends: the document, and in it every page.

use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::use_location;
use leptos_router::{SsrMode, path};

use crate::accounts::SignedIn;
use crate::components::{Announcer, AssetBase, asset, titled};
use crate::inspector::{LIFECYCLE, TOKEN};
use crate::messenger::{Messenger, Session};
use crate::pages::views::*;
use crate::pages::{is_in_frame, served};
use crate::workspace::desk::KEYS;

/// What a page's head says of it; the server knows.
#[derive(Clone, Default)]
pub struct About {
    pub description: String,
    /// The one that the page goes by, if several lead to it.
    pub address: Option<String>,
}

/// The document around [`App`]. Who is here stands on it, with every page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let AssetBase(base) = use_context().unwrap_or_default();
    let About { description, address } = use_context().unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang="en" data-assets=base.clone() data-account=SignedIn::to_write()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="description" content=description/>
                {address.map(|address| view! { <link rel="canonical" href=address/> })}
                <link rel="icon" href=asset("favicon.svg") type="image/svg+xml"/>
                <link rel="stylesheet" href=asset("pkg/leptos-messenger.css")/>
                <AutoReload options=options.clone()/>
                // Every page can be read and used before: what draws it comes first.
                <HydrationScripts options root=base.to_string() defer=true/>
                <MetaTags/>
            </head>
            <body><App/><div id="live"></div><served::Templates/></body>
        </html>
    }
}

/// Every page.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let name = super::provide().whole;
    view! {
        <Title formatter=move |page: String| titled(&page, &name)/>
        <Announcer/>
        <Router>
            <Shop>{routes()}</Shop>
        </Router>
    }
}

/// The Messenger and the frame round every page of the shop. The inspector and the desk have neither: only full page
/// loads lead there and back.
#[component]
fn Shop(children: Children) -> impl IntoView {
    match use_location().pathname.with_untracked(|path| is_in_frame(path)) {
        true => {
            view! { <Messenger session=Session::Visitor><Frame>{children()}</Frame></Messenger> }.into_any()
        }
        false => children(),
    }
}

/// Every page. The server makes them all; see [`served`].
fn routes() -> impl IntoView {
    use served::main;
    view! {
        <FlatRoutes fallback=main(NotFoundPage)>
            <Route path=path!("/") view=main(HomePage) ssr=SsrMode::Async/>
            <Route path=path!("/coffees") view=main(CoffeesPage) ssr=SsrMode::Async/>
            <Route path=path!("/coffees/:slug") view=main(CoffeePage) ssr=SsrMode::Async/>
            <Route path=path!("/search") view=main(SearchPage) ssr=SsrMode::Async/>
            <Route path=path!("/brewing") view=main(BrewingPage) ssr=SsrMode::Async/>
            <Route path=path!("/brewing/:slug") view=main(GuidePage) ssr=SsrMode::Async/>
            <Route path=path!("/plans") view=main(PlansPage) ssr=SsrMode::Async/>
            <Route path=path!("/cart") view=main(CartPage) ssr=SsrMode::Async/>
            <Route path=path!("/login") view=main(LoginPage) ssr=SsrMode::Async/>
            <Route path=path!("/signup") view=main(SignupPage) ssr=SsrMode::Async/>
            <Route path=path!("/privacy") view=main(PrivacyPage) ssr=SsrMode::Async/>
            // These ask for the log-in.
            <Route path=path!("/checkout") view=main(CheckoutPage) ssr=SsrMode::Async/>
            <Route path=path!("/orders") view=main(OrdersPage) ssr=SsrMode::Async/>
            <Route path=path!("/orders/:id") view=main(OrderPage) ssr=SsrMode::Async/>
            <Route path=path!("/account") view=main(AccountPage) ssr=SsrMode::Async/>
            // For developers and teammates.
            <Route path=path!("/lifecycle") view=LIFECYCLE ssr=SsrMode::Async/>
            <Route path=path!("/lifecycle/token") view=TOKEN ssr=SsrMode::Async/>
            // For teammates alone.
            <Route path=path!("/workspace/keys") view=KEYS ssr=SsrMode::Async/>
        </FlatRoutes>
    }
}
