//! A tiny log-in by address alone: a cookie for each person, all of it in memory.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Who is logged in, as far as their own browser may know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    pub user_id: String,
    pub email: String,
    pub name: String,
    /// New at every log-in; opens nothing.
    pub session_key: String,
    /// Rises whenever the name changes.
    pub revision: i64,
}

/// Hands the server's knowledge of who is here to the browser, with the page.
pub fn provide_account() -> RwSignal<Option<Account>> {
    let account = RwSignal::new(SharedValue::new(here).into_inner());
    provide_context(account);
    account
}

/// Who is logged in on this page.
pub fn use_account() -> RwSignal<Option<Account>> {
    expect_context()
}

/// Asks the server again who is logged in. If this page logs in or out meanwhile, the answer is about the past.
pub fn look_again(account: RwSignal<Option<Account>>) {
    let session = move || account.with_untracked(|account| account.as_ref().map(|it| it.session_key.clone()));
    let before = session();
    leptos::task::spawn_local(async move {
        match current_account().await {
            Ok(now) if session() == before => account.set(now),
            _ => {}
        }
    });
}

fn here() -> Option<Account> {
    #[cfg(feature = "ssr")]
    return server::here();
    #[cfg(not(feature = "ssr"))]
    None
}

#[server(endpoint = "current_account")]
pub async fn current_account() -> Result<Option<Account>, ServerFnError> {
    Ok(here())
}

#[server(endpoint = "log_in")]
pub async fn log_in(email: String) -> Result<Account, ServerFnError> {
    Ok(server::log_in(&email))
}

#[server(endpoint = "log_out")]
pub async fn log_out() -> Result<(), ServerFnError> {
    server::log_out();
    Ok(())
}

#[server(endpoint = "save_profile")]
pub async fn save_profile(name: String) -> Result<(), ServerFnError> {
    server::rename(name).ok_or_else(|| ServerFnError::new("nobody is logged in"))
}

#[cfg(feature = "ssr")]
pub use server::signed_in;

#[cfg(feature = "ssr")]
mod server {
    use axum::http::request::Parts;
    use axum::http::{header, HeaderMap, HeaderValue};
    use leptos::prelude::use_context;
    use leptos_axum::ResponseOptions;
    use std::collections::HashMap;
    use std::hash::{BuildHasher, RandomState};
    use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

    use super::Account;

    static STORE: LazyLock<Mutex<Store>> = LazyLock::new(Mutex::default);

    #[derive(Default)]
    struct Store {
        /// With a revision each, and no session yet.
        people: Vec<Account>,
        /// By cookie: which of the people, and the session's key.
        sessions: HashMap<String, (usize, String)>,
    }

    fn store() -> MutexGuard<'static, Store> {
        STORE.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whose cookie a request brings.
    pub fn signed_in(headers: &HeaderMap) -> Option<Account> {
        let store = store();
        let (person, key) = store.sessions.get(cookie(headers)?)?;
        Some(Account { session_key: key.clone(), ..store.people[*person].clone() })
    }

    pub fn here() -> Option<Account> {
        signed_in(&use_context::<Parts>()?.headers)
    }

    /// Who has this address; somebody new, if nobody had it so far.
    pub fn log_in(email: &str) -> Account {
        end_session();
        let mut store = store();
        let known = store.people.iter().position(|person| person.email == email);
        let person = known.unwrap_or_else(|| {
            let user_id = format!("person-{}", store.people.len() + 1);
            let name = email.split('@').next().unwrap_or_default().to_owned();
            store.people.push(Account {
                user_id,
                email: email.to_owned(),
                name,
                session_key: String::new(),
                revision: 0,
            });
            store.people.len() - 1
        });
        let (secret, key) = (random(), random());
        store.sessions.insert(secret.clone(), (person, key.clone()));
        set_cookie(&format!("session={secret}; Path=/; HttpOnly; SameSite=Lax"));
        Account { session_key: key, ..store.people[person].clone() }
    }

    pub fn log_out() {
        end_session();
        set_cookie("session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    }

    pub fn rename(name: String) -> Option<()> {
        let user_id = here()?.user_id;
        let mut store = store();
        let person = store.people.iter_mut().find(|person| person.user_id == user_id)?;
        person.name = name;
        person.revision += 1;
        Some(())
    }

    fn end_session() {
        let request = use_context::<Parts>();
        if let Some(cookie) = request.as_ref().and_then(|request| cookie(&request.headers)) {
            store().sessions.remove(cookie);
        }
    }

    fn cookie(headers: &HeaderMap) -> Option<&str> {
        let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
        cookies.split("; ").find_map(|pair| pair.strip_prefix("session="))
    }

    fn set_cookie(line: &str) {
        if let (Some(reply), Ok(line)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(line)) {
            reply.append_header(header::SET_COOKIE, line);
        }
    }

    /// Good enough for a test's log-in; yours asks the operating system.
    fn random() -> String {
        let number = || RandomState::new().hash_one(0);
        format!("{:016x}{:016x}", number(), number())
    }
}
