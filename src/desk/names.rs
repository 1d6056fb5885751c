//! The numbers and names of an app's teammates and teams.

use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::teammates::teammates;
use crate::workspace::teams::teams;

pub async fn teammate_names<N: FromIterator<(i64, String)>>(workspace: &Workspace) -> Result<N, Error> {
    let all = teammates(workspace.db(), workspace.app_id()).await?;
    Ok(all.into_iter().map(|teammate| (teammate.number, teammate.name)).collect())
}

pub async fn team_names<N: FromIterator<(i64, String)>>(workspace: &Workspace) -> Result<N, Error> {
    let all = teams(workspace.db(), workspace.app_id()).await?;
    Ok(all.into_iter().map(|team| (team.number, team.name)).collect())
}
