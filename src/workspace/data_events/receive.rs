use serde::Serialize;

use super::rows::{Added, By, add};
use super::{DataEvent, Metadata};
use crate::batch::Batch;
use crate::feed::{EventTracked, FeedKind, RefusedAttribute};
use crate::platform::Platform;
use crate::refusal::{IdentityRefusal, Refusal};
use crate::wire::is_zero;

/// What the loader receives.
#[derive(Debug, Serialize)]
pub struct Tracked {
    /// It had come already.
    duplicate: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refused_metadata: Vec<RefusedAttribute>,
    /// Beside those.
    #[serde(skip_serializing_if = "is_zero")]
    more_refused: usize,
}

/// Whose session this is did it.
pub async fn take(
    batch: &mut Batch,
    platform: Platform,
    event: &DataEvent,
    credential: &str,
) -> Result<Tracked, Refusal> {
    let session = batch.sessions.find(&mut batch.transaction, credential).await?;
    let own = session.filter(|session| session.app_id == event.app_id && session.platform == platform);
    let Some(session) = own else {
        return Err(match batch.knows_app(&event.app_id).await? {
            true => IdentityRefusal::NoSession.into(),
            false => Refusal::UnknownApp,
        });
    };
    if let Some(why) = session.over(batch.now()) {
        return Err(why.into());
    }
    let person = batch.people.find(&mut batch.transaction, &session.person_id).await?;
    let (metadata, refused) = event.metadata.clone().within_limits();
    let by = By { person: &person, proved: session.is_verified() };
    let added = add(&mut batch.transaction, by, event, &metadata, batch.now_ms).await?;
    match added {
        Added::TooManyNames => return Err(Refusal::TooManyEventNames),
        Added::Archived => return Err(Refusal::ArchivedEventName),
        Added::Stored | Added::Known => {}
    }
    let duplicate = added == Added::Known;
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
    batch.people.save(person);
    Ok(Tracked { duplicate, refused_metadata: refused.named, more_refused: refused.more })
}
