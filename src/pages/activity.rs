//! Passes a person's activity in the shop to the Messenger of the page.

use leptos::prelude::*;
use leptos::reactive::owner::WeakOwner;
use leptos::server_fn::ServerFn;
use std::cell::Cell;

use crate::accounts::{SignedIn, use_account};
use crate::messenger::{
    AttributeError, Attributes, EventMetadata, MessengerHandle, MetadataValue, Value as Attribute,
    use_messenger,
};
use crate::shop::cart::{CartCount, InCart};
use crate::shop::customer_facts;
use crate::shop::support::{Activity, ActivityEvent, Value};

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
    /// Before the shop is asked.
    pub fn here() -> Self {
        let (messenger, account) = (use_messenger(), use_account());
        Self { messenger, account, session_key: key(account) }
    }

    /// The same, for the present session.
    pub fn now(&self) -> Self {
        Self { session_key: key(self.account), ..self.clone() }
    }

    fn is_still_here(&self) -> bool {
        key(self.account) == self.session_key
    }

    /// A visitor has events and no attributes.
    pub async fn track(self, activity: Activity) {
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

/// The owner of what outlives a page. Weak: an owner that held itself would never be freed, on the server one a request.
#[derive(Clone)]
pub struct AppOwner(WeakOwner);

impl AppOwner {
    /// For `App`.
    pub fn provide() {
        if let Some(owner) = Owner::current() {
            provide_context(Self(owner.downgrade()));
        }
    }
}

/// Tracks the activity of each answer, also if the person left the page before the answer came: the shop has done it
/// all the same. If another person has logged in by then, nothing is tracked.
pub fn track_answers<S>(action: ServerAction<S>, activity: impl Fn(&S::Output) -> Activity + Copy + 'static)
where
    S: ServerFn + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
    S::Error: Send + Sync + 'static,
{
    let (tracker, AppOwner(app), input) = (Tracker::here(), expect_context(), action.input());
    Effect::new(move |_| {
        // Not `pending`: it does not change where an answer makes the page ask again at once.
        if input.with(Option::is_none) {
            return;
        }
        let Some(app) = app.upgrade() else { return };
        let (tracker, scope) = (tracker.now(), app.child());
        let over = scope.clone();
        scope.with(move || {
            let value = action.value();
            Effect::new(move |asked: Option<()>| {
                value.track();
                if asked.is_none() {
                    return;
                }
                if tracker.is_still_here() {
                    let answered = value.with_untracked(|value| value.as_ref()?.as_ref().ok().map(activity));
                    if let Some(answered) = answered {
                        leptos::task::spawn_local(tracker.clone().track(answered));
                    }
                }
                over.cleanup();
            });
        });
    });
}

/// The same of an action that adds to the cart: the header shows how many things are in it then.
pub fn track_added<S>(action: ServerAction<S>)
where
    S: ServerFn<Output = InCart> + Clone + Send + Sync + 'static,
    S::Error: Send + Sync + 'static,
{
    let count = CartCount::here();
    track_answers(action, move |added| {
        count.set(added.count);
        added.activity.clone()
    });
}

fn key(account: RwSignal<Option<SignedIn>>) -> Option<String> {
    account.with_untracked(|account| account.as_ref().map(|account| account.session_key.clone()))
}

pub fn metadata(values: Vec<(String, Value)>) -> Result<EventMetadata, AttributeError> {
    values.into_iter().try_fold(EventMetadata::new(), |metadata, (name, value)| {
        metadata.with(
            &name,
            match value {
                Value::Word(word) => MetadataValue::from(word.as_str()),
                Value::Number(number) => number.into(),
                Value::Money(money) => MetadataValue::Money {
                    amount: money.minor,
                    currency: money.currency.code().to_ascii_lowercase(),
                },
                Value::Date(seconds) => MetadataValue::Date(seconds),
            },
        )
    })
}

/// The server puts them into the token, too.
pub fn attributes(known: Vec<(String, Option<Value>)>) -> Result<Attributes, AttributeError> {
    known.into_iter().try_fold(Attributes::new(), |attributes, (name, value)| {
        attributes.with(&name, value.map_or(Attribute::None, |value| value.into_attribute(Attribute::Date)))
    })
}
