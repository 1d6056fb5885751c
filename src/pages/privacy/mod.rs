//! `/privacy`: the data that the server keeps, for whom, and for how long. All of it is true of this very server: where
//! settings decide, the page asks [`Practice`].

mod chat;
mod cookies;
mod practice;

use leptos::prelude::*;

use super::contact::AskUs;
use super::not_loaded::page_not_loaded;
use crate::components::{Crumbs, Heading, ShowLoaded, load};
use chat::Chat;
use cookies::Cookies;
pub use practice::Practice;
use practice::get_practice;

#[component]
pub fn PrivacyPage() -> impl IntoView {
    let practice = load(|| (), |()| get_practice());
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
                </p>
                <h2>"The shop"</h2>
                <p>
                    "An account holds your name, your email address, a scrambled form of your password that cannot be turned back, and your company’s name if you give one. Of each place where you are logged in it holds the kind of browser, such as “Firefox on Linux”, and when it was last used. You can change all of it on your "
                    <a href="/account">"account page"</a>", and delete the account there."
                </p>
                <p>
                    "So that nobody tries passwords or addresses by the thousand, we count log-ins that failed, wrong passwords, sign-ups and changes of email by network address, email address and account, in a scrambled form, for three hours at most. The server’s log says of each log-in, sign-up and change of an account which account it was and from which network address it came; it says neither names nor email addresses."
                </p>
                <p>
                    "An order holds what you bought, what it cost and where it went. We take no card data here: paying is only pretended. A cart is kept on our server. What you search and filter for stands in the address of the page: while chat is on, it is sent along with that."
                </p>
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
