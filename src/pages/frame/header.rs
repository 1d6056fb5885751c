//! The header: sections, search, account, cart.

use leptos::html::Details;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_url};

use super::Brand;
use super::cart_link::CartLink;
use crate::accounts::use_account;
use crate::components::{HeaderIcon, Icon, close_like_a_menu};
use crate::pages::log_out::LogOutItem;
use crate::pages::protected::log_in_from;

const SECTIONS: [(&str, &str); 3] = [("/coffees", "Coffees"), ("/plans", "Plans"), ("/brewing", "Brewing")];

#[component]
pub fn Header() -> impl IntoView {
    let account = use_account();
    let name = Memo::new(move |_| account.with(|person| person.as_ref().map(|person| person.name.clone())));
    let logged_in = Memo::new(move |_| name.with(Option::is_some));
    let at = use_location().pathname;
    // From its own kind it leads to the account.
    let url = use_url();
    let log_in = move || {
        url.with(|url| match url.path() {
            "/login" | "/signup" => "/login".to_owned(),
            _ => log_in_from(url),
        })
    };
    let link = move |(href, words): (&'static str, &'static str)| {
        view! { <a href=href aria-current=move || at.with(|at| at.starts_with(href)).then_some("page")>{words}</a> }
    };
    let sections = menu_of("summary");
    view! {
        <header class="site-header">
            <div class="wrap">
                <Brand/>
                <nav aria-label="Main">{SECTIONS.map(link).collect_view()}</nav>
                <a class="icon-button" href="/search" aria-label="Search"><HeaderIcon name="search"/></a>
                {move || match logged_in.get() {
                    true => view! { <AccountMenu name=Signal::derive(move || name.get().unwrap_or_default())/> }.into_any(),
                    false => view! { <a class="button" href=log_in>"Log in"</a> }.into_any(),
                }}
                <CartLink/>
                // On a narrow window, in place of the one above.
                <details class="menu sections" node_ref=sections>
                    <summary class="icon-button" role="button" aria-label="Menu"><HeaderIcon name="menu"/></summary>
                    <nav aria-label="Main">{SECTIONS.map(link).collect_view()}</nav>
                </details>
            </div>
        </header>
    }
}

/// The `node_ref` for a `details`, which opens without JavaScript. With JavaScript it closes on Escape and on a new
/// page. It also closes on a click anywhere but on what `stays` selects within it.
fn menu_of(stays: &'static str) -> NodeRef<Details> {
    let menu = NodeRef::new();
    close_like_a_menu(menu, stays);
    let at = use_location();
    Effect::new(move |_| {
        _ = (at.pathname.track(), at.search.track());
        _ = menu.get_untracked().map(|menu| menu.set_open(false));
    });
    menu
}

#[component]
fn AccountMenu(name: Signal<String>) -> impl IntoView {
    // Not by what is pressed in it: a log-out that fails says so there.
    let menu = menu_of("summary, form");
    view! {
        <details class="menu" node_ref=menu>
            <summary class="icon-button" role="button" aria-label=move || format!("Account menu of {}", name.get())>
                <HeaderIcon name="user"/>
            </summary>
            <div>
                <p class="hint menu-item" aria-hidden="true">{name}</p>
                <a class="menu-item" href="/account"><Icon name="settings"/>"Account"</a>
                <a class="menu-item" href="/orders"><Icon name="boat"/>"Orders"</a>
                <LogOutItem/>
            </div>
        </details>
    }
}
