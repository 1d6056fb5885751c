//! The page: a form with the settings of an app's Messenger.

use leptos::html::P;
use leptos::prelude::*;

use super::api::{SetMessenger, get_messenger};
use crate::accounts::Role;
use crate::components::{ActionForm, Icon, ServerAction, ShowLoaded, load_blocking};
use crate::desk::not_loaded::not_loaded;
use crate::desk::require_role::RequireRole;
use crate::desk::shell::Shell;
use crate::workspace::messenger_settings::MessengerSettings;

/// Seconds that a teammate may promise, in words.
const USUAL_REPLIES: [(i64, &str); 6] = [
    (300, "5 minutes"),
    (1_800, "30 minutes"),
    (3_600, "1 hour"),
    (14_400, "4 hours"),
    (86_400, "1 day"),
    (172_800, "2 days"),
];

#[component]
pub fn MessengerPage() -> impl IntoView {
    view! { <RequireRole role=Role::Teammate><SettingsContent/></RequireRole> }
}

#[component]
fn SettingsContent() -> impl IntoView {
    let set = ServerAction::<SetMessenger>::new();
    let settings = load_blocking(|| (), |()| get_messenger());
    let said = NodeRef::<P>::new();
    Effect::new(move |_| {
        if set.value().with(Option::is_some)
            && let Some(said) = said.get_untracked()
        {
            _ = said.focus();
        }
    });
    view! {
        <Shell title="Messenger">
            <main id="main" class="keys">
                <p class="said" role="status" tabindex="-1" node_ref=said>
                    {move || set.value().get().map(|answer| match answer {
                        Ok(()) => view! { <span class="notice good"><Icon name="check" class="small"/>"Saved. A page learns of it when it is loaded next."</span> }.into_any(),
                        Err(error) => view! { <span class="notice bad"><Icon name="alert" class="small"/>{error.to_string()}</span> }.into_any(),
                    })}
                </p>
                <ShowLoaded loaded=settings error=not_loaded("This app is not here.") waiting="Reading the settings…" let:settings>{form(settings, set)}</ShowLoaded>
            </main>
        </Shell>
    }
}

fn form(settings: MessengerSettings, set: ServerAction<SetMessenger>) -> AnyView {
    let MessengerSettings { usual_reply, sound, cookie_domain, messages_per_day, time_zone } = settings;
    let choices = USUAL_REPLIES
        .map(|(seconds, words)| view! { <option value=seconds selected=usual_reply == Some(seconds)>{words}</option> });
    view! {
        <ActionForm action=set attr:class="settings">
            <section class="sheet" aria-labelledby="reply">
                <h2 id="reply">"Time to an answer"</h2>
                <p class="hint" id="reply-hint">"The panel says how soon a first answer usually comes. Measured, it is the median of the last 30 days."</p>
                <label class="field"><span class="label">"Usual time"</span>
                    <select class="input" name="usual_reply" aria-describedby="reply-hint">
                        <option value="" selected=usual_reply.is_none()>"As measured"</option>
                        {choices}
                    </select>
                </label>
            </section>
            <section class="sheet" aria-labelledby="sound">
                <h2 id="sound">"Sound"</h2>
                <label class="line check"><input type="checkbox" name="sound" value="true" checked=sound/>"Play a tone when an answer comes"</label>
                <p class="hint">"Browsers let the panel play once the person has used it. Nothing plays where the page hides notifications and the panel is closed."</p>
            </section>
            <section class="sheet" aria-labelledby="messages">
                <h2 id="messages">"Messages a day"</h2>
                <p class="hint" id="messages-hint">"So many messages of teammates interrupt a person in a day at most. Answers, and messages that the badge alone announces, do not count."</p>
                <label class="field"><span class="label">"Messages a day"</span>
                    <input class="input" type="number" name="messages_per_day" required min="1" max="100" value=messages_per_day aria-describedby="messages-hint"/>
                </label>
            </section>
            <section class="sheet" aria-labelledby="zone">
                <h2 id="zone">"Time zone"</h2>
                <p class="hint" id="zone-hint">"A person’s day is the one of their browser’s time zone. Of people whose browser names none, days are those of this zone, such as Europe/Oslo."</p>
                <label class="field"><span class="label">"Time zone"</span>
                    <input class="input" name="time_zone" value=time_zone maxlength="64" autocomplete="off" autocapitalize="off" spellcheck="false"
                        placeholder="UTC" aria-describedby="zone-hint"/>
                </label>
            </section>
            <section class="sheet" aria-labelledby="domain">
                <h2 id="domain">"Cookies of subdomains"</h2>
                <p class="hint" id="domain-hint">"With shop.example, a visitor or a lead is the same person on www.shop.example and on tea.shop.example. Without a domain, each host has visitors of its own. A user comes by a token."</p>
                <label class="field"><span class="label">"Domain"</span>
                    <input class="input" name="cookie_domain" value=cookie_domain maxlength="253" autocomplete="off" autocapitalize="off" spellcheck="false"
                        placeholder="shop.example" aria-describedby="domain-hint"/>
                </label>
            </section>
            <p><button class="button sea" type="submit">"Save"</button></p>
        </ActionForm>
    }
    .into_any()
}
