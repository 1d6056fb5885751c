//! The answer to why a person does not see a message.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::explain_message;
use super::recipient::choice;
use super::state::{Explanation, FindingRow, ViewRow};
use super::zone::Zone;
use crate::components::Icon;
use crate::error::Error;

/// Why a saved message shows, or does not show, to a person on a page.
#[component]
pub fn WhyNot(id: i64, zone: Zone, people: Vec<(String, String)>) -> impl IntoView {
    // Another page may link here with a person.
    let asked = use_query_map().read_untracked().get("person").unwrap_or_default();
    let (person, url) = (RwSignal::new(asked), RwSignal::new("/".to_owned()));
    let ask = Action::new(move |(): &()| explain_message(id, person.get_untracked(), url.get_untracked()));
    let choose = move |id: String| {
        person.set(id);
        ask.dispatch(());
    };
    let answer = move || ask.value().get().map(|answer| said(answer, zone, choose));
    view! {
        <section class="sheet why" aria-labelledby="why">
            <h2 id="why">"Why was this not shown?"</h2>
            <form on:submit=move |event| {
                event.prevent_default();
                ask.dispatch(());
            }>
                <label class="field"><span class="label">"Person: user_id, e-mail or name"</span>
                    <input class="input" required list="here" autocapitalize="off" autocomplete="off" spellcheck="false" prop:value=person value=person.get_untracked() on:input:target=move |event| person.set(event.target().value())/>
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

fn said(answer: Result<Explanation, Error>, zone: Zone, choose: impl Fn(String) + Copy + 'static) -> AnyView {
    match answer {
        Err(error) => view! { <p class="notice bad">{error.to_string()}</p> }.into_any(),
        Ok(Explanation { people, .. }) if !people.iter().any(|person| person.is_certain) => {
            choice(people, choose)
        }
        Ok(Explanation { people, verdict, shows, findings, views }) => {
            let about: Vec<String> = people.iter().map(|person| person.label()).collect();
            let class = if shows { "notice good" } else { "notice" };
            view! {
                <p class="hint">"About "<bdi>{about.join(", ")}</bdi>"."</p>
                <p class=class><Icon name=if shows { "check" } else { "alert" } class="small"/><span>{verdict}</span></p>
                <ul class="plain findings">{findings.into_iter().map(finding).collect_view()}</ul>
                <p class="hint">"Values are today’s."</p>
                <h3>"Pages seen last"</h3>
                <p class="hint">"Times of "{move || zone.name()}"."</p>
                <ul class="plain findings">{views.into_iter().map(|view| seen(view, zone)).collect_view()}</ul>
            }
            .into_any()
        }
    }
}

fn seen(ViewRow { url, at, verdict, findings }: ViewRow, zone: Zone) -> impl IntoView {
    let at = move || zone.of_utc(&at).replace('T', " ");
    let conditions = (!findings.is_empty()).then(|| {
        view! {
            <details>
                <summary>"Its conditions, with today’s values"</summary>
                <ul class="plain findings">{findings.into_iter().map(finding).collect_view()}</ul>
            </details>
        }
    });
    view! {
        <li><Icon name="clock" class="small"/><div><bdi class="path">{url}</bdi>" "<span class="hint">{at}". "{verdict}</span>{conditions}</div></li>
    }
}

fn finding(FindingRow { what, saw, passed }: FindingRow) -> impl IntoView {
    let (icon, words) = if passed { ("check", "Yes: ") } else { ("close", "No: ") };
    view! {
        <li class:passed=passed>
            <Icon name=icon class="small"/>
            <span><span class="out-of-sight">{words}</span><bdi>{what}</bdi>" "<span class="hint">"Today it is "<bdi>{saw}</bdi>"."</span></span>
        </li>
    }
}
