//! The question before a message is sent.

use leptos::prelude::*;

use super::acts::{Act, Acts};
use super::api::{count_audience, save_message};
use super::form::Form;
use super::state::{AudienceCount, DeliveryDraft, MessageDraft};
use super::zone::Zone;
use crate::error::Error;

/// A draft as it was saved, and who would get it.
type Counted = (MessageDraft, AudienceCount);

/// Asks before a message goes out. The server counts the people of the draft that is saved when the dialog opens; until
/// then, and if the draft changes, nothing can be sent.
#[component]
pub fn Send(id: i64, form: Form, zone: Zone, act: Acts) -> impl IntoView {
    let count = Action::new(move |draft: &MessageDraft| save_and_count(id, draft.clone()));
    // The count of the draft as it stands, if there is one.
    let counted = move || {
        let counted = count.value().get().filter(|_| !count.pending().get());
        counted.filter(|answer| answer.as_ref().map_or(true, |(draft, _)| *draft == form.draft()))
    };
    let is_later = move || !form.starts_at.with(String::is_empty);
    let whom = move || match counted() {
        Some(Ok((_, audience))) => in_words(&audience, is_later()),
        Some(Err(error)) => error.to_string(),
        None if count.pending().get() => "Counting…".to_owned(),
        None => "The message has changed. Close this, and open it again.".to_owned(),
    };
    let at = move || match zone.of_utc(&form.starts_at.get()).split_once('T') {
        Some((day, time)) => format!("Send it on {day} at {time} {}?", zone.name()),
        None => "Send it now?".to_owned(),
    };
    let send = move |_| {
        if let Some(Ok((draft, audience))) = counted() {
            let confirmed = (draft.delivery == DeliveryDraft::Once).then_some(audience.people);
            act.dispatch(Act::Send(confirmed));
        }
    };
    let can_send = move || matches!(counted(), Some(Ok((_, AudienceCount { people: 1.., .. }))));
    view! {
        <button type="button" class="button sea" popovertarget="send" disabled=act.pending()
            on:click=move |_| { count.dispatch(form.draft()); }>"Send…"</button>
        <div id="send" popover="auto" role="dialog" aria-labelledby="send-title" aria-describedby="send-whom">
            <h3 id="send-title">{at}</h3>
            <p id="send-whom" role="status"><bdi>{whom}</bdi></p>
            <p class="hint">"It is sent once. Stop keeps it from everybody who has not seen it."</p>
            <div class="line">
                <button type="button" class="button" autofocus popovertarget="send" popovertargetaction="hide">"Cancel"</button>
                // Not while the call is pending: a button that its click disables hides nothing.
                <button type="button" class="button sea" popovertarget="send" popovertargetaction="hide"
                    disabled=move || !can_send() on:click=send>"Send"</button>
            </div>
        </div>
    }
}

async fn save_and_count(id: i64, draft: MessageDraft) -> Result<Counted, Error> {
    save_message(Some(id), draft.clone()).await?;
    Ok((draft, count_audience(id).await?))
}

/// Says in sentences who would get the message.
fn in_words(audience: &AudienceCount, is_later: bool) -> String {
    let people = match audience.people {
        1 => "1 person".to_owned(),
        people => format!("{people} people"),
    };
    match (&audience.person, audience.is_everybody, is_later) {
        (Some(person), ..) => format!("To {}.", person.label()),
        (None, true, false) => format!("To everybody: {people}."),
        (None, true, true) => format!("To everybody: {people} now. It goes to everybody of its time."),
        (None, false, false) if audience.people == 1 => format!("{people} matches now."),
        (None, false, false) => format!("{people} match now."),
        (None, false, true) => format!("{people} would get it now. It goes to all who match at its time."),
    }
}
