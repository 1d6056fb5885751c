//! Companies as teammates and programs make and change them.

use serde_json::{Map, Value};

use super::company::{Company, find, find_by_company_id, write};
use super::fields::{Field, is_good, read_field};
use crate::batch::Batch;
use crate::data_attributes::Writer;
use crate::database::execute;
use crate::ledger::{self, Change, ChangedBy, LedgerKind};
use crate::people::refusals::Refusals;
use crate::refusal::Refusal;

/// What to change of a company.
#[derive(Clone, Debug, Default)]
pub struct CompanyUpdate {
    /// None keeps it. A new company without one is called by its company_id.
    pub name: Option<String>,
    /// Fields that Intercom defines, and custom attributes. Null clears; a field that is not named stays.
    pub fields: Map<String, Value>,
}

/// Makes the company with this company_id, or changes it. Source: Intercom's REST API, "Create or update a company".
/// Returns the company, and the values that were refused.
pub async fn set(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    company_id: &str,
    update: CompanyUpdate,
) -> Result<(Company, Refusals), Refusal> {
    if !is_good(company_id) || !update.name.as_deref().is_none_or(is_good) {
        return Err(Refusal::Field("name", "A company_id and a name have 1 to 255 visible characters."));
    }
    let (mut details, mut custom, mut refused) = (Map::new(), Map::new(), Refusals::default());
    for (field, value) in update.fields {
        match read_field(&field, value) {
            Ok(Field::Detail(value)) => _ = details.insert(field, value),
            Ok(Field::Attribute(value)) => _ = custom.insert(field, value),
            Err(reason) => refused.add(&field, reason),
        }
    }
    let found = find_by_company_id(&mut batch.transaction, app_id, company_id).await?;
    let is_new = found.is_none();
    let mut company = match found {
        Some(company) => company,
        None => Company::new(app_id, company_id, company_id, by, batch.now)?,
    };
    let custom = (Writer::of(by), &custom);
    let fields = company.take(batch, update.name.as_deref(), &details, custom, &mut refused).await?;
    if is_new || !fields.is_empty() {
        company.updated_at = batch.now;
        write(&mut batch.transaction, &[&company]).await?;
        let change = match is_new {
            true => Change::new(LedgerKind::CompanyCreated, by.clone()),
            false => Change::new(LedgerKind::CompanyChanged, by.clone()).in_fields(fields),
        };
        batch.record_change(app_id, change.of_company(&company.id));
    }
    Ok((company, refused))
}

/// Takes a company out of the team's lists, or puts it back. Its people stay as they are.
pub async fn archive(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    id: &str,
    archived: bool,
) -> Result<Company, Refusal> {
    let mut company = find(&mut batch.transaction, app_id, id).await?.ok_or(Refusal::NoCompany)?;
    if company.archived_at.is_some() == archived {
        return Ok(company);
    }
    company.archived_at = archived.then_some(batch.now);
    company.updated_at = batch.now;
    write(&mut batch.transaction, &[&company]).await?;
    let kind = if archived { LedgerKind::CompanyArchived } else { LedgerKind::CompanyUnarchived };
    batch.record_change(app_id, Change::new(kind, by.clone()).of_company(id));
    Ok(company)
}

/// Deletes a company. Its people stay. Its entry in the ledger, with the id that it had, is all that is left.
pub async fn delete(batch: &mut Batch, by: &ChangedBy, app_id: &str, id: &str) -> Result<(), Refusal> {
    let company = find(&mut batch.transaction, app_id, id).await?.ok_or(Refusal::NoCompany)?;
    execute!(&mut batch.transaction, "delete from companies where id = $1" => &company.id)?;
    batch.events.forget_company(&company.id);
    ledger::forget_company(&mut batch.transaction, &company.id).await?;
    batch.record_change(app_id, Change::new(LedgerKind::CompanyDeleted, by.clone()).of_company(id));
    Ok(())
}
