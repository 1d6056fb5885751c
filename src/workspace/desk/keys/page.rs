use leptos::html::P;
use leptos::prelude::*;
use leptos_meta::{Stylesheet, Title};
use leptos_router::hooks::use_query_map;

use super::api::*;
use super::apps::Apps;
use super::attributes::Attributes;
use super::event_names::EventNames;
use super::list::Keys;
use super::secret::Secret;
use super::state::KeysState;
use super::switches::Switches;
use crate::accounts::Role;
use crate::components::{Drawing, Icon, asset};
use crate::error::Error;
use crate::workspace::desk::guard::Only;

pub fn keys_page() -> AnyView {
    view! {
        <Title text="Keys"/>
        // Its top bar is the inspector's.
        <Stylesheet href=asset("inspector.css")/>
        <Stylesheet href=asset("desk.css")/>
        <Only role=Role::Teammate><Page/></Only>
    }
    .into_any()
}

/// What can be changed. Whatever was, is read again.
#[derive(Clone, Copy)]
pub struct Changes {
    pub make_app: ServerAction<MakeApp>,
    pub make_key: ServerAction<MakeKey>,
    pub rename: ServerAction<RenameKey>,
    pub retire: ServerAction<RetireKey>,
    pub enforce: ServerAction<Enforce>,
    pub protect: ServerAction<ProtectAttribute>,
    pub unprotect: ServerAction<UnprotectAttribute>,
    pub archive: ServerAction<ArchiveEventName>,
}

/// What was done, in words, or why not.
type Answer = Result<&'static str, Error>;

impl Changes {
    fn new() -> Self {
        Self {
            make_app: ServerAction::new(),
            make_key: ServerAction::new(),
            rename: ServerAction::new(),
            retire: ServerAction::new(),
            enforce: ServerAction::new(),
            protect: ServerAction::new(),
            unprotect: ServerAction::new(),
            archive: ServerAction::new(),
        }
    }

    /// Rises with every answer; and what the last one was.
    fn answers(self) -> (Memo<usize>, Memo<Option<Answer>>) {
        let last = RwSignal::new(None);
        macro_rules! hear {
            ($($action:ident: $done:literal),* $(,)?) => {$(
                Effect::new(move |_| {
                    if let Some(result) = self.$action.value().with(|value| value.as_ref().map(|result| result.as_ref().map(|_| $done).map_err(Clone::clone))) {
                        last.set(Some(result));
                    }
                });
            )*};
        }
        hear! {
            make_app: "The app is made.",
            make_key: "The key is made. Its secret is below, this once.",
            rename: "The key is renamed.",
            retire: "The key is retired.",
            enforce: "The switch is set.",
            protect: "The attribute is protected.",
            unprotect: "The attribute is no longer protected.",
            archive: "The event name is changed.",
        }
        let count = Memo::new(move |_| {
            self.make_app.version().get()
                + self.make_key.version().get()
                + self.rename.version().get()
                + self.retire.version().get()
                + self.enforce.version().get()
                + self.protect.version().get()
                + self.unprotect.version().get()
                + self.archive.version().get()
        });
        (count, Memo::new(move |_| last.get()))
    }
}

#[component]
fn Page() -> impl IntoView {
    let changes = Changes::new();
    let (answers, last) = changes.answers();
    let query = use_query_map();
    let app_id = Memo::new(move |_| query.read().get("app").unwrap_or_default());
    let state = Resource::new(move || (app_id.get(), answers.get()), |(app_id, _)| keys_of(app_id));
    let said = NodeRef::<P>::new();
    // What had the focus may be gone with the list it stood in.
    Effect::new(move |before: Option<usize>| {
        let now = answers.get();
        if before.is_some_and(|before| before != now)
            && let Some(said) = said.get_untracked()
        {
            _ = said.focus();
        }
        now
    });
    view! {
        <div class="desk">
            <a class="skip" href="#main" rel="external">"Skip to content"</a>
            <header class="top-bar on-deep">
                <Drawing symbol="logo.svg#mark" view_box="0 0 32 32" class="mark"/>
                <h1 tabindex="-1">"Identity keys"</h1>
                <span class="push"></span>
                <a class="button" href="/workspace/inbox" rel="external">"Inbox"</a>
                <a class="button" href="/lifecycle" rel="external">"Lifecycle"</a>
                <a class="button" href="/" rel="external">"Back to the shop"</a>
            </header>
            <main id="main" class="keys">
                <p class="said" role="status" tabindex="-1" node_ref=said>
                    {move || last.get().map(|last| match last {
                        Ok(done) => view! { <span class="notice good"><Icon name="check" class="small"/>{done}</span> }.into_any(),
                        Err(error) => view! { <span class="notice bad"><Icon name="alert" class="small"/>{error.to_string()}</span> }.into_any(),
                    })}
                </p>
                <Secret make_key=changes.make_key/>
                <Transition fallback=|| view! { <p class="hint">"Reading the keys…"</p> }>
                    {move || Suspend::new(async move {
                        match state.await {
                            Ok(state) => whole(state, changes),
                            Err(error) => unread(&error),
                        }
                    })}
                </Transition>
            </main>
        </div>
    }
}

fn whole(state: KeysState, changes: Changes) -> AnyView {
    let KeysState { apps, app_id, platforms, protected, event_names } = state;
    view! {
        <Apps apps app_id=app_id.clone() changes/>
        <Keys platforms=platforms.clone() app_id=app_id.clone() changes/>
        <Switches platforms app_id=app_id.clone() changes/>
        <Attributes protected app_id=app_id.clone() changes/>
        <EventNames names=event_names app_id changes/>
    }
    .into_any()
}

fn unread(error: &Error) -> AnyView {
    let words = match error {
        Error::NotFound => {
            "There is no such app here. A workspace that Intercom hosts keeps its keys in its own settings."
                .to_owned()
        }
        other => other.to_string(),
    };
    view! {
        <div class="nothing">
            <Icon name="key"/>
            <h2>"No keys to show"</h2>
            <p>{words}</p>
            <a class="button" href="/workspace/keys" rel="external">"The first app’s keys"</a>
        </div>
    }
    .into_any()
}
