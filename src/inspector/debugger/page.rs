//! The debugger's page and its fields. It has no Messenger and no stream: once it is there, it requests nothing.

use leptos::html::{Input, Textarea};
use leptos::prelude::*;
use std::time::Duration;

use super::clocks::{Clocks, RenderedAt};
use super::findings::{findings, is_hs256};
use super::pasted::Pasted;
use super::signature::Signed;
use super::{hmac, view};
use crate::components::{Drawing, Icon};
use crate::inspector::browser::{every, now_ms};
use crate::inspector::view::{for_teammates, without_script};

#[component]
pub fn TokenPage() -> impl IntoView {
    const WHY: &str = "The token debugger belongs to the inspector. Log in as a teammate to use it.";
    for_teammates("Token debugger", "/lifecycle/token", WHY, |_| debugger())
}

fn debugger() -> AnyView {
    let rendered_at = SharedValue::new_str(|| use_context::<RenderedAt>().unwrap_or_default().0).into_inner();
    let clocks = RwSignal::new(Clocks::default());
    let (text, secret) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let pasted = Memo::new(move |_| text.with(|text| Pasted::read(text)));
    let signed = check(pasted, secret);
    let found = Memo::new(move |_| pasted.with(|pasted| findings(pasted, signed.get(), clocks.get())));
    Effect::new(move |_| follow(rendered_at, clocks));
    view! {
        <div class="inspector debugger">
            <a class="skip" href="#main" rel="external">"Skip to content"</a>
            <header class="top-bar on-deep">
                <Drawing symbol="logo.svg#mark" view_box="0 0 32 32" class="mark"/>
                <h1 tabindex="-1">"Token debugger"</h1>
                <span class="push"></span>
                <a class="button" href="/lifecycle" rel="external">"Lifecycle"</a>
                <a class="button" href="/" rel="external">"Back to the shop"</a>
            </header>
            {without_script()}
            <main id="main">
                <div class="column">{fields(text, secret)}{view::verdicts(pasted, signed, found)}</div>
                <div class="column">{view::times(pasted, clocks)}{view::taken_apart(pasted)}</div>
            </main>
        </div>
    }
    .into_any()
}

/// The fields of the text and the secret, in which `autocomplete` and `spellcheck` are off.
/// Otherwise the browser may keep the secret, or send it to a service of its own.
fn fields(text: RwSignal<String>, secret: RwSignal<String>) -> AnyView {
    let (area, field) = (NodeRef::<Textarea>::new(), NodeRef::<Input>::new());
    let can_check = RwSignal::new(true);
    // What was typed before the page woke up.
    Effect::new(move |_| {
        _ = area.get().map(|area| text.set(area.value()));
        _ = field.get().map(|field| secret.set(field.value()));
        can_check.set(hmac::is_there());
    });
    let clear = move |_| {
        text.set(String::new());
        secret.set(String::new());
        _ = area.get_untracked().map(|area| area.focus());
    };
    view! {
        <section class="sheet">
            <p class="notice">
                <Icon name="lock"/>
                <span>"What you enter stays in this page: nothing is sent and nothing is kept. A token that still lives opens its person’s Messenger, and a secret signs for anybody: treat both as passwords elsewhere, too."</span>
            </p>
            <div class="field">
                <label for="token">"Token"</label>
                <textarea
                    id="token" class="input" rows="7" dir="ltr" autocomplete="off" autocapitalize="none"
                    spellcheck="false" translate="no" aria-describedby="token-hint" node_ref=area
                    prop:value=text on:input=move |event| text.set(event_target_value(&event))
                ></textarea>
                <p class="hint" id="token-hint">"Whole, with its signature: what your server signed for intercom_user_jwt."</p>
            </div>
            <div class="field">
                <label for="secret">"Secret"</label>
                <input
                    id="secret" class="input" type="password" dir="ltr" autocomplete="off" autocapitalize="none"
                    spellcheck="false" aria-describedby="secret-hint" node_ref=field
                    prop:value=secret on:input=move |event| secret.set(event_target_value(&event))
                />
                <p class="hint" id="secret-hint">
                    {move || match can_check.get() {
                        true => "If you want the signature checked: the Messenger API secret, as it is shown.",
                        false => "The signature cannot be checked here: browsers offer cryptography to pages alone that come by HTTPS or from this machine.",
                    }}
                </p>
            </div>
            <button type="button" class="button" on:click=clear>"Clear both"</button>
        </section>
    }
    .into_any()
}

/// Checks the signature with the secret, whenever one of them changes.
fn check(pasted: Memo<Pasted>, secret: RwSignal<String>) -> RwSignal<Signed> {
    let signed = RwSignal::new(Signed::NotAsked);
    let question = Memo::new(move |_| {
        let secret = secret.get();
        pasted.with(|pasted| {
            let parts = pasted.parts().filter(|parts| !secret.is_empty() && is_hs256(&parts.header))?;
            let signature = parts.signature.clone()?.ok()?;
            let message = pasted.token.rsplit_once('.')?.0.to_owned();
            Some((message, signature, secret))
        })
    });
    Effect::new(move |_| {
        let Some(asked) = question.get() else { return signed.set(Signed::NotAsked) };
        signed.set(Signed::Checking);
        leptos::task::spawn_local(async move {
            let (message, signature, secret) = &asked;
            let answer = hmac::signed(message, signature, secret).await;
            // Another may have been asked meanwhile.
            if question.try_get_untracked().flatten().as_ref() == Some(&asked) {
                signed.try_set(answer);
            }
        });
    });
    signed
}

/// Counts the server's clock on by the browser's monotonic one, so that a wrong clock of the browser shows.
fn follow(rendered_at: i64, clocks: RwSignal<Clocks>) {
    let tick = move || {
        let since = window().performance().map_or(0.0, |performance| performance.now()) as i64;
        let server = rendered_at.saturating_add(since).div_euclid(1000);
        _ = clocks.try_set(Clocks { browser: now_ms().div_euclid(1000), server });
    };
    tick();
    every(Duration::from_secs(1), tick);
}
