//! The debugger's views: its findings, the token's times by both clocks, and its parts.

use leptos::prelude::*;
use serde_json::{Map, Value};

use super::claims::{SURELY_MILLIS, seconds};
use super::clocks::{Clocks, distance};
use super::finding::{Level, TokenFinding};
use super::findings::summary;
use super::pasted::Pasted;
use super::signature::Signed;
use crate::components::{EmptyState, Icon};
use crate::inspector::format::{clock_time, date_time};
use crate::inspector::view::{claim, token_text};

/// The most claims of a token that the page shows.
const MOST_CLAIMS: usize = 100;
const LONGEST_VALUE: usize = 600;

pub fn verdicts(pasted: Memo<Pasted>, signed: RwSignal<Signed>, found: Memo<Vec<TokenFinding>>) -> AnyView {
    let list = move || found.get().into_iter().map(verdict).collect_view();
    view! {
        <section class="sheet">
            <h2>"Findings"</h2>
            <p role="status">{move || summary(&pasted.read(), signed.get(), &found.read())}</p>
            <ul class="verdicts">{list}</ul>
        </section>
    }
    .into_any()
}

fn verdict(finding: TokenFinding) -> AnyView {
    let (class, icon, word) = match finding.level {
        Level::Fault => ("no", "close", "Fault"),
        Level::Advice => ("advice", "alert", "Advice"),
        Level::Good => ("", "check", "Good"),
    };
    let fix = (!finding.fix.is_empty()).then(|| view! { <span class="soft">{finding.fix}</span> });
    view! {
        <li class=class>
            <Icon name=icon/>
            <span><b><span class="out-of-sight">{word}": "</span>{finding.what}</b>" "{fix}</span>
        </li>
    }
    .into_any()
}

/// The token's times, each as far from now as either clock has it.
pub fn times(pasted: Memo<Pasted>, clocks: RwSignal<Clocks>) -> AnyView {
    let now = move |of: fn(Clocks) -> i64| {
        move || match of(clocks.get()) {
            0 => String::new(),
            now => clock_time(now.saturating_mul(1000)),
        }
    };
    let at = Memo::new(move |_| pasted.with(times_in));
    let row = move |(name, at): (&'static str, i64)| {
        view! {
            <tr>
                <th scope="row"><code>{name}</code></th>
                <td>{date_time(at.saturating_mul(1000))}</td>
                <td>{move || distance(at, clocks.get().server)}</td>
                <td>{move || distance(at, clocks.get().browser)}</td>
            </tr>
        }
    };
    view! {
        <section class="sheet">
            <h2>"Times"</h2>
            <table class="times">
                <thead>
                    <tr>
                        <th scope="col">"Claim"</th><th scope="col">"At"</th>
                        <th scope="col">"By the server’s clock"</th><th scope="col">"By this browser’s"</th>
                    </tr>
                </thead>
                <tbody>
                    <tr>
                        <th scope="row">"Now"</th><td></td>
                        <td>{now(|clocks| clocks.server)}</td><td>{now(|clocks| clocks.browser)}</td>
                    </tr>
                    {move || at.get().into_iter().map(row).collect_view()}
                </tbody>
            </table>
        </section>
    }
    .into_any()
}

fn times_in(pasted: &Pasted) -> Vec<(&'static str, i64)> {
    let claims = pasted.parts().and_then(|parts| parts.claims.as_ref().ok());
    let time = |name| Some((name, claims?.get(name).and_then(seconds)?));
    let times = ["iat", "nbf", "exp", "created_at"].into_iter().filter_map(time);
    times.filter(|(_, at)| (-SURELY_MILLIS..=SURELY_MILLIS).contains(at)).collect()
}

pub fn taken_apart(pasted: Memo<Pasted>) -> AnyView {
    let content = move || {
        pasted.with(|pasted| match pasted.parts() {
            None => {
                view! { <EmptyState icon="key" title="No token yet"><p>"Its header and claims stand here as soon as there is one."</p></EmptyState> }.into_any()
            }
            Some(parts) => {
                let mut texts = pasted.token.split('.').map(|part| shortened(part.to_owned()));
                let text = token_text(texts.next().unwrap_or_default(), texts.next().unwrap_or_default());
                view! {
                    <h2>"Header"</h2>{listed(parts.header.as_ref().ok())}
                    <h2>"Claims"</h2>{listed(parts.claims.as_ref().ok())}
                    <div class="token">{text}</div>
                }
                .into_any()
            }
        })
    };
    view! { <section class="sheet">{content}</section> }.into_any()
}

fn listed(named: Option<&Map<String, Value>>) -> AnyView {
    let Some(named) = named else {
        return view! { <p class="soft">"It cannot be read."</p> }.into_any();
    };
    let more = named.len().checked_sub(MOST_CLAIMS).filter(|more| *more > 0);
    let more = more.map(|more| view! { <p class="soft">{format!("And {more} more.")}</p> });
    let all = named.iter().take(MOST_CLAIMS);
    // A text keeps its quotation marks: "42" and 42 are not the same.
    let all = all.map(|(name, value)| claim(shortened(name.clone()), shortened(value.to_string()), ()));
    view! { <div class="token"><dl class="claims">{all.collect_view()}</dl></div>{more} }.into_any()
}

fn shortened(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(LONGEST_VALUE) {
        text.truncate(end);
        text.push('…');
    }
    text
}
