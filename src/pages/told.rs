//! Hands what the shop knows to the Messenger: the one place where both are named.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use std::cell::Cell;

use crate::accounts::{SignedIn, use_account};
use crate::messenger::{
    AttributeError, Attributes, Company, EventMetadata, MessengerHandle, MetadataValue, Value as Attribute,
    use_messenger,
};
use crate::shop::Money;
use crate::shop::support::{Told, ToldEvent, Value, known};

thread_local! {
    /// The number of the newest question: an older answer is past.
    static NEWEST: Cell<u32> = const { Cell::new(0) };
}

/// Tells the page's Messenger what an answer of the shop brought along, and then what is known of the person since.
#[derive(Clone)]
pub struct Teller {
    messenger: MessengerHandle,
    account: RwSignal<Option<SignedIn>>,
    /// Who was here when the shop was asked: what one did is not told of the next.
    whose: Option<String>,
}

impl Teller {
    /// Before the shop is asked.
    pub fn here() -> Self {
        let (messenger, account) = (use_messenger(), use_account());
        Self { messenger, account, whose: key(account) }
    }

    /// The same, for whoever is here by now.
    pub fn now(&self) -> Self {
        Self { whose: key(self.account), ..self.clone() }
    }

    fn is_still_here(&self) -> bool {
        key(self.account) == self.whose
    }

    /// Of a visitor nothing but events is told.
    pub async fn tell(self, told: Told) {
        if !self.is_still_here() {
            return;
        }
        for ToldEvent { name, metadata: values } in told.events {
            match metadata(values) {
                Ok(metadata) => self.messenger.track_event(name, metadata),
                Err(error) => leptos::logging::error!("{error}"),
            }
        }
        let Some(whose) = self.whose.clone() else { return };
        let number = NEWEST.get() + 1;
        NEWEST.set(number);
        let Ok(told) = known(whose).await else { return };
        match attributes(told.known) {
            _ if !self.is_still_here() || NEWEST.get() != number => {}
            Ok(attributes) if attributes.is_empty() => {}
            Ok(attributes) => self.messenger.update(attributes),
            Err(error) => leptos::logging::error!("{error}"),
        }
    }
}

/// The owner of what outlives a page.
#[derive(Clone)]
pub struct AppOwner(Owner);

impl AppOwner {
    /// For `App`.
    pub fn provide() {
        if let Some(owner) = Owner::current() {
            provide_context(Self(owner));
        }
    }
}

/// Tells the page's Messenger what each answer brings along, also if the page was left before the answer came: what the
/// shop did is done. Not if another person is here by then.
pub fn tell_answers<S>(action: ServerAction<S>, told: impl Fn(&S::Output) -> Told + Copy + 'static)
where
    S: ServerFn + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
    S::Error: Send + Sync + 'static,
{
    let (teller, AppOwner(app), busy) = (Teller::here(), expect_context(), action.pending());
    Effect::new(move |_| {
        if !busy.get() {
            return;
        }
        let (teller, answered) = (teller.now(), app.child());
        let over = answered.clone();
        answered.with(move || {
            let value = action.value();
            Effect::new(move |asked: Option<()>| {
                value.track();
                if asked.is_none() {
                    return;
                }
                if teller.is_still_here() {
                    let told = value.with_untracked(|value| value.as_ref()?.as_ref().ok().map(told));
                    if let Some(told) = told {
                        leptos::task::spawn_local(teller.clone().tell(told));
                    }
                }
                over.cleanup();
            });
        });
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

/// Whom a customer buys for, with what they spend a month in whole units of the currency, as Intercom has it.
pub fn company(
    id: &str,
    name: &str,
    plan: Option<&str>,
    monthly_spend: Option<Money>,
) -> Result<Company, AttributeError> {
    let mut company = Company::new(id, name)?;
    if let Some(plan) = plan {
        company = company.with("plan", plan)?;
    }
    match monthly_spend {
        Some(spend) => company.with("monthly_spend", spend.minor / 100),
        None => Ok(company),
    }
}

/// The server puts them into the token, too.
pub fn attributes(known: Vec<(String, Option<Value>)>) -> Result<Attributes, AttributeError> {
    known.into_iter().try_fold(Attributes::new(), |attributes, (name, value)| {
        attributes.with(
            &name,
            match value {
                Some(Value::Word(word)) => Attribute::from(word.as_str()),
                Some(Value::Number(number)) => number.into(),
                Some(Value::Money(money)) => money.minor.into(),
                Some(Value::Date(seconds)) => Attribute::Date(seconds),
                None => Attribute::None,
            },
        )
    })
}
