//! All that the workspace knows of a company, as JSON.

use serde_json::{Value, json};

use super::company::{Company, CompanyFigures, figures};
use crate::database::{Db, read};
use crate::notes::{self, NoteOn};
use crate::tags::{self, Tagged};

/// The company, its figures, its tags, the notes on it, and the ids of its people. Times are Unix seconds.
pub async fn export(db: &Db, company: &Company) -> Result<Value, sqlx::Error> {
    let CompanyFigures { people, session_count, last_seen_at } = figures(db, &company.id).await?;
    let ids: Vec<String> = read!(db, all values
        "select person_id from company_members where company = $1 order by person_id" => &company.id)?;
    let mut transaction = db.begin_reading().await?;
    let tags = tags::export(&mut transaction, &company.app_id, Tagged::Company(&company.id)).await?;
    let notes = notes::export(&mut transaction, &company.app_id, NoteOn::Company(&company.id)).await?;
    transaction.commit().await?;
    Ok(json!({
        "id": company.id,
        "company_id": company.company_id,
        "name": company.name,
        "details": company.details,
        "custom_attributes": company.attributes,
        "created_at": company.created_at,
        "updated_at": company.updated_at,
        "archived_at": company.archived_at,
        "made_by": company.made_by,
        "user_count": people,
        "session_count": session_count,
        "last_seen_at": last_seen_at,
        "people": ids,
        "tags": tags,
        "notes": notes,
    }))
}
