//! The plan and the subscriptions on the account page, with their next delivery, pause and stop.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::activity::tracked_action;
use super::form::{RowRefusal, no_double_submit};
use crate::components::{ActionForm, Icon, ServerAction, ShowLoaded, Skeleton, load, on_success};
use crate::error::Error;
use crate::shop::refusals::known_message;
use crate::shop::subscription::{SetSubscription, Subscription, SubscriptionState, subscriptions};
use crate::shop::support::Activity;

/// A section of a page for somebody who is logged in.
#[component]
pub fn Subscriptions() -> impl IntoView {
    let list = load(|| (), |()| subscriptions());
    let change = tracked_action::<SetSubscription>(|_| Activity::default());
    let refusal = RowRefusal::of(change, known_message, "id");
    on_success(change, move |now| list.set(Some(Ok(now))));
    view! {
        <section class="sheet" id="subscriptions" aria-labelledby="comes-again" tabindex="-1">
            <h2 class="h2" id="comes-again">"Plan and subscriptions"</h2>
            <div class="said">{refusal.of_no_row().elsewhere(&[])}</div>
            <ShowLoaded loaded=list error=not_read skeleton=awaited let:list>
                {match list.is_empty() {
                    true => view! { <p class="hint">"Nothing yet. "<a href="/plans">"See the plans"</a></p> }.into_any(),
                    false => view! {
                        <ul class="plain subscriptions">{list.into_iter().map(|one| view! { <Row one change refusal/> }).collect_view()}</ul>
                    }
                    .into_any(),
                }}
            </ShowLoaded>
        </section>
    }
}

/// Stands in place of the list until it arrives. Most people have none.
fn awaited() -> impl IntoView {
    view! { <p class="hint"><Skeleton words="Nothing yet. See the plans"/></p> }
}

fn not_read(error: Error, again: Callback<()>) -> AnyView {
    let ask = move |event: MouseEvent| {
        event.prevent_default();
        again.run(());
    };
    view! {
        <p class="error"><Icon name="alert" class="small"/>{error.to_string()}</p>
        <a class="button" href="/account" on:click=ask>"Try again"</a>
    }
    .into_any()
}

#[component]
fn Row(one: Subscription, change: ServerAction<SetSubscription>, refusal: RowRefusal) -> impl IntoView {
    let (id, name) = (one.id, one.name.clone());
    let refusal = refusal.of_row(id.clone());
    let to = |state: SubscriptionState, words: &'static str, class: &'static str| {
        let (id, name) = (id.clone(), name.clone());
        view! { <Change id name state words class change/> }
    };
    view! {
        <li>
            <div>
                <p><b>{one.name}</b>{one.is_plan.then(|| view! { <span class="tag sea">"Your plan"</span> })}</p>
                <p class="hint"><bdi>{one.words}{(one.quantity > 1).then(|| format!(", {} times", one.quantity))}", "{one.price.to_string()}" each time"</bdi></p>
                {match one.next {
                    Some((day, iso)) => view! { <p class="hint">"Next roasted on "<time datetime=iso>{day}</time></p> }.into_any(),
                    None => view! { <p><span class="tag warn">"Paused"</span></p> }.into_any(),
                }}
            </div>
            <div class="actions">
                {match one.state {
                    SubscriptionState::Paused => to(SubscriptionState::Active, "Resume", "button"),
                    _ => to(SubscriptionState::Paused, "Pause", "button"),
                }}
                <details class="sure">
                    <summary class="button bare" role="button">"Stop…"<span class="out-of-sight">" "{name.clone()}</span></summary>
                    <p class="hint">"It will not come again. You can order it anew whenever you like."</p>
                    {to(SubscriptionState::Stopped, "Stop for good", "button danger")}
                </details>
            </div>
            {refusal.elsewhere(&[])}
        </li>
    }
}

#[component]
fn Change(
    id: String,
    name: String,
    state: SubscriptionState,
    words: &'static str,
    class: &'static str,
    change: ServerAction<SetSubscription>,
) -> impl IntoView {
    let busy = change.pending();
    view! {
        <ActionForm action=change on:submit:capture=no_double_submit(busy)>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="state" value=state.key()/>
            <button class=class type="submit">{words}<span class="out-of-sight">" "{name}</span></button>
        </ActionForm>
    }
}
