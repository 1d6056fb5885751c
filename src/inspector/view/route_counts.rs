//! The line on top: it counts the route changes that arrived, and says when the token is renewed.

use leptos::prelude::*;
use std::time::Duration;

use super::inspection::Inspection;
use crate::inspector::AppEntryKind;
use crate::inspector::browser::every;
use crate::inspector::format::{counted, span};
use crate::inspector::timeline::{RouteCounts, Timeline};

/// The time between two announcements of the counts: a screen reader says them now and then, not at each moment.
const ANNOUNCED_EVERY: Duration = Duration::from_secs(5);

pub fn route_counts(inspection: Inspection) -> AnyView {
    let counts = Memo::new(move |_| inspection.view(|filtered| filtered.timeline.totals().route_counts()));
    let renewal = Memo::new(move |_| inspection.view(|filtered| renewal_ms(&filtered.timeline)));
    let routes = move || {
        let RouteCounts { routes, arrived, .. } = counts.get();
        let changes = if routes == 1 { " route change" } else { " route changes" };
        if inspection.hosted {
            return view! { <span><b>{routes}</b>{changes}" called"</span> }.into_any();
        }
        let each = match routes {
            _ if routes != arrived => "",
            1 => ", one ping",
            _ => ", one ping each",
        };
        view! { <span><b>{arrived}" of "{routes}</b>{changes}" arrived"{each}</span> }.into_any()
    };
    let median = move || {
        let ms = counts.get().median_ms?;
        Some(view! { <span class="soft">"median "<b>{ms}</b>" ms"</span> })
    };
    let renews = move || {
        let left = renewal.get()? - inspection.now_ms.get();
        let left = (left > 0).then(|| span(left / 1000))?;
        Some(view! { <span class="soft renewal">"token renews in about "<b>{left}</b></span> })
    };
    view! { <p class="tally">{routes}{median}{renews}</p><p class="out-of-sight" role="status">{spoken(counts)}</p> }
        .into_any()
}

/// The counts in words that change at most every few seconds.
fn spoken(counts: Memo<RouteCounts>) -> RwSignal<String> {
    let said = RwSignal::new(String::new());
    Effect::new(move |_| {
        let say = move || {
            let RouteCounts { routes, arrived, .. } = counts.get_untracked();
            let words = format!("{} so far, {arrived} received", counted(routes as u64, "route change"));
            if routes > 0 && said.with_untracked(|said| *said != words) {
                said.set(words);
            }
        };
        every(ANNOUNCED_EVERY, say);
    });
    said
}

/// The time at which the newest token is due for renewal, in Unix milliseconds. None after a shutdown.
/// It is due at 80 % of its life, a little earlier by chance.
fn renewal_ms(timeline: &Timeline) -> Option<i64> {
    let newest = timeline.moments().rev().find_map(|moment| match &moment.app.as_ref()?.kind {
        AppEntryKind::TokenAnswered { expires_in: Some(seconds), .. } => {
            Some(Some(moment.at_ms() + i64::from(*seconds) * 800))
        }
        AppEntryKind::Called(call) if call.method == "shutdown" => Some(None),
        _ => None,
    });
    newest.flatten()
}
