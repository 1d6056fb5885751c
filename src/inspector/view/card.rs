//! A moment in full: its call, its token, the workspace's checks, and for a refusal what helps.

use leptos::prelude::*;
use serde_json::Value;

use super::inspection::Inspection;
use super::ledger::ledger_view;
use super::roving::RovingFocus;
use super::token::token_view;
use crate::components::Icon;
use crate::inspector::browser;
use crate::inspector::format::{counted, date_time, dropped, exact_time, path_of, plain};
use crate::inspector::timeline::{Moment, label, warnings};
use crate::inspector::{AppCall, AppEntry, AppEntryKind};
use crate::workspace::feed::{Considered, FeedKind};

/// The pane beside the lanes.
pub fn card(inspection: Inspection, roving: RovingFocus, docked: bool) -> AnyView {
    let moment = Memo::new(move |_| inspection.selected().map(|id| inspection.moment(id)));
    let content = move || match moment.get() {
        None => hint_view("Choose a call to see its token, its arguments and what became of it."),
        Some(None) => hint_view("This moment is not kept any more."),
        Some(Some(moment)) => moment_view(&moment, inspection),
    };
    view! {
        <aside
            class="detail"
            // On a phone it covers the lanes: it opens for a chosen moment alone.
            class:open=move || inspection.chosen.read().is_some()
            tabindex="0"
            // Within the dock it is no landmark of the page.
            role=docked.then_some("region")
            aria-label="Selected moment"
            node_ref=roving.card
        >
            <button type="button" class="icon-button close" aria-label="Close" on:click=move |_| roving.close()>
                <Icon name="close"/>
            </button>
            {content}
        </aside>
    }
    .into_any()
}

fn hint_view(words: &'static str) -> AnyView {
    view! { <section><p class="soft">{words}</p></section> }.into_any()
}

fn moment_view(moment: &Moment, inspection: Inspection) -> AnyView {
    let found = warnings(moment);
    let at_fault = moment.is_refused() || !found.is_empty();
    let found = found.into_iter().map(|line| line_view("no", "alert", "Note", line)).collect();
    let token = moment.app.as_ref().and_then(AppEntry::token).map(|token| {
        view! { <section><h3>"Token"</h3>{token_view(token, moment.at_ms(), inspection)}{at_fault.then(to_debugger)}</section> }
    });
    // A replayed entry is of another time, or of another workspace.
    let is_live = inspection.replay.with_untracked(Option::is_none);
    let ledger = moment.workspace.as_ref().filter(|_| is_live).map(|entry| ledger_view(entry.number));
    let arguments = moment.call().filter(|called| !called.arguments.is_null());
    view! {
        {heading_view(moment)}
        {token}
        {received_view(moment, inspection.hosted)}
        {lines_view("Worth a look", "verdicts warn", found)}
        {ledger}
        {arguments.map(arguments_view)}
    }
    .into_any()
}

/// A link to the debugger. A whole token has to be pasted there: this one has no signature.
fn to_debugger() -> AnyView {
    view! { <p><a href="/lifecycle/token" target="_blank" rel="external">"Look for what is wrong with it in the token debugger"</a></p> }
        .into_any()
}

fn heading_view(moment: &Moment) -> AnyView {
    let who = moment.person().map(|person| format!(" as {}", person.name));
    let what = match (moment.app.as_ref().map(|app| &app.kind), moment.received()) {
        (Some(AppEntryKind::Called(call)), _) => view! { <code>{call.method.clone()}</code>{who} }.into_any(),
        (Some(AppEntryKind::TokenAnswered { .. }), _) => view! { <code>"messenger_token"</code> }.into_any(),
        (Some(AppEntryKind::Dropped { what, reason, .. }), _) => {
            view! { {dropped(what, reason).0} }.into_any()
        }
        (Some(_), _) => view! { "Script" }.into_any(),
        (None, Some(FeedKind::SettingsChanged { .. })) => view! { "Settings" }.into_any(),
        (None, _) => view! { "Received"{who} }.into_any(),
    };
    let (class, icon, tag) = match moment.received() {
        Some(FeedKind::PingAccepted(ping)) if ping.person.verified => ("tag good push", "shield", "Verified"),
        Some(FeedKind::PingAccepted(_)) => ("tag good push", "check", "Accepted"),
        Some(FeedKind::EventTracked(event)) if !event.duplicate => ("tag good push", "check", "Stored"),
        Some(FeedKind::PingRefused(_)) => ("tag bad push", "alert", "Refused"),
        _ => ("", "", ""),
    };
    let tag =
        (!tag.is_empty()).then(|| view! { <span class=class><Icon name=icon class="small"/>{tag}</span> });
    let place = match (moment.call(), moment.app.as_ref().map(|app| &app.kind)) {
        (Some(AppCall { url, title, .. }), _) => {
            let (url, title) = (url.to_owned(), title.to_owned());
            view! { ", on "<span class="path">{url}</span>" “"{title}"”" }.into_any()
        }
        (_, Some(AppEntryKind::TokenAnswered { text, .. })) => format!(": {text}").into_any(),
        (_, Some(AppEntryKind::Dropped { what, reason, url })) => {
            let (url, why) = (url.clone(), dropped(what, reason).2);
            view! { ", on "<span class="path">{url}</span>": "{why} }.into_any()
        }
        _ => ().into_any(),
    };
    let there = moment.took_ms().map(|ms| format!(", there in {ms} ms"));
    let at = moment.at_ms();
    view! {
        <section>
            <h2><span>{what}</span>{tag}</h2>
            <p class="soft"><time title=date_time(at)>{exact_time(at)}</time>{place}{there}</p>
        </section>
    }
    .into_any()
}

fn received_view(moment: &Moment, hosted: bool) -> AnyView {
    let Some(received) = moment.received() else {
        return match moment.call() {
            None => ().into_any(),
            Some(_) if hosted => {
                hint_view("What the hosted workspace made of it is seen there, on its people’s pages.")
            }
            Some(_) => hint_view("The workspace received nothing of it."),
        };
    };
    let (title, checks, considered, fix) = match received {
        FeedKind::PingAccepted(ping) => ("Why it was accepted", &ping.checks[..], &ping.messages[..], ""),
        FeedKind::PingRefused(refused) => ("Why it was refused", &refused.checks[..], &[][..], &*refused.fix),
        FeedKind::TokenRenewed { checks, .. } => ("Why it was accepted", &checks[..], &[][..], ""),
        FeedKind::SettingsChanged { .. } => ("What changed", &[][..], &[][..], ""),
        _ => ("What became of it", &[][..], &[][..], ""),
    };
    let is_taken = !moment.is_refused();
    let checks = checks.iter().map(|check| verdict(check.passed, ["Passed", "Failed"], check.text.clone()));
    let outcome = outcome(received).into_iter().map(|line| verdict(is_taken, ["Done", "Refused"], line));
    let fix = (!fix.is_empty()).then(|| {
        let fix = fix.to_owned();
        view! { <h3>"What helps"</h3><p class="notice"><Icon name="bolt"/><span>{fix}</span></p> }
    });
    // Teammates' messages for the page, each with the reason for which it showed or not.
    let messages = considered.iter().map(|Considered { title, verdict: why }| {
        verdict(why.shows(), ["Shown", "Not shown"], format!("{title}: {}", why.sentence()))
    });
    view! {
        <section>
            <h3>{title}</h3>
            <ul class="verdicts">{checks.collect_view()}{outcome.collect_view()}</ul>
            {fix}
        </section>
        {lines_view("Messages for this page", "verdicts", messages.collect())}
    }
    .into_any()
}

/// Sentences about what the workspace made of what it received.
fn outcome(received: &FeedKind) -> Vec<String> {
    match received {
        FeedKind::PingAccepted(ping) => {
            let who = match (ping.person.verified, &ping.person.user_id) {
                (true, _) => "A verified user",
                (false, Some(_)) => "A user, not verified",
                (false, None) => "A visitor",
            };
            let mut lines = vec![
                format!("{who}: {}", ping.person.name),
                format!("Impression {} at {}", ping.impression, path_of(&ping.url)),
            ];
            lines.extend(ping.merged_from.as_ref().map(|from| {
                format!("Was {} until now; {} came along", from.name, counted(from.impressions, "impression"))
            }));
            lines.extend((ping.attributes > 0).then(|| format!("Attributes taken: {}", ping.attributes)));
            lines.extend(ping.company.as_ref().map(|company| format!("Company: {company}")));
            lines.extend((!ping.client.is_empty()).then(|| ping.client.join(", ")));
            lines
        }
        FeedKind::PingRefused(refused) => {
            let refusal = format!("Refused with {}: {}", refused.status, refused.reason);
            let mut lines = vec![refusal, "Nothing was stored.".to_owned()];
            lines.extend(refused.more.map(|more| format!("{more} more like it came within a minute")));
            lines
        }
        FeedKind::RepeatDropped { person, .. } => {
            vec![format!("The same ping of {} as just before: dropped", label(person))]
        }
        FeedKind::TokenRenewed { person, expires_at, .. } => vec![
            format!("A fresh token for the same session of {}; no impression", label(person)),
            format!("It ends at {}", date_time(expires_at.saturating_mul(1000))),
        ],
        FeedKind::EventTracked(event) => {
            let mut lines = vec![match event.duplicate {
                true => format!("The event of {} had come already: dropped", label(&event.person)),
                false => format!("Event “{}” of {}; no impression", event.name, label(&event.person)),
            }];
            lines.extend(event.metadata.iter().map(|(name, value)| format!("{name}: {}", plain(value))));
            lines
        }
        FeedKind::MessagesConsidered { .. } => Vec::new(),
        FeedKind::SettingsChanged { what } => vec![what.clone()],
        FeedKind::SessionEnded { person } => {
            vec![format!("The session of {} ended; the widget’s cookies are cleared", label(person))]
        }
    }
}

/// A section of lines, if there are any.
fn lines_view(title: &'static str, class: &'static str, lines: Vec<AnyView>) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    view! { <section><h3>{title}</h3><ul class=class>{lines}</ul></section> }.into_any()
}

/// A line with the word for good, or for bad.
fn verdict(good: bool, [good_word, bad_word]: [&'static str; 2], line: String) -> AnyView {
    match good {
        true => line_view("", "check", good_word, line),
        false => line_view("no", "close", bad_word, line),
    }
}

/// A line with an icon, and with a word for people who do not see the icon.
fn line_view(class: &'static str, icon: &'static str, word: &'static str, line: String) -> AnyView {
    view! {
        <li class=class><Icon name=icon/><span><span class="out-of-sight">{word}": "</span>{line}</span></li>
    }
    .into_any()
}

fn arguments_view(called: &AppCall) -> AnyView {
    let mut arguments = called.arguments.clone();
    if called.token.is_some()
        && let Some(arguments) = arguments.as_object_mut()
    {
        arguments.insert("intercom_user_jwt".to_owned(), Value::from("shown above"));
    }
    let json = serde_json::to_string_pretty(&arguments).unwrap_or_default();
    let copied = RwSignal::new(false);
    let text = json.clone();
    let copy = move |_| browser::copy(&text, move || copied.set(true));
    view! {
        <section>
            <h3>
                "Arguments"
                <span class="soft push" role="status">{move || copied.get().then_some("Copied")}</span>
                <button type="button" class="icon-button" aria-label="Copy arguments" on:click=copy><Icon name="copy"/></button>
            </h3>
            <pre class="json" tabindex="0" role="region" aria-label="Arguments as JSON">{json}</pre>
        </section>
    }
    .into_any()
}
