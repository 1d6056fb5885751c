//! Makes segments of lists.

use super::forms::said;
use super::listed::{in_segment, list_of, read_filter};
use crate::desk::guard::begin;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::audit::{self, Actor};
use crate::workspace::segments;

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
