//! The paragraphs about the Messenger.

use leptos::prelude::*;

use super::practice::{Practice, in_words};
use crate::pages::chat_switch::ChatSwitch;

/// The paragraphs about the data that the Messenger sends, its recipients and its storage. `shop::support`,
/// `pages::activity` and `server::messenger` put the data together.
#[component]
pub fn Chat(practice: Practice) -> impl IntoView {
    let Practice { is_hosted, server_sends_events, kept_days, lead_days, .. } = practice;
    view! {
        <h2 id="chat">"The chat"</h2>
        <ChatSwitch/>
        <p>
            "The button in the corner opens a Messenger, so that you can ask us things, and answer the messages that we show you. "
            "While chat is on, it runs on every page of the shop, also while its window is closed. While chat is off, nothing of it is loaded and nothing below happens."
        </p>
        <p>{match is_hosted {
            true => "The Messenger is made and run by Intercom, who keep for us what it sends. Its script comes from them, so they also learn your network address and what your browser says of itself.",
            false => "The Messenger is our own: what it sends goes to our own server.",
        }}</p>
        <p>"For each page you open it sends to our support workspace:"</p>
        <ul>
            <li>"the page’s address and title"</li>
            <li>"the page that led you here, if your browser says so"</li>
            <li>"the time"</li>
        </ul>
        {(!is_hosted).then(|| view! {
            <p>"With them the workspace keeps your browser’s name, its language and your time zone, how often and when you were here, the site or the campaign that led you here, and which of our messages you saw, opened, closed or answered."</p>
        })}
        <p>
            "While you are logged in it also sends your account’s number, your name, your email address and the day you became a customer; and, if your account has a company, the company’s number and name, your plan, and what you spent here in the last thirty days. They travel in a token that our server signs, so that nobody can pose as you. When you log out, the Messenger forgets you at once."
        </p>
        <p>"So that whoever answers knows what you are talking about, it then also tells of your shopping:"</p>
        <ul>
            <li>"how many things lie in your cart, and what they cost together"</li>
            <li>"how many orders you have placed, and when you placed the last one"</li>
            <li>"your plan, if you have one, and the roast you have ordered most"</li>
        </ul>
        <p>"It also notes three moments, the first even while you are not logged in:"</p>
        <ul>
            <li>"that something was put into a cart: which coffee or plan, how many of it, and what they cost"</li>
            <li>"that an order was placed: its number, what it cost, how many things are in it, and the plan, if one is among them"</li>
            <li>"that plans or subscriptions began: the number of their order, the plan, what a delivery costs, and how often it comes"</li>
        </ul>
        <p>
            {server_sends_events.then_some("While you are logged in, our server passes these three on by itself, to the same workspace. ")}
            "Neither your postal address nor a password ever goes along."
        </p>
        <p>
            "Switching chat off withdraws your consent from that moment on, on every page and in every window of this browser: the Messenger is shut down, its cookies are taken away, and nothing that you do from then on is sent. "
            {match kept_days {
                _ if is_hosted => "What was sent before is kept at Intercom at most as long as the workspace there is set to, or until you ask us to delete it.".to_owned(),
                0 => "What was sent before is kept until you ask us to delete it.".to_owned(),
                days => format!(
                    "Of what was sent before, the pages and the moments are kept for {0} at most, and all of it if you never logged in, wrote nothing and did not come back for {0}; the rest is kept until you ask us to delete it.",
                    in_words(days * 86_400)
                ),
            }}
            {(!is_hosted && lead_days > 0).then(|| format!(
                " If you wrote to us and never logged in, your messages, files and e-mail are deleted {} after your last visit or our last answer.",
                in_words(lead_days * 86_400)
            ))}
        </p>
        <p>
            "What you write to us, and the files that you send, are kept with the conversation, so that whoever answers knows what was said. "
            {(!is_hosted).then_some("So that nobody fills our disk, the network address that a file came from is kept with it for a day, in a scrambled form.")}
        </p>
    }
}
