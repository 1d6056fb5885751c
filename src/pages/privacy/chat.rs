//! The paragraphs about the Messenger.

use leptos::prelude::*;

use super::kept::{days_at_most, kept};
use super::practice::{Practice, in_words};
use crate::pages::chat_switch::ChatSwitch;

/// The paragraphs about the data that the Messenger sends, its recipients and its storage. `shop::support`,
/// `pages::activity` and `server::messenger` put the data together.
#[component]
pub fn Chat(practice: Practice) -> impl IntoView {
    let Practice { is_hosted, server_sends_events, .. } = practice;
    view! {
        <h2 id="chat">"The chat"</h2>
        <ChatSwitch/>
        <p>
            "The button in the corner opens a Messenger, so that you can write to us, send us files, and answer the messages that we show you. "
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
            {(!is_hosted).then(|| view! {
                <li>"your browser’s name and version, its system and language, and your time zone"</li>
                <li>"whether the chat’s window is open, and whether you are typing"</li>
            })}
        </ul>
        <p>
            "While you are logged in it also sends your account’s number, your name, your email address and the day you became a customer; and, if your account has a company, the company’s number and name, your plan, and what you spent here in the last thirty days. They travel in a token that our server signs, so that nobody can pose as you. When you log out, the Messenger forgets you at once."
        </p>
        <p>"It then also tells our team of your shopping:"</p>
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
        <h3>"What is kept of it, and for how long"</h3>
        {match is_hosted {
            true => view! { <KeptByIntercom practice/> }.into_any(),
            false => view! { <KeptHere practice/> }.into_any(),
        }}
        <p>
            "Switching chat off withdraws your consent from that moment on, on every page and in every window of this browser: the Messenger is shut down, its cookies are taken away, and nothing that you do from then on is sent. What was sent before is kept as long as it says here."
        </p>
    }
}

#[component]
fn KeptByIntercom(practice: Practice) -> impl IntoView {
    let fixed = practice.fixed_times;
    view! {
        <p>
            "Intercom keep all of this for us: what you write to us and the files that you send, your e-mail address, your reactions to our messages, the pages you see, your browser’s name and version, its system and language, and your time zone. It is kept there at most as long as the workspace is set to, or until you ask us to delete it."
        </p>
        {practice.server_sends_events.then(|| view! {
            <p>{format!(
                "A moment that our server passes on waits here until it is sent, and is deleted {} later. One that could not be sent is deleted after {}.",
                in_words(fixed.sent_event),
                in_words(fixed.unsent_event)
            )}</p>
        })}
    }
}

/// The data that the embedded workspace keeps of a person.
#[component]
fn KeptHere(practice: Practice) -> impl IntoView {
    let Practice { kept_days, lead_days, fixed_times, .. } = practice;
    let forgets = |days: i64, since: &str| match days {
        0 => "it knows you until you ask us to delete it.".to_owned(),
        days => format!("it forgets you {} after {since}.", in_words(days * 86_400)),
    };
    let while_known = || "As long as the workspace knows you.".to_owned();
    view! {
        <p>
            "Our workspace knows you until you delete your account. "
            {format!("If you wrote to us and never logged in, {} ", forgets(lead_days, "your last visit or the last change of your conversations, whichever is later"))}
            {format!("If you did neither, {}", forgets(kept_days, "your last visit"))}
        </p>
        <dl>
            {kept(
                "Messages and files",
                "What you write to us and the files that you send. What we answer, and what our team notes for itself. When each was sent and read, and on which page you began.",
                format!(
                    "{} A file that you choose and never send: {}. The network address that a file came from, in a scrambled form, so that nobody fills our disk: {}.",
                    while_known(),
                    in_words(fixed_times.unsent_file),
                    in_words(fixed_times.file_network)
                ),
            )}
            {kept(
                "Tags and notes",
                "The words by which our team sorts people, companies and conversations, and what it notes about you.",
                while_known(),
            )}
            {kept(
                "Lists from elsewhere",
                "Where our team brings a list of people from elsewhere, the row of the list that is about you.",
                "For a day until it is read into the workspace, and for an hour after that.".to_owned(),
            )}
            {kept(
                "What you chose to get",
                "Which newsletters and the like you chose to get or not to get, and when.",
                while_known(),
            )}
            {kept(
                "E-mail address",
                "The one that you give in the chat, or your account’s. Our team sees it and can write to you.",
                while_known(),
            )}
            {kept(
                "Reactions",
                "Which of our messages you got, saw, opened, closed or answered, and the face that you chose for one.",
                while_known(),
            )}
            {kept(
                "Browser and visits",
                "Your browser’s name and version, its system and language, and your time zone. Your country, region and city, where this shop looks them up by your network address. How often and when you were here, and the site or the campaign that led you here. Whether we have blocked your messages.",
                while_known(),
            )}
            {kept(
                "Account and shopping",
                "While you are logged in: what the Messenger sends of your account, your company and your shopping.",
                while_known(),
            )}
            {kept(
                "Pages",
                "The address, the title and the time of each page you open, and the page that led you there. Whether an open chat, or your typing, held back a message of ours.",
                days_at_most(kept_days),
            )}
            {kept(
                "Moments",
                "The three moments above, and a record of what the chat did, with your name.",
                days_at_most(kept_days),
            )}
        </dl>
    }
}
