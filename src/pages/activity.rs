//! Passes a person's activity in the shop to the Messenger of the page.

use leptos::prelude::*;
use leptos::reactive::owner::WeakOwner;
use std::cell::Cell;

use crate::accounts::{SignedIn, session_key, use_account};
use crate::components::{FormAction, ServerAction};
use crate::messenger::{
    AttributeError, Attributes, EventMetadata, MessengerHandle, MetadataValue, Value as Attribute,
    use_messenger,
};
use crate::shop::customer_facts;
use crate::shop::support::{Activity, ActivityEvent, FactValue};

thread_local! {
    /// The number of the newest request: the answer to an older one is dropped.
    static NEWEST: Cell<u32> = const { Cell::new(0) };
}

/// Sends the events of an answer to the page's Messenger, and then the person's new attributes.
#[derive(Clone)]
pub struct Tracker {
    messenger: MessengerHandle,
    account: RwSignal<Option<SignedIn>>,
    /// The session when the shop was asked: one person's events never go under the next person's name.
    session_key: Option<String>,
}

impl Tracker {
    /// Makes a tracker for the present session, before the page asks the shop.
    pub fn here() -> Self {
        let (messenger, account) = (use_messenger(), use_account());
        Self { messenger, account, session_key: untrack(|| session_key(account)) }
    }

    /// Copies this tracker for the present session.
    pub fn now(&self) -> Self {
        Self { session_key: untrack(|| session_key(self.account)), ..self.clone() }
    }

    fn is_still_here(&self) -> bool {
        untrack(|| session_key(self.account)) == self.session_key
    }

    /// Sends an activity to the Messenger: the events, and a customer's new attributes. A visitor has no attributes.
    async fn send(self, activity: Activity) {
        if !self.is_still_here() {
            return;
        }
        for ActivityEvent { name, metadata: values } in activity.events {
            match metadata(values) {
                Ok(metadata) => self.messenger.track_event(name, metadata),
                Err(error) => leptos::logging::error!("{error}"),
            }
        }
        let Some(session_key) = self.session_key.clone() else { return };
        let number = NEWEST.get() + 1;
        NEWEST.set(number);
        let Ok(activity) = customer_facts(session_key).await else { return };
        match attributes(activity.known) {
            _ if !self.is_still_here() || NEWEST.get() != number => {}
            Ok(attributes) if attributes.is_empty() => {}
            Ok(attributes) => self.messenger.update(attributes),
            Err(error) => leptos::logging::error!("{error}"),
        }
    }
}

/// Sends an activity. This code is in the Messenger's file, which the page fetches anyway, once it is awake. If the file does not
/// come, there is no Messenger to send to: the activity is dropped.
#[cfg(feature = "shop")]
#[leptos::wasm_split::wasm_split(messenger, wasm_split_path = ::leptos::wasm_split, fallible)]
fn track(tracker: Tracker, activity: Activity) -> Result<(), leptos::wasm_split::SplitLoaderError> {
    leptos::task::spawn_local(tracker.send(activity));
    Ok(())
}

/// The team's pages ask the shop for nothing.
#[cfg(not(feature = "shop"))]
async fn track(tracker: Tracker, activity: Activity) {
    tracker.send(activity).await;
}

/// The app's owner. It is weak: an owner that held itself would never be freed, on the server one a request.
#[derive(Clone)]
pub struct AppOwner(WeakOwner);

impl AppOwner {
    pub fn provide() {
        if let Some(owner) = Owner::current() {
            provide_context(Self(owner.downgrade()));
        }
    }
}

/// The app's one action of a server function, whose answers bring activity for the Messenger.
///
/// The action outlives the page. The shop has done what it was asked even if the person left the page before the answer
/// came.
pub fn tracked_action<S: FormAction>(
    activity: impl Fn(&S::Output) -> Activity + Send + Sync + 'static,
) -> ServerAction<S> {
    if let Some(action) = use_context::<ServerAction<S>>() {
        return action;
    }
    let (tracker, AppOwner(app)) = (Tracker::here(), expect_context());
    let new = move || {
        let action = ServerAction::<S>::new();
        provide_context(action);
        let (input, value) = (action.input(), action.value());
        let is_busy = Signal::derive(move || input.with(Option::is_some));
        let answer = move || value.with_untracked(|value| value.as_ref()?.as_ref().ok().map(&activity));
        track_answers(tracker, action.version(), is_busy, Box::new(answer));
        action
    };
    match app.upgrade() {
        Some(app) => app.with(new),
        None => new(),
    }
}

/// Tracks each new answer of an action. Not generic: the code is there once, not once for each action.
fn track_answers(
    tracker: Tracker,
    version: RwSignal<usize>,
    is_busy: Signal<bool>,
    answer: Box<dyn Fn() -> Option<Activity>>,
) {
    Effect::new(move |before: Option<(usize, Option<Tracker>)>| {
        let (answers, is_busy) = (version.get(), is_busy.get());
        let (before, asked) = before.unwrap_or((answers, None));
        let is_answered = answers != before;
        if is_answered && let Some((tracker, activity)) = asked.clone().zip(answer()) {
            leptos::task::spawn_local(async move { _ = track(tracker, activity).await });
        }
        // Of requests that overlap the first counts: if the person changes meanwhile, no answer is tracked.
        let asked = asked.filter(|_| !is_answered).or_else(|| Some(tracker.now()));
        (answers, asked.filter(|_| is_busy))
    });
}

pub fn metadata(values: Vec<(String, FactValue)>) -> Result<EventMetadata, AttributeError> {
    values.into_iter().try_fold(EventMetadata::new(), |metadata, (name, value)| {
        metadata.with(
            &name,
            match value {
                FactValue::Word(word) => MetadataValue::from(word.as_str()),
                FactValue::Number(number) => number.into(),
                FactValue::Money(money) => MetadataValue::Money {
                    amount: money.minor,
                    currency: money.currency.code().to_ascii_lowercase(),
                },
                FactValue::Date(seconds) => MetadataValue::Date(seconds),
            },
        )
    })
}

/// Converts what the shop knows of a person into the Messenger's attributes. The server puts them into the token, too.
pub fn attributes(known: Vec<(String, Option<FactValue>)>) -> Result<Attributes, AttributeError> {
    known.into_iter().try_fold(Attributes::new(), |attributes, (name, value)| {
        attributes.with(&name, value.map_or(Attribute::None, |value| value.into_attribute(Attribute::Date)))
    })
}
