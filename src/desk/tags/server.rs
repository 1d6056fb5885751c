//! Reads and changes the tags and segments of an app. Each change is in the audit log.

use super::state::{SegmentRow, TagRow, TagsAndSegments};
use crate::desk::filter::all_sentences;
use crate::desk::guard::begin;
use crate::desk::people::{count_in_words, in_segment, list_of, said, tagged_with};
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::audit::{self, Actor};
use crate::workspace::filter::fields::Model;
use crate::workspace::segments::{self, Segment, SegmentUpdate};
use crate::workspace::tags::{self, ListedTag, TagCounts};

pub async fn tags_and_segments(workspace: &Workspace) -> Result<TagsAndSegments, Error> {
    let (db, app_id) = (workspace.db(), workspace.app_id());
    let tags = tags::list(db, app_id).await?.into_iter().map(tag_row).collect();
    let segments = segments::list(db, app_id).await?;
    let filters: Vec<_> = segments.iter().map(|segment| &segment.conditions.0).collect();
    let sentences = all_sentences(workspace, &filters).await?;
    let segments = segments.iter().zip(sentences).map(|(segment, said)| segment_row(segment, said)).collect();
    Ok(TagsAndSegments { tags, segments })
}

fn tag_row(ListedTag { tag, counts }: ListedTag) -> TagRow {
    let TagCounts { people, companies, conversations, parts } = counts;
    TagRow {
        list_of_people: tagged_with(Model::Person, &tag.id),
        list_of_companies: tagged_with(Model::Company, &tag.id),
        id: tag.id,
        name: tag.name,
        people,
        companies,
        conversations,
        parts,
    }
}

fn segment_row(segment: &Segment, sentences: Vec<(usize, String)>) -> SegmentRow {
    let is_of_companies = segment.conditions.of() == Model::Company;
    let sentences = match (segment.conditions.parts().is_empty(), is_of_companies) {
        (false, _) => sentences,
        (true, false) => vec![(0, "Everybody.".to_owned())],
        (true, true) => vec![(0, "All companies.".to_owned())],
    };
    SegmentRow {
        id: segment.id.clone(),
        name: segment.name.clone(),
        is_of_companies,
        sentences,
        list: list_of(&in_segment(segment)),
    }
}

pub async fn segment_count(workspace: &Workspace, id: &str) -> Result<String, Error> {
    let mut transaction = workspace.db().begin_reading().await?;
    let segment = segments::find(&mut transaction, workspace.app_id(), id).await?;
    transaction.commit().await?;
    count_in_words(workspace, &segment.ok_or(Error::NotFound)?.conditions).await
}

/// Makes a tag. Unlike a program, a teammate learns that there is a tag with this name.
pub async fn make_tag(workspace: &Workspace, by: Actor<'_>, name: &str) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    if let Some(tag) = tags::find_by_name(&mut batch.transaction, app_id, name).await? {
        return Err(Error::invalid("name", format!("There is a tag with this name: “{}”.", tag.name)));
    }
    let tag = tags::make(&mut batch, &changed_by, app_id, name).await.map_err(said)?;
    batch.commit().await?;
    audit::log(by, app_id, "tag_made", &format!("made the tag {}", tag.id));
    Ok(())
}

pub async fn rename_tag(workspace: &Workspace, by: Actor<'_>, id: &str, name: &str) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    tags::rename(&mut batch, &changed_by, app_id, id, name).await.map_err(said)?;
    batch.commit().await?;
    audit::log(by, app_id, "tag_renamed", &format!("renamed the tag {id}"));
    Ok(())
}

pub async fn merge_tag(workspace: &Workspace, by: Actor<'_>, id: &str, into: &str) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    tags::find(&mut batch.transaction, app_id, id).await?.ok_or(Error::NotFound)?;
    let into = tags::find_by_name(&mut batch.transaction, app_id, into).await?;
    let into = into.ok_or_else(|| Error::invalid("into", "No tag of this app has that name."))?.id;
    tags::merge(&mut batch, &changed_by, app_id, id, &into).await.map_err(said)?;
    batch.commit().await?;
    audit::log(by, app_id, "tag_merged", &format!("merged the tag {id} into {into}"));
    Ok(())
}

pub async fn delete_tag(workspace: &Workspace, by: Actor<'_>, id: &str) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    tags::delete(&mut batch, &changed_by, app_id, id).await.map_err(said)?;
    batch.commit().await?;
    audit::log(by, app_id, "tag_deleted", &format!("deleted the tag {id}"));
    Ok(())
}

pub async fn rename_segment(workspace: &Workspace, by: Actor<'_>, id: &str, name: &str) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    let update = SegmentUpdate { name: Some(name), ..SegmentUpdate::default() };
    segments::change(&mut batch, &changed_by, app_id, id, update).await.map_err(said)?;
    batch.commit().await?;
    audit::log(by, app_id, "segment_renamed", &format!("renamed the segment {id}"));
    Ok(())
}

/// Merges a segment into the one that has the name `into`.
pub async fn merge_segment(workspace: &Workspace, by: Actor<'_>, id: &str, into: &str) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    segments::find(&mut batch.transaction, app_id, id).await?.ok_or(Error::NotFound)?;
    let into = segments::find_by_name(&mut batch.transaction, app_id, into).await?;
    let into = into.ok_or_else(|| Error::invalid("into", "No segment of this app has that name."))?.id;
    segments::merge(&mut batch, &changed_by, app_id, id, &into).await.map_err(said)?;
    batch.commit().await?;
    audit::log(by, app_id, "segment_merged", &format!("merged the segment {id} into {into}"));
    Ok(())
}

pub async fn delete_segment(workspace: &Workspace, by: Actor<'_>, id: &str) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    segments::delete(&mut batch, &changed_by, app_id, id).await.map_err(said)?;
    batch.commit().await?;
    audit::log(by, app_id, "segment_deleted", &format!("deleted the segment {id}"));
    Ok(())
}
