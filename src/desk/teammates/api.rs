//! The server functions of the teammates page. Each asks for a teammate of the page's app first. The permission to manage
//! people is given and taken by whoever has it.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::state::{MadeTeammate, Staff};
use crate::error::Error;
use crate::json::LightJson;

#[cfg(feature = "ssr")]
use super::server;
#[cfg(feature = "ssr")]
use crate::accounts::accounts;
#[cfg(feature = "ssr")]
use crate::desk::guard::{confirmed_people_manager, confirmed_teammate_of, teammate_of};
#[cfg(feature = "ssr")]
use crate::error::is_plain_form;

#[server(endpoint = "workspace_staff", input = GetUrl, output = LightJson)]
pub async fn get_staff() -> Result<Staff, Error> {
    let (workspace, teammate) = teammate_of("").await?;
    server::staff(&workspace, &accounts()?, &teammate.account_id).await
}

/// Makes a teammate. The reply holds a new account's password, this once; it is `no-store` as every reply under
/// `/api/`.
#[server(endpoint = "workspace_make_teammate", output = LightJson)]
pub async fn make_teammate(
    email: String,
    #[server(default)] name: String,
    #[server(default)] password: String,
) -> Result<MadeTeammate, Error> {
    let (workspace, teammate) = confirmed_teammate_of("", &password).await?;
    // The answer to a plain form is a redirect, which shows no password.
    if is_plain_form() {
        let message =
            "A teammate is made with JavaScript on: the first password is shown once, on the very page.";
        return Err(Error::invalid("", message));
    }
    server::make_teammate(&workspace, &accounts()?, &teammate, &email, &name).await
}

#[server(endpoint = "workspace_rename_teammate", output = LightJson)]
pub async fn rename_teammate(number: i64, name: String) -> Result<(), Error> {
    let (workspace, teammate) = teammate_of("").await?;
    server::rename_teammate(&workspace, &teammate, number, &name).await
}

/// Lets a teammate manage people, or ends it. Nobody ends it for themselves, so that one teammate who does so stays.
#[server(endpoint = "workspace_permit_teammate", output = LightJson)]
pub async fn permit_teammate(
    number: i64,
    #[server(default)] manages_people: bool,
    #[server(default)] password: String,
) -> Result<(), Error> {
    let (workspace, teammate) = confirmed_people_manager(&password).await?;
    server::permit_teammate(&workspace, &teammate, number, manages_people).await
}

/// Removes a teammate. Nobody can remove themselves, so that one teammate stays. The last one who manages people stays,
/// too.
#[server(endpoint = "workspace_remove_teammate", output = LightJson)]
pub async fn remove_teammate(number: i64, #[server(default)] password: String) -> Result<(), Error> {
    let (workspace, teammate) = confirmed_teammate_of("", &password).await?;
    server::remove_teammate(&workspace, &accounts()?, &teammate, number).await
}

#[server(endpoint = "workspace_make_team", output = LightJson)]
pub async fn make_team(name: String) -> Result<(), Error> {
    let (workspace, teammate) = teammate_of("").await?;
    server::make_team(&workspace, &teammate, &name).await
}

#[server(endpoint = "workspace_rename_team", output = LightJson)]
pub async fn rename_team(number: i64, name: String) -> Result<(), Error> {
    let (workspace, teammate) = teammate_of("").await?;
    server::rename_team(&workspace, &teammate, number, &name).await
}

#[server(endpoint = "workspace_remove_team", output = LightJson)]
pub async fn remove_team(number: i64) -> Result<(), Error> {
    let (workspace, teammate) = teammate_of("").await?;
    server::remove_team(&workspace, &teammate, number).await
}
