//! Files that teammates send in conversations.

use axum::body::Body;
use std::net::IpAddr;

use super::act::NO_TEAMMATE;
use super::inbox::person_of;
use crate::attachments::{Attachment, Files, Uploader, upload};
use crate::database::Db;
use crate::refusal::Refusal;
use crate::teammates;

/// A teammate's file for a conversation of their app.
pub struct TeammateFile<'a> {
    pub app_id: &'a str,
    /// The teammate's number.
    pub teammate: i64,
    pub conversation: i64,
    pub name: &'a str,
    /// The client's address. None where a program uploads.
    pub address: Option<IpAddr>,
}

/// Stores a file while it arrives, as a person's upload is stored: with the same kinds, limits and scanner. A reply or note
/// of the teammate takes it along. `now` in Unix seconds.
pub async fn upload_file(
    db: &Db,
    files: &Files,
    file: &TeammateFile<'_>,
    content: Body,
    now: i64,
) -> Result<Attachment, Refusal> {
    let TeammateFile { app_id, teammate, conversation, name, address } = *file;
    let person_id = person_of(db, app_id, conversation).await?.ok_or(Refusal::NoConversation)?;
    let mut transaction = db.begin_reading().await?;
    let is_teammate = teammates::answers(&mut transaction, app_id, teammate).await?;
    transaction.commit().await?;
    if !is_teammate {
        return Err(Refusal::Field("teammate", NO_TEAMMATE));
    }
    let uploader = Uploader { app_id, person_id: &person_id, teammate: Some(teammate), address };
    upload(db, files, &uploader, name, content, now).await
}
