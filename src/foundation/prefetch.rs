//! Answers of server functions that a page asks for before a person opens the page that needs them: [`prefetch`] asks,
//! [`PrefetchClient`] takes the answer.
//!
//! An answer stays in memory. It is used once, within ten seconds, and only for the person for whom the page asked. All
//! answers go as soon as the person changes something: [`purge`].

use futures::{FutureExt, Sink, Stream};
use leptos::prelude::*;
use leptos::server_fn::client::Client;
use leptos::server_fn::client::browser::BrowserClient;
use leptos::server_fn::request::ClientReq;
use leptos::server_fn::request::browser::BrowserRequest;
use leptos::server_fn::response::ClientRes;
use leptos::server_fn::response::browser::BrowserResponse;
use leptos::server_fn::{Bytes, ContentType};
use std::cell::RefCell;
use std::pin::Pin;
use std::time::Duration;

use crate::error::Error;
use crate::json::Json;

/// How long an answer may be used.
const LIFE: Duration = Duration::from_secs(10);
/// The most answers that a page holds. A further answer takes the place of the oldest.
const MOST: usize = 8;
/// The header of these requests: no person has opened the page yet. A browser's own prefetch has the header
/// [`SEC_PURPOSE`], which scripts cannot set.
pub const PREFETCH: &str = "x-prefetch";
/// <https://wicg.github.io/nav-speculation/prefetch.html>, section 4.
pub const SEC_PURPOSE: &str = "sec-purpose";

/// A request of a server function: its path, and its arguments as a query.
pub struct Address {
    pub path: &'static str,
    pub query: String,
}

struct Prefetched {
    address: String,
    person: String,
    /// The page's clock when the page asked, in milliseconds.
    at: f64,
    answer: Answer,
}

type Answer = Pin<Box<dyn Future<Output = Result<BrowserResponse, Error>> + Send>>;

thread_local! {
    static HELD: RefCell<Vec<Prefetched>> = const { RefCell::new(Vec::new()) };
    static PERSON: RefCell<Box<dyn Fn() -> String>> = RefCell::new(Box::new(String::new));
}

/// Sets the function that names the person for whom the page asks just now. The name is another one whenever the answers
/// may be others. The app calls this once.
pub fn name_person(name: impl Fn() -> String + 'static) {
    PERSON.set(Box::new(name));
}

/// Asks for an answer, unless the page holds it already.
pub fn prefetch(Address { path, query }: Address) {
    drop_old();
    let address = format!("{path}?{query}").trim_end_matches('?').to_owned();
    if HELD.with_borrow(|held| held.iter().any(|one| one.address == address)) {
        return;
    }
    let kind = Json::CONTENT_TYPE;
    let request: Result<BrowserRequest, Error> = BrowserRequest::try_new_get(path, kind, kind, &query);
    let Ok(request) = request else { return };
    request.headers().set(PREFETCH, "1");
    let mut answer: Answer = Box::pin(<BrowserClient as Client<Error>>::send(request));
    // The first poll sends the request.
    if (&mut answer).now_or_never().is_some() {
        return;
    }
    HELD.with_borrow_mut(|held| {
        if held.len() == MOST {
            held.remove(0);
        }
        held.push(Prefetched { address, person: person(), at: now(), answer });
    });
    set_timeout(drop_old, LIFE);
}

/// Drops all answers: what a person sends may change each of them.
pub fn purge() {
    HELD.take();
}

/// Takes the answer out of memory: it is used once.
fn take(url: &str) -> Option<Answer> {
    drop_old();
    // gloo-net ends each address with its own empty query.
    let url = url.trim_end_matches(['?', '&']);
    HELD.with_borrow_mut(|held| {
        let at = held.iter().position(|one| url.ends_with(&one.address))?;
        Some(held.remove(at).answer)
    })
}

/// Drops the answers that are old, or for another person.
fn drop_old() {
    let (oldest, person) = (now() - LIFE.as_millis() as f64, person());
    HELD.with_borrow_mut(|held| held.retain(|one| one.at > oldest && one.person == person));
}

fn person() -> String {
    PERSON.with_borrow(|name| name())
}

fn now() -> f64 {
    window().performance().map(|clock| clock.now()).unwrap_or_default()
}

/// Leptos' client, which takes an answer that the page holds in place of a request:
/// `#[server(client = PrefetchClient)]`.
pub struct PrefetchClient;

impl Client<Error> for PrefetchClient {
    type Request = BrowserRequest;
    type Response = BrowserResponse;

    async fn send(request: BrowserRequest) -> Result<BrowserResponse, Error> {
        if let Some(answer) = take(&request.url())
            && let Ok(answer) = answer.await
            && ClientRes::<Error>::status(&answer) < 500
        {
            return Ok(answer);
        }
        <BrowserClient as Client<Error>>::send(request).await
    }

    fn open_websocket(
        path: &str,
    ) -> impl Future<
        Output = Result<
            (impl Stream<Item = Result<Bytes, Bytes>> + Send + 'static, impl Sink<Bytes> + Send + 'static),
            Error,
        >,
    > + Send {
        <BrowserClient as Client<Error>>::open_websocket(path)
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        <BrowserClient as Client<Error>>::spawn(future);
    }
}
