//! `/orders/:id`: one order, and how far it is.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate, use_params_map};

use super::activity::tracked_action;
use super::checkout::forget_typed;
use super::form::{Refusal, no_double_submit};
use super::not_loaded::page_not_loaded;
use super::{PerPerson, or_log_in};
use crate::accounts::use_account;
use crate::components::{
    ActionForm, Crumbs, Heading, Icon, ShowLoaded, Skeleton, SkeletonColumns, load_blocking, on_success,
};
use crate::messenger::PageReady;
use crate::shop::Totals;
use crate::shop::cart::CartCount;
use crate::shop::order::{Address, OrderAgain, OrderLine, OrderStage, OrderView, get_order, order_number};
use crate::shop::refusals::known_message;

const PARENTS: &[(&str, &str)] = &[("/orders", "Your orders")];

#[component]
pub fn OrderPage() -> impl IntoView {
    view! { <PerPerson><Order/></PerPerson> }
}

#[component]
fn Order() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let order = load_blocking(move || id.get(), get_order);
    PageReady::until_loaded(order);
    view! {
        <ShowLoaded loaded=order error=or_log_in(page_not_loaded("This order did not arrive", PARENTS)) skeleton=awaited let:order><OrderContent order/></ShowLoaded>
    }
}

/// Stands in place of the page until the order arrives.
fn awaited() -> impl IntoView {
    view! {
        <div class="wrap page">
            <Crumbs parents=PARENTS here="Order"/>
            <h1 aria-hidden="true"><Skeleton words="Order 2222222222"/></h1>
            <p class="hint"><Skeleton words="Placed on Saturday 28 November 2026"/></p>
            <SkeletonColumns/>
        </div>
    }
}

#[component]
fn OrderContent(order: OrderView) -> impl IntoView {
    // Not `use_query_map`: leptos_router 0.8.17 keeps the query of the last order.
    let placed = use_location().query.read_untracked().get_str("placed") == Some("1");
    if placed {
        // Here, because a form that is sent before the page's code has come leads here, too.
        Effect::new(|_| forget_typed());
    }
    let number = order_number(&order.id).to_uppercase();
    let title = format!("Order {number}");
    let is_guests = order.email.is_some();
    let Totals { goods, delivery, total } = order.totals;
    let comes_again = order.lines.iter().any(|line| line.comes_again);
    view! {
        <div class="wrap page">
            <Crumbs parents=PARENTS here=title.clone()/>
            <Heading title/>
            <p class="hint">"Placed on "<time datetime=order.iso>{order.day}</time></p>
            {placed.then(|| view! {
                <p class="notice good" role="status"><Icon name="check"/><span>"Thank you. We have your order; you can follow it below."</span></p>
            })}
            {is_guests.then(|| view! { <OfAGuest/> })}
            <div class="two side">
                <div class="stack">
                    <section class="stack" aria-labelledby="way"><h2 id="way">"Where it is"</h2><Way stages=order.timeline/></section>
                    <section class="stack" aria-labelledby="what"><h2 id="what">"What you ordered"</h2><Lines lines=order.lines/></section>
                </div>
                <div class="stack">
                    <aside class="sheet" aria-labelledby="sum">
                        <h2 class="h2" id="sum">"Summary"</h2>
                        <dl class="sum">
                            <dt>"Goods"</dt><dd>{goods.to_string()}</dd>
                            <dt>"Post"</dt><dd>{delivery.to_string()}</dd>
                            <dt class="total">"Total"</dt><dd class="total">{total.to_string()}</dd>
                        </dl>
                        {(!is_guests).then(|| view! { <Again id=order.id key=order.key comes_again/> })}
                        <p class="hint">"A demo: nothing was charged, and nothing is sent."</p>
                    </aside>
                    <section class="sheet" aria-labelledby="where"><h2 class="h2" id="where">"Where it goes"</h2>
                        <Label address=order.address/>
                        {order.email.map(|email| view! { <p class="hint">{email}</p> })}
                    </section>
                </div>
            </div>
        </div>
    }
}

#[component]
fn OfAGuest() -> impl IntoView {
    let is_visitor = use_account().with_untracked(Option::is_none);
    view! {
        <p class="notice"><Icon name="key"/><span>
            "Keep the address of this page: it opens the order for a year, for anybody who has it. "
            {is_visitor.then(|| view! {
                <a href="/signup?next=%2Forders">"Sign up"</a>
                " in the browser that you ordered in, and the order joins your account."
            })}
        </span></p>
    }
}

#[component]
fn Way(stages: Vec<OrderStage>) -> impl IntoView {
    let last = stages.iter().filter(|stage| stage.reached).count();
    let step = |(index, stage): (usize, OrderStage)| {
        let current = (index + 1 == last).then_some("step");
        let said = if stage.reached { "" } else { "expected on " };
        view! {
            <li class:reached=stage.reached aria-current=current>
                <span class="mark" aria-hidden="true">{stage.reached.then(|| view! { <Icon name="check" class="small"/> })}</span>
                <span><span class="step">{stage.words}</span><span class="hint block">{said}<time datetime=stage.iso>{stage.day}</time></span></span>
            </li>
        }
    };
    view! { <ol class="way plain">{stages.into_iter().enumerate().map(step).collect_view()}</ol> }
}

#[component]
fn Lines(lines: Vec<OrderLine>) -> impl IntoView {
    let line = |line: OrderLine| {
        view! {
            <li>
                <span>
                    <bdi>{format!("{} × {}", line.quantity, line.name)}</bdi>
                    <span class="hint block"><bdi>{line.words}</bdi></span>
                    {(!line.sold).then(|| view! { <span class="tag">"Sold out just now"</span> })}
                </span>
                <span>{line.price.to_string()}</span>
            </li>
        }
    };
    view! { <ul class="plain short-lines">{lines.into_iter().map(line).collect_view()}</ul> }
}

#[component]
fn Label(address: Address) -> impl IntoView {
    let country = address.country_in_words();
    let lines = [
        address.name,
        address.street,
        address.extra,
        format!("{} {}", address.postcode, address.city),
        country.to_owned(),
    ];
    let line = |line: String| view! { <span class="block">{line}</span> };
    view! { <address>{lines.into_iter().filter(|line| !line.is_empty()).map(line).collect_view()}</address> }
}

#[component]
fn Again(id: String, key: String, comes_again: bool) -> impl IntoView {
    let count = CartCount::here();
    let order = tracked_action::<OrderAgain>(move |added| {
        count.set(added.count);
        added.activity.clone()
    });
    let (refusal, busy) = (Refusal::of(order, known_message), order.pending());
    let navigate = use_navigate();
    on_success(order, move |added| navigate(&added.href, Default::default()));
    view! {
        <ActionForm action=order attr:class="stack" on:submit:capture=no_double_submit(busy)>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="key" value=key/>
            {comes_again.then(|| view! {
                <label class="tick"><input type="checkbox" name="subscribe" value="true" aria-describedby="subscribe-hint"/>"Subscribe again"</label>
                <p class="hint" id="subscribe-hint">"Otherwise coffees come just once, and a plan is left out."</p>
            })}
            <button class="button large" type="submit" aria-busy=move || busy.get().to_string()>"Order again"</button>
            {refusal.elsewhere(&[])}
        </ActionForm>
    }
}
