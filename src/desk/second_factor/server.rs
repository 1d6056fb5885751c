//! Reads a teammate's second factor, and begins a new one. The rules of codes are those of accounts.

use std::fmt::Write;

use super::state::{QrEnrolment, SecondFactor};
use crate::accounts::{Accounts, CurrentSession};
use crate::error::Error;
use crate::workspace::Workspace;

pub fn second_factor(accounts: &Accounts, session: &CurrentSession) -> SecondFactor {
    SecondFactor { is_on: session.has_second_factor, is_required: accounts.requires_second_factor() }
}

/// Begins a second factor. An authenticator lists the secret under the name of the app, if there is one.
pub async fn begin(
    accounts: &Accounts,
    session: &CurrentSession,
    workspace: Option<Workspace>,
    password: &str,
) -> Result<QrEnrolment, Error> {
    let issuer = match workspace {
        Some(workspace) => workspace.app_name(workspace.app_id()).await?,
        None => None,
    };
    let issuer = issuer.unwrap_or_else(|| "Workspace".to_owned());
    let begun = accounts.begin_second_factor(session, password, &issuer).await?;
    let (side, path) = picture(&begun.url)?;
    Ok(QrEnrolment { secret: begun.secret, url: begun.url, side, path })
}

/// A QR code: the side of its square in modules, and the path of the dark ones.
fn picture(url: &str) -> Result<(usize, String), Error> {
    let code = fast_qr::QRBuilder::new(url).build().map_err(|error| Error::internal(format!("{error:?}")))?;
    let mut path = String::new();
    for (y, row) in (0..code.size).map(|y| (y, &code[y])) {
        for (x, _) in row.iter().enumerate().filter(|(_, module)| module.value()) {
            _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    Ok((code.size, path))
}
