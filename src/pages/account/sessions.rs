//! The list of the account's open sessions, and the forms that end them.

use leptos::prelude::*;

use crate::accounts::refusals::known_message;
use crate::accounts::{AccountFacts, EndSession, LogOutEverywhere, OpenSession};
use crate::components::{ActionForm, Icon, Loaded, ServerAction, ShowLoaded, Skeleton};
use crate::error::Error;
use crate::pages::form::{RowRefusal, no_double_submit, refused};
use crate::pages::log_out::log_out_on_success;

#[component]
pub fn Sessions(
    session_key: String,
    about: Loaded<AccountFacts>,
    end: ServerAction<EndSession>,
) -> impl IntoView {
    let key = session_key.clone();
    let refusal = RowRefusal::of(end, known_message, "key");
    view! {
        <section class="sheet" aria-labelledby="where">
            <h2 class="h2" id="where">"Where you are logged in"</h2>
            <ShowLoaded loaded=about error=not_listed skeleton=awaited let:about>
                <ul class="sessions">
                    {about.sessions.into_iter().map(|one| view! { <Session one session_key=key.clone() end refusal/> }).collect_view()}
                </ul>
            </ShowLoaded>
            <div class="said">{refusal.of_no_row().elsewhere(&[])}</div>
            <Everywhere session_key/>
        </section>
    }
}

fn not_listed(error: Error, _: Callback<()>) -> AnyView {
    view! { <p class="notice bad"><Icon name="alert" class="small"/><span>{error.to_string()}</span></p> }
        .into_any()
}

/// Stands in place of the list until it arrives. It has this session at least.
fn awaited() -> impl IntoView {
    view! {
        <ul class="sessions" aria-hidden="true">
            <li>
                <Icon name="desktop"/>
                <div>
                    <Skeleton words="Firefox on Linux"/>" "<span class="tag"><Skeleton words="This one"/></span>
                    <span class="hint block"><Skeleton words="Now"/></span>
                </div>
            </li>
        </ul>
    }
}

/// Ends every session of the account; the Messenger leaves the page as at a log-out.
#[component]
fn Everywhere(session_key: String) -> impl IntoView {
    let leave = ServerAction::<LogOutEverywhere>::new();
    log_out_on_success(leave, "/");
    let busy = leave.pending();
    let failed = move || {
        let error = leave.value().get().and_then(Result::err).filter(|_| !busy.get());
        error.map(|error| still_here(&error).to_owned())
    };
    view! {
        <ActionForm action=leave attr:class="stack" on:submit:capture=no_double_submit(busy)>
            <p class="hint">"Left yourself logged in at another computer, or lost a phone? This ends every session of your account, this one too."</p>
            <input type="hidden" name="session_key" value=session_key/>
            <div class="actions">
                <button class="button danger" type="submit" aria-busy=move || busy.get().to_string()>"Log out everywhere"</button>
            </div>
            {refused(Signal::derive(failed), || true)}
        </ActionForm>
    }
}

const STILL_HERE: &str = "You are still logged in everywhere: the server did not answer. Try again.";

/// The reason why no session ended. Its texts are fixed, because anybody can write an address.
fn still_here(error: &Error) -> &'static str {
    match error {
        Error::LoggedOut => "This session has ended already. Log in again to end the others.",
        _ => STILL_HERE,
    }
}

#[component]
fn Session(
    one: OpenSession,
    session_key: String,
    end: ServerAction<EndSession>,
    refusal: RowRefusal,
) -> impl IntoView {
    let OpenSession { key, device, last_used_at, seconds_ago, is_this } = one;
    // The browser knows the person's clock and language.
    let exact = RwSignal::new(None);
    Effect::new(move |_| exact.set(Some(local_time(last_used_at))));
    let icon = if device.contains("iPhone") || device.contains("Android") { "phone" } else { "desktop" };
    let (called, busy, refusal) = (device.clone(), end.pending(), refusal.of_row(key.clone()));
    view! {
        <li>
            <Icon name=icon/>
            <div>
                {device}
                {is_this.then(|| view! { " "<span class="tag good">"This one"</span> })}
                <span class="hint block"><time title=move || exact.get()>{ago(seconds_ago)}</time></span>
            </div>
            {(!is_this).then(|| view! {
                <ActionForm action=end on:submit:capture=no_double_submit(busy)>
                    <input type="hidden" name="key" value=key/>
                    <input type="hidden" name="session_key" value=session_key/>
                    <button class="button" type="submit">"Log out"<span class="out-of-sight">" "{called}</span></button>
                </ActionForm>
            })}
            {refusal.elsewhere(&[])}
        </li>
    }
}

fn local_time(seconds: i64) -> String {
    let date = web_sys::js_sys::Date::new(&(seconds as f64 * 1_000.0).into());
    date.to_locale_string("default", &wasm_bindgen::JsValue::UNDEFINED).into()
}

fn ago(seconds: i64) -> String {
    let some = |n: i64, what: &str| format!("{n} {what}s ago");
    match seconds {
        ..120 => "Now".to_owned(),
        120..7_200 => some(seconds / 60, "minute"),
        7_200..172_800 => some(seconds / 3_600, "hour"),
        _ => some(seconds / 86_400, "day"),
    }
}
