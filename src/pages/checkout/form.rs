//! The form that places the order.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::field::{FIELDS, TextLine, Wrong};
use super::typed::{forget_typed, keep_typed};
use crate::accounts::{refusals as of_accounts, use_account};
use crate::components::{ActionForm, Icon, on_success};
use crate::error::Error;
use crate::pages::activity::tracked_action;
use crate::pages::cart::Sums;
use crate::pages::field::Field;
use crate::pages::form::{Refusal, is_settled, no_double_submit};
use crate::shop::Item;
use crate::shop::cart::{CartCount, CartLine};
use crate::shop::order::{
    Address, COUNTRIES, Checkout, Country, ForgetAddress, PlaceOrder, get_checkout, typed_order,
};
use crate::shop::refusals;

/// The form keeps its key however often it is sent: one form, one order.
#[component]
pub fn Form(checkout: RwSignal<Checkout>) -> impl IntoView {
    let Checkout { key, address: last, .. } = checkout.get_untracked();
    let account = use_account();
    let who = account.get_untracked();
    let session_key = who.as_ref().map(|who| who.session_key.clone());
    let of_address = session_key.clone();
    let (is_guest, is_saved) = (who.is_none(), !last.street.is_empty());
    let (address, email) = typed_order().unwrap_or_else(|| {
        let name = if last.name.is_empty() { who.map(|who| who.name).unwrap_or_default() } else { last.name };
        (Address { name, ..last }, String::new())
    });
    let chosen = address.country.parse().unwrap_or(Country::Norway);
    let country =
        move |one: Country| view! { <option value=one.key() selected=one == chosen>{one.words()}</option> };
    let (count, navigate) = (CartCount::here(), use_navigate());
    let place = tracked_action::<PlaceOrder>(move |placed| {
        count.set(0);
        placed.activity.clone()
    });
    let (refusal, busy) = (Refusal::of(place, known_message), place.pending());
    on_success(place, move |placed| {
        navigate(&placed.href(), NavigateOptions { replace: true, ..Default::default() });
    });
    let wrong = refusal.at("country");
    let form = NodeRef::new();
    let keep = keep_typed(form);
    // The cart has changed: the form shows it as it is now, and keeps what was typed.
    Effect::new(move |_| {
        let changed = place
            .value()
            .with(|value| matches!(value, Some(Err(Error::Invalid { field, .. })) if field == "cart"));
        if changed {
            leptos::task::spawn_local(async move {
                if let Ok(now) = get_checkout().await {
                    checkout.set(now);
                }
            });
        }
    });
    let lines = move || checkout.with(|checkout| checkout.cart.lines.iter().map(line).collect_view());
    let again = move || checkout.with(|checkout| checkout.cart.lines.iter().any(comes_again));
    view! {
        <ActionForm action=place node_ref=form attr:class="two side" on:input=move |_| keep()
            on:submit:capture=no_double_submit(is_settled(place))>
            <div class="stack">
                <input type="hidden" name="key" value=key/>
                <input type="hidden" name="seen" value=move || checkout.with(|checkout| checkout.seen.clone())/>
                <input type="hidden" name="session_key" value=session_key/>
                {is_guest.then(|| view! {
                    <GuestNotice again/>
                    <fieldset class="stack">
                        <legend class="h2">"Who orders?"</legend>
                        <Field name="email" label="Email" kind="email" autocomplete="email" longest=254 placeholder="you@example.com"
                            value=email wrong=refusal.at("email") hint="We keep it with this order alone."/>
                    </fieldset>
                })}
                <fieldset class="stack">
                    <legend class="h2">"Where does it go?"</legend>
                    <TextLine name="name" label="Name" autocomplete="shipping name" value=address.name refusal/>
                    <TextLine name="street" label="Street and number" autocomplete="shipping address-line1" value=address.street refusal/>
                    <TextLine name="extra" label="Floor, door or company" autocomplete="shipping address-line2" required=false
                        value=address.extra refusal/>
                    <div class="postcode-and-city">
                        <TextLine name="postcode" label="Postcode" autocomplete="shipping postal-code" value=address.postcode refusal/>
                        <TextLine name="city" label="Town" autocomplete="shipping address-level2" value=address.city refusal/>
                    </div>
                    <div class="field">
                        <label for="country">"Country"</label>
                        <select class="input" id="country" name="address[country]" autocomplete="shipping country" required
                            aria-invalid=move || wrong.read().is_some().then_some("true")
                            aria-describedby=move || wrong.read().is_some().then_some("country-error")>
                            {COUNTRIES.iter().copied().map(country).collect_view()}
                        </select>
                        <Wrong name="country" wrong/>
                    </div>
                    {is_saved.then(|| view! {
                        <div class="actions">
                            <span class="hint">"Your last order went here."</span>
                            <button class="button" type="submit" form="forget-address">"Forget this address"</button>
                        </div>
                    })}
                </fieldset>
                <p class="notice"><Icon name="lock"/><span>
                    "This shop is a demo: the payment is pretended. No card is asked for, nothing is charged, and no coffee is sent."
                </span></p>
            </div>
            <aside class="sheet" aria-labelledby="sum">
                <h2 class="h2" id="sum">"Your order"</h2>
                <ul class="plain short-lines">
                    {lines}
                </ul>
                {move || checkout.with(|checkout| view! { <Sums cart=&checkout.cart/> })}
                <button class="button main large" type="submit" aria-busy=move || busy.get().to_string()>"Place the order, "{move || checkout.with(|checkout| checkout.cart.totals.total.to_string())}</button>
                <div class="said">{refusal.elsewhere(FIELDS)}</div>
                <p class="hint">
                    "Prices include tax."
                    {move || (!is_guest && again()).then_some(" Plans and subscriptions can be paused or stopped on your account page. Later deliveries come post free.")}
                </p>
            </aside>
        </ActionForm>
        // A plain form: the check-out comes anew, without the address.
        {is_saved.then(|| view! {
            <form id="forget-address" method="post" action=ForgetAddress::PATH on:submit=move |_| forget_typed()>
                <input type="hidden" name="session_key" value=of_address/>
            </form>
        })}
    }
}

/// The ways to order with an account, and what a guest cannot order.
#[component]
fn GuestNotice(again: impl Fn() -> bool + Send + Sync + 'static) -> impl IntoView {
    view! {
        <p class="notice"><Icon name="cart"/><span>
            "Your cart waits: "<a href="/login?next=%2Fcheckout">"log in"</a>" or "<a href="/signup?next=%2Fcheckout">"sign up"</a>
            " to order with an account, or order here as a guest."
        </span></p>
        {move || again().then(|| view! {
            <p class="notice warn"><Icon name="alert"/><span>
                "Your cart holds a plan or a subscription. Both need an account, where you can pause or stop them."
            </span></p>
        })}
    }
}

fn known_message(message: &str) -> &str {
    match of_accounts::known_message(message) {
        known if known == message => known,
        _ => refusals::known_message(message),
    }
}

fn line(line: &CartLine) -> impl IntoView + use<> {
    view! {
        <li>
            <span>
                <bdi>{format!("{} × {}", line.quantity, line.name)}</bdi>
                <span class="hint block"><bdi>{line.words.clone()}</bdi></span>
            </span>
            <span>{line.price.to_string()}</span>
        </li>
    }
}

fn comes_again(line: &CartLine) -> bool {
    line.item.parse::<Item>().is_ok_and(|item| item.often().weeks().is_some())
}
