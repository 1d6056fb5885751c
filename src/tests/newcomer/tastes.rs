//! `/tastes`: a list of tastes, and a form that takes one more.
use leptos::{form::ActionForm, prelude::*};

use crate::components::Heading;
use crate::error::Error;

#[server(endpoint = "tastes")]
pub async fn tastes() -> Result<Vec<String>, Error> {
    Ok(vec!["apricot".to_owned(), "cocoa".to_owned()])
}

#[server(endpoint = "suggest_taste")]
pub async fn suggest_taste(taste: String) -> Result<String, Error> {
    Ok(format!("Thank you for {taste}."))
}

#[component]
pub fn TastesPage() -> impl IntoView {
    let list = Resource::new(|| (), |()| tastes());
    let suggest = ServerAction::<SuggestTaste>::new();
    let cups = RwSignal::new(0);
    view! {
        <Heading title="Tastes"/>
        <Suspense>{move || Suspend::new(async move { list.await.map_or_else(|e| e.to_string(), |it| it.join(", ")) })}</Suspense>
        <ActionForm action=suggest><input name="taste" aria-label="Taste" required/><button>"Suggest"</button></ActionForm>
        <p role="status">{move || suggest.value().get().map(|reply| reply.unwrap_or_else(|e| e.to_string()))}</p>
        <button on:click=move |_| cups.update(|cups| *cups += 1)>{cups}" cups"</button>
    }
}
