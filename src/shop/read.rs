//! What a page reads of the shop's answers.

use wasm_bindgen::JsValue;

use super::cart::{Cart, CartLine, InCart};
use super::order::{Address, Checkout, NewOrder, OrderLine, OrderSummary, OrderView, Stage};
use super::subscription::Subscription;
use super::support::{Activity, ActivityEvent, Value, Word};
use super::{Coffee, Currency, Details, Found, Guide, GuideCard, Listing, Money, Step, Totals};
use crate::json::{Readable, field, of, readable};

readable! {
    Money { minor, currency }
    Activity { events, known }
    ActivityEvent { name, metadata }
    Coffee { slug, name, notes, roast, fathoms, made_for, price, mark, new_crop, sold_out }
    Details { coffee, origin, story, farms, altitude, process, brew, roasted, guides }
    Listing { coffees, counts }
    GuideCard { slug, name, summary, gear, seconds }
    Guide { card, story, grind, heat, dose, water, water_is, cups, most_cups, before, steps, coffees }
    Step { name, text, seconds, pour_to }
    Found { coffees, guides }
    InCart { count, whole, activity }
    Cart { lines, totals }
    CartLine { item, name, words, href, bag, quantity, each, price, only }
    Totals { goods, post, total }
    Checkout { cart, seen, key, address }
    Address { name, street, extra, postcode, city, country }
    NewOrder { id, activity }
    OrderSummary { id, day, iso, status, count, total }
    OrderView { id, key, day, iso, address, lines, totals, timeline }
    OrderLine { name, words, quantity, price, sold }
    Stage { words, day, iso, reached }
    Subscription { id, name, words, quantity, price, state, is_plan, next }
}

impl Readable for Currency {
    fn from_js(code: &JsValue) -> Option<Self> {
        (code.as_string()? == "EUR").then_some(Self::Eur)
    }
}

impl Readable for Word {
    fn from_js(word: &JsValue) -> Option<Self> {
        word.as_string().map(Self::from)
    }
}

impl Readable for Value {
    fn from_js(value: &JsValue) -> Option<Self> {
        let number = |name| of(value, name).as_f64().map(|number| number as i64);
        let word = field(value, "Word").map(Self::Word);
        word.or_else(|| field(value, "Money").map(Self::Money))
            .or_else(|| number("Number").map(Self::Number))
            .or_else(|| number("Date").map(Self::Date))
    }
}
