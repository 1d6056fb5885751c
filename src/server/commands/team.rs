//! The commands for the teams of an app.

use super::{Failure, OpenedApp, row};
use crate::workspace::{self, Team};

pub async fn make(app: &OpenedApp<'_>, name: &str) -> Result<String, Failure> {
    workspace::make_team(&app.db, app.id, name).await?;
    Ok(format!("{} has the team {name} from now on", app.name))
}

/// Lists the teams, a line each: number and name.
pub async fn list(app: &OpenedApp<'_>) -> Result<String, Failure> {
    let teams = workspace::teams(&app.db, app.id).await?;
    Ok(teams.iter().map(|team| row(team.number, &[&team.name])).collect::<Vec<_>>().join("\n"))
}

pub async fn rename(app: &OpenedApp<'_>, name: &str, new_name: &str) -> Result<String, Failure> {
    let number = find(app, name).await?.number;
    workspace::rename_team(&app.db, app.id, number, new_name).await?;
    Ok(format!("the team {name} of {} is {new_name} from now on", app.name))
}

pub async fn remove(app: &OpenedApp<'_>, name: &str) -> Result<String, Failure> {
    let number = find(app, name).await?.number;
    workspace::remove_team(&app.db, app.id, number, app.clock.seconds()).await?;
    Ok(format!("{} has no team {name} any more; its conversations are assigned to nobody", app.name))
}

async fn find(app: &OpenedApp<'_>, name: &str) -> Result<Team, Failure> {
    let teams = workspace::teams(&app.db, app.id).await?;
    let found = teams.into_iter().find(|team| team.name == name);
    found.ok_or_else(|| format!("{} has no team {}", app.name, name.escape_debug()).into())
}
