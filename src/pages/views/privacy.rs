use leptos::prelude::*;

use super::chat_switch::ChatSwitch;
use crate::components::{Crumbs, Heading};

#[component]
pub fn PrivacyPage() -> impl IntoView {
    view! {
        <div class="wrap">
            <Crumbs here="Privacy"/>
            <article class="prose">
                <Heading title="Privacy"/>
                <p class="lead">"What this site notes down, for whom, and for how long. Short, because there is not much."</p>
                <h2 id="chat">"The chat"</h2>
                <ChatSwitch/>
                <p>
                    "The button in the corner opens a Messenger, so that you can ask us things. While chat is on, it runs on every page of the shop, also while its window is closed. While chat is off, nothing of it is loaded and nothing below happens."
                </p>
                <p>"For each page you open it sends to our support workspace:"</p>
                <ul>
                    <li>"the page’s address and title"</li>
                    <li>"the page that led you here, if your browser says so"</li>
                    <li>"the time"</li>
                </ul>
                <p>
                    "While you are logged in it also sends your account’s number, your name, your email address and the day you became a customer, and your company with its plan if your account has one. They travel in a token that our server signs, so that nobody can pose as you. When you log out, the Messenger forgets you at once."
                </p>
                <p>"So that whoever answers knows what you are talking about, it tells of your shopping, in numbers and words like these:"</p>
                <ul>
                    <li>"how many bags lie in your cart, and what they cost together"</li>
                    <li>"how many orders you have placed, and when you placed the last one"</li>
                    <li>"your plan, if you have one, and the roast you buy most"</li>
                </ul>
                <p>
                    "It also notes three moments: that something was put into a cart, that an order was completed (its number, its amount and its plan), and that a subscription was started. Neither your address nor what you write into a form goes along."
                </p>
                <p>
                    "Switching chat off withdraws your consent from that moment on, on every page and in every window of this browser: the Messenger is shut down, its cookies are taken away, and nothing more is sent. What was sent before stays with us until you ask us to delete it."
                </p>
                <p>"What you write to us is kept with the conversation, so that whoever answers knows what was said."</p>
                <h2>"Cookies"</h2>
                <dl>{COOKIES.map(cookie).collect_view()}</dl>
                <p>
                    "The first three are the shop’s own, unreadable for scripts. The others belong to the Messenger; their names end in the number of its workspace, and they go when you switch chat off. None is used for advertising, and no other site reads them."
                </p>
                <p>
                    "Your browser also keeps a note, not a cookie, that somebody is logged in to the Messenger here. With it the next person at a shared computer never meets your conversations. The clock of a brewing guide is kept there too, until it has run out."
                </p>
                <h2>"The shop"</h2>
                <p>
                    "An account holds your name, your email address, a scrambled form of your password that cannot be turned back, and your company’s name if you give one. Of each place where you are logged in it holds the kind of browser, such as “Firefox on Linux”, and when it was last used; no network address. You can change all of it on your "
                    <a href="/account">"account page"</a>", and delete the account there."
                </p>
                <p>
                    "So that nobody tries passwords by the thousand, we count failed tries for each network address and account, in a scrambled form, for two hours at most."
                </p>
                <p>
                    "An order holds what you bought, what it cost and where it went. We take no card data here: paying is only pretended. A cart is kept on our server. What you search and filter for stands in the address of the page: while chat is on, it is sent along with that."
                </p>
                <p>"When you delete your account, our support workspace is told to forget you too."</p>
                <h2>"Ask us"</h2>
                <p>"Write to us in the chat, or ask at the counter, to hear what we hold about you or to have it deleted."</p>
            </article>
        </div>
    }
}

fn cookie((name, what, kept): (&'static str, &'static str, &'static str)) -> impl IntoView {
    view! { <dt><code>{name}</code></dt><dd>{what}<span class="hint">{kept}</span></dd> }
}

/// Name, what for, how long.
const COOKIES: [(&str, &str, &str); 7] = [
    ("session", "Keeps you logged in.", "Until you log out; 14 days at most, less when it is not used."),
    (
        "cart",
        "Remembers what you put into your cart while you are not logged in.",
        "30 days; only once the cart holds something.",
    ),
    ("chat", "Remembers whether you switched chat on or off.", "180 days; only once you used the switch."),
    (
        "browser",
        "Tells that you were logged in from this browser before: whoever tries your password elsewhere then cannot lock you out here.",
        "180 days from your last log-in.",
    ),
    (
        "intercom-id-…",
        "Recognises a visitor, so that a conversation goes on at the next visit.",
        "Nine months.",
    ),
    (
        "intercom-session-…",
        "Keeps the conversations of a person who is logged in open.",
        "One week, renewed by each page; gone when you log out.",
    ),
    ("intercom-device-id-…", "Tells one browser from another.", "Nine months."),
];
