//! Every page. Addresses, titles and labels are those of the shop, so that the same browser tests run against both.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos_meta::{provide_meta_context, MetaTags, Title};
use leptos_router::components::{Redirect, Route, Router, Routes};
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use leptos_router::{path, SsrMode};

use crate::accounts::*;
use crate::coffees::{coffee, COFFEES};

pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <link rel="icon" href="data:,"/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let account = provide_account();

    view! {
        <Title formatter=|page: String| match page.as_str() { "" => "Tidewater Coffee".to_owned(), page => format!("{page} · Tidewater Coffee") }/>
        <Router>
            <Header account/>
            <main>
                <Routes fallback=|| "Page not found.".into_view()>
                    <Route path=path!("") view=HomePage/>
                    <Route path=path!("coffees") view=CoffeesPage/>
                    <Route path=path!("coffees/:slug") view=CoffeePage ssr=SsrMode::Async/>
                    <Route path=path!("login") view=LogInPage/>
                    <Route path=path!("account") view=AccountPage/>
                </Routes>
            </main>
        </Router>
    }
}

#[component]
fn Header(account: RwSignal<Option<Account>>) -> impl IntoView {
    let name = Memo::new(move |_| account.with(|person| person.as_ref().map(|person| person.name.clone())));
    let logged_in = Memo::new(move |_| name.with(Option::is_some));
    let menu_name = move || format!("Account menu of {}", name.get().unwrap_or_default());
    view! {
        <header>
            <a class="brand" href="/">"Tidewater"</a>
            <nav aria-label="Main"><a href="/coffees">"Coffees"</a></nav>
            <Show when=move || logged_in.get() fallback=|| view! { <a href="/login">"Log in"</a> }>
                <details class="menu">
                    <summary role="button" aria-label=menu_name>{name}</summary>
                    <a href="/account">"Account"</a>
                    <LogOut/>
                </details>
            </Show>
        </header>
    }
}

#[component]
fn LogOut() -> impl IntoView {
    let (account, navigate) = (use_account(), use_navigate());
    let failed = RwSignal::new(false);
    let leave = move |_| {
        let navigate = navigate.clone();
        leptos::task::spawn_local(async move {
            match log_out().await {
                Ok(()) => {
                    navigate("/", Default::default());
                    account.set(None);
                }
                Err(_) => failed.set(true),
            }
        });
    };
    view! {
        <button on:click=leave>"Log out"</button>
        <Show when=move || failed.get()><p role="alert">"You are still logged in."</p></Show>
    }
}

#[component]
fn HomePage() -> impl IntoView {
    view! {
        <Title text=""/>
        <h1>"Coffee that keeps harbour hours"</h1>
        <Coffees/>
    }
}

#[component]
fn CoffeesPage() -> impl IntoView {
    view! {
        <Title text="Coffees"/>
        <h1>"Coffees"</h1>
        <a href="/coffees?roast=light">"Light"</a>
        <Coffees/>
    }
}

#[component]
fn Coffees() -> impl IntoView {
    let link = |(slug, name)| view! { <li><a href=format!("/coffees/{slug}")>{name}</a></li> };
    view! { <ul>{COFFEES.map(link).collect_view()}</ul> }
}

/// From one coffee to the next it stays, and only its data change.
#[component]
fn CoffeePage() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.with(|params| params.get("slug").unwrap_or_default()));
    let found = Resource::new(move || slug.get(), |slug| async { (coffee(slug.clone()).await, slug) });
    let shown = move |name: Option<String>| {
        let name = name.unwrap_or_else(|| "This coffee did not arrive".to_owned());
        view! { <Title text=name.clone()/><h1>{name}</h1> }
    };
    view! {
        <Transition fallback=|| "Loading …">{move || Suspend::new(async move { found.await.0.map(shown) })}</Transition>
        <Coffees/>
    }
}

#[component]
fn LogInPage() -> impl IntoView {
    let (account, query) = (use_account(), use_query_map());
    let (field, navigate) = (NodeRef::<Input>::new(), use_navigate());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let email = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        let navigate = navigate.clone();
        let next = query.with_untracked(|query| query.get("next")).unwrap_or_else(|| "/account".to_owned());
        leptos::task::spawn_local(async move {
            if let Ok(person) = log_in(email).await {
                account.set(Some(person));
                navigate(&next, Default::default());
            }
        });
    };
    view! {
        <Title text="Log in"/>
        <h1>"Welcome back aboard"</h1>
        <form on:submit=submit>
            <label>"Email "<input type="email" name="email" required node_ref=field/></label>
            <button>"Log in"</button>
        </form>
    }
}

#[component]
fn AccountPage() -> impl IntoView {
    let account = use_account();
    let Some(person) = account.get_untracked() else {
        return view! { <Redirect path="/login?next=%2Faccount"/> }.into_any();
    };
    let field = NodeRef::<Input>::new();
    let saved = RwSignal::new(false);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let name = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        leptos::task::spawn_local(async move {
            if save_profile(name).await.is_ok() {
                saved.set(true);
                look_again(account);
            }
        });
    };
    view! {
        <Title text="Account"/>
        <h1>"Account"</h1>
        <form on:submit=save>
            <label>"Name "<input name="name" value=person.name node_ref=field/></label>
            <button>"Save"</button>
        </form>
        <Show when=move || saved.get()><p role="status">"Saved"</p></Show>
    }
    .into_any()
}
