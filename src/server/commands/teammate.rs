//! The commands for the teammates of an app.

use std::collections::HashMap;

use super::password::read_password;
use super::{BY, Failure, OpenedApp, begin, row};
use crate::accounts::Accounts;
use crate::workspace::{self, Teammate};

/// Makes the account, where there is none; a teammate of other apps answers for this one too.
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
    workspace::add_teammate(&mut batch, &BY, app.id, &id, name).await?;
    batch.commit().await?;
    Ok(format!("{email} is a teammate of {} from now on", app.name))
}

/// Lists the teammates, a line each: number, name and address.
pub async fn list(app: &OpenedApp<'_>) -> Result<String, Failure> {
    let emails: HashMap<String, String> = accounts(app).teammates().await?.into_iter().collect();
    let teammates = workspace::teammates(&app.db, app.id).await?;
    let line = |one: &Teammate| {
        row(one.number, &[&one.name, emails.get(&one.account_id).map_or("", String::as_str)])
    };
    Ok(teammates.iter().map(line).collect::<Vec<_>>().join("\n"))
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

async fn find(app: &OpenedApp<'_>, email: &str) -> Result<Teammate, Failure> {
    let account = accounts(app).find_teammate(email).await?;
    let found = match account {
        Some((id, _)) => workspace::find_teammate(&app.db, app.id, &id).await?,
        None => None,
    };
    found.ok_or_else(|| format!("{} has no teammate {}", app.name, email.escape_debug()).into())
}
