use leptos::prelude::*;

use crate::components::{Crumbs, Heading};

#[component]
pub fn PrivacyPage() -> impl IntoView {
    view! {
        <div class="wrap">
            <Crumbs here="Privacy"/>
            <article class="prose">
                <Heading title="Privacy"/>
                <p class="lead">"What this site notes down, for whom, and for how long. Short, because there is not much."</p>
                <h2>"The chat"</h2>
                <p>
                    "The button in the corner opens a Messenger, so that you can ask us things. It runs on every page of the shop, also while its window is closed."
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
                <div class="table">
                    <table>
                        <thead><tr><th scope="col">"Name"</th><th scope="col">"For"</th><th scope="col">"Kept"</th></tr></thead>
                        <tbody>{COOKIES.map(|(name, what, kept)| view! { <tr><td><code>{name}</code></td><td>{what}</td><td>{kept}</td></tr> }).collect_view()}</tbody>
                    </table>
                </div>
                <p>
                    "The first is the shop’s own, unreadable for scripts. The others belong to the Messenger; their names end in the number of its workspace. None is used for advertising, and no other site reads them."
                </p>
                <p>
                    "Your browser also keeps a note, not a cookie, that somebody is logged in to the Messenger here. With it the next person at a shared computer never meets your conversations."
                </p>
                <h2>"The shop"</h2>
                <p>
                    "An account holds your name, your email address and a scrambled form of your password that cannot be turned back. You can change name and address on your "
                    <a href="/account">"account page"</a>"."
                </p>
                <h2>"Ask us"</h2>
                <p>"Write to us in the chat to hear what we hold about you, or to have it deleted."</p>
            </article>
        </div>
    }
}

const COOKIES: [(&str, &str, &str); 4] = [
    ("session", "keeps you logged in", "until you log out; 14 days at most, less when it is not used"),
    ("intercom-id-…", "recognises a visitor, so that a conversation goes on at the next visit", "9 months"),
    (
        "intercom-session-…",
        "keeps a logged-in person’s conversations open",
        "1 week, renewed by each page; gone when you log out",
    ),
    ("intercom-device-id-…", "tells one browser from another", "9 months"),
];
