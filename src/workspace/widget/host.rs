//! The name and faces of those who answer for an app.

use super::views::Host;
use crate::Workspace;
use crate::database::read;
use crate::error::Error;

/// Faces that the panel shows.
const FACES: i64 = 3;

/// The name and some faces of those who answer for an app. None where there is no such app.
pub async fn host(workspace: &Workspace, app_id: &str) -> Result<Option<Host>, Error> {
    let Some(name) = workspace.app_name(app_id).await? else { return Ok(None) };
    let teammates = read!(workspace.db(), all values
        "select name from teammates where app_id = $1 and name is not null and removed_at is null order by number limit $2"
        => app_id, FACES)?;
    Ok(Some(Host { name, teammates, usual_reply: workspace.usual_reply(app_id).await? }))
}
