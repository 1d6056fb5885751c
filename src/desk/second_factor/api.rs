//! The server functions of the second factor page. Each asks for a teammate's account, with a second factor or without.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::state::{QrEnrolment, SecondFactor};
use crate::error::Error;
use crate::json::LightJson;

#[cfg(feature = "ssr")]
use super::server;
#[cfg(feature = "ssr")]
use crate::accounts::accounts;
#[cfg(feature = "ssr")]
use crate::desk::guard::{staff_account, workspace};

#[server(endpoint = "workspace_second_factor", input = GetUrl, output = LightJson)]
pub async fn get_second_factor() -> Result<SecondFactor, Error> {
    let session = staff_account()?;
    Ok(server::second_factor(&accounts()?, &session))
}

/// Begins a second factor. The reply holds the secret, this once; it is `no-store` as every reply under `/api/`.
#[server(endpoint = "workspace_begin_second_factor", output = LightJson)]
pub async fn begin_second_factor(#[server(default)] password: String) -> Result<QrEnrolment, Error> {
    let session = staff_account()?;
    server::begin(&accounts()?, &session, workspace().ok(), &password).await
}

#[server(endpoint = "workspace_confirm_second_factor", output = LightJson)]
pub async fn confirm_second_factor(code: String) -> Result<(), Error> {
    accounts()?.confirm_second_factor(&staff_account()?, &code).await
}

#[server(endpoint = "workspace_remove_second_factor", output = LightJson)]
pub async fn remove_second_factor(#[server(default)] password: String, code: String) -> Result<(), Error> {
    accounts()?.remove_second_factor(&staff_account()?, &password, &code).await
}
