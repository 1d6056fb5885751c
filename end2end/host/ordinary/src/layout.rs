//! What stands round most pages.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::components::Outlet;

use crate::accounts::{Account, use_auth};

#[component]
pub fn Layout() -> impl IntoView {
    view! {
        <Header/>
        <main>
            <Outlet/>
        </main>
        <footer>
            <a href="/brewing">"How we brew"</a>
            " "
            <a href="/imprint">"Imprint"</a>
        </footer>
    }
}

#[component]
fn Header() -> impl IntoView {
    let account = use_auth().account;
    let menu = move || {
        Suspend::new(async move {
            match account.await {
                Ok(Some(account)) => view! { <AccountMenu account/> }.into_any(),
                Ok(None) => view! { <a href="/login">"Log in"</a> }.into_any(),
                Err(_) => view! { <span>"We cannot tell who you are just now."</span> }.into_any(),
            }
        })
    };
    view! {
        <header>
            <a class="brand" href="/">"Tidewater"</a>
            <nav aria-label="Main"><a href="/coffees">"Coffees"</a></nav>
            <Transition>{menu}</Transition>
        </header>
    }
}

#[component]
fn AccountMenu(account: Account) -> impl IntoView {
    view! {
        <details class="menu">
            <summary role="button" aria-label=format!("Account menu of {}", account.name)>{account.name.clone()}</summary>
            <a href="/account">"Account"</a>
            <LogOutForm/>
        </details>
    }
}

#[component]
fn LogOutForm() -> impl IntoView {
    let log_out = use_auth().log_out;
    let failed = move || matches!(log_out.value().get(), Some(Err(_)));
    view! {
        <ActionForm action=log_out>
            <button>"Log out"</button>
        </ActionForm>
        <Show when=failed><p role="alert">"You are still logged in."</p></Show>
    }
}
