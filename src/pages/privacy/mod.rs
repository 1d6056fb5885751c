//! `/privacy`: the data that the server keeps, for whom, and for how long. All of it is true of this very server: where
//! settings decide, the page asks [`Practice`].

mod chat;
mod cookies;
mod kept;
mod practice;
mod shop;

use leptos::prelude::*;

use super::contact::AskUs;
use super::not_loaded::page_not_loaded;
use crate::components::{Crumbs, Heading, ShowLoaded, load_blocking};
use chat::Chat;
use cookies::Cookies;
use practice::get_practice;
pub use practice::{FixedTimes, GetPractice, Practice};
use shop::ShopData;

#[component]
pub fn PrivacyPage() -> impl IntoView {
    let practice = load_blocking(|| (), |()| get_practice());
    view! {
        <ShowLoaded loaded=practice error=page_not_loaded("This page did not arrive", &[]) let:practice><PrivacyContent practice/></ShowLoaded>
    }
}

#[component]
fn PrivacyContent(practice: Practice) -> impl IntoView {
    view! {
        <div class="wrap">
            <Crumbs here="Privacy"/>
            <article class="prose">
                <Heading title="Privacy"/>
                <p class="lead">"What this site notes down, for whom, and for how long."</p>
                <Chat practice/>
                <h2>"Cookies"</h2>
                <Cookies practice/>
                <p>
                    "Your browser also keeps a copy of the last of these cookies in its storage, so that its other windows see a change at once. The clock of a brewing guide is kept there too, until it has run out or is reset."
                    {(!practice.is_hosted).then_some(" A tab keeps what you typed to us and did not send, and what the open chat shows: until you close the tab, log out or switch chat off.")}
                </p>
                <h2>"The shop"</h2>
                <p>
                    "You can change what your account holds on your "<a href="/account">"account page"</a>", and delete the account there. We take no card data: paying is only pretended. What you search and filter for stands in the address of the page: while chat is on, it is sent along with that."
                </p>
                <ShopData practice/>
                <p>{match practice.chat_is_forgotten {
                    true => "When you delete your account, our support workspace is told to forget you too.",
                    false => "When you delete your account, what our support workspace knows of you from the chat is not deleted with it: ask us to.",
                }}</p>
                <h2>"Ask us"</h2>
                <p>"To hear what we hold about you, or to have it deleted, "<AskUs/>"."</p>
            </article>
        </div>
    }
}
