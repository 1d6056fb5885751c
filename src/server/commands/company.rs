//! The commands for the companies of an app.

use serde_json::Value;

use super::person::{lines, object, said};
use super::{BY, Failure, OpenedApp, begin, person};
use crate::workspace::Batch;
use crate::workspace::companies::{self, Company, CompanyUpdate};

/// Makes the company with this company_id, or changes it.
pub async fn set(app: &OpenedApp<'_>, company_id: &str, json: &str) -> Result<String, Failure> {
    let mut fields = object(json)?;
    let name = match fields.remove("name") {
        None => None,
        Some(Value::String(name)) => Some(name),
        Some(_) => return Err("name: It is a text.".into()),
    };
    let mut batch = begin(app).await?;
    let update = CompanyUpdate { name, fields };
    let (company, refused) =
        companies::set(&mut batch, &BY, app.id, company_id, update).await.map_err(said)?;
    batch.commit().await?;
    Ok(lines(&row(&company), refused.named.iter().map(|refused| (&*refused.name, &*refused.reason))))
}

/// Says all that is known of a company, as JSON.
pub async fn export(app: &OpenedApp<'_>, company_id: &str) -> Result<String, Failure> {
    let mut batch = begin(app).await?;
    let company = find(&mut batch, app, company_id).await?;
    drop(batch);
    let export = companies::export(&app.db, &company).await?;
    Ok(serde_json::to_string_pretty(&export)?)
}

pub async fn archive(app: &OpenedApp<'_>, company_id: &str, archived: bool) -> Result<String, Failure> {
    let mut batch = begin(app).await?;
    let company = find(&mut batch, app, company_id).await?;
    companies::archive(&mut batch, &BY, app.id, &company.id, archived).await.map_err(said)?;
    batch.commit().await?;
    Ok(format!("{company_id} is {} from now on", if archived { "archived" } else { "not archived" }))
}

pub async fn attach(app: &OpenedApp<'_>, company_id: &str, who: &str) -> Result<String, Failure> {
    let mut batch = begin(app).await?;
    let company = find(&mut batch, app, company_id).await?;
    let person = person::find(&mut batch, app, who).await?;
    companies::attach(&mut batch, &BY, app.id, &company.id, &person.id).await.map_err(said)?;
    batch.commit().await?;
    Ok(format!("{} belongs to {company_id} from now on", person.id))
}

pub async fn detach(app: &OpenedApp<'_>, company_id: &str, who: &str) -> Result<String, Failure> {
    let mut batch = begin(app).await?;
    let company = find(&mut batch, app, company_id).await?;
    let person = person::find(&mut batch, app, who).await?;
    companies::detach(&mut batch, &BY, app.id, &company.id, &person.id).await.map_err(said)?;
    batch.commit().await?;
    Ok(format!("{} belongs to {company_id} no more", person.id))
}

pub async fn delete(app: &OpenedApp<'_>, company_id: &str) -> Result<String, Failure> {
    let mut batch = begin(app).await?;
    let company = find(&mut batch, app, company_id).await?;
    companies::delete(&mut batch, &BY, app.id, &company.id).await.map_err(said)?;
    batch.commit().await?;
    Ok(format!("{company_id} is deleted; its people stay"))
}

async fn find(batch: &mut Batch, app: &OpenedApp<'_>, company_id: &str) -> Result<Company, Failure> {
    let found = companies::find_by_company_id(&mut batch.transaction, app.id, company_id).await?;
    found.ok_or_else(|| format!("{} has no company {}", app.name, company_id.escape_debug()).into())
}

/// Id, company_id and name of a company, in columns.
fn row(company: &Company) -> String {
    [company.id.as_str(), &company.company_id, &company.name].join("\t")
}
