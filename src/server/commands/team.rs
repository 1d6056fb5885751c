//! The commands for the teams of an app.

use super::{BY, Failure, OpenedApp, begin, row, teammate};
use crate::workspace::{self, Membership, Team, Teammate};

pub async fn make(app: &OpenedApp<'_>, name: &str) -> Result<String, Failure> {
    let mut batch = begin(app).await?;
    workspace::make_team(&mut batch, &BY, app.id, name).await?;
    batch.commit().await?;
    Ok(format!("{} has the team {name} from now on", app.name))
}

/// Lists the teams, a line each: number, name and members.
pub async fn list(app: &OpenedApp<'_>) -> Result<String, Failure> {
    let teams = workspace::teams(&app.db, app.id).await?;
    let teammates = workspace::teammates(&app.db, app.id).await?;
    let memberships = workspace::memberships(&app.db, app.id).await?;
    let line = |team: &Team| {
        let is_member =
            |one: &&Teammate| memberships.contains(&Membership { team: team.number, teammate: one.number });
        let members: Vec<_> = teammates.iter().filter(is_member).map(|one| one.name.as_str()).collect();
        row(team.number, &[&team.name, &members.join(", ")])
    };
    Ok(teams.iter().map(line).collect::<Vec<_>>().join("\n"))
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

pub async fn add_member(app: &OpenedApp<'_>, email: &str, name: &str) -> Result<String, Failure> {
    let of = membership(app, email, name).await?;
    let mut batch = begin(app).await?;
    workspace::add_member(&mut batch, &BY, app.id, of).await?;
    batch.commit().await?;
    Ok(format!("{email} belongs to the team {name} from now on"))
}

pub async fn remove_member(app: &OpenedApp<'_>, email: &str, name: &str) -> Result<String, Failure> {
    let of = membership(app, email, name).await?;
    let mut batch = begin(app).await?;
    let was_member = workspace::remove_member(&mut batch, &BY, app.id, of).await?;
    batch.commit().await?;
    match was_member {
        true => Ok(format!("{email} belongs to the team {name} no more")),
        false => Err(format!("{email} does not belong to the team {name}").into()),
    }
}

async fn membership(app: &OpenedApp<'_>, email: &str, name: &str) -> Result<Membership, Failure> {
    let teammate = teammate::find(app, email).await?.number;
    Ok(Membership { team: find(app, name).await?.number, teammate })
}

async fn find(app: &OpenedApp<'_>, name: &str) -> Result<Team, Failure> {
    let teams = workspace::teams(&app.db, app.id).await?;
    let found = teams.into_iter().find(|team| team.name == name);
    found.ok_or_else(|| format!("{} has no team {}", app.name, name.escape_debug()).into())
}
