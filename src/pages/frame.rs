//! What surrounds every page of the shop: notice, header, footer.

use leptos::html::Details;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_url};

use super::cart_link::CartLink;
use super::log_out::LogOut;
use super::protected::log_in_from;
use crate::accounts::use_account;
use crate::components::{Drawing, Icon, Routing, ShopName, close_like_a_menu};
use crate::messenger::ContactFallback;

/// Whether the page at this path stands in the shop's frame. Only full page loads lead from one side to the other.
pub fn is_in_frame(path: &str) -> bool {
    !path.starts_with("/lifecycle") && !path.starts_with("/workspace/")
}

/// The shop's frame round a page.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let busy = Routing::is_under_way();
    view! {
        <div class="shop">
            <a class="skip" href="#main" rel="external">"Skip to content"</a>
            <HarbourNotice/>
            <Header/>
            <main id="main" aria-busy=move || busy.get().then_some("true")>{children()}</main>
            <Footer/>
            <ContactFallback/>
        </div>
    }
}

#[component]
fn HarbourNotice() -> impl IntoView {
    view! {
        <aside class="harbour-notice on-deep" aria-label="From the harbour">
            <ul class="wrap">
                <li><Icon name="boat" class="small"/>" Bags packed before 14:00 leave on the evening boat"</li>
                <li>"Roasted on Tuesdays and Fridays"</li>
            </ul>
        </aside>
    }
}

#[component]
fn Brand() -> impl IntoView {
    let name = use_context::<ShopName>().unwrap_or_default().short;
    view! { <a class="brand" href="/"><Drawing symbol="logo.svg#mark" view_box="0 0 32 32"/><span>{name}</span></a> }
}

const SECTIONS: [(&str, &str); 3] = [("/coffees", "Coffees"), ("/plans", "Plans"), ("/brewing", "Brewing")];

#[component]
fn Header() -> impl IntoView {
    let account = use_account();
    let name = Memo::new(move |_| account.with(|person| person.as_ref().map(|person| person.name.clone())));
    let logged_in = Memo::new(move |_| name.with(Option::is_some));
    let at = use_location().pathname;
    // From the home page and from its own kind it leads to the account.
    let url = use_url();
    let log_in = move || {
        url.with(|url| match url.path() {
            "/" | "/login" | "/signup" => "/login".to_owned(),
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
                <a class="icon-button" href="/search" aria-label="Search"><Icon name="search"/></a>
                {move || match logged_in.get() {
                    true => view! { <AccountMenu name=Signal::derive(move || name.get().unwrap_or_default())/> }.into_any(),
                    false => view! { <a class="button" href=log_in>"Log in"</a> }.into_any(),
                }}
                <CartLink/>
                // On a narrow window, in place of the one above.
                <details class="menu sections" node_ref=sections>
                    <summary class="icon-button" role="button" aria-label="Menu"><Icon name="menu"/></summary>
                    <nav aria-label="Main">{SECTIONS.map(link).collect_view()}</nav>
                </details>
            </div>
        </header>
    }
}

/// For a `details`, so that it opens without JavaScript; with it, it closes on Escape, a click anywhere but on what
/// `stays` selects within it, and a new page.
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
                <Icon name="user"/>
            </summary>
            <div>
                <p class="hint menu-item" aria-hidden="true">{name}</p>
                <a class="menu-item" href="/account"><Icon name="settings"/>"Account"</a>
                <a class="menu-item" href="/orders"><Icon name="boat"/>"Orders"</a>
                <LogOut/>
            </div>
        </details>
    }
}

#[component]
fn Footer() -> impl IntoView {
    view! {
        <footer class="site-footer on-deep">
            <div class="wrap">
                <div>
                    <Brand/>
                    <p>"Pier 4, Skarvik harbour."<br/>"Counter open while the light is on: weekdays 7 to 16."</p>
                </div>
                <nav aria-labelledby="foot-shop">
                    <h2 id="foot-shop">"Shop"</h2>
                    <ul class="plain">
                        <li><a href="/coffees">"Coffees"</a></li>
                        <li><a href="/plans">"Plans"</a></li>
                        <li><a href="/orders">"Your orders"</a></li>
                    </ul>
                </nav>
                <nav aria-labelledby="foot-read">
                    <h2 id="foot-read">"Read"</h2>
                    <ul class="plain"><li><a href="/brewing">"Brewing guides"</a></li><li><a href="/privacy">"Privacy"</a></li></ul>
                </nav>
                <nav aria-labelledby="foot-how">
                    <h2 id="foot-how">"How this is made"</h2>
                    <ul class="plain"><li><a href="/lifecycle" rel="external">"Lifecycle inspector"</a></li></ul>
                </nav>
            </div>
        </footer>
    }
}
