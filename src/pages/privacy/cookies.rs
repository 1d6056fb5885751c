//! The table of cookies.

use leptos::prelude::*;

use super::practice::{Practice, in_words};

/// Every cookie that the shop or the Messenger sets.
#[component]
pub fn Cookies(practice: Practice) -> impl IntoView {
    // Browsers bind what is called so to this very host.
    let bound = if practice.is_https { "__Host-" } else { "" };
    let fixed = practice.fixed_times;
    let session = format!(
        "Until you log out or do nothing here for {}; {} at most.",
        in_words(practice.session_idle_seconds),
        in_words(practice.session_max_seconds)
    );
    view! {
        <dl>
            {cookie(format!("{bound}session"), "Keeps you logged in.", session)}
            {cookie(
                format!("{bound}cart"),
                "Remembers what you put into your cart while you are not logged in.",
                format!("{}; only once the cart holds something.", in_words(fixed.cart)),
            )}
            {cookie(
                format!("{bound}browser"),
                "Shows that you have logged in from this browser before, so that somebody who tries your password elsewhere cannot lock you out here.",
                format!("{} from your last log-in.", in_words(fixed.browser)),
            )}
            {cookie(
                "chat".to_owned(),
                "Remembers whether you switched chat on or off.",
                format!("{}; only once you used the switch.", in_words(fixed.browser)),
            )}
            {cookie(
                "draft".to_owned(),
                "Where your browser runs no scripts and a form is refused, brings back what you typed into it: name, email, company or postal address, never a password.",
                format!("{}.", in_words(fixed.draft)),
            )}
            {THE_MESSENGERS.map(|(name, what, kept)| cookie(format!("{name}-…"), what, kept.to_owned())).collect_view()}
        </dl>
        <p>
            "The first five are the shop’s own, and no script can read them. "
            {practice.is_https.then_some("Where a name begins with __Host-, the browser sends the cookie to this very host alone. ")}
            "The other four belong to the Messenger: their names end in the number of its workspace, and they go when you switch chat off. None is used for advertising."
        </p>
    }
}

fn cookie(name: String, what: &'static str, kept: String) -> impl IntoView {
    view! { <dt><code>{name}</code></dt><dd>{what}<span class="hint">{kept}</span></dd> }
}

/// The Messenger's cookies: name, purpose and lifetime.
const THE_MESSENGERS: [(&str, &str, &str); 4] = [
    (
        "intercom-id",
        "Recognises a visitor, so that a conversation goes on at the next visit.",
        "Nine months.",
    ),
    (
        "intercom-session",
        "Keeps the Messenger open from page to page, for a visitor and for a person who is logged in.",
        "One week, renewed by each page; gone when you log out.",
    ),
    ("intercom-device-id", "Tells one browser from another.", "Nine months."),
    (
        "messenger-session",
        "Notes that somebody is logged in to the Messenger here, so that the next person at a shared computer never meets your conversations.",
        "400 days, renewed by each page; gone when you log out.",
    ),
];
