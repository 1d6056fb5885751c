//! Asks people for ratings, and keeps these.

use super::Conversation;
use super::body::{BadText, remark};
use super::rows::{find, find_own, save};
use crate::batch::Batch;
use crate::database::fetch;
use crate::ledger::{ChangedBy, LedgerKind, changed_fields};
use crate::refusal::Refusal;

/// Asks the person of a conversation for a rating. A conversation whose person was asked before stays as it is.
pub async fn request_rating(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    number: i64,
) -> Result<Conversation, Refusal> {
    let mut conversation = find(&mut batch.transaction, app_id, number).await?;
    if conversation.rating.requested_at.is_none() {
        conversation.rating.requested_at = Some(batch.now);
        conversation.updated_at = batch.now;
        save(&mut batch.transaction, &conversation).await?;
        let kind = LedgerKind::ConversationRatingRequested;
        batch.record_change(app_id, conversation.changed(kind, by.clone()));
    }
    Ok(conversation)
}

/// Stores how the person rates their conversation, in place of what they said before.
/// `score` is 1 to 5, and a remark has as many characters as a message.
pub async fn rate(
    batch: &mut Batch,
    app_id: &str,
    person_id: &str,
    number: i64,
    score: i64,
    said: Option<&str>,
) -> Result<Conversation, Refusal> {
    if batch.person_of_app(app_id, person_id).await?.blocked_at.is_some() {
        return Err(Refusal::Blocked);
    }
    let mut conversation = find_own(&mut batch.transaction, app_id, person_id, number).await?;
    let before = conversation.rating.clone();
    if before.requested_at.is_none() {
        return Err(Refusal::Field("score", "Nobody has asked for a rating of this conversation."));
    }
    if !(1..=5).contains(&score) {
        return Err(Refusal::Field("score", "A rating is a number from 1 to 5."));
    }
    let rating = &mut conversation.rating;
    rating.score = Some(score);
    rating.remark = match said.map(remark) {
        None | Some(Err(BadText::Empty)) => None,
        Some(Ok(text)) => Some(text),
        Some(Err(BadText::TooLong(_))) => return Err(Refusal::LongText),
    };
    let fields =
        changed_fields([("score", rating.score != before.score), ("remark", rating.remark != before.remark)]);
    if fields.is_empty() {
        return Ok(conversation);
    }
    // A rating that is changed is about whom it was about.
    if before.rated_at.is_none() {
        conversation.rating.teammate = rated(batch, &conversation).await?;
    }
    conversation.rating.rated_at = Some(batch.now);
    conversation.updated_at = batch.now;
    save(&mut batch.transaction, &conversation).await?;
    let by = ChangedBy::Person(person_id.to_owned());
    let change = conversation.changed(LedgerKind::ConversationRated, by);
    batch.record_change(app_id, change.in_fields(fields));
    Ok(conversation)
}

/// The teammate whom a rating of now is about.
async fn rated(batch: &mut Batch, of: &Conversation) -> Result<Option<i64>, Refusal> {
    if of.teammate_assignee.is_some() {
        return Ok(of.teammate_assignee);
    }
    Ok(fetch!(&mut batch.transaction, optional value
        "select teammate from parts where conversation = $1 and kind = 'comment' and author = 'teammate'
           and teammate is not null order by number desc limit 1" => of.number)?)
}
