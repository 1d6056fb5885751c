//! Sign-up, log-in and what changes an account: where forms are sent to.
//!
//! A plain form is answered with a redirect. A fetch never is: the page first updates the session signal. Then it
//! navigates by itself, so that nothing in between shows the wrong person.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::{AccountFacts, DemoAccount, SignedIn};
use crate::error::Error;
use crate::json::LightJson;
use crate::prefetch::PrefetchClient;

#[cfg(feature = "ssr")]
use super::{Draft, server::request};
#[cfg(feature = "ssr")]
use crate::reply;

/// Logs a person in and begins a session. Open to everybody.
#[server(endpoint = "log_in", output = LightJson)]
pub async fn log_in(
    email: String,
    password: String,
    #[server(default)] code: String,
    #[server(default)] next: String,
) -> Result<SignedIn, Error> {
    let typed = Draft { email: Some(email.clone()), ..Draft::default() };
    let new = reply::private_form(typed, async {
        let headers = reply::headers();
        let caller = request::caller(&headers);
        request::accounts()?.log_in_with_code(caller, &email, &password, &code).await
    });
    Ok(request::begin(new.await?, &next))
}

/// Makes an account and begins its first session. Open to everybody.
#[server(endpoint = "sign_up", output = LightJson)]
pub async fn sign_up(
    name: String,
    email: String,
    password: String,
    #[server(default)] next: String,
) -> Result<SignedIn, Error> {
    let typed = Draft { name: Some(name.clone()), email: Some(email.clone()), ..Draft::default() };
    let new = reply::private_form(typed, async {
        let headers = reply::headers();
        request::accounts()?.sign_up(request::caller(&headers), &name, &email, &password).await
    });
    Ok(request::begin(new.await?, &next))
}

/// Ends all sessions of whoever is logged in, this one too.
#[server(endpoint = "log_out_everywhere", output = LightJson)]
pub async fn log_out_everywhere(#[server(default)] session_key: String) -> Result<(), Error> {
    let expired = reply::private(async {
        request::accounts()?.log_out_everywhere(&request::session_of_form(&session_key)?).await
    });
    request::end(&expired.await?, "/").await
}

/// Changes the password of whoever is logged in. This session goes on. All others of the account end.
#[server(endpoint = "change_password", output = LightJson)]
pub async fn change_password(
    current_password: String,
    new_password: String,
    #[server(default)] session_key: String,
) -> Result<(), Error> {
    let changed = reply::private(async {
        let (session, headers) = (request::session_of_form(&session_key)?, reply::headers());
        let caller = request::caller(&headers);
        request::accounts()?.change_password(caller, &session, &current_password, &new_password).await
    });
    reply::set_cookie(&changed.await?);
    reply::redirect_after_form("/account?password_changed=1");
    Ok(())
}

/// Saves the name and company of whoever is logged in. `session_key` says whom the form was drawn for.
#[server(endpoint = "save_profile", output = LightJson)]
pub async fn save_profile(
    name: String,
    #[server(default)] company: String,
    #[server(default)] session_key: String,
) -> Result<SignedIn, Error> {
    let typed = Draft { name: Some(name.clone()), company: Some(company.clone()), ..Draft::default() };
    let saved = reply::private_form(typed, async {
        request::accounts()?.save_profile(&request::session_of_form(&session_key)?, &name, &company).await
    });
    let saved = saved.await?;
    reply::redirect_after_form("/account?saved=1");
    Ok(saved)
}

/// Changes the e-mail address of whoever is logged in and knows the password.
#[server(endpoint = "change_email", output = LightJson)]
pub async fn change_email(
    email: String,
    password: String,
    #[server(default)] session_key: String,
) -> Result<SignedIn, Error> {
    let typed = Draft { email: Some(email.clone()), ..Draft::default() };
    let saved = reply::private_form(typed, async {
        let (session, headers) = (request::session_of_form(&session_key)?, reply::headers());
        request::accounts()?.change_email(request::caller(&headers), &session, &email, &password).await
    });
    let saved = saved.await?;
    reply::redirect_after_form("/account?email_changed=1");
    Ok(saved)
}

/// Deletes the account of whoever is logged in and knows the password.
/// The account goes, with its sessions and what the Messenger knows of it.
#[server(endpoint = "delete_account", output = LightJson)]
pub async fn delete_account(password: String, #[server(default)] session_key: String) -> Result<(), Error> {
    let expired = reply::private(async {
        request::accounts()?.delete_account(&request::session_of_form(&session_key)?, &password).await
    });
    request::end(&expired.await?, "/login?deleted=1").await
}

/// Ends another session of whoever is logged in, by its key.
#[server(endpoint = "end_session", output = LightJson)]
pub async fn end_session(key: String, #[server(default)] session_key: String) -> Result<(), Error> {
    let ended = reply::private(async {
        request::accounts()?.end_session(&request::session_of_form(&session_key)?, &key).await
    });
    ended.await?;
    reply::redirect_after_form("/account?session_ended=1");
    Ok(())
}

/// Returns the facts of the account page for whoever is logged in.
#[server(endpoint = "about_account", input = GetUrl, output = LightJson, client = PrefetchClient)]
pub async fn about_account() -> Result<AccountFacts, Error> {
    reply::private(async {
        let (accounts, session) = (request::accounts()?, request::session_of_form("")?);
        Ok(AccountFacts {
            customer_since: day_of(session.account_created_at),
            sessions: accounts.open_sessions(&session).await?,
            chat_is_forgotten: accounts.forgets_everywhere(),
        })
    })
    .await
}

/// Lists the accounts that the log-in page offers with one click; none where demo accounts are off. Open to everybody.
#[server(ListDemoAccounts, endpoint = "demo_accounts", input = GetUrl, output = LightJson, client = PrefetchClient)]
pub async fn demo_accounts() -> Result<Vec<DemoAccount>, Error> {
    Ok(request::accounts()?.demo_accounts().0.to_vec())
}

/// The day of a moment in Unix seconds, in UTC; nothing outside the years that jiff counts.
#[cfg(feature = "ssr")]
fn day_of(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map(|at| at.strftime("%-d %B %Y").to_string()).unwrap_or_default()
}
