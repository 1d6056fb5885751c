//! `/cart`: the things that a person is about to buy.

mod line;
mod summary;
mod undo;

use leptos::html::Div;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::activity::tracked_action;
use super::add_to_cart::add_action;
use super::form::{Refusal, RowRefusal};
use super::not_loaded::NotLoaded;
use crate::accounts::{session_key, use_account};
use crate::components::{Crumbs, EmptyState, Heading, Icon, SkeletonColumns, load, on_success};
use crate::shop::cart::{Cart, CartCount, CartLine, RemoveFromCart, SetQuantity, get_cart};
use crate::shop::order::left_out;
use crate::shop::refusals::known_message;
use crate::shop::support::Activity;
use line::LineRow;
use summary::Summary;
pub use summary::Sums;
use undo::Undo;

#[component]
pub fn CartPage() -> impl IntoView {
    let account = use_account();
    // After a log-in or a log-out it is another cart, and nothing of the last one stays in sight meanwhile.
    let cart = load(move || session_key(account), |_| get_cart());
    let again = Callback::new(move |()| cart.refetch());
    view! {
        <div class="wrap page">
            <Crumbs here="Cart"/>
            <Heading title="Cart"/>
            <Suspense fallback=SkeletonColumns>
                <Flash/>
                {move || Suspend::new(async move {
                    match cart.await {
                        Ok(cart) => view! { <CartContent cart/> }.into_any(),
                        Err(error) => view! { <NotLoaded title="The cart did not arrive" error again/> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
}

/// The notice of the form that led here. Its texts are fixed, because anybody can write an address.
#[component]
fn Flash() -> impl IntoView {
    let query = use_query_map();
    let says = |name: &str, value: &str| query.read_untracked().get_str(name) == Some(value);
    let said = match () {
        () if says("added", "1") => Some(("notice good", "check", "It is in the cart.")),
        () if says("replaced", "1") => {
            Some(("notice good", "check", "The plan is in the cart, in place of the plan from before."))
        }
        () if says("refused", "1") => {
            Some(("notice bad", "alert", "That was not added: it is sold out, or the cart is full."))
        }
        () => None,
    };
    if let Some(order) = query.read_untracked().get("again") {
        let subscribe = says("subscribe", "true");
        return view! { <div role="status"><LeftOut order subscribe/></div> }.into_any();
    }
    let notice =
        said.map(|(class, icon, words)| view! { <p class=class><Icon name=icon/><span>{words}</span></p> });
    view! { <div role="status">{notice}</div> }.into_any()
}

/// The notice that names the things of an earlier order that are not in the cart.
#[component]
fn LeftOut(order: String, subscribe: bool) -> impl IntoView {
    let names = load(move || order.clone(), move |order| left_out(order, subscribe));
    move || {
        Suspend::new(async move {
            let names = names.await.unwrap_or_default();
            let words = match names.is_empty() {
                true => "As much of that order as there is room for is in the cart.".to_owned(),
                false => format!(
                    "Not in the cart: {}. It is sold out just now, or the cart is full.",
                    names.join(", ")
                ),
            };
            view! { <p class="notice warn"><Icon name="alert"/><span>{words}</span></p> }
        })
    }
}

/// The content of the cart. The answers of the forms change it.
#[component]
fn CartContent(cart: Cart) -> impl IntoView {
    let cart = RwSignal::new(cart);
    let (count, place) = (CartCount::here(), NodeRef::<Div>::new());
    let counted = move |cart: &Cart| {
        count.set(cart.count());
        Activity::default()
    };
    let (set, remove) = (tracked_action::<SetQuantity>(counted), tracked_action::<RemoveFromCart>(counted));
    let not_set = RowRefusal::of(set, known_message, "item");
    let not_removed = RowRefusal::of(remove, known_message, "item");
    Effect::new(move |_| count.set(cart.with_untracked(Cart::count)));
    on_success(set, move |now| cart.set(now));
    let (removed, put_back) = (RwSignal::new(None), add_action());
    let not_put_back = Refusal::of(put_back, known_message);
    on_success(put_back, move |_| {
        removed.set(None);
        leptos::task::spawn_local(async move {
            if let Ok(now) = get_cart().await {
                cart.set(now);
                _ = place.get_untracked().map(|place| place.focus());
            }
        });
    });
    on_success(remove, move |now| {
        removed.set(cart.with(|before| gone(before, &now)));
        cart.set(now);
        // The button that was pressed is gone.
        _ = place.get_untracked().map(|place| place.focus());
    });
    // A press takes the refusal of an earlier press out of sight.
    let (setting, removing, putting_back) = (set.pending(), remove.pending(), put_back.pending());
    Effect::new(move |_| (removing.get() || putting_back.get()).then(|| set.clear()));
    Effect::new(move |_| (setting.get() || putting_back.get()).then(|| remove.clear()));
    Effect::new(move |_| (setting.get() || removing.get()).then(|| put_back.clear()));
    let is_empty = Memo::new(move |_| cart.with(|cart| cart.lines.is_empty()));
    let items = move || cart.with(|cart| cart.lines.iter().map(|line| line.item.clone()).collect::<Vec<_>>());
    let full = move || {
        view! {
            <div class="two side">
                <div class="stack">
                    <div class="said">{not_set.of_no_row().elsewhere(&[])}{not_removed.of_no_row().elsewhere(&[])}</div>
                    <ul class="lines">
                        <For each=items key=String::clone let:item><LineRow item cart set remove not_set not_removed/></For>
                    </ul>
                </div>
                {move || view! { <Summary cart=cart.get()/> }}
            </div>
        }
    };
    view! {
        <div tabindex="-1" class="cart" aria-label="What is in the cart" role="group" node_ref=place>
            <div role="status">{move || removed.get().map(|line| view! { <Undo line put_back/> })}</div>
            <div class="said">{not_put_back.elsewhere(&[])}</div>
            {move || if is_empty.get() { view! { <EmptyCart/> }.into_any() } else { full().into_any() }}
        </div>
    }
}

/// The line that `before` has and `now` lacks.
fn gone(before: &Cart, now: &Cart) -> Option<CartLine> {
    let stays = |line: &&CartLine| now.lines.iter().any(|one| one.item == line.item);
    before.lines.iter().find(|line| !stays(line)).cloned()
}

#[component]
fn EmptyCart() -> impl IntoView {
    view! {
        <EmptyState icon="cart" title="Nothing in the cart yet">
            <p>"Bags you add wait here: on this device, and on every other one where you are logged in."</p>
            <a class="button main large" href="/coffees">"Shop the coffees"</a>
        </EmptyState>
    }
}
