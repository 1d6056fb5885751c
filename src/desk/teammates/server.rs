//! Reads and changes the teammates and teams of an app. Each change is in the audit log.

use std::collections::HashMap;

use super::state::{MadeTeammate, Staff, TeammateRow};
use crate::accounts::{Accounts, CurrentSession};
use crate::desk::guard::begin;
use crate::desk::names::team_names;
use crate::error::Error;
use crate::random;
use crate::workspace::teammates::{self, add_teammate, teammates};
use crate::workspace::teams;
use crate::workspace::{Workspace, audit};

pub async fn staff(workspace: &Workspace, accounts: &Accounts, account_id: &str) -> Result<Staff, Error> {
    let emails: HashMap<String, String> = accounts.teammates().await?.into_iter().collect();
    let teammates = teammates(workspace.db(), workspace.app_id()).await?.into_iter().map(|one| TeammateRow {
        number: one.number,
        name: one.name,
        email: emails.get(&one.account_id).cloned().unwrap_or_default(),
        is_self: one.account_id == account_id,
        manages_people: one.manages_people,
    });
    Ok(Staff { teammates: teammates.collect(), teams: team_names(workspace).await? })
}

/// Adds a teammate to the app. A teammate of another app of this server keeps their password.
pub async fn make_teammate(
    workspace: &Workspace,
    accounts: &Accounts,
    by: &CurrentSession,
    email: &str,
    name: &str,
) -> Result<MadeTeammate, Error> {
    let name = Some(name.trim()).filter(|name| !name.is_empty());
    let (account_id, known_as, first_password) = match accounts.find_teammate(email).await? {
        Some((id, known_as)) => (id, known_as, None),
        None => {
            let password = random::text::<12>()?;
            let (id, known_as) = accounts.make_teammate(email, name, &password).await?;
            (id, known_as, Some(password))
        }
    };
    let (mut batch, changed_by) = begin(workspace, by.into()).await?;
    let name = name.unwrap_or(&known_as);
    add_teammate(&mut batch, &changed_by, workspace.app_id(), &account_id, name, Some(email)).await?;
    batch.commit().await?;
    audited(workspace, "teammate_added", by, &format!("added the account {account_id}"));
    Ok(MadeTeammate { email: email.trim().to_owned(), first_password })
}

pub async fn rename_teammate(
    workspace: &Workspace,
    by: &CurrentSession,
    number: i64,
    name: &str,
) -> Result<(), Error> {
    let (mut batch, changed_by) = begin(workspace, by.into()).await?;
    let app_id = workspace.app_id();
    found(teammates::rename_teammate(&mut batch, &changed_by, app_id, number, name).await?)?;
    batch.commit().await?;
    audited(workspace, "teammate_renamed", by, &format!("renamed the teammate {number}"));
    Ok(())
}

pub async fn permit_teammate(
    workspace: &Workspace,
    by: &CurrentSession,
    number: i64,
    manages_people: bool,
) -> Result<(), Error> {
    let (mut batch, changed_by) = begin(workspace, by.into()).await?;
    found(teammates::permit(&mut batch, &changed_by, workspace.app_id(), number, manages_people).await?)?;
    batch.commit().await?;
    let (event, what) = match manages_people {
        true => ("teammate_permitted", format!("let the teammate {number} manage people")),
        false => ("teammate_unpermitted", format!("no longer lets the teammate {number} manage people")),
    };
    audited(workspace, event, by, &what);
    Ok(())
}

pub async fn remove_teammate(
    workspace: &Workspace,
    accounts: &Accounts,
    by: &CurrentSession,
    number: i64,
) -> Result<(), Error> {
    let removed =
        teammates(workspace.db(), workspace.app_id()).await?.into_iter().find(|one| one.number == number);
    let removed = removed.ok_or(Error::NotFound)?;
    if removed.account_id == by.account_id {
        let message = "You cannot remove yourself. Another teammate can, and so does the command \
                       remove-teammate."
            .to_owned();
        return Err(Error::invalid("", message));
    }
    let (mut batch, changed_by) = begin(workspace, by.into()).await?;
    found(teammates::remove_teammate(&mut batch, &changed_by, workspace.app_id(), number).await?)?;
    batch.commit().await?;
    audited(workspace, "teammate_removed", by, &format!("removed the account {}", removed.account_id));
    accounts.announce_end(&removed.account_id);
    Ok(())
}

pub async fn make_team(workspace: &Workspace, by: &CurrentSession, name: &str) -> Result<(), Error> {
    let (mut batch, changed_by) = begin(workspace, by.into()).await?;
    teams::make_team(&mut batch, &changed_by, workspace.app_id(), name).await?;
    batch.commit().await?;
    audited(workspace, "team_made", by, &format!("made the team “{name}”"));
    Ok(())
}

pub async fn rename_team(
    workspace: &Workspace,
    by: &CurrentSession,
    number: i64,
    name: &str,
) -> Result<(), Error> {
    let (mut batch, changed_by) = begin(workspace, by.into()).await?;
    found(teams::rename_team(&mut batch, &changed_by, workspace.app_id(), number, name).await?)?;
    batch.commit().await?;
    audited(workspace, "team_renamed", by, &format!("renamed the team {number}"));
    Ok(())
}

pub async fn remove_team(workspace: &Workspace, by: &CurrentSession, number: i64) -> Result<(), Error> {
    let (mut batch, changed_by) = begin(workspace, by.into()).await?;
    found(teams::remove_team(&mut batch, &changed_by, workspace.app_id(), number).await?)?;
    batch.commit().await?;
    audited(workspace, "team_removed", by, &format!("removed the team {number}"));
    Ok(())
}

fn audited(workspace: &Workspace, event: &'static str, by: &CurrentSession, what: &str) {
    audit::log(by.into(), workspace.app_id(), event, what);
}

fn found(is_there: bool) -> Result<(), Error> {
    if is_there { Ok(()) } else { Err(Error::NotFound) }
}
