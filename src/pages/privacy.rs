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
                    "While you are logged in it also sends your account’s number, your name, your email address and the day you became a customer. They travel in a token that our server signs, so that nobody can pose as you. When you log out, the Messenger forgets you at once."
                </p>
                <p>"What you write to us is kept with the conversation, so that whoever answers knows what was said."</p>
                <h2>"Cookies"</h2>
                <dl>{COOKIES.map(cookie).collect_view()}</dl>
                <p>
                    "The first two are the shop’s own, unreadable for scripts. The others belong to the Messenger; their names end in the number of its workspace, and they go when you switch chat off. None is used for advertising, and no other site reads them."
                </p>
                <p>
                    "Your browser also keeps a note, not a cookie, that somebody is logged in to the Messenger here. With it the next person at a shared computer never meets your conversations."
                </p>
                <h2>"The shop"</h2>
                <p>
                    "An account holds your name, your email address and a scrambled form of your password that cannot be turned back. You can change all three on your "
                    <a href="/account">"account page"</a>"."
                </p>
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
const COOKIES: [(&str, &str, &str); 5] = [
    ("session", "Keeps you logged in.", "Until you log out; 14 days at most, less when it is not used."),
    ("chat", "Remembers whether you switched chat on or off.", "180 days; only once you used the switch."),
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
