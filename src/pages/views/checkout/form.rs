use leptos::prelude::*;

use super::field::{Line, Wrong};
use crate::accounts::use_account;
use crate::components::Icon;
use crate::pages::views::cart::Sums;
use crate::pages::views::refused::Refusal;
use crate::shop::Item;
use crate::shop::cart::CartLine;
use crate::shop::order::{Address, COUNTRIES, Checkout, Country, PlaceOrder, typed_address};

const FIELDS: &[&str] = &["name", "street", "extra", "postcode", "city", "country"];

/// The form keeps its key however often it is sent: one form, one order.
#[component]
pub fn Form(checkout: Checkout) -> impl IntoView {
    let Checkout { cart, key, address: last } = checkout;
    let account = use_account();
    let who = account.get_untracked();
    let session_key = who.as_ref().map(|who| who.session_key.clone());
    let address = typed_address().unwrap_or(Address {
        name: if last.name.is_empty() {
            who.map(|who| who.name).unwrap_or_default()
        } else {
            last.name.clone()
        },
        ..last
    });
    let chosen = address.country.parse().unwrap_or(Country::Norway);
    let country =
        move |one: Country| view! { <option value=one.key() selected=one == chosen>{one.words()}</option> };
    let refusal = Refusal::of_the_shop::<PlaceOrder>();
    let wrong = refusal.at("country");
    let (total, seen) = (cart.totals.total, cart.seal());
    let comes_again = cart.lines.iter().any(comes_again);
    view! {
        <form class="two side" method="post" action="/api/place_order" data-tells data-replaces data-says="said">
            <div class="stack">
                <div id="said" class="said">{refusal.elsewhere(FIELDS)}</div>
                <input type="hidden" name="key" value=key/>
                <input type="hidden" name="seen" value=seen/>
                <input type="hidden" name="session_key" value=session_key/>
                <fieldset class="stack">
                    <legend class="h2">"Where does it go?"</legend>
                    <Line name="name" label="Name" autocomplete="shipping name" value=address.name refusal=refusal.clone()/>
                    <Line name="street" label="Street and number" autocomplete="shipping address-line1" value=address.street refusal=refusal.clone()/>
                    <Line name="extra" label="Floor, door or company" autocomplete="shipping address-line2" required=false
                        value=address.extra refusal=refusal.clone()/>
                    <div class="postcode-and-city">
                        <Line name="postcode" label="Postcode" autocomplete="shipping postal-code" value=address.postcode refusal=refusal.clone()/>
                        <Line name="city" label="Town" autocomplete="shipping address-level2" value=address.city refusal=refusal.clone()/>
                    </div>
                    <div class="field">
                        <label for="country">"Country"</label>
                        <select class="input" id="country" name="address[country]" autocomplete="shipping country" required
                            aria-invalid=wrong.is_some().then_some("true")
                            aria-describedby=wrong.is_some().then_some("country-error")>
                            {COUNTRIES.iter().copied().map(country).collect_view()}
                        </select>
                        <Wrong name="country" wrong/>
                    </div>
                </fieldset>
                <p class="notice"><Icon name="lock"/><span>
                    "This shop is a demo: the payment is pretended. No card is asked for, nothing is charged, and no coffee is sent."
                </span></p>
            </div>
            <aside class="sheet" aria-labelledby="sum">
                <h2 class="h2" id="sum">"Your order"</h2>
                <ul class="plain short-lines">
                    {cart.lines.iter().map(|line| view! {
                        <li><span>{format!("{} × {}", line.quantity, line.name)}<span class="hint block">{line.words.clone()}</span></span><span>{line.price.to_string()}</span></li>
                    }).collect_view()}
                </ul>
                <Sums cart=&cart/>
                <button class="button main large" type="submit">"Place the order, "{total.to_string()}</button>
                <p class="hint">
                    "Prices include tax."
                    {comes_again.then_some(" Plans and subscriptions can be paused or stopped on your account page. Later deliveries come post free.")}
                </p>
            </aside>
        </form>
    }
}

fn comes_again(line: &CartLine) -> bool {
    line.item.parse::<Item>().is_ok_and(|item| item.often().weeks().is_some())
}
