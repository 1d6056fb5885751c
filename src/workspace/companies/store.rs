//! Stores the companies that a ping states.

use sqlx::QueryBuilder;
use std::collections::BTreeMap;

use super::company::{Company, write};
use super::stated::{self, CompanyWriters, StatedCompanies};
use crate::batch::Batch;
use crate::database::{Transaction, execute, fetch, push_list};
use crate::error::Error;
use crate::ledger::{Change, ChangedBy, LedgerKind};
use crate::people::Person;
use crate::people::refusals::Refusals;

/// A company, and whether the person belongs to it already.
#[derive(sqlx::FromRow)]
struct KnownCompany {
    #[sqlx(flatten)]
    company: Company,
    is_member: bool,
}

/// Stores the stated companies of a user. Writes those that are new or changed, and that the user was here for them.
/// Returns the active one's name.
pub async fn store_companies(
    batch: &mut Batch,
    app_id: &str,
    person: &Person,
    (stated, writers): (&StatedCompanies, CompanyWriters),
    refused: &mut Refusals,
) -> Result<Option<String>, Error> {
    let stated = stated::read(stated, writers, refused);
    if stated.is_empty() {
        return Ok(None);
    }
    let by = ChangedBy::Person(person.id.clone());
    let now = batch.now;
    let ids = stated.iter().map(|company| company.company_id.as_str());
    let mut known = known_companies(&mut batch.transaction, app_id, &person.id, ids).await?;
    let active = stated.iter().rfind(|company| company.active);
    let active = active.map(|company| (company.company_id.clone(), company.name.clone()));
    // By the company's id, as one may be stated twice.
    let (mut made, mut changed) = (Vec::new(), BTreeMap::<String, Vec<String>>::new());
    for one in &stated {
        if !known.contains_key(&one.company_id) {
            let company = Company::new(app_id, &one.company_id, &one.name, &by, now)?;
            made.push(one.company_id.clone());
            known.insert(one.company_id.clone(), KnownCompany { company, is_member: false });
        }
        let Some(KnownCompany { company, .. }) = known.get_mut(&one.company_id) else { continue };
        let custom = (one.by, &one.attributes);
        let fields = company.take(batch, Some(&one.name), &one.details, custom, refused).await?;
        changed.entry(one.company_id.clone()).or_default().extend(fields);
        if company.archived_at.take().is_some() {
            changed.entry(one.company_id.clone()).or_default().push("archived".to_owned());
        }
    }
    changed.retain(|company_id, fields| !fields.is_empty() || made.contains(company_id));
    for (company_id, fields) in &changed {
        let Some(KnownCompany { company, .. }) = known.get_mut(company_id) else { continue };
        company.updated_at = now;
        let change = match made.contains(company_id) {
            true => Change::new(LedgerKind::CompanyCreated, by.clone()),
            false => Change::new(LedgerKind::CompanyChanged, by.clone()).in_fields(fields.clone()),
        };
        let change = change.of_company(&company.id).of_person(&person.id);
        batch.record_change(app_id, change);
    }
    let written = changed.keys().filter_map(|company_id| known.get(company_id)).map(|known| &known.company);
    write(&mut batch.transaction, &written.collect::<Vec<_>>()).await?;
    for KnownCompany { company, is_member } in known.values() {
        if !is_member {
            let change = Change::new(LedgerKind::CompanyPersonAttached, by.clone());
            batch.record_change(app_id, change.of_company(&company.id).of_person(&person.id));
        }
    }
    let active_id = active.as_ref().and_then(|(company_id, _)| known.get(company_id));
    let active_id = active_id.map(|known| known.company.id.as_str());
    let companies = known.values().map(|known| known.company.id.as_str());
    join(&mut batch.transaction, &person.id, companies, active_id, now).await?;
    Ok(active.map(|(_, name)| name))
}

async fn known_companies<'a>(
    db: &mut Transaction,
    app_id: &str,
    person_id: &str,
    company_ids: impl Iterator<Item = &'a str>,
) -> Result<BTreeMap<String, KnownCompany>, Error> {
    let found: Vec<KnownCompany> = fetch!(db, |db| async move {
        let mut select = QueryBuilder::new(
            "select c.*, m.person_id is not null as is_member from companies c
            left join company_members m on m.company = c.id and m.person_id = ",
        );
        select
            .push_bind(person_id)
            .push(" where c.app_id = ")
            .push_bind(app_id)
            .push(" and c.company_id in ");
        push_list(&mut select, company_ids).build_query_as().fetch_all(db).await
    })?;
    Ok(found.into_iter().map(|known| (known.company.company_id.clone(), known)).collect())
}

/// Makes the user a member of the companies, who acts for the active one alone if there is one.
async fn join<'a>(
    db: &mut Transaction,
    person_id: &str,
    companies: impl Iterator<Item = &'a str>,
    active: Option<&str>,
    now: i64,
) -> Result<(), Error> {
    if let Some(active) = active {
        execute!(&mut *db,
            "update company_members set active = false where person_id = $1 and company <> $2 and active"
            => person_id, active)?;
    }
    execute!(db, |db| async move {
        let mut insert =
            QueryBuilder::new("insert into company_members (company, person_id, active, last_seen_at) ");
        insert.push_values(companies, |mut values, company| {
            values.push_bind(company).push_bind(person_id);
            values.push_bind(Some(company) == active).push_bind(now);
        });
        insert
            .push(
                " on conflict (company, person_id) do update set
                   active = company_members.active or excluded.active, last_seen_at = excluded.last_seen_at",
            )
            .build()
            .execute(db)
            .await
    })?;
    Ok(())
}
