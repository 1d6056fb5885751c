//! Stores an event, and answers it.

use serde::Serialize;

use super::rows::{EventAuthor, EventOutcome, add};
use super::{DataEvent, Metadata};
use crate::batch::Batch;
use crate::feed::{EventTracked, FeedKind, RefusedAttribute};
use crate::people::sessions::Bearer;
use crate::refusal::Refusal;
use crate::wire::is_zero;

/// The reply to an event.
#[derive(Debug, Serialize)]
pub struct EventReply {
    /// Whether the same event was stored before.
    duplicate: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refused_metadata: Vec<RefusedAttribute>,
    /// Count of refused values that are not named.
    #[serde(skip_serializing_if = "is_zero")]
    more_refused: usize,
}

/// Stores what the bearer's person did.
pub async fn store_event(
    batch: &mut Batch,
    bearer: &Bearer,
    event: &DataEvent,
) -> Result<EventReply, Refusal> {
    let (person, session) = batch.live_session(&event.app_id, bearer).await?;
    let (metadata, refused) = event.metadata.clone().within_limits();
    let by = EventAuthor { person: &person, proved: session.is_verified() };
    let added = add(&mut batch.transaction, by, event, &metadata, batch.now_ms).await?;
    match added {
        EventOutcome::TooManyNames => return Err(Refusal::TooManyEventNames),
        EventOutcome::Archived => return Err(Refusal::ArchivedEventName),
        EventOutcome::Stored | EventOutcome::Known => {}
    }
    let duplicate = added == EventOutcome::Known;
    let tracked = EventTracked {
        name: event.name.clone(),
        metadata: Metadata::pairs(&metadata).to_vec(),
        person: person.for_feed(session.is_verified()),
        refused_metadata: refused.named.clone(),
        more_refused: refused.more,
        duplicate,
    };
    let ping_id = event.ping_id.as_deref();
    batch.record_act(&event.app_id, &person.id, ping_id, FeedKind::EventTracked(tracked));
    batch.people.note_seen(&person);
    Ok(EventReply { duplicate, refused_metadata: refused.named, more_refused: refused.more })
}
