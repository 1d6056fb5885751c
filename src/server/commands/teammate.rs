//! The commands for the teammates of an app.

use std::collections::HashMap;

use super::password::read_password;
use super::{BY, Failure, OpenedApp, begin, row};
use crate::accounts::Accounts;
use crate::workspace::{self, Membership, Team, Teammate};

/// Makes the account, where there is none; a teammate of other apps answers for this one too. Whom the operator makes a
/// teammate manages people: where nobody does so any more, the command helps.
/// The password of a new account comes by standard input: arguments and variables are seen by other processes, and kept
/// in histories.
pub async fn make(app: &OpenedApp<'_>, email: &str, name: Option<&str>) -> Result<String, Failure> {
    let accounts = accounts(app);
    let (id, known_as) = match accounts.find_teammate(email).await? {
        Some(of_other_apps) => of_other_apps,
        None => accounts.make_teammate(email, name, &read_password()?).await?,
    };
    let name = name.unwrap_or(&known_as);
    let mut batch = begin(app).await?;
    let number = workspace::add_teammate(&mut batch, &BY, app.id, &id, name, Some(email)).await?;
    workspace::teammates::permit(&mut batch, &BY, app.id, number, true).await?;
    batch.commit().await?;
    Ok(format!("{email} is a teammate of {} from now on", app.name))
}

/// Lists the teammates, a line each: number, name, address, teams, whether they are away, and whether they manage
/// people.
pub async fn list(app: &OpenedApp<'_>) -> Result<String, Failure> {
    let emails: HashMap<String, String> = accounts(app).teammates().await?.into_iter().collect();
    let teammates = workspace::teammates(&app.db, app.id).await?;
    let teams = workspace::teams(&app.db, app.id).await?;
    let memberships = workspace::memberships(&app.db, app.id).await?;
    let line = |one: &Teammate| {
        let is_theirs =
            |team: &&Team| memberships.contains(&Membership { team: team.number, teammate: one.number });
        let teams: Vec<_> = teams.iter().filter(is_theirs).map(|team| team.name.as_str()).collect();
        let email = emails.get(&one.account_id).map_or("", String::as_str);
        let manages = if one.manages_people { "manages people" } else { "" };
        row(one.number, &[&one.name, email, &teams.join(", "), away(one), manages])
    };
    Ok(teammates.iter().map(line).collect::<Vec<_>>().join("\n"))
}

fn away(one: &Teammate) -> &'static str {
    match (one.away_since, one.away_reassigns) {
        (None, _) => "",
        (Some(_), false) => "away",
        (Some(_), true) => "away, reassigns",
    }
}

/// Sets a teammate away. With `reassigns`, new messages unassign their conversations meanwhile.
pub async fn set_away(app: &OpenedApp<'_>, email: &str, reassigns: bool) -> Result<String, Failure> {
    let number = find(app, email).await?.number;
    let mut batch = begin(app).await?;
    workspace::set_away(&mut batch, &BY, app.id, number, true, reassigns).await?;
    batch.commit().await?;
    Ok(match reassigns {
        true => format!("{email} is away; new messages unassign their conversations"),
        false => format!("{email} is away and keeps their conversations"),
    })
}

pub async fn set_back(app: &OpenedApp<'_>, email: &str) -> Result<String, Failure> {
    let number = find(app, email).await?.number;
    let mut batch = begin(app).await?;
    workspace::set_away(&mut batch, &BY, app.id, number, false, false).await?;
    batch.commit().await?;
    Ok(format!("{email} is back"))
}

/// Renames a teammate for this app alone: the account's own name stays.
pub async fn rename(app: &OpenedApp<'_>, email: &str, name: &str) -> Result<String, Failure> {
    let number = find(app, email).await?.number;
    let mut batch = begin(app).await?;
    workspace::rename_teammate(&mut batch, &BY, app.id, number, name).await?;
    batch.commit().await?;
    Ok(format!("{email} is {name} in {} from now on", app.name))
}

/// Removes a teammate from this app. Their streams end within five seconds.
/// Their account is a customer's where they answer for no app.
pub async fn remove(app: &OpenedApp<'_>, email: &str) -> Result<String, Failure> {
    let number = find(app, email).await?.number;
    let mut batch = begin(app).await?;
    workspace::remove_teammate(&mut batch, &BY, app.id, number).await?;
    batch.commit().await?;
    Ok(format!("{email} is no teammate of {} any more", app.name))
}

/// Removes the second factor of somebody whose authenticator is lost.
pub async fn reset_second_factor(app: &OpenedApp<'_>, email: &str) -> Result<String, Failure> {
    let account_id = find(app, email).await?.account_id;
    match accounts(app).reset_second_factor(&account_id).await? {
        true => {
            Ok(format!("{email} logs in with the password alone, until they set up another second factor"))
        }
        false => Err(format!("{email} has no second factor").into()),
    }
}

fn accounts(app: &OpenedApp<'_>) -> Accounts {
    Accounts::new(app.db.clone(), app.clock.clone(), app.config.session_settings())
        .with_password_work(app.config.password_work)
}

pub async fn find(app: &OpenedApp<'_>, email: &str) -> Result<Teammate, Failure> {
    let account = accounts(app).find_teammate(email).await?;
    let found = match account {
        Some((id, _)) => workspace::find_teammate(&app.db, app.id, &id).await?,
        None => None,
    };
    found.ok_or_else(|| format!("{} has no teammate {}", app.name, email.escape_debug()).into())
}
