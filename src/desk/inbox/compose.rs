//! The forms of one conversation: reply, note, assign, close, snooze, block.

use leptos::ev::{Event, KeyboardEvent};
use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use leptos::wasm_bindgen::JsCast;

use super::api::{
    InboxAssign, InboxBlock, InboxClose, InboxNote, InboxReopen, InboxReply, InboxSnooze, InboxUnblock,
};
use super::shortcuts::choose_in_list;
use super::state::Folder;
use super::thread::focus_messages;
use super::typing::Report;
use crate::components::{ActionForm, FormAction, Icon, ServerAction, on_success};
use crate::error::Error;
use crate::workspace::Assignee;

/// A reply to the person, or a note to teammates. A draft is kept by the tab until it is sent.
#[component]
pub fn Compose(id: i64, changes: RwSignal<usize>, is_cut: RwSignal<bool>) -> impl IntoView {
    let (reply, note) = (ServerAction::<InboxReply>::new(), ServerAction::<InboxNote>::new());
    let (is_note, key, draft) =
        (RwSignal::new(false), RwSignal::new(fresh_key()), RwSignal::new(String::new()));
    let field = NodeRef::<Textarea>::new();
    let report = Report::of(id);
    let typed = move |text: String| {
        drafts::write(id, &text);
        // Of a note the person learns nothing.
        if !is_note.get_untracked() && !text.is_empty() {
            report.typing();
        }
        draft.set(text);
    };
    Effect::new(move |_| draft.set(drafts::read(id)));
    let sent = Callback::new(move |()| {
        draft.set(String::new());
        drafts::write(id, "");
        key.set(fresh_key());
        changes.update(|changes| *changes += 1);
        // The Send button has the focus after a click. After Enter the field still has it.
        match field.get_untracked() {
            Some(field)
                if document().active_element().is_some_and(|active| active.is_same_node(Some(&field))) =>
            {
                focus_messages();
            }
            Some(field) => _ = field.focus(),
            None => {}
        }
    });
    on_success(reply, move |_| sent.run(()));
    on_success(note, move |_| sent.run(()));
    // Where the server is back, nobody reads any more that it did not answer.
    Effect::new(move |was_cut: Option<bool>| {
        let is_cut = is_cut.get();
        if was_cut.unwrap_or_default() && !is_cut {
            let is_away = |value: Option<Result<i64, Error>>| matches!(value, Some(Err(Error::Unavailable)));
            untrack(|| {
                if is_away(reply.value().get()) {
                    reply.clear();
                }
                if is_away(note.value().get()) {
                    note.clear();
                }
            });
        }
        is_cut
    });
    let error = move || {
        let of = |value: Option<Result<i64, Error>>| value.and_then(Result::err);
        if is_note.get() { of(note.value().get()) } else { of(reply.value().get()) }
    };
    let (replying, noting) = (reply.pending(), note.pending());
    let busy = move || replying.get() || noting.get();
    let choose = move |note: bool| {
        move |_| {
            is_note.set(note);
            // The next key belongs into the field. The other form is drawn before.
            spawn_local(async move {
                tick().await;
                _ = field.try_get_untracked().flatten().map(|field| field.focus());
            });
        }
    };
    let kind = move |note: bool, words: &'static str, icon: &'static str| {
        view! {
            <button type="button" aria-pressed=move || (is_note.get() == note).to_string() on:click=choose(note) disabled=busy
                aria-keyshortcuts=if note { "n" } else { "r" } title=if note { "Note (n)" } else { "Reply (r)" }>
                <Icon name=icon class="small"/>{words}
            </button>
        }
    };
    let fields = move || {
        view! {
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="key" prop:value=key value=key.get_untracked()/>
            <label class="out-of-sight" for="text">{move || if is_note.get() { "Note for teammates" } else { "Reply" }}</label>
            // The field is emptied when the words have arrived: until then nothing is added that would go with them.
            <textarea id="text" name="text" maxlength="50000" node_ref=field prop:value=draft prop:readOnly=busy
                placeholder=move || if is_note.get() { "A note that teammates alone read" } else { "Write a reply" }
                on:input:target=move |event| typed(event.target().value())
                on:keydown=send_or_leave></textarea>
            <p class="line tools">
                <span role="alert" class="bad-words">{move || error().map(|error| error.to_string())}</span>
                <button type="submit" class="button sea push" title="Enter; Shift+Enter breaks the line" aria-busy=move || busy().to_string()>
                    {move || if is_note.get() { "Add note" } else { "Send" }}<Icon name="send" class="small"/>
                </button>
            </p>
        }
    };
    let form = move || match is_note.get() {
        true => view! { <ActionForm action=note>{fields()}</ActionForm> }.into_any(),
        false => view! { <ActionForm action=reply>{fields()}</ActionForm> }.into_any(),
    };
    view! {
        <div class="write" class:note=is_note>
            <div class="line">
                <div class="segments" role="group" aria-label="Kind">{kind(false, "Reply", "send")}{kind(true, "Note", "lock")}</div>
            </div>
            {form}
        </div>
    }
}

/// The actions of a conversation's header. The page owns them, because each new reading of the conversation disposes of
/// what the last reading owned. The forms of the last reading are still in sight then. A click on a form whose action
/// is disposed of does nothing.
#[derive(Clone, Copy)]
pub struct HeadActions {
    assign: ServerAction<InboxAssign>,
    close: ServerAction<InboxClose>,
    reopen: ServerAction<InboxReopen>,
    snooze: ServerAction<InboxSnooze>,
    block: ServerAction<InboxBlock>,
    unblock: ServerAction<InboxUnblock>,
}

impl HeadActions {
    pub fn new(changes: RwSignal<usize>) -> Self {
        let done = Callback::new(move |()| changes.update(|changes| *changes += 1));
        Self {
            assign: answered(done),
            close: answered(done),
            reopen: answered(done),
            snooze: answered(done),
            block: answered(done),
            unblock: answered(done),
        }
    }
}

/// The choice of the teammate or team who is to answer.
#[component]
pub fn Assign(
    id: i64,
    assignee: Option<Assignee>,
    teammates: Vec<(i64, String)>,
    teams: Vec<(i64, String)>,
    actions: HeadActions,
) -> impl IntoView {
    let submit = |event: Event| {
        let chosen: web_sys::HtmlSelectElement = event_target(&event);
        if let Some(form) = chosen.closest("form").ok().flatten() {
            _ = form.unchecked_into::<web_sys::HtmlFormElement>().request_submit();
            focus_messages();
        }
    };
    // At its release: an open list keeps the press to itself.
    let leave = |event: KeyboardEvent| {
        if event.key() == "Escape" {
            focus_messages();
        }
    };
    // An option that somebody chose here ignores its attribute from then on: the property shows what another teammate chooses.
    let option = move |one: Assignee, name: String| {
        let is_chosen = assignee == Some(one);
        view! { <option value=one.to_string() selected=is_chosen prop:selected=is_chosen>{name}</option> }
    };
    let teams = (!teams.is_empty()).then(|| {
        let teams = teams.into_iter().map(|(number, name)| option(Assignee::Team(number), name));
        view! { <optgroup label="Teams">{teams.collect_view()}</optgroup> }
    });
    let teammates = teammates.into_iter().map(|(number, name)| option(Assignee::Teammate(number), name));
    let teammates = teammates.collect_view();
    view! {
        <ActionForm action=actions.assign>
            <input type="hidden" name="id" value=id/>
            <label class="out-of-sight" for="assignee">"Assigned to"</label>
            <select id="assignee" name="to" aria-keyshortcuts="a" title="Assigned to (a)" on:change=submit on:keydown=choose_in_list on:keyup=leave>
                <option value="" selected=assignee.is_none() prop:selected=assignee.is_none()>"Nobody"</option>
                {teammates}
                {teams}
            </select>
            <noscript><button type="submit" class="button">"Assign"</button></noscript>
        </ActionForm>
    }
}

/// The forms that close, snooze or reopen a conversation.
#[component]
pub fn Ends(id: i64, folder: Folder, actions: HeadActions) -> impl IntoView {
    view! {
        <span class="line">
            {match folder {
                Folder::Open => view! {
                    <ActionForm action=actions.snooze>
                        <input type="hidden" name="id" value=id/>
                        <input type="hidden" name="hours" value="24"/>
                        <button type="submit" class="button" title="Until tomorrow (z)" aria-keyshortcuts="z"><Icon name="clock" class="small"/>"Snooze"</button>
                    </ActionForm>
                    <ActionForm action=actions.close>
                        <input type="hidden" name="id" value=id/>
                        <button type="submit" class="button" title="Close (e)" aria-keyshortcuts="e"><Icon name="check" class="small"/>"Close"</button>
                    </ActionForm>
                }
                .into_any(),
                Folder::Closed | Folder::Snoozed => view! {
                    <ActionForm action=actions.reopen>
                        <input type="hidden" name="id" value=id/>
                        <button type="submit" class="button" title="Reopen (e)" aria-keyshortcuts="e"><Icon name="undo" class="small"/>"Reopen"</button>
                    </ActionForm>
                }
                .into_any(),
            }}
        </span>
    }
}

/// The form that blocks a person, or lets them write again.
#[component]
pub fn Blocking(id: i64, is_blocked: bool, actions: HeadActions) -> impl IntoView {
    if is_blocked {
        return view! {
            <ActionForm action=actions.unblock>
                <input type="hidden" name="id" value=id/>
                <button type="submit" class="button" title="Let this person write again">"Unblock"</button>
            </ActionForm>
        }
        .into_any();
    }
    view! {
        <ActionForm action=actions.block>
            <input type="hidden" name="id" value=id/>
            <button type="submit" class="button" title="Refuse what this person writes, and close their conversations">
                <Icon name="lock" class="small"/>"Block"
            </button>
        </ActionForm>
    }
    .into_any()
}

/// The action of a form. `then` runs when the action succeeds.
fn answered<S: FormAction>(then: Callback<()>) -> ServerAction<S> {
    let action = ServerAction::new();
    on_success(action, move |_| then.run(()));
    action
}

/// Sends the form on Enter, and leaves the field on Escape. Shift+Enter breaks the line, and an input method keeps its
/// keys.
fn send_or_leave(event: KeyboardEvent) {
    if event.key() == "Escape" && !event.is_composing() {
        return focus_messages();
    }
    if event.key() != "Enter" || event.shift_key() || event.is_composing() {
        return;
    }
    event.prevent_default();
    let field: web_sys::HtmlTextAreaElement = event_target(&event);
    if field.read_only() || field.value().trim().is_empty() {
        return;
    }
    if let Some(form) = field.form() {
        _ = form.unchecked_into::<web_sys::HtmlFormElement>().request_submit();
    }
}

/// A key that identifies a message, however often it is sent.
fn fresh_key() -> String {
    #[cfg(feature = "ssr")]
    return crate::random::id().unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    [(); 2].map(|()| (web_sys::js_sys::Math::random() * 1e15).to_string()).concat().replace('.', "")
}

/// The texts that were typed and not sent, by conversation, in the tab's own storage.
mod drafts {
    fn storage() -> Option<web_sys::Storage> {
        leptos::prelude::window().session_storage().ok().flatten()
    }

    pub fn read(id: i64) -> String {
        let stored = storage().and_then(|storage| storage.get_item(&format!("inbox-draft-{id}")).ok());
        stored.flatten().unwrap_or_default()
    }

    pub fn write(id: i64, text: &str) {
        if let Some(storage) = storage() {
            let name = format!("inbox-draft-{id}");
            _ = if text.is_empty() { storage.remove_item(&name) } else { storage.set_item(&name, text) };
        }
    }
}
