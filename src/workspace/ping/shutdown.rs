use sqlx::Connection;

use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::feed::FeedKind;
use crate::workspace::people::{self, sessions};

/// Ends the session that this credential opens; an unknown one is over already.
pub async fn end_session(
    workspace: &Workspace,
    credential: &str,
    ping_id: Option<&str>,
) -> Result<(), Error> {
    let mut writer = workspace.db().write().acquire().await?;
    let mut transaction = writer.begin().await?;
    let Some(session) = sessions::find(&mut transaction, workspace.app_id(), credential).await? else {
        return Ok(());
    };
    let person = people::find(&mut transaction, &session.person_id).await?.for_feed();
    sessions::end(&mut transaction, &session).await?;
    transaction.commit().await?;
    workspace.tell(workspace.app_id(), ping_id, FeedKind::SessionEnded { person });
    Ok(())
}
