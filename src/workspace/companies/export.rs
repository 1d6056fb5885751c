//! All that the workspace knows of a company, as JSON.

use serde_json::{Value, json};

use super::company::{Company, CompanyFigures, figures};
use crate::database::{Db, read};

/// The company, its figures, and the ids of its people. Times are Unix seconds.
pub async fn export(db: &Db, company: &Company) -> Result<Value, sqlx::Error> {
    let CompanyFigures { people, session_count, last_seen_at } = figures(db, &company.id).await?;
    let ids: Vec<String> = read!(db, all values
        "select person_id from company_members where company = $1 order by person_id" => &company.id)?;
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
    }))
}
