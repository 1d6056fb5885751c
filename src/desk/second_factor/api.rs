//! What the page reads and changes. Each asks for an account that is a teammate's, with a second factor or without.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::state::{Enrolment, SecondFactor};
use crate::error::Error;

#[cfg(feature = "ssr")]
use crate::accounts::accounts;
#[cfg(feature = "ssr")]
use crate::desk::guard::{staff_account, workspace};

#[server(endpoint = "workspace_second_factor", input = GetUrl)]
pub async fn get_second_factor() -> Result<SecondFactor, Error> {
    let session = staff_account()?;
    Ok(SecondFactor { is_on: session.has_second_factor, is_required: accounts()?.requires_second_factor() })
}

/// The reply holds the secret, this once; it is `no-store` as every reply under `/api/`.
#[server(endpoint = "workspace_begin_second_factor")]
pub async fn begin_second_factor(#[server(default)] password: String) -> Result<Enrolment, Error> {
    let session = staff_account()?;
    let issuer = match workspace() {
        Ok(workspace) => workspace.app_name(workspace.app_id()).await.map_err(Error::with_status)?,
        Err(_) => None,
    };
    let issuer = issuer.unwrap_or_else(|| "Workspace".to_owned());
    let begun = accounts()?.begin_second_factor(&session, &password, &issuer).await;
    let begun = begun.map_err(Error::with_status)?;
    let (side, path) = picture(&begun.url)?;
    Ok(Enrolment { secret: begun.secret, url: begun.url, side, path })
}

#[server(endpoint = "workspace_confirm_second_factor")]
pub async fn confirm_second_factor(code: String) -> Result<(), Error> {
    accounts()?.confirm_second_factor(&staff_account()?, &code).await.map_err(Error::with_status)
}

#[server(endpoint = "workspace_remove_second_factor")]
pub async fn remove_second_factor(#[server(default)] password: String, code: String) -> Result<(), Error> {
    accounts()?.remove_second_factor(&staff_account()?, &password, &code).await.map_err(Error::with_status)
}

/// A QR code: the side of its square in modules, and the path of the dark ones.
#[cfg(feature = "ssr")]
fn picture(url: &str) -> Result<(usize, String), Error> {
    use std::fmt::Write;

    let code = fast_qr::QRBuilder::new(url).build().map_err(|error| Error::internal(format!("{error:?}")))?;
    let mut path = String::new();
    for (y, row) in (0..code.size).map(|y| (y, &code[y])) {
        for (x, _) in row.iter().enumerate().filter(|(_, module)| module.value()) {
            _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    Ok((code.size, path))
}
