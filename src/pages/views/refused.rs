//! Why a form was refused that was sent without a script: its error comes back in the page's address.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::accounts::refusals::our_words as of_an_account;
use crate::components::Icon;
use crate::error::Error;
use crate::shop::refusals::our_words as of_the_shop;

/// Field and words. In our words alone: anybody can write an address.
#[derive(Clone, Debug, Default)]
pub struct Refusal(Option<(String, String)>);

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
        Self(error.map(|error| match error {
            Error::Invalid { field, message } => (field, our_words(&message).to_owned()),
            other => (String::new(), other.to_string()),
        }))
    }

    pub fn is_some(&self) -> bool {
        self.0.is_some()
    }

    pub fn at(&self, name: &str) -> Option<String> {
        self.0.as_ref().filter(|(field, _)| field == name).map(|(_, message)| message.clone())
    }

    /// What is wrong at none of these fields, above them all.
    pub fn elsewhere(&self, fields: &[&str]) -> impl IntoView + use<> {
        let of_no_field = self.0.as_ref().filter(|(field, _)| !fields.contains(&field.as_str()));
        of_no_field.map(|(_, message)| view! {
            <p class="notice bad" role="alert"><Icon name="alert" class="small"/><span>{message.clone()}</span></p>
        })
    }
}
