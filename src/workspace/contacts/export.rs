//! All that the workspace knows of one person, as JSON.

use serde_json::{Map, Value, json};
use sqlx::types::Json;

use crate::conversations::{Body, Conversation, Rating};
use crate::database::{Transaction, fetch};
use crate::notes::NoteOn;
use crate::people::Person;
use crate::refusal::Refusal;
use crate::subscription_types::{self, Consent};
use crate::tags::Tagged;
use crate::{notes, segments, tags};

/// All that the workspace knows of a person of the app: what they said and did, what was written to them, what the app
/// said of them, and what the team wrote about them. Times are Unix seconds, or milliseconds where the name ends in `_ms`;
/// the segments are those of `now`.
/// Files are named by their ids. What teammates wrote to each other in a conversation is not in it.
pub async fn export(db: &mut Transaction, app_id: &str, id: &str, now: i64) -> Result<Value, Refusal> {
    let found: Option<Person> = fetch!(&mut *db, optional
        "select * from people where app_id = $1 and id = $2" => app_id, id)?;
    let person = found.ok_or(Refusal::NoPerson)?;
    let merged: Vec<(String, i64)> = fetch!(&mut *db, all
        "select id, merged_at from merged_people where person_id = $1 order by merged_at, id" => id)?;
    let merged = merged.into_iter().map(|(id, merged_at)| json!({ "id": id, "merged_at": merged_at }));
    Ok(json!({
        "person": of_person(&person),
        "merged_from": merged.collect::<Vec<_>>(),
        "companies": companies(db, id).await?,
        "tags": tags::export(db, app_id, Tagged::Person(id)).await?,
        "notes": notes::export(db, app_id, NoteOn::Person(id)).await?,
        "consents": consents(db, app_id, id).await?,
        "segments": segments(db, app_id, &person, now).await?,
        "messenger_sessions": sessions(db, id).await?,
        "page_views": page_views(db, id).await?,
        "events": events(db, id).await?,
        "conversations": conversations(db, app_id, id).await?,
        "messages": messages(db, id).await?,
        "files": files(db, id).await?,
    }))
}

pub(super) fn of_person(person: &Person) -> Value {
    json!({
        "id": person.id,
        "role": person.role.as_str(),
        "user_id": person.user_id,
        "visitor_id": person.visitor_id,
        "email": person.email,
        "email_proved": person.email_proved,
        "name": person.name,
        "owner": person.owner,
        "signed_up_at": person.signed_up_at,
        "lead_since": person.lead_since,
        "details": person.details,
        "custom_attributes": person.attributes,
        "page_views": person.impressions,
        "session_count": person.session_count,
        "created_at": person.created_at,
        "first_seen_at": person.first_seen_at,
        "last_seen_at": person.last_seen_at,
        "last_contacted_at": person.last_contacted_at,
        "last_heard_from_at": person.last_heard_from_at,
        "last_opened_at": person.last_opened_at,
        "campaign": person.campaign,
        "referrer": person.referrer,
        "browser": person.browser,
        "browser_version": person.browser_version,
        "os": person.os,
        "language": person.language,
        "time_zone": person.time_zone,
        "location": person.location,
        "blocked_at": person.blocked_at,
        "archived_at": person.archived_at,
        "updated_at": person.updated_at,
    })
}

/// A JSON object of a row.
type Row<T> = Json<Map<String, T>>;

/// The company_id, the name, the details, the custom attributes, and whether the person acts for it now.
type CompanyRow = (String, String, Row<Value>, Row<Value>, bool);

async fn companies(db: &mut Transaction, id: &str) -> Result<Vec<Value>, sqlx::Error> {
    let rows: Vec<CompanyRow> = fetch!(db, all
        "select c.company_id, c.name, c.details, c.attributes, m.active
         from company_members m join companies c on c.id = m.company
         where m.person_id = $1 order by c.company_id" => id)?;
    let row = |(company_id, name, details, custom, active)| {
        json!({ "company_id": company_id, "name": name, "details": details, "custom_attributes": custom,
                "active": active })
    };
    Ok(rows.into_iter().map(row).collect())
}

async fn consents(db: &mut Transaction, app_id: &str, id: &str) -> Result<Vec<Value>, sqlx::Error> {
    let row = |consent: &Consent| {
        let name = consent.subscription_type.default_translation().map(|translation| &translation.name);
        json!({ "id": consent.subscription_type.id, "name": name, "consents": consent.consents(),
                "chosen_at": consent.choice.as_ref().map(|choice| choice.chosen_at) })
    };
    Ok(subscription_types::of_person(db, app_id, id).await?.iter().map(row).collect())
}

/// The segments that the person is in.
async fn segments(
    db: &mut Transaction,
    app_id: &str,
    person: &Person,
    now: i64,
) -> Result<Vec<Value>, Refusal> {
    let segments = segments::of_person(db, app_id, person, now).await?;
    Ok(segments.iter().map(|segment| json!({ "id": segment.id, "name": segment.name })).collect())
}

async fn sessions(db: &mut Transaction, id: &str) -> Result<Vec<Value>, sqlx::Error> {
    let rows: Vec<(String, String, i64, i64, i64)> = fetch!(db, all
        "select platform, last_url, created_at, last_seen_at, expires_at from messenger_sessions
         where person_id = $1 order by created_at, id_hash" => id)?;
    let row = |(platform, last_url, created_at, last_seen_at, expires_at)| {
        json!({ "platform": platform, "last_url": last_url, "created_at": created_at,
                "last_seen_at": last_seen_at, "expires_at": expires_at })
    };
    Ok(rows.into_iter().map(row).collect())
}

async fn page_views(db: &mut Transaction, id: &str) -> Result<Vec<Value>, sqlx::Error> {
    let rows: Vec<(String, String, String, i64)> = fetch!(db, all
        "select url, title, referrer, created_at from impressions where person_id = $1 order by created_at, id"
        => id)?;
    let row = |(url, title, referrer, created_at)| json!({ "url": url, "title": title, "referrer": referrer, "created_at": created_at });
    Ok(rows.into_iter().map(row).collect())
}

async fn events(db: &mut Transaction, id: &str) -> Result<Vec<Value>, sqlx::Error> {
    let rows: Vec<(String, Row<Value>, i64)> = fetch!(db, all
        "select name, metadata, created_at from data_events where person_id = $1 order by created_at, id" => id)?;
    let row = |(name, metadata, created_at)| json!({ "name": name, "metadata": metadata, "created_at": created_at });
    Ok(rows.into_iter().map(row).collect())
}

/// A part that the person may read.
#[derive(sqlx::FromRow)]
struct PartRow {
    conversation: i64,
    number: i64,
    kind: String,
    author: String,
    body: Option<Json<Body>>,
    at_ms: i64,
}

async fn conversations(db: &mut Transaction, app_id: &str, id: &str) -> Result<Vec<Value>, sqlx::Error> {
    let rows: Vec<Conversation> = fetch!(&mut *db, all
        "select * from conversations where person_id = $1 order by number" => id)?;
    let parts: Vec<PartRow> = fetch!(&mut *db, all
        "select p.conversation, p.number, p.kind, p.author, p.body, p.at_ms
         from parts p join conversations c on c.number = p.conversation
         where c.person_id = $1 and p.audience = 'person' order by p.number" => id)?;
    let (of_conversations, of_parts) = tags::in_conversations_of(db, app_id, id).await?;
    let row = |one: Conversation| {
        let parts = parts.iter().filter(|part| part.conversation == one.number).map(|part| {
            json!({ "id": part.number.to_string(), "kind": part.kind, "author": part.author,
                    "text": part.body.as_ref().map(|body| &body.text), "at_ms": part.at_ms,
                    "tags": of_parts.get(&part.number) })
        });
        json!({ "id": one.number.to_string(), "state": one.state.as_str(), "source": one.source, "title": one.title,
                "priority": one.priority.as_str(), "custom_attributes": one.attributes, "rating": rating(&one.rating),
                "tags": of_conversations.get(&one.number),
                "created_at": one.created_at, "updated_at": one.updated_at, "parts": parts.collect::<Vec<_>>() })
    };
    Ok(rows.into_iter().map(row).collect())
}

/// None where nobody has asked for a rating.
fn rating(rating: &Rating) -> Option<Value> {
    rating.requested_at.map(|requested_at| {
        json!({ "requested_at": requested_at, "rated_at": rating.rated_at, "score": rating.score,
                "remark": rating.remark, "teammate": rating.teammate })
    })
}

/// A message that the team sent unasked.
#[derive(sqlx::FromRow)]
struct ReceiptRow {
    message: i64,
    at_ms: i64,
    seen_at_ms: Option<i64>,
    clicked_at_ms: Option<i64>,
    dismissed_at_ms: Option<i64>,
    read_at_ms: Option<i64>,
    reaction: Option<String>,
    body: Option<Json<Body>>,
}

async fn messages(db: &mut Transaction, id: &str) -> Result<Vec<Value>, sqlx::Error> {
    let rows: Vec<ReceiptRow> = fetch!(db, all
        "select message, at_ms, seen_at_ms, clicked_at_ms, dismissed_at_ms, read_at_ms, reaction, body
         from outbound_receipts where person_id = $1 and session <> '' order by message" => id)?;
    let row = |row: ReceiptRow| {
        json!({ "message": row.message.to_string(), "text": row.body.map(|Json(body)| body.text), "at_ms": row.at_ms,
                "seen_at_ms": row.seen_at_ms, "clicked_at_ms": row.clicked_at_ms, "read_at_ms": row.read_at_ms,
                "dismissed_at_ms": row.dismissed_at_ms, "reaction": row.reaction })
    };
    Ok(rows.into_iter().map(row).collect())
}

async fn files(db: &mut Transaction, id: &str) -> Result<Vec<Value>, sqlx::Error> {
    let rows: Vec<(String, String, String, i64, i64)> = fetch!(db, all
        "select id, name, content_type, size, created_at from attachments a where person_id = $1
           and (teammate is null or exists (select 1 from parts p where p.number = a.part and p.audience = 'person'))
         order by created_at, id" => id)?;
    let row = |(id, name, content_type, size, created_at)| json!({ "id": id, "name": name, "content_type": content_type, "size": size, "created_at": created_at });
    Ok(rows.into_iter().map(row).collect())
}
