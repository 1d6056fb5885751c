//! A token in its parts: its claims and the rest of its life, without a signature.

use leptos::prelude::*;
use serde_json::Value;

use super::inspection::Inspection;
use crate::inspector::format::{date_time, span};
use crate::inspector::token::{claims, header};

/// The token of a call. Its life is drawn from `called_ms` on, when the widget got it.
pub fn token_view(token: &str, called_ms: i64, inspection: Inspection) -> AnyView {
    let (head, payload) = token.split_once('.').unwrap_or_default();
    let algorithm = header(token).get("alg").cloned();
    let claims = algorithm.map(|alg| ("alg".to_owned(), alg)).into_iter().chain(claims(token));
    let claims = claims.map(|(name, value)| {
        let seconds = value.as_i64().filter(|_| ["exp", "iat", "nbf", "created_at"].contains(&name.as_str()));
        let note = match seconds {
            Some(exp) if name == "exp" => life(exp.saturating_mul(1000), called_ms, inspection),
            Some(at) => {
                view! { <span class="soft">" "{date_time(at.saturating_mul(1000))}</span> }.into_any()
            }
            None => ().into_any(),
        };
        let value = value.as_str().map_or_else(|| Value::to_string(&value), str::to_owned);
        claim(name, value, note)
    });
    view! {
        <div class="token">
            {token_text(head.to_owned(), payload.to_owned())}
            <dl class="claims">{claims.collect_view()}</dl>
        </div>
    }
    .into_any()
}

/// The first two parts of a token.
pub fn token_text(head: String, payload: String) -> AnyView {
    view! {
        <p class="token-text">
            <span class="h">{head}</span>"."<span class="p">{payload}</span>"."
            <span class="s"><b>"signature hidden"</b></span>
        </p>
    }
    .into_any()
}

/// A line of the list of claims, with a note about it.
pub fn claim(name: String, value: String, note: impl IntoView + 'static) -> AnyView {
    view! { <dt>{name}</dt><dd>{value}{note.into_any()}</dd> }.into_any()
}

fn life(ends_ms: i64, called_ms: i64, inspection: Inspection) -> AnyView {
    let whole = (ends_ms - called_ms).max(1);
    let left = Memo::new(move |_| ends_ms - inspection.now_ms.get());
    let words = move || match left.get() {
        left if left > 0 => {
            // Due at 80 % of its life, a little earlier by chance.
            let renewal = left - whole / 5;
            let renewed = match renewal > 0 {
                true => format!(", renewed in about {}", span(renewal / 1000)),
                false => String::new(),
            };
            format!(" ends in {}, at {}{renewed}", span(left / 1000), date_time(ends_ms))
        }
        left => format!(" ended {} ago, at {}", span(-left / 1000), date_time(ends_ms)),
    };
    let percent = Memo::new(move |_| (left.get().max(0).saturating_mul(100) / whole).min(100));
    view! {
        <span class="soft">{words}</span>
        <svg class="life" viewBox="0 0 100 1" preserveAspectRatio="none" role="img" aria-label=move || format!("{} percent of its life left", percent.get())>
            <rect width=move || percent.get().to_string() height="1" fill="currentColor"></rect>
        </svg>
    }
    .into_any()
}
