//! The shell of every page and the table of routes.

use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::use_location;
use leptos_router::{Lazy, SsrMode, path};

use crate::accounts::{
    Consent, DemoAccounts, current_account, current_consent, provide_account, provide_consent, use_consent,
};
use crate::components::{Announcer, AssetBase, PageChange, ShopName, asset};
use crate::inspector::{InspectorSettings, LifecyclePage, Record, TokenPage};
use crate::messenger::{Messenger, Session, Settling, Stale};
use crate::pages::*;
use crate::workspace::desk::KeysPage;

/// The document around [`App`], rendered on the server alone.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let AssetBase(base) = use_context().unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang="en" data-assets=base.clone()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="description" content="Coffee roasted in small batches on pier 4, Skarvik harbour."/>
                <link rel="icon" href=asset("favicon.svg") type="image/svg+xml"/>
                <link rel="stylesheet" href=asset("pkg/leptos-messenger.css")/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options root=base.clone()/>
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
    DemoAccounts::provide();
    InspectorSettings::provide();
    provide_account();
    provide_consent();
    let name = ShopName::provide().whole;
    view! {
        <Title formatter=move |page: String| if page.is_empty() { name.clone() } else { format!("{page} · {name}") }/>
        <Announcer/>
        <Router set_is_routing=Settling::provide()>
            <Shop>
                <FlatRoutes fallback=NotFoundPage>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                    <Route path=path!("/coffees") view={Lazy::<Coffees>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/coffees/:slug") view={Lazy::<Coffee>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/login") view={Lazy::<Login>::new()} ssr=SsrMode::Async/>
                    // These two ask for the log-in.
                    <Route path=path!("/account") view={Lazy::<Account>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/orders") view={Lazy::<Orders>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/privacy") view={Lazy::<Privacy>::new()} ssr=SsrMode::Async/>
                    // For developers and teammates.
                    <Route path=path!("/lifecycle") view={Lazy::<LifecyclePage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/lifecycle/token") view={Lazy::<TokenPage>::new()} ssr=SsrMode::Async/>
                    // For teammates alone.
                    <Route path=path!("/workspace/keys") view={Lazy::<KeysPage>::new()} ssr=SsrMode::Async/>
                </FlatRoutes>
            </Shop>
        </Router>
    }
}

/// The Messenger and the frame round every page of the shop. The inspector and the desk have neither: only full page
/// loads lead there and back.
#[component]
fn Shop(children: Children) -> impl IntoView {
    if use_location().pathname.with_untracked(|path| !is_in_frame(path)) {
        return children();
    }
    let account = crate::accounts::use_account();
    let session = Memo::new(move |_| {
        account.with(|account| match account {
            Some(account) => Session::user(&account.session_key, account.revision),
            None => Session::Visitor,
        })
    });
    let consent = Consent::here();
    let look_again = move |stale| {
        if let Stale::Consent(given) = stale {
            return consent.answered_elsewhere(given);
        }
        let before = account.get_untracked();
        leptos::task::spawn_local(async move {
            // An answer from before a log-in or log-out of this page is about the past.
            if let Ok(now) = current_account().await
                && account.get_untracked() == before
            {
                account.set(now);
            }
            // What was withdrawn while this page was frozen, nobody could tell it.
            if stale == Stale::Woken
                && let Ok(given) = current_consent().await
            {
                consent.answered_elsewhere(given);
            }
        });
    };
    view! {
        <Messenger session consent=use_consent() on_stale=Callback::new(look_again)>
            <Record/>
            <Frame>{children()}</Frame>
        </Messenger>
    }
    .into_any()
}

/// Fetches the code of the page at the address bar.
#[cfg(feature = "hydrate")]
pub async fn preload_page() {
    use leptos_router::LazyRoute;
    match location().pathname().unwrap_or_default().split('/').collect::<Vec<_>>()[..] {
        ["", "coffees"] => Coffees::preload().await,
        ["", "coffees", _] => Coffee::preload().await,
        ["", "login"] => Login::preload().await,
        ["", "account"] => Account::preload().await,
        ["", "orders"] => Orders::preload().await,
        ["", "privacy"] => Privacy::preload().await,
        ["", "lifecycle"] => LifecyclePage::preload().await,
        ["", "lifecycle", "token"] => TokenPage::preload().await,
        ["", "workspace", "keys"] => KeysPage::preload().await,
        _ => {}
    }
}
