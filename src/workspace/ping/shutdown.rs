//! Ends a session when a page shuts down.

use crate::batch::Batch;
use crate::error::Error;
use crate::feed::FeedKind;
use crate::people::sessions::Bearer;

/// Ends the bearer's session. An unknown one is over already.
pub async fn end_session(batch: &mut Batch, bearer: &Bearer, ping_id: Option<&str>) -> Result<(), Error> {
    let session = batch.sessions.find(&mut batch.transaction, &bearer.credential).await?;
    // A shutdown names no app: the credential alone does.
    let Some(session) = session.filter(|session| session.platform == bearer.platform) else { return Ok(()) };
    let person = batch.people.find(&mut batch.transaction, &session.person_id).await?;
    let ended = FeedKind::SessionEnded { person: person.for_feed(session.is_verified()) };
    batch.sessions.end(&mut batch.transaction, &session).await?;
    batch.record_act(&session.app_id, &person.id, ping_id, ended);
    Ok(())
}
