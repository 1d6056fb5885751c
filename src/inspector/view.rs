//! How a moment looks in its lane, and in full.

use leptos::prelude::*;
use serde_json::Value;

use super::token::claims;
use super::{AppEntry, AppKind, Moment, Row};
use crate::components::Icon;
use crate::workspace::feed::{Call, FeedEntry, FeedKind, FeedPerson};

/// One row of the timeline. `chosen` is the key of the moment shown in full.
pub fn row(row: Row, chosen: RwSignal<Option<String>>) -> AnyView {
    match row {
        Row::Gate { user, app, work, .. } => {
            let (icon, who) = user.map_or(("user", "Visitor".to_owned()), |name| ("shield", name));
            let class = if icon == "shield" { "session user crossing" } else { "session crossing" };
            view! {
                <li class=class>
                    <h2>
                        <span class="side">{app}</span>
                        <span class="gate-post"><span><Icon name=icon class="small"/><span>{who}</span></span></span>
                        <span class="side">{work}</span>
                    </h2>
                </li>
            }
            .into_any()
        }
        Row::Moment { moment, user, from } => {
            let crossed = moment.app.is_some() && moment.work.is_some();
            let mut class = String::from("session moment");
            for (yes, name) in [(user, " user"), (crossed, " crossed"), (moment.refused(), " refused")] {
                class.push_str(if yes { name } else { "" });
            }
            let took = moment.took_ms().map(|ms| view! { <span class="ms">{format!("{ms} ms")}</span> });
            let (key, time) = (moment.key.clone(), clock_time(moment.at_ms));
            view! {
                <li class=class>
                    <div class="app">{moment.app.map(|entry| app_card(entry, from, key.clone(), chosen))}</div>
                    <div class="water"><time class="when">{time}</time>{took}</div>
                    <div class="work">{moment.work.map(|entry| work_card(entry, key, chosen))}</div>
                </li>
            }
            .into_any()
        }
    }
}

fn card(key: String, chosen: RwSignal<Option<String>>, children: AnyView) -> AnyView {
    let mine = key.clone();
    let pressed = move || chosen.with(|chosen| chosen.as_ref() == Some(&mine)).to_string();
    view! {
        <button type="button" class="act" aria-pressed=pressed on:click=move |_| chosen.set(Some(key.clone()))>
            {children}
        </button>
    }
    .into_any()
}

fn app_card(entry: AppEntry, from: Option<String>, key: String, chosen: RwSignal<Option<String>>) -> AnyView {
    let (call, tag, sub) = match entry.kind {
        AppKind::Called { method, url, title, arguments, token } => {
            let names = argument_names(&arguments, token.is_some());
            let sub = match from {
                Some(from) => {
                    view! { <span class="path">{from}</span>"→"<span class="path">{url}</span> }.into_any()
                }
                None => view! { <span class="path">{url}</span><span>{title}</span> }.into_any(),
            };
            (format!("{method}({names})"), token.is_some().then_some("token"), sub)
        }
        AppKind::TokenAnswered { ok, text } => {
            ("messenger_token()".to_owned(), (!ok).then_some("failed"), text.into_any())
        }
        AppKind::Dropped { what, reason } => {
            (format!("{what} not sent"), Some("dropped"), words(&reason).into_any())
        }
        AppKind::Blocked => {
            ("script".to_owned(), Some("blocked"), "did not come; the page offers a contact link".into_any())
        }
        AppKind::Announced { .. } => return ().into_any(),
    };
    let tag = tag.map(|tag| view! { <span class="tag">{tag}</span> });
    let children = view! { <span class="call">{call}</span>{tag}<span class="sub">{sub}</span> }.into_any();
    card(key, chosen, children)
}

fn work_card(entry: FeedEntry, key: String, chosen: RwSignal<Option<String>>) -> AnyView {
    let who = |person: &FeedPerson| match &person.user_id {
        Some(user_id) => format!("{}, {user_id}", person.name),
        None => format!("{}, visitor", person.name),
    };
    let (what, path, tag, words, sub) = match entry.kind {
        FeedKind::PingAccepted(ping) => {
            let verified = ping.person.verified && ping.call == Call::Boot;
            let sub = format!("{} · impression {}", who(&ping.person), ping.impression);
            ("ping", path_of(&ping.url), "tag good", if verified { "Verified" } else { "Accepted" }, sub)
        }
        FeedKind::PingRefused(refused) => {
            let path = refused.url.map_or(String::new(), |url| path_of(&url));
            let sub = format!("{}: {}. Nothing was stored.", refused.status, refused.reason);
            ("ping", path, "tag bad", "Refused", sub)
        }
        FeedKind::RepeatDropped { url, person, .. } => (
            "repeat",
            path_of(&url),
            "tag",
            "Dropped",
            format!("{}: the same ping as just before", who(&person)),
        ),
        FeedKind::TokenRenewed { url, person, .. } => {
            ("token", path_of(&url), "tag good", "Renewed", format!("{}: no impression", who(&person)))
        }
        FeedKind::IdentitySettingsChanged { what } => ("keys", String::new(), "tag", "Changed", what),
        FeedKind::SessionEnded { person } => (
            "session ended",
            String::new(),
            "tag",
            "Closed",
            format!("{}: the widget's cookies are cleared", who(&person)),
        ),
    };
    let children = view! {
        <span><span class="call">{what}</span>" "<span class="path">{path}</span></span>
        <span class=tag>{words}</span>
        <span class="sub">{sub}</span>
    }
    .into_any();
    card(key, chosen, children)
}

/// A moment in full.
pub fn detail(moment: Moment) -> AnyView {
    let Some(AppEntry { kind: AppKind::Called { method, url, title, arguments, token }, at_ms, .. }) =
        moment.app.clone()
    else {
        return view! { <section><h2>"Received"</h2>{verdict(&moment)}</section> }.into_any();
    };
    let there = moment.took_ms().map(|ms| format!(", there in {ms} ms"));
    let token = token.map(|token| view! { <section><h3>"Token"</h3>{token_view(&token)}</section> });
    let arguments = (!arguments.is_null()).then(|| {
        let json = serde_json::to_string_pretty(&arguments).unwrap_or_default();
        view! { <section><h3>"Arguments"</h3><pre class="json" tabindex="0" aria-label="Arguments as JSON">{json}</pre></section> }
    });
    view! {
        <section>
            <h2><code>{method}</code></h2>
            <p class="soft">{clock_time(at_ms)}", on "<span class="path">{url}</span>" “"{title}"”"{there}</p>
        </section>
        {token}
        <section><h3>"What became of it"</h3>{verdict(&moment)}</section>
        {arguments}
    }
    .into_any()
}

fn verdict(moment: &Moment) -> AnyView {
    let lines: Vec<(bool, String)> = match moment.work.as_ref().map(|work| &work.kind) {
        None => vec![(true, "The workspace received nothing of it.".to_owned())],
        Some(FeedKind::PingAccepted(ping)) => {
            let who = if ping.person.verified { "A verified user" } else { "A visitor" };
            let mut lines = vec![
                (true, format!("{who}: {}", ping.person.name)),
                (true, format!("Impression {} at {}", ping.impression, path_of(&ping.url))),
            ];
            lines.extend(ping.merged_from.iter().map(|from| (true, format!("Was {} until now", from.name))));
            lines.extend(
                ping.refused_attributes
                    .iter()
                    .map(|a| (false, format!("“{}” refused: {}", a.name, a.reason))),
            );
            lines.extend(ping.warnings.iter().map(|warning| (false, warning.clone())));
            lines
        }
        Some(FeedKind::PingRefused(refused)) => {
            vec![
                (false, format!("Refused with {}: {}", refused.status, refused.reason)),
                (false, refused.fix.clone()),
                (false, "Nothing was stored.".to_owned()),
            ]
        }
        Some(FeedKind::RepeatDropped { .. }) => {
            vec![(true, "The same ping as just before: dropped.".to_owned())]
        }
        Some(FeedKind::TokenRenewed { .. }) => {
            vec![(true, "A fresh token for the same session; no impression.".to_owned())]
        }
        Some(FeedKind::IdentitySettingsChanged { what }) => vec![(true, what.clone())],
        Some(FeedKind::SessionEnded { .. }) => vec![(true, "The session ended.".to_owned())],
    };
    let lines = lines.into_iter().map(|(good, line)| {
        let (class, icon) = if good { ("", "check") } else { ("no", "alert") };
        view! { <li class=class><Icon name=icon/><span>{line}</span></li> }
    });
    view! { <ul class="verdicts">{lines.collect_view()}</ul> }.into_any()
}

fn token_view(token: &str) -> AnyView {
    let (header, payload) = token.split_once('.').unwrap_or_default();
    let claims = claims(token).into_iter().map(|(name, value)| {
        let ends = value
            .as_i64()
            .filter(|_| name == "exp")
            .map(|exp| format!(" ends at {}", clock_time(exp * 1000)));
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        view! { <dt>{name}</dt><dd>{value}<span class="soft">{ends}</span></dd> }
    });
    view! {
        <div class="token">
            <p class="token-text">
                <span class="h">{header.to_owned()}</span>"."<span class="p">{payload.to_owned()}</span>"."
                <span class="s"><b>"signature hidden"</b></span>
            </p>
            <dl class="claims">{claims.collect_view()}</dl>
        </div>
    }
    .into_any()
}

fn argument_names(arguments: &Value, token: bool) -> String {
    let mut names: Vec<&str> =
        arguments.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    names.extend(token.then_some("intercom_user_jwt"));
    if names.is_empty() { String::new() } else { format!("{{ {} }}", names.join(", ")) }
}

fn path_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or_else(|| "/".to_owned(), |at| rest[at..].to_owned())
}

/// `AlreadyReported` reads as "already reported".
fn words(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

/// The time of day in the reader's zone.
fn clock_time(at_ms: i64) -> String {
    #[cfg(feature = "hydrate")]
    {
        let date = web_sys::js_sys::Date::new(&(at_ms as f64).into());
        format!("{:02}:{:02}:{:02}", date.get_hours(), date.get_minutes(), date.get_seconds())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let seconds = at_ms.div_euclid(1000).rem_euclid(86_400);
        format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }
}
