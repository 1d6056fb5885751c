//! The commands for the teams of an app.

use super::{BY, Failure, OpenedApp, begin, row};
use crate::workspace::{self, Team};

pub async fn make(app: &OpenedApp<'_>, name: &str) -> Result<String, Failure> {
    let mut batch = begin(app).await?;
    workspace::make_team(&mut batch, &BY, app.id, name).await?;
    batch.commit().await?;
    Ok(format!("{} has the team {name} from now on", app.name))
}

/// Lists the teams, a line each: number and name.
pub async fn list(app: &OpenedApp<'_>) -> Result<String, Failure> {
    let teams = workspace::teams(&app.db, app.id).await?;
    Ok(teams.iter().map(|team| row(team.number, &[&team.name])).collect::<Vec<_>>().join("\n"))
}

pub async fn rename(app: &OpenedApp<'_>, name: &str, new_name: &str) -> Result<String, Failure> {
    let number = find(app, name).await?.number;
    let mut batch = begin(app).await?;
    workspace::rename_team(&mut batch, &BY, app.id, number, new_name).await?;
    batch.commit().await?;
    Ok(format!("the team {name} of {} is {new_name} from now on", app.name))
}

pub async fn remove(app: &OpenedApp<'_>, name: &str) -> Result<String, Failure> {
    let number = find(app, name).await?.number;
    let mut batch = begin(app).await?;
    workspace::remove_team(&mut batch, &BY, app.id, number).await?;
    batch.commit().await?;
    Ok(format!("{} has no team {name} any more; its conversations are assigned to nobody", app.name))
}

async fn find(app: &OpenedApp<'_>, name: &str) -> Result<Team, Failure> {
    let teams = workspace::teams(&app.db, app.id).await?;
    let found = teams.into_iter().find(|team| team.name == name);
    found.ok_or_else(|| format!("{} has no team {}", app.name, name.escape_debug()).into())
}
