//! The answer to why a person does not see a message.

use leptos::prelude::*;

use super::api::explain_message;
use super::state::{Explanation, FindingRow, ViewRow};
use crate::components::Icon;
use crate::error::Error;

/// Why a saved message shows, or does not show, to a person on a page.
#[component]
pub fn WhyNot(id: i64, people: Vec<(String, String)>) -> impl IntoView {
    let (person, url) = (RwSignal::new(String::new()), RwSignal::new("/".to_owned()));
    let ask = Action::new(move |(): &()| explain_message(id, person.get_untracked(), url.get_untracked()));
    let answer = move || ask.value().get().map(said);
    view! {
        <section class="sheet why" aria-labelledby="why">
            <h2 id="why">"Why was this not shown?"</h2>
            <form on:submit=move |event| {
                event.prevent_default();
                ask.dispatch(());
            }>
                <label class="field"><span class="label">"Person: user_id, e-mail, or one who was here"</span>
                    <input class="input" required list="here" autocapitalize="off" autocomplete="off" spellcheck="false" on:input:target=move |event| person.set(event.target().value())/>
                </label>
                <datalist id="here">{people.into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()}</datalist>
                <label class="field"><span class="label">"Page"</span>
                    <input class="input path" required autocapitalize="off" autocomplete="off" spellcheck="false" value="/" on:input:target=move |event| url.set(event.target().value())/>
                </label>
                <button type="submit" class="button">"Explain"</button>
            </form>
            <div role="status">{answer}</div>
        </section>
    }
}

fn said(answer: Result<Explanation, Error>) -> AnyView {
    match answer {
        Err(error) => view! { <p class="notice bad">{error.to_string()}</p> }.into_any(),
        Ok(Explanation { verdict, shows, findings, views }) => {
            let class = if shows { "notice good" } else { "notice" };
            view! {
                <p class=class><Icon name=if shows { "check" } else { "alert" } class="small"/><span>{verdict}</span></p>
                <ul class="plain findings">{findings.into_iter().map(finding).collect_view()}</ul>
                <p class="hint">"Attributes are today’s."</p>
                <h3>"Pages seen last"</h3>
                <ul class="plain findings">{views.into_iter().map(seen).collect_view()}</ul>
            }
            .into_any()
        }
    }
}

fn seen(ViewRow { url, at, verdict }: ViewRow) -> impl IntoView {
    view! {
        <li><Icon name="clock" class="small"/><span><bdi class="path">{url}</bdi>" "<span class="hint">{at}" UTC. "{verdict}</span></span></li>
    }
}

fn finding(FindingRow { what, saw, passed }: FindingRow) -> impl IntoView {
    let (icon, words) = if passed { ("check", "Yes: ") } else { ("close", "No: ") };
    view! {
        <li class:passed=passed>
            <Icon name=icon class="small"/>
            <span><span class="out-of-sight">{words}</span><bdi>{what}</bdi>" "<span class="hint">"It is "<bdi>{saw}</bdi>"."</span></span>
        </li>
    }
}
