//! A component for each page.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::{LazyRoute, lazy_route};

use crate::accounts::{Account, profile, use_auth};
use crate::coffees::{COFFEES, Guide, coffee, how_to_brew, last_coffee};

#[component]
pub fn HomePage() -> impl IntoView {
    view! {
        <Title text=""/>
        <h1>"Coffee that keeps harbour hours"</h1>
        <Coffees/>
    }
}

/// The list stays beside whichever coffee is looked at.
#[component]
pub fn CoffeesLayout() -> impl IntoView {
    view! {
        <Outlet/>
        <Coffees/>
    }
}

#[component]
fn Coffees() -> impl IntoView {
    let link = |(slug, name)| view! { <li><a href=format!("/coffees/{slug}")>{name}</a></li> };
    view! { <ul>{COFFEES.map(link).collect_view()}</ul> }
}

#[component]
pub fn CoffeesPage() -> impl IntoView {
    view! {
        <Title text="Coffees"/>
        <h1>"Coffees"</h1>
        <a href="/coffees?roast=light">"Light"</a>
    }
}

/// From one coffee to the next it stays, and only its data change.
#[component]
pub fn CoffeePage() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.with(|params| params.get("slug").unwrap_or_default()));
    let found = Resource::new(move || slug.get(), coffee);
    let shown = move || {
        Suspend::new(async move {
            let name = found.await.ok().flatten().unwrap_or_else(|| "This coffee did not arrive".to_owned());
            view! { <Title text=name.clone()/><h1>{name}</h1> }
        })
    };
    view! { <Transition fallback=|| "Loading …">{shown}</Transition> }
}

/// Its code is loaded when it is opened, and its data at the same time.
pub struct BrewingPage {
    guide: Resource<Result<Guide, ServerFnError>>,
}

#[lazy_route]
impl LazyRoute for BrewingPage {
    fn data() -> Self {
        let guide = Resource::new(|| (), |()| how_to_brew());
        Self { guide }
    }

    fn view(this: Self) -> AnyView {
        let shown = move || {
            Suspend::new(async move {
                this.guide.await.map(|Guide { title, steps }| {
                    let steps = steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view();
                    view! { <Title text=title.clone()/><h1>{title}</h1><ol>{steps}</ol> }
                })
            })
        };
        view! { <Suspense fallback=|| "Loading …">{shown}</Suspense> }.into_any()
    }
}

/// Its code is loaded when it is opened, and it has no data.
pub struct HarbourPage;

#[lazy_route]
impl LazyRoute for HarbourPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! {
            <Title text="Our harbour"/>
            <h1>"Our harbour"</h1>
        }
        .into_any()
    }
}

#[component]
pub fn LogInPage() -> impl IntoView {
    let (log_in, query) = (use_auth().log_in, use_query_map());
    let next = move || query.with(|query| query.get("next").unwrap_or_default());
    view! {
        <Title text="Log in"/>
        <h1>"Welcome back aboard"</h1>
        <ActionForm action=log_in>
            <input type="hidden" name="next" value=next/>
            <label>"Email "<input type="email" name="email" required/></label>
            <button>"Log in"</button>
        </ActionForm>
    }
}

#[component]
pub fn AccountPage() -> impl IntoView {
    let (profile, last) = (Resource::new(|| (), |()| profile()), Resource::new(|| (), |()| last_coffee()));
    let form = move || {
        Suspend::new(async move {
            profile.await.map(|account| account.map(|account| view! { <Profile account/> }))
        })
    };
    let last = move || {
        Suspend::new(async move {
            last.await.map(|name| name.map(|name| view! { <p>"Last looked at: " {name}</p> }))
        })
    };
    view! {
        <Title text="Account"/>
        <h1>"Account"</h1>
        <Suspense fallback=|| "Loading …">{form} {last}</Suspense>
    }
}

#[component]
fn Profile(account: Account) -> impl IntoView {
    let save = use_auth().save_profile;
    let saved = move || matches!(save.value().get(), Some(Ok(())));
    view! {
        <ActionForm action=save>
            <label>"Name "<input name="name" value=account.name/></label>
            <button>"Save"</button>
        </ActionForm>
        <Show when=saved><p role="status">"Saved"</p></Show>
        // Not a page of the router's.
        <a href="/leave" rel="external">"Leave by a link"</a>
    }
}

#[component]
pub fn ImprintPage() -> impl IntoView {
    view! {
        <Title text="Imprint"/>
        <h1>"Imprint"</h1>
        <p>"Tidewater Coffee, Harbour Street 1"</p>
        <a href="/">"Home"</a>
    }
}

#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <Title text="Nothing anchored here"/>
        <h1>"Nothing anchored here"</h1>
        <a href="/brewing">"How we brew"</a>
        " "
        <a href="/harbour">"Our harbour"</a>
    }
}
