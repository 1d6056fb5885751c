//! The document, the table of pages, and how a page wakes up in the browser.
//!
//! The features `shop` and `team` say which pages a build has. The server has all; each of the browser's two builds has its
//! own, because only full page loads lead from one to the other.

#[cfg(feature = "ssr")]
mod document;
mod page_context;
#[cfg(all(feature = "hydrate", feature = "shop"))]
mod prefetch;
#[cfg(feature = "shop")]
mod shop;
#[cfg(feature = "team")]
mod team;

#[cfg(feature = "ssr")]
pub use document::{PageMeta, shell};

use leptos::children::ToChildren;
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, RouteChildren, Router};
use leptos_router::{MatchNestedRoutes, SsrMode, path};

use crate::components::{AddressBar, Announcer, PageChange, Routing};
use crate::messenger::PageReady;
use crate::pages::NotFoundPage;
#[cfg(feature = "shop")]
use crate::pages::{self, HomePage};
pub use page_context::PageContext;
#[cfg(feature = "shop")]
use shop::Shop;

/// A build without the shop's pages has no frame either.
#[cfg(not(feature = "shop"))]
#[component]
fn Shop(children: Children) -> impl IntoView {
    children()
}

#[component]
pub fn App() -> impl IntoView {
    #[cfg(feature = "ssr")]
    leptos_meta::provide_meta_context();
    PageChange::provide();
    PageContext::provide();
    view! {
        <Announcer/>
        <Router set_is_routing=Routing::provide(PageReady::provide())>
            <AddressBar/>
            <Shop>
                <FlatRoutes fallback=NotFoundPage children=RouteChildren::to_children(table)/>
            </Shop>
        </Router>
    }
}

/// The table of the pages that this build has.
fn table() -> impl MatchNestedRoutes + Clone + Send {
    #[cfg(all(feature = "shop", feature = "team"))]
    return (shop_pages(), team_pages());
    #[cfg(not(feature = "team"))]
    return shop_pages();
    #[cfg(not(feature = "shop"))]
    team_pages()
}

#[cfg(feature = "shop")]
fn shop_pages() -> impl MatchNestedRoutes + Clone + Send {
    view! {
        <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
        <Route path=path!("/coffees") view=pages::COFFEES ssr=SsrMode::Async/>
        <Route path=path!("/coffees/:slug") view=pages::COFFEE ssr=SsrMode::Async/>
        <Route path=path!("/search") view=pages::SEARCH ssr=SsrMode::Async/>
        <Route path=path!("/brewing") view=pages::BREWING ssr=SsrMode::Async/>
        <Route path=path!("/brewing/:slug") view=pages::GUIDE ssr=SsrMode::Async/>
        <Route path=path!("/plans") view=pages::PLANS ssr=SsrMode::Async/>
        <Route path=path!("/cart") view=pages::CART ssr=SsrMode::Async/>
        <Route path=path!("/login") view=pages::LOGIN ssr=SsrMode::Async/>
        <Route path=path!("/signup") view=pages::SIGNUP ssr=SsrMode::Async/>
        <Route path=path!("/privacy") view=pages::PRIVACY ssr=SsrMode::Async/>
        <Route path=path!("/checkout") view=pages::CHECKOUT ssr=SsrMode::Async/>
        // These ask a visitor for the log-in, but for the orders of a guest.
        <Route path=path!("/orders") view=pages::ORDERS ssr=SsrMode::Async/>
        <Route path=path!("/orders/:id") view=pages::ORDER ssr=SsrMode::Async/>
        // This asks for the log-in.
        <Route path=path!("/account") view=pages::ACCOUNT ssr=SsrMode::Async/>
    }
    .into_inner()
}

#[cfg(feature = "team")]
fn team_pages() -> impl MatchNestedRoutes + Clone + Send {
    view! {
        // For developers and teammates.
        <Route path=path!("/lifecycle") view=team::LIFECYCLE ssr=SsrMode::Async/>
        <Route path=path!("/lifecycle/token") view=team::TOKEN ssr=SsrMode::Async/>
        // For teammates alone.
        <Route path=path!("/workspace/companies") view=team::COMPANIES ssr=SsrMode::Async/>
        <Route path=path!("/workspace/inbox/:id?") view=team::INBOX ssr=SsrMode::Async/>
        <Route path=path!("/workspace/keys") view=team::KEYS ssr=SsrMode::Async/>
        <Route path=path!("/workspace/messages/:id?") view=team::MESSAGES ssr=SsrMode::Async/>
        <Route path=path!("/workspace/messenger") view=team::MESSENGER ssr=SsrMode::Async/>
        <Route path=path!("/workspace/notes") view=team::NOTES ssr=SsrMode::Async/>
        <Route path=path!("/workspace/people") view=team::PEOPLE ssr=SsrMode::Async/>
        <Route path=path!("/workspace/people/import") view=team::IMPORT ssr=SsrMode::Async/>
        <Route path=path!("/workspace/second-factor") view=team::SECOND_FACTOR ssr=SsrMode::Async/>
        <Route path=path!("/workspace/subscriptions") view=team::SUBSCRIPTIONS ssr=SsrMode::Async/>
        <Route path=path!("/workspace/tags") view=team::TAGS ssr=SsrMode::Async/>
        <Route path=path!("/workspace/teammates") view=team::TEAMMATES ssr=SsrMode::Async/>
    }
    .into_inner()
}

/// Loads the code of the entered page before anything hydrates: all of it hydrates at once. With `hydrate_lazy`, a state
/// that an effect changes meanwhile would meet HTML that it does not fit.
#[cfg(feature = "hydrate")]
pub async fn hydrate() {
    let path = location().pathname().unwrap_or_default();
    code_of(&path).await;
    #[cfg(feature = "shop")]
    prefetch::load_likely_next(&path);
    leptos::mount::hydrate_body(App);
    #[cfg(feature = "shop")]
    prefetch::end_speculation();
    _ = document().document_element().map(|root| root.set_attribute("data-awake", ""));
}

/// Loads the code of the page at this path.
#[cfg(feature = "hydrate")]
async fn code_of(path: &str) {
    use leptos_router::{ChooseView, MatchInterface, RouteDefs};

    if let Some(page) = RouteDefs::new(table()).match_route(path) {
        page.into_view_and_child().0.preload().await;
    }
}
