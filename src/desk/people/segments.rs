//! Makes segments of lists, and changes them.

use super::forms::said;
use super::listed::{in_segment, list_of, read_filter};
use crate::desk::guard::begin;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::audit::{self, Actor};
use crate::workspace::segments::{self, SegmentUpdate};

/// Makes a segment of a list's filter, and leads the browser to the list of it.
pub async fn make(workspace: &Workspace, by: Actor<'_>, name: &str, filter: &str) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let filter = read_filter(filter)?;
    let (mut batch, changed_by) = begin(workspace, by).await?;
    let made = segments::make(&mut batch, &changed_by, app_id, name, &filter.to_json()).await;
    let segment = made.map_err(said)?;
    batch.commit().await?;
    audit::log(by, app_id, "segment_created", &format!("made the segment {}", segment.id));
    leptos_axum::redirect(&list_of(&in_segment(&segment)));
    Ok(())
}

/// Saves a list's filter over the segment with this id, and leads the browser to the list of it.
pub async fn save(workspace: &Workspace, by: Actor<'_>, id: &str, filter: &str) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let filter = read_filter(filter)?;
    let (mut batch, changed_by) = begin(workspace, by).await?;
    let before = segments::find(&mut batch.transaction, app_id, id).await?;
    let before = before.ok_or_else(|| {
        Error::conflict("The segment was deleted meanwhile. Save the list as a new segment.")
    })?;
    if before.conditions.of() != filter.of() {
        return Err(Error::invalid(
            "filter",
            "A segment of people stays one of people, and one of companies too.",
        ));
    }
    let conditions = filter.to_json();
    let update = SegmentUpdate { conditions: Some(&conditions), ..SegmentUpdate::default() };
    let segment = segments::change(&mut batch, &changed_by, app_id, id, update).await.map_err(said)?;
    batch.commit().await?;
    audit::log(by, app_id, "segment_changed", &format!("changed the conditions of the segment {id}"));
    leptos_axum::redirect(&list_of(&in_segment(&segment)));
    Ok(())
}
