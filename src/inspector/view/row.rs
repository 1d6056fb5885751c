//! A moment as a row of the timeline: the call, the time between, and the workspace's answer.

use leptos::prelude::*;

use super::inspection::Inspection;
use super::roving::{RovingFocus, row_name};
use crate::components::Icon;
use crate::inspector::format::{clock_time, counted, date_time, dropped, path_of, plain};
use crate::inspector::timeline::{Moment, MomentId, call_text, label, warnings};
use crate::inspector::{AppCall, AppEntryKind, IdentityChange};
use crate::workspace::feed::{Call, FeedEntry, FeedKind};

/// The number of colours that browsers have. Further ones begin again with the first.
const COLOURS: usize = 6;

/// The row of a moment, which follows the moment's changes.
pub fn row(id: MomentId, inspection: Inspection, roving: RovingFocus) -> AnyView {
    let revision = Memo::new(move |_| {
        inspection.view(|filtered| filtered.timeline.find(id).map(|moment| moment.revision))
    });
    // A button that has the focus must not be drawn anew when its ping arrives: each half follows by itself.
    let with = move |f: fn(&Moment) -> AnyView| {
        move || {
            _ = revision.get();
            untrack(|| inspection.moment(id)).map(|moment| f(&moment))
        }
    };
    let is = move |f: fn(&Moment) -> bool| {
        move || {
            _ = revision.get();
            untrack(|| inspection.view(|filtered| filtered.timeline.find(id).is_some_and(f)))
        }
    };
    let position = move || inspection.view(|filtered| filtered.position(id).map(|at| (at + 1).to_string()));
    let size = move || inspection.view(|filtered| filtered.len().to_string());
    let moment = untrack(|| inspection.moment(id));
    let browser = moment.as_ref().and_then(|moment| moment.browser);
    let browser = move || browser.filter(|_| inspection.has_browsers.get());
    let app = moment.map(|moment| call_view(&moment, inspection, roving));
    let goes_on = Memo::new(move |_| roving.scroll.headings.with(|headings| headings.contains(&id)));
    let heading = move || {
        let (_, goes_on, browser) = (revision.get(), goes_on.get(), browser());
        untrack(|| inspection.moment(id)).map(|moment| heading_view(&moment, goes_on, browser))
    };
    let works = Memo::new(move |_| is(|moment| moment.workspace.is_some())());
    view! {
        <li
            class="session"
            class:user=is(Moment::is_of_user)
            class:crossed=is(Moment::has_arrived)
            class:refused=is(Moment::is_refused)
            data-moment=row_name(id)
            data-browser=move || browser().map(|browser| ((browser - 1) % COLOURS + 1).to_string())
            aria-posinset=position
            aria-setsize=size
        >
            {heading}
            <div class="moment">
                <div class="app">{app}</div>
                <div class="water">{with(latency_view)}</div>
                <div class="work">
                    {move || works.get().then(|| lane_button(id, inspection, roving, with(received_view).into_any()))}
                </div>
            </div>
            {with(|moment| warnings(moment).into_iter().map(warning_view).collect_view().into_any())}
        </li>
    }
    .into_any()
}

/// The number of a browser, in its colour.
fn browser_mark(browser: usize) -> AnyView {
    view! { <span class="browser" title=format!("Browser {browser}")><span class="out-of-sight">"Browser "</span>{browser}</span>" " }
        .into_any()
}

/// The words above a moment that changes the person, or with which another browser or person goes on.
fn heading_view(moment: &Moment, goes_on: bool, browser: Option<usize>) -> AnyView {
    let change = moment.context.identity_change.as_ref();
    let (cause, user) = match (change, moment.person()) {
        (Some(IdentityChange { user, cause }), _) => ((*cause).to_owned(), user.clone()),
        (None, _) if !goes_on => return ().into_any(),
        (None, person) => {
            let user = person.filter(|person| person.user_id.is_some());
            let cause = browser.map(|browser| format!("Browser {browser} goes on")).unwrap_or_default();
            (cause, user.map(|person| person.name.clone()))
        }
    };
    let (icon, who) = user.map_or(("user", "Visitor".to_owned()), |name| ("shield", name));
    let work = match moment.received().filter(|_| change.is_some()) {
        Some(FeedKind::PingAccepted(ping)) => match (&ping.merged_from, ping.person.verified) {
            (Some(from), _) => {
                format!(
                    "Verified user, {} of {} came along",
                    counted(from.impressions, "impression"),
                    from.name
                )
            }
            (None, true) => "Verified user".to_owned(),
            (None, false) if ping.person.user_id.is_some() => "User, not verified".to_owned(),
            (None, false) if ping.impression == 1 => "New visitor".to_owned(),
            (None, false) => "Returning visitor".to_owned(),
        },
        _ => String::new(),
    };
    view! {
        <h2 class="crossing" class:again=change.is_none()>
            <span class="side">{cause}</span>
            <span class="gate-post">
                <span title=who.clone()>{browser.map(browser_mark)}<Icon name=icon class="small"/><span>{who.clone()}</span></span>
            </span>
            <span class="side">{work}</span>
        </h2>
    }
    .into_any()
}

fn latency_view(moment: &Moment) -> AnyView {
    let at = moment.at_ms();
    let took = moment
        .took_ms()
        .map(|ms| view! { <span class="ms"><span class="ping"></span>{format!("{ms} ms")}</span> });
    view! { <time class="when" title=date_time(at)>{clock_time(at)}</time>{took} }.into_any()
}

fn warning_view(warning: String) -> AnyView {
    let whole = warning.clone();
    view! { <p class="on-axis" title=whole><Icon name="alert" class="small"/><span>{warning}</span></p> }
        .into_any()
}

/// The button in a lane that opens the moment in full.
fn lane_button(id: MomentId, inspection: Inspection, roving: RovingFocus, children: AnyView) -> AnyView {
    let pressed = Memo::new(move |_| inspection.selected() == Some(id));
    view! {
        <button
            type="button"
            class="act"
            aria-pressed=move || pressed.get().to_string()
            tabindex=move || if roving.stops_at(id) { "0" } else { "-1" }
            on:click=move |event| roving.choose(id, event.detail() == 0)
        >
            {children}
        </button>
    }
    .into_any()
}

fn call_view(moment: &Moment, inspection: Inspection, roving: RovingFocus) -> AnyView {
    let Some(entry) = &moment.app else { return ().into_any() };
    let (call, tag, sub) = match entry.kind.clone() {
        AppEntryKind::Called(AppCall { method, url, outside: true, .. }) => {
            let sub = view! { <span class="path">{url}</span><span>" by other code of the page"</span> };
            (format!("{method}(…)"), Some("outside"), sub.into_any())
        }
        AppEntryKind::Called(call) => {
            let (called, is_with_token) = (call_text(&call), call.token.is_some());
            let AppCall { method, url, title, .. } = call;
            let sub = match (method.as_str(), moment.context.from.clone(), moment.context.route) {
                ("update", Some(from), true) => {
                    view! { <span class="path">{from}</span>" "<span class="flips">"→"</span>" "<span class="path">{url}</span> }.into_any()
                }
                ("update", Some(_), false) => {
                    view! { <span class="path">{url}</span><span>" same address"</span> }.into_any()
                }
                _ => view! { <span class="path">{url}</span><span>" "{title}</span> }.into_any(),
            };
            (called, is_with_token.then_some("token"), sub)
        }
        AppEntryKind::TokenAnswered { ok, text, .. } => {
            ("messenger_token()".to_owned(), (!ok).then_some("failed"), text.into_any())
        }
        AppEntryKind::Dropped { what, reason, url } => {
            let (title, tag, why) = dropped(&what, &reason);
            (title, tag, view! { <span class="path">{url}</span><span>" "{why}</span> }.into_any())
        }
        AppEntryKind::Blocked => {
            ("script".to_owned(), Some("blocked"), "did not come; the page offers a contact link".into_any())
        }
        AppEntryKind::Found { finding } => ("diagnosis".to_owned(), Some("found"), finding.into_any()),
        AppEntryKind::Late { .. } => ("script".to_owned(), Some("late"), "came after all".into_any()),
        AppEntryKind::Announced { .. } => return ().into_any(),
    };
    let tag = tag.map(|tag| view! { <span class="tag">{tag}</span> });
    let browser = moment.browser;
    let mark = move || browser.filter(|_| inspection.has_browsers.get()).map(browser_mark);
    let words =
        view! { <span class="call">{mark}{call}</span>" "{tag}" "<span class="sub">{sub}</span> }.into_any();
    lane_button(moment.id, inspection, roving, words)
}

fn received_view(moment: &Moment) -> AnyView {
    let Some(FeedEntry { kind, .. }) = moment.workspace.clone() else { return ().into_any() };
    let (what, path, class, verdict, sub) = match kind {
        FeedKind::PingAccepted(ping) => {
            let (class, verdict) = match (ping.refused_attributes.is_empty(), ping.call) {
                (false, _) => ("tag warn", "Partly"),
                (true, Call::Boot) if ping.person.verified => ("tag good", "Verified"),
                _ => ("tag good", "Accepted"),
            };
            let sub = format!("{} · impression {}", label(&ping.person), ping.impression);
            ("ping", path_of(&ping.url).to_owned(), class, verdict, sub)
        }
        FeedKind::PingRefused(refused) => {
            let path = refused.url.as_deref().map_or("", path_of).to_owned();
            let reason = refused.reason.trim_end_matches('.');
            let more =
                refused.more.map(|more| format!(" And {more} more within a minute.")).unwrap_or_default();
            let sub = format!("{}: {reason}. Nothing was stored.{more}", refused.status);
            ("ping", path, "tag bad", "Refused", sub)
        }
        FeedKind::RepeatDropped { url, person, .. } => {
            let sub = format!("{}: the same ping as just before", label(&person));
            ("repeat", path_of(&url).to_owned(), "tag warn", "Dropped", sub)
        }
        FeedKind::TokenRenewed { url, person, .. } => {
            let sub = format!("{}: no impression", label(&person));
            ("token", path_of(&url).to_owned(), "tag good", "Renewed", sub)
        }
        FeedKind::EventTracked(event) => {
            let (class, verdict) = match (event.duplicate, event.refused_metadata.is_empty()) {
                (true, _) => ("tag warn", "Dropped"),
                (_, false) => ("tag warn", "Partly"),
                (_, true) => ("tag good", "Stored"),
            };
            let said = event.metadata.iter().map(|(name, value)| format!(" · {name} {}", plain(value)));
            let sub = label(&event.person) + &said.collect::<String>();
            ("event", event.name, class, verdict, sub)
        }
        // The row of its ping shows it.
        FeedKind::MessagesConsidered { .. } => return ().into_any(),
        FeedKind::SettingsChanged { what } => ("settings", String::new(), "tag", "Changed", what),
        FeedKind::SessionEnded { person } => {
            let sub = format!("{}: the widget’s cookies are cleared", label(&person));
            ("session ended", String::new(), "tag", "Closed", sub)
        }
    };
    view! {
        <span class="line"><span class="call">{what}</span>" "<span class="path">{path}</span></span>
        " "<span class=class>{verdict}</span>" "
        <span class="sub">{sub}</span>
    }
    .into_any()
}
