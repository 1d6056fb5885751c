//! `/orders`: the orders of a customer, or of a guest in this browser, the newest first.

use leptos::prelude::*;

use super::not_loaded::not_loaded;
use super::{PerPerson, RequireLogIn};
use crate::accounts::use_account;
use crate::components::{Crumbs, EmptyState, Heading, Icon, ShowLoaded, Skeleton, load};
use crate::messenger::PageReady;
use crate::shop::order::{OrderSummary, list_orders, order_number};

#[component]
pub fn OrdersPage() -> impl IntoView {
    view! { <PerPerson><OrdersContent/></PerPerson> }
}

#[component]
fn OrdersContent() -> impl IntoView {
    let is_visitor = use_account().with_untracked(Option::is_none);
    let orders = load(|| (), move |()| list_orders(is_visitor.then_some(true)));
    // A visitor without any is sent to log in, which is no visit of this page.
    let is_visit = move |found: &Vec<_>| !is_visitor || !found.is_empty();
    PageReady::until(move || {
        orders.with(|answer| answer.as_ref().is_some_and(|found| found.as_ref().map_or(true, is_visit)))
    });
    view! {
        <div class="wrap page">
            <Crumbs here="Your orders"/>
            <Heading title="Your orders"/>
            <ShowLoaded loaded=orders error=not_loaded("Your orders did not arrive") skeleton=order_rows let:orders>
                {match (orders.is_empty(), is_visitor) {
                    (true, true) => view! { <RequireLogIn><NoOrders/></RequireLogIn> }.into_any(),
                    (true, false) => view! { <NoOrders/> }.into_any(),
                    (false, true) => view! { <OfThisBrowser/><OrderList orders/> }.into_any(),
                    (false, false) => view! { <OrderList orders/> }.into_any(),
                }}
            </ShowLoaded>
        </div>
    }
}

#[component]
fn OrderList(orders: Vec<OrderSummary>) -> impl IntoView {
    let row = |order: OrderSummary| {
        let things = if order.count == 1 { "1 item".to_owned() } else { format!("{} items", order.count) };
        view! {
            <li>
                <div>
                    <h2 class="h3"><a href=order.href()>"Order "<span class="number">{order_number(&order.id).to_uppercase()}</span></a></h2>
                    <p class="hint"><time datetime=order.iso>{order.day}</time>", "<bdi>{things}</bdi></p>
                </div>
                <span class="tag sea">{order.status}</span>
                <span class="price">{order.total.to_string()}</span>
                <Icon name="next" class="flips small"/>
            </li>
        }
    };
    view! { <ul class="orders">{orders.into_iter().map(row).collect_view()}</ul> }
}

/// Stands in place of the list until it arrives.
fn order_rows() -> impl IntoView {
    let row = || {
        view! {
            <li>
                <div>
                    <h2 class="h3"><Skeleton words="Order 2222222222"/></h2>
                    <p class="hint"><Skeleton words="28 November 2026, 2 items"/></p>
                </div>
                <span class="tag"><Skeleton words="On the boat"/></span>
                <span class="price"><Skeleton words="€22.20"/></span>
            </li>
        }
    };
    view! { <ul class="orders" aria-hidden="true">{(0..3).map(|_| row()).collect_view()}</ul> }
}

#[component]
fn OfThisBrowser() -> impl IntoView {
    view! {
        <p class="notice"><Icon name="user"/><span>
            "You ordered these in this browser as a guest. "<a href="/signup?next=%2Forders">"Sign up"</a>
            " here, and they join your account. "<a href="/login?next=%2Forders">"Log in"</a>" to see the orders of your account."
        </span></p>
    }
}

#[component]
fn NoOrders() -> impl IntoView {
    view! {
        <EmptyState icon="boat" title="No orders yet">
            <p>"Each order will stand here with the boat it left on."</p>
            <a class="button main" href="/coffees">"Shop the coffees"</a>
        </EmptyState>
    }
}
