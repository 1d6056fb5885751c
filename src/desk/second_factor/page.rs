//! The page: a teammate's second factor, switched on and off.

use leptos::prelude::*;

use super::api::*;
use super::state::{QrEnrolment, SecondFactor};
use crate::components::{ActionForm, ServerAction, load_blocking};
use crate::desk::answers::{Answers, LastAnswer, PasswordAgain};
use crate::desk::require_role::{RequireRole, refused};
use crate::desk::shell::Shell;
use crate::error::{Error, set_status};

/// Light modules around a QR code (ISO/IEC 18004, "quiet zone").
const QUIET: usize = 4;

/// The page of the second factor. Teammates without one may open it, because they get one here.
#[component]
pub fn SecondFactorPage() -> impl IntoView {
    view! { <RequireRole><SecondFactorContent/></RequireRole> }
}

#[derive(Clone, Copy)]
struct SecondFactorActions {
    begin: ServerAction<BeginSecondFactor>,
    confirm: ServerAction<ConfirmSecondFactor>,
    remove: ServerAction<RemoveSecondFactor>,
}

#[component]
fn SecondFactorContent() -> impl IntoView {
    let answers = Answers::new();
    let actions = SecondFactorActions {
        begin: answers.action("Show your authenticator the picture, and type the code that it shows."),
        confirm: answers.action("Your log-in asks for a code now. Everywhere else you are logged out."),
        remove: answers.action("Your log-in asks for the password alone."),
    };
    // “Set it up” changes nothing yet. A code that is typed after it stays in its field.
    let changes = move || (actions.confirm.version().get(), actions.remove.version().get());
    let state = load_blocking(changes, |_| get_second_factor());
    let is_refused = move || matches!(state.get(), Some(Err(Error::Forbidden)));
    view! {
        <Transition>
            <Show when=move || !is_refused() fallback=|| refused(None)>
                <Shell title="Second factor">
                    <main id="main" class="keys">
                        <LastAnswer answers/>
                        {move || Suspend::new(async move {
                            match state.await {
                                Ok(state) => second_factor_view(state, actions),
                                Err(error) => {
                                    set_status(&error);
                                    view! { <p class="notice bad">{error.to_string()}</p> }.into_any()
                                }
                            }
                        })}
                    </main>
                </Shell>
            </Show>
        </Transition>
    }
}

fn second_factor_view(
    SecondFactor { is_on, is_required }: SecondFactor,
    actions: SecondFactorActions,
) -> AnyView {
    let tag = if is_on { ("tag good", "On") } else { ("tag warn", "Off") };
    view! {
        <section class="sheet" aria-labelledby="second-factor">
            <h2 id="second-factor">"Codes of an authenticator "<span class=tag.0>{tag.1}</span></h2>
            <p class="hint">"A stolen password alone opens nothing then. Any app for such codes will do. If you lose it, whoever runs the server resets it."</p>
            {is_required.then(|| view! { <p class="hint">"This server’s teammates have to have it."</p> })}
            {match (is_on, is_required) {
                (false, _) => enrol(actions),
                (true, true) => ().into_any(),
                (true, false) => remove(actions),
            }}
        </section>
    }
    .into_any()
}

fn enrol(actions: SecondFactorActions) -> AnyView {
    let begun = move || actions.begin.value().get().and_then(Result::ok);
    view! {
        {move || match begun() {
            None => view! {
                <ActionForm action=actions.begin attr:class="confirm">
                    <PasswordAgain/>
                    <button class="button sea" type="submit">"Set it up"</button>
                </ActionForm>
            }
            .into_any(),
            Some(enrolment) => confirm(enrolment, actions),
        }}
    }
    .into_any()
}

fn confirm(QrEnrolment { secret, url, side, path }: QrEnrolment, actions: SecondFactorActions) -> AnyView {
    let whole = side + 2 * QUIET;
    let inside = format!("-{QUIET} -{QUIET} {whole} {whole}");
    view! {
        <div class="confirm">
            <svg class="qr" viewBox=inside role="img" aria-label="The secret as a QR code">
                <path d=path/>
            </svg>
            <p>"Without a camera: "<a href=url rel="external">"open your authenticator"</a>", or type this secret: "<code>{secret}</code></p>
            <ActionForm action=actions.confirm attr:class="confirm">
                <Code/>
                <button class="button sea" type="submit">"Switch it on"</button>
            </ActionForm>
        </div>
    }
    .into_any()
}

fn remove(actions: SecondFactorActions) -> AnyView {
    view! {
        <details>
            <summary class="button danger">"Switch it off"</summary>
            <ActionForm action=actions.remove attr:class="confirm">
                <PasswordAgain/>
                <Code/>
                <button class="button danger" type="submit">"Switch it off now"</button>
            </ActionForm>
        </details>
    }
    .into_any()
}

#[component]
fn Code() -> impl IntoView {
    view! {
        <label class="field"><span class="label">"Code of your authenticator"</span>
            <input class="input" name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength="9"/></label>
    }
}
