//! Makes and changes companies as a teammate asks for it.

use serde_json::{Map, Value};

use super::forms::{confirm, number, open, said, whole};
use super::state::CompanyForm;
use crate::desk::guard::begin;
use crate::error::Error;
use crate::workspace::audit::{self, Actor};
use crate::workspace::companies::{self, Company, CompanyUpdate};
use crate::workspace::{Batch, Workspace};

pub async fn save(workspace: &Workspace, by: Actor<'_>, id: &str, form: &CompanyForm) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    let is_new = id.is_empty();
    let (company_id, before) = match is_new {
        true => (form.company_id.trim().to_owned(), Map::new()),
        false => {
            let found = companies::find(&mut batch.transaction, app_id, id).await?;
            let Company { company_id, details, .. } = found.ok_or(Error::NotFound)?;
            (company_id, details.0)
        }
    };
    let db = &mut batch.transaction;
    if is_new && companies::find_by_company_id(db, app_id, &company_id).await?.is_some() {
        return Err(Error::invalid("company_id", "Another company has this company_id."));
    }
    let name = Some(form.name.trim().to_owned()).filter(|name| !name.is_empty());
    let update = CompanyUpdate { name, fields: stated(form, &before)? };
    let set = companies::set(&mut batch, &changed_by, app_id, &company_id, update).await;
    let (company, refused) = set.map_err(said)?;
    whole(&refused)?;
    batch.commit().await?;
    let (event, did) = if is_new { ("company_created", "made") } else { ("company_changed", "changed") };
    audit::log(by, app_id, event, &format!("{did} the company {}", company.id));
    open(&company.id);
    Ok(())
}

/// The fields that the form changes. Null clears.
fn stated(form: &CompanyForm, before: &Map<String, Value>) -> Result<Map<String, Value>, Error> {
    let mut fields = Map::new();
    for (name, text, is_number) in [
        ("plan", &form.plan, false),
        ("monthly_spend", &form.monthly_spend, true),
        ("size", &form.size, true),
        ("website", &form.website, false),
        ("industry", &form.industry, false),
    ] {
        let text = text.trim();
        if text == shown(before, name).trim() {
            continue;
        }
        let value = match text {
            "" => Value::Null,
            text if is_number => {
                let number = number(text)
                    .ok_or_else(|| Error::invalid(name, format!("{name}: It is a number, such as 49.50.")))?;
                Value::Number(number)
            }
            text => text.into(),
        };
        fields.insert(name.to_owned(), value);
    }
    Ok(fields)
}

/// A field of a company as its form shows it.
pub fn shown(details: &Map<String, Value>, name: &str) -> String {
    match details.get(name) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

pub async fn archive(workspace: &Workspace, by: Actor<'_>, id: &str, archived: bool) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    companies::archive(&mut batch, &changed_by, app_id, id, archived).await.map_err(said)?;
    batch.commit().await?;
    let (event, did) = match archived {
        true => ("company_archived", "archived"),
        false => ("company_unarchived", "put back"),
    };
    audit::log(by, app_id, event, &format!("{did} the company {id}"));
    Ok(())
}

pub async fn delete(workspace: &Workspace, by: Actor<'_>, id: &str, typed: &str) -> Result<(), Error> {
    confirm(typed)?;
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    companies::delete(&mut batch, &changed_by, app_id, id).await.map_err(said)?;
    batch.commit().await?;
    audit::log(by, app_id, "company_deleted", &format!("deleted the company {id}"));
    Ok(())
}

/// Makes a person belong to a company, or ends it.
pub async fn attach(
    workspace: &Workspace,
    by: Actor<'_>,
    id: &str,
    company: &str,
    attached: bool,
) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    let person = batch.person_of_app(app_id, id).await.map_err(said)?.id;
    let company = company_of(&mut batch, app_id, company.trim()).await?.id;
    let (event, did) = match attached {
        true => {
            companies::attach(&mut batch, &changed_by, app_id, &company, &person).await.map_err(said)?;
            ("company_person_attached", "attached")
        }
        false => {
            companies::detach(&mut batch, &changed_by, app_id, &company, &person).await.map_err(said)?;
            ("company_person_detached", "detached")
        }
    };
    batch.commit().await?;
    audit::log(by, app_id, event, &format!("{did} the person {person}, company {company}"));
    Ok(())
}

/// The company whose company_id or id this is.
async fn company_of(batch: &mut Batch, app_id: &str, called: &str) -> Result<Company, Error> {
    let db = &mut batch.transaction;
    let found = match companies::find_by_company_id(db, app_id, called).await? {
        Some(company) => Some(company),
        None => companies::find(db, app_id, called).await?,
    };
    found.ok_or_else(|| Error::invalid("company", "No company of this app has that company_id."))
}
