//! Leptos' `ServerAction` and `ActionForm` with the same names and props, but compiled once for all forms: 16 KB less in the
//! main file, and 16 KB less in the file of the pages with forms (brotli). They take forms' inputs, [`LightJson`] and our [`Error`] alone, and
//! `input()` holds what was submitted as text.
//!
//! Leptos compiles an action, a request and a reader of query strings for each server function. Once Leptos' own are as
//! small, this module goes, and pages import Leptos' again.

use leptos::ev::SubmitEvent;
use leptos::html::Form;
use leptos::prelude::*;
use leptos::reactive::actions::Action;
use leptos::server::ServerActionError;
use leptos::server_fn::client::Client;
use leptos::server_fn::codec::PostUrl;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::redirect::call_redirect_hook;
use leptos::server_fn::request::ClientReq;
use leptos::server_fn::response::ClientRes;
use leptos::server_fn::{Bytes, ContentType, Decodes};
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{FormData, UrlSearchParams};
use std::any::Any;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use super::form_action::FormAction;
use crate::error::Error;
use crate::json::Json;
use crate::prefetch;

/// The input of a server function, as a form sends it.
#[derive(Clone)]
pub struct Submission {
    path: &'static str,
    body: String,
    read: fn(Bytes) -> Result<Answer, Error>,
}

impl Submission {
    /// The first value of this name, or an empty text.
    pub fn field(&self, name: &str) -> String {
        let fields = UrlSearchParams::new_with_str(&self.body).ok();
        fields.and_then(|fields| fields.get(name)).unwrap_or_default()
    }
}

/// A server function's output.
type Answer = Arc<dyn Any + Send + Sync>;

type ErasedAction = Action<Submission, Result<Answer, Error>>;

type ErasedValue = MappedSignal<Option<Result<Answer, Error>>>;

/// Calls the server function `S`: see Leptos' `ServerAction`.
pub struct ServerAction<S>(ErasedAction, ErasedValue, PhantomData<fn() -> S>);

impl<S> Clone for ServerAction<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for ServerAction<S> {}

impl<S> Deref for ServerAction<S> {
    type Target = ErasedAction;

    fn deref(&self) -> &ErasedAction {
        &self.0
    }
}

impl<S> From<ServerAction<S>> for ErasedAction {
    fn from(action: ServerAction<S>) -> Self {
        action.0
    }
}

impl<S: FormAction> Default for ServerAction<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: FormAction> ServerAction<S> {
    /// Makes an action that holds the error with which a plain form came back to this page, if `S` was called.
    pub fn new() -> Self {
        let (action, value) = erased(S::PATH, send::<S::Client>);
        Self(action, value, PhantomData)
    }

    pub fn value(self) -> Value<S> {
        Value(self.1, PhantomData)
    }

    pub fn outcome(self) -> Outcome {
        Outcome(self.1)
    }

    pub fn dispatch(self, input: S) {
        self.submit(serde_qs::to_string(&input).unwrap_or_default());
    }

    fn submit(self, body: String) {
        self.0.dispatch(Submission { path: S::PATH, body, read: read::<S> });
    }
}

/// It is compiled once for each kind of client, not for each server function. So is [`latest`].
fn erased<F>(path: &'static str, send: fn(Submission) -> F) -> (ErasedAction, ErasedValue)
where
    F: Future<Output = Result<Answer, Error>> + Send + 'static,
{
    let returned = use_context::<ServerActionError>().filter(|returned| returned.path() == path);
    let error = returned.map(|returned| Err(error_in_address(returned.err())));
    let action = Action::new_with_value(error, move |input: &Submission| send(input.clone()));
    (action, action.value())
}

/// The latest answer of a [`ServerAction`]. `None` before the first, and once the action is gone: parts of a page may be drawn
/// on another thread of the server while the page ends.
pub struct Value<S>(ErasedValue, PhantomData<fn() -> S>);

impl<S: FormAction> Value<S> {
    pub fn get(&self) -> Option<Result<S::Output, Error>> {
        of_type::<S>(latest(self.0))
    }

    pub fn with<T>(&self, of: impl FnOnce(&Option<Result<S::Output, Error>>) -> T) -> T {
        of(&self.get())
    }

    pub fn with_untracked<T>(&self, of: impl FnOnce(&Option<Result<S::Output, Error>>) -> T) -> T {
        of(&of_type::<S>(untrack(|| latest(self.0))))
    }
}

/// Whether the latest call of a [`ServerAction`] succeeded, whatever it answers: who reads this is compiled once for all.
#[derive(Clone, Copy)]
pub struct Outcome(ErasedValue);

impl Outcome {
    pub fn get(self) -> Option<Result<(), Error>> {
        latest(self.0).map(|answer| answer.map(drop))
    }
}

#[inline(never)]
fn latest(value: ErasedValue) -> Option<Result<Answer, Error>> {
    value.try_get().flatten()
}

fn of_type<S: FormAction>(value: Option<Result<Answer, Error>>) -> Option<Result<S::Output, Error>> {
    Some(value?.and_then(|answer| answer.downcast_ref::<S::Output>().cloned().ok_or(Error::Internal)))
}

fn read<S: FormAction>(json: Bytes) -> Result<Answer, Error> {
    let unreadable =
        |why: &str| Error::from_server_fn_error(ServerFnErrorErr::Deserialization(why.to_owned()));
    let output: S::Output = Json::decode(json).map_err(unreadable)?;
    Ok(Arc::new(output))
}

/// What Leptos' `run_on_client` does for each server function.
async fn send<C: Client<Error>>(submission: Submission) -> Result<Answer, Error> {
    // Before, and again for the answers that were asked for meanwhile.
    prefetch::purge();
    let answer = answer::<C>(submission).await;
    prefetch::purge();
    answer
}

async fn answer<C: Client<Error>>(Submission { path, body, read }: Submission) -> Result<Answer, Error> {
    let request = C::Request::try_new_post(path, PostUrl::CONTENT_TYPE, Json::CONTENT_TYPE, body)?;
    let response = C::send(request).await?;
    let (is_refused, location) = (response.status() >= 400, response.location());
    let is_redirect = response.has_redirect();
    let body = response.try_into_bytes().await?;
    if is_refused {
        return Err(Error::de(body));
    }
    let answer = read(body)?;
    if is_redirect {
        call_redirect_hook(&location);
    }
    Ok(answer)
}

/// The error that Leptos writes into an address as base64 (RFC 4648, section 5).
#[cfg(feature = "ssr")]
fn error_in_address(encoded: &str) -> Error {
    leptos::server_fn::error::ServerFnUrlError::decode_err(encoded)
}

/// The same by the browser's decoder: a page has no other use for base64.
#[cfg(not(feature = "ssr"))]
fn error_in_address(encoded: &str) -> Error {
    let decoded = window().atob(&encoded.replace('-', "+").replace('_', "/")).unwrap_or_default();
    // Each character of `atob` stands for a byte.
    Error::de(decoded.chars().map(|byte| byte as u8).collect())
}

/// A form that calls a server function, with and without a script: see Leptos' `ActionForm`.
#[component]
pub fn ActionForm<S: FormAction>(
    action: ServerAction<S>,
    #[prop(optional)] node_ref: Option<NodeRef<Form>>,
    children: Children,
) -> impl IntoView {
    let on_submit = move |event: SubmitEvent| {
        if !event.default_prevented()
            && let Some(body) = submitted(&event)
        {
            event.prevent_default();
            action.submit(body);
        }
    };
    // Boxed, so that the form is compiled once, not once for each server function.
    let on_submit: Box<dyn FnMut(SubmitEvent)> = Box::new(on_submit);
    view! { <form action=S::PATH method="post" on:submit=on_submit node_ref=node_ref.unwrap_or_default()>{children()}</form> }
}

/// A form's fields and the button that was pressed, URL-encoded. If the browser cannot read them, it sends the form itself.
fn submitted(event: &SubmitEvent) -> Option<String> {
    let fields = FormData::new_with_form(event.target()?.unchecked_ref()).ok()?;
    let of_button = |name| event.submitter().and_then(|button| button.get_attribute(name));
    if let Some(name) = of_button("name") {
        fields.append_with_str(&name, &of_button("value").unwrap_or_default()).ok()?;
    }
    let encoded = UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()?;
    Some(encoded.to_string().into())
}
