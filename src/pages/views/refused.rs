//! Why a form was refused that was sent without a script: its error comes back in the page's address.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::accounts::refusals::our_words as of_an_account;
use crate::components::Icon;
use crate::error::{Error, Fault};
use crate::shop::refusals::our_words as of_the_shop;

/// What is wrong with which field. In our words alone: anybody can write an address.
#[derive(Clone, Debug, Default)]
pub struct Refusal(Vec<Fault>);

/// What this server function answered a plain form.
pub fn came_back<S>() -> Option<Error>
where
    S: ServerFn<Error = Error> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    ServerAction::<S>::new().value().get_untracked().and_then(Result::err)
}

impl Refusal {
    /// One of the shop's.
    pub fn of_the_shop<S>() -> Self
    where
        S: ServerFn<Error = Error> + Clone + Send + Sync + 'static,
        S::Output: Clone + Send + Sync + 'static,
    {
        Self::told(came_back::<S>(), of_the_shop)
    }

    /// One of an account's.
    pub fn of_an_account<S>() -> Self
    where
        S: ServerFn<Error = Error> + Clone + Send + Sync + 'static,
        S::Output: Clone + Send + Sync + 'static,
    {
        Self::told(came_back::<S>(), of_an_account)
    }

    pub fn told(error: Option<Error>, our_words: fn(&str) -> &str) -> Self {
        let Some(error) = error else { return Self::default() };
        let mut faults = error.faults();
        for fault in &mut faults {
            fault.message = our_words(&fault.message).to_owned();
        }
        if faults.is_empty() {
            faults.push(Fault { field: String::new(), message: error.to_string() });
        }
        Self(faults)
    }

    pub fn is_some(&self) -> bool {
        !self.0.is_empty()
    }

    pub fn at(&self, name: &str) -> Option<String> {
        self.0.iter().find(|fault| fault.field == name).map(|fault| fault.message.clone())
    }

    /// What is wrong at none of these fields, above them all.
    pub fn elsewhere(&self, fields: &[&str]) -> impl IntoView + use<> {
        let of_no_field = self.0.iter().find(|fault| !fields.contains(&fault.field.as_str()));
        of_no_field.map(|fault| view! {
            <p class="notice bad" role="alert"><Icon name="alert" class="small"/><span>{fault.message.clone()}</span></p>
        })
    }
}
