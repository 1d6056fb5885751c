//! The editor of one message: all of its fields.

use leptos::html::P;
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use std::time::Duration;

use super::acts::{Act, Done, carry_out};
use super::api::{count_matching, preview_message};
use super::audience::{Audience, count_in_words};
use super::form::Form;
use super::list::style_name;
use super::places::Places;
use super::preview::Looks;
use super::send::Send;
use super::state::{DeliveryDraft, Editor, MessageDraft, MessageStage};
use super::why::WhyNot;
use super::zone::Zone;
use crate::components::Icon;
use crate::desk::filter::FieldNames;
use crate::desk::latest::dispatch_newest;
use crate::error::Error;
use crate::workspace::filter::fields::Model;

/// The time after the last key until the editor asks the server again.
const PAUSE: Duration = Duration::from_millis(300);
const STYLES: [&str; 4] = ["chat", "post", "notification", "inbox"];

#[component]
pub fn Edit(editor: Editor) -> impl IntoView {
    let Editor { id, state, is_sent, draft, kept_sentences, teammates, names, people } = editor;
    let form = Form::of(draft.clone());
    let people = StoredValue::new(people);
    let (stage, person) = (RwSignal::new(state), RwSignal::new(String::new()));
    let is_sent = RwSignal::new(is_sent);
    let kept_sentences = StoredValue::new(kept_sentences);
    let zone = Zone::of_reader();
    let names = FieldNames::new(Model::Person, names);
    let is_fixed = Signal::derive(move || stage.get() != MessageStage::Draft);
    let settled = settled(form, draft);
    let preview = Action::new(|(draft, person): &(MessageDraft, String)| {
        preview_message(draft.clone(), person.clone())
    });
    dispatch_newest(preview, move || (settled.get(), person.get()));
    let audience = Memo::new(move |_| settled.with(|draft| draft.audience.clone()));
    let matching = Action::new(|draft: &MessageDraft| count_matching(draft.clone()));
    dispatch_newest(matching, move || MessageDraft { audience: audience.get(), ..settled.get_untracked() });
    let count = Signal::derive(move || count_in_words(matching.value().get()));
    let act = Action::new(move |what: &Act| carry_out(*what, id, form.draft()));
    // The words of an act are about the draft before.
    Effect::new(move |before: Option<MessageDraft>| {
        let draft = form.draft();
        if before.is_some_and(|before| before != draft) {
            act.clear();
        }
        draft
    });
    let said = NodeRef::<P>::new();
    let navigate = use_navigate();
    Effect::new(move |_| {
        match act.value().get() {
            Some(Ok(Done::Saved(saved) | Done::Copied(saved))) if id != Some(saved) => {
                navigate(&format!("/workspace/messages/{saved}"), Default::default());
            }
            Some(Ok(Done::Started(now))) => stage.set(now),
            Some(Ok(Done::Sent(now))) => {
                stage.set(now);
                is_sent.set(now == MessageStage::Live);
            }
            Some(Ok(Done::Stopped)) => stage.set(MessageStage::Stopped),
            Some(_) => {}
            None => return,
        }
        if let Some(said) = said.get_untracked() {
            _ = said.focus();
        }
    });
    let button = move |what: Act, words: &'static str, class: &'static str| {
        view! { <button type="button" class=class disabled=act.pending() on:click=move |_| { act.dispatch(what); }>{words}</button> }
    };
    let can_start = move || matches!(stage.get(), MessageStage::Draft | MessageStage::Stopped);
    let goes_once = move || form.delivery.get() != DeliveryDraft::Auto;
    view! {
        <div class="line head">
            <A href="/workspace/messages" attr:class="icon-button" attr:aria-label="All messages"><Icon name="back" class="flips"/></A>
            <h2 class="one"><bdi>{move || match form.title.get() { title if title.is_empty() => "New message".to_owned(), title => title }}</bdi></h2>
            <span class="tag" class:sea=move || stage.get() == MessageStage::Live>{move || stage.get().label()}</span>
            <div class="line push">
                {id.map(|_| button(Act::Test, "Test", "button"))}
                {id.map(|_| button(Act::Duplicate, "Duplicate", "button"))}
                {button(Act::Save, "Save", "button")}
                {id.map(|_| view! {
                    <Show when=can_start fallback=move || button(Act::Stop, "Stop", "button")>
                        <Show when=goes_once fallback=move || button(Act::Start, "Start", "button sea")>
                            {id.filter(|_| !is_sent.get()).map(|id| view! { <Send id form zone act/> })}
                        </Show>
                    </Show>
                })}
            </div>
        </div>
        <p class="done" role="status" tabindex="-1" node_ref=said>{move || act.value().get().map(outcome)}</p>
        <div class="halves">
            <form class="sheet steps" on:submit=|event| event.prevent_default()>
                <label class="field"><span class="label">"Name for teammates"</span>
                    <input class="input" maxlength="200" value=form.title.get_untracked() on:input:target=move |event| form.title.set(event.target().value())/>
                </label>
                <Show when=move || is_fixed.get()>
                    <p class="line">
                        <span class="hint">"A started message keeps its people, pages and style."</span>
                        {move || match stage.get() {
                            MessageStage::Stopped => button(Act::Duplicate, "Duplicate to change", "button"),
                            _ => button(Act::StopAndDuplicate, "Stop and duplicate to change", "button"),
                        }}
                    </p>
                </Show>
                <Audience form names kept_sentences is_fixed settled count/>
                <Places form is_fixed/>
                <Says form teammates is_fixed/>
                <Schedule form zone/>
            </form>
            <div class="beside">
                <Looks people=people.get_value() person preview=preview.value()/>
                {id.map(|id| view! { <WhyNot id zone people=people.get_value()/> })}
            </div>
        </div>
    }
}

fn outcome(done: Result<Done, Error>) -> AnyView {
    let words = match &done {
        Ok(Done::Saved(_)) => "Saved.".to_owned(),
        Ok(Done::Started(MessageStage::Scheduled)) => "Scheduled. It shows from its time on.".to_owned(),
        Ok(Done::Started(_)) => "Started. It shows at the next page that fits.".to_owned(),
        Ok(Done::Sent(MessageStage::Scheduled)) => "Scheduled. It goes out at its time.".to_owned(),
        Ok(Done::Sent(_)) => "Sent. Each person gets it with their next page view.".to_owned(),
        Ok(Done::Tested) => "Open a page of your site: you get it with the next page view.".to_owned(),
        Ok(Done::Stopped) => "Stopped. What people have got stays theirs.".to_owned(),
        Ok(Done::Copied(_)) => "This is the copy.".to_owned(),
        Err(error) => error.to_string(),
    };
    // Where the page goes on to another message, that one's says nothing.
    let class = if done.is_ok() { "notice good" } else { "notice bad" };
    view! { <span class=class>{words}</span> }.into_any()
}

/// The draft, once nobody has changed it for a moment.
fn settled(form: Form, draft: MessageDraft) -> RwSignal<MessageDraft> {
    let settled = RwSignal::new(draft);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |before: Option<()>| {
        let draft = form.draft();
        if before.is_none() {
            return;
        }
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
        timer.set_value(set_timeout_with_handle(move || settled.set(draft.clone()), PAUSE).ok());
    });
    settled
}

#[component]
fn Says(form: Form, teammates: Vec<(i64, String)>, is_fixed: Signal<bool>) -> impl IntoView {
    let style = move |one: &'static str| {
        view! {
            <button type="button" aria-pressed=move || (form.style.get() == one).to_string() on:click=move |_| form.style.set(one.to_owned())>
                {style_name(one)}
            </button>
        }
    };
    let has_button = move || matches!(form.style.get().as_str(), "post" | "notification");
    let sender = form.sender.get_untracked();
    view! {
        <fieldset>
            <legend>"What"</legend>
            <div class="line">
                <Show when=move || !is_fixed.get() fallback=move || view! { <p>{style_name(&form.style.get())}</p> }>
                    <div class="segments" role="group" aria-label="Style">{STYLES.map(style)}</div>
                </Show>
                <label class="field inline push"><span class="label">"from"</span>
                    <select class="input" on:change:target=move |event| form.sender.set(event.target().value().parse().unwrap_or_default())>
                        {teammates.into_iter().map(|(number, name)| view! { <option value=number selected=number == sender>{name}</option> }).collect_view()}
                    </select>
                </label>
            </div>
            <label class="field"><span class="label">"Message, in Markdown"</span>
                <textarea class="input" rows="6" maxlength="20000" aria-describedby="variables" prop:value=form.text
                    on:input:target=move |event| form.text.set(event.target().value())>{form.text.get_untracked()}</textarea>
            </label>
            <p class="hint" id="variables">"A variable is "<code>"{{ first_name | fallback:\"there\" }}"</code>", or any attribute’s name."</p>
            <Show when=has_button>
                <div class="line">
                    <label class="field"><span class="label">"Button"</span>
                        <input class="input" maxlength="60" prop:value=form.button_label on:input:target=move |event| form.button_label.set(event.target().value())/>
                    </label>
                    <label class="field"><span class="label">"Link"</span>
                        <input class="input path" maxlength="2048" placeholder="/plans" prop:value=form.button_link on:input:target=move |event| form.button_link.set(event.target().value())/>
                    </label>
                </div>
            </Show>
        </fieldset>
    }
}

#[component]
fn Schedule(form: Form, zone: Zone) -> impl IntoView {
    let time = move |words: &'static str, value: RwSignal<String>| {
        // The field keeps what is typed: half a year is a time, too, and reads otherwise after a change of zones.
        let shown = RwSignal::new(value.get_untracked());
        Effect::new(move |_| shown.set(zone.of_utc(&value.get_untracked())));
        let typed = move |time: String| {
            value.set(zone.in_utc(&time));
            shown.set(time);
        };
        view! {
            <label class="field"><span class="label">{words}" ("{move || zone.name()}")"</span>
                <input class="input" type="datetime-local" prop:value=shown value=shown.get_untracked() on:input:target=move |event| typed(event.target().value())/>
            </label>
        }
    };
    let priority = form.priority.get_untracked();
    view! {
        <fieldset>
            <legend>"When"</legend>
            <div class="line">
                {time("Not before", form.starts_at)}
                {time("Until", form.stops_at)}
                <label class="field"><span class="label">"If several match"</span>
                    <select class="input" on:change:target=move |event| form.priority.set(event.target().value().parse().unwrap_or_default())>
                        {[(1, "First"), (0, "Normal"), (-1, "Last")].map(|(one, words)| view! { <option value=one selected=one == priority>{words}</option> })}
                    </select>
                </label>
            </div>
            <p class="hint">"One message interrupts a page view. The Messenger’s settings say how many a day reach a person."</p>
        </fieldset>
    }
}
