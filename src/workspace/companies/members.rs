//! Who belongs to a company.

use sqlx::QueryBuilder;
use std::collections::HashMap;

use super::company::find;
use crate::batch::Batch;
use crate::database::{Db, execute, fetch, push_list, read};
use crate::error::Error;
use crate::ledger::{self, Change, ChangedBy, LedgerKind};
use crate::people::Person;
use crate::refusal::Refusal;

/// Companies that a person may belong to. Source: Intercom's REST API, "Attach a contact to a company".
const MOST: i64 = 1_000;

/// How many people belong to each of these companies. A company without people is left out.
pub async fn people_counts(
    db: &Db,
    companies: impl Iterator<Item = &str>,
) -> Result<HashMap<String, i64>, sqlx::Error> {
    let companies: Vec<&str> = companies.collect();
    if companies.is_empty() {
        return Ok(HashMap::new());
    }
    let counts: Vec<(String, i64)> = read!(db, |db| async move {
        let mut select = QueryBuilder::new("select company, count(*) from company_members where company in ");
        push_list(&mut select, companies).push(" group by company").build_query_as().fetch_all(db).await
    })?;
    Ok(counts.into_iter().collect())
}

/// Makes a person belong to a company. Who belongs to it already stays so.
pub async fn attach(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    company: &str,
    person_id: &str,
) -> Result<(), Refusal> {
    let company = find(&mut batch.transaction, app_id, company).await?.ok_or(Refusal::NoCompany)?;
    let count: i64 = fetch!(&mut batch.transaction, one value
        "select count(*) from company_members where person_id = $1" => person_id)?;
    if count >= MOST {
        return Err(Refusal::Field("company", "A person belongs to at most 1,000 companies."));
    }
    let attached = execute!(&mut batch.transaction,
        "insert into company_members (company, person_id, active, last_seen_at)
         select $1, id, false, $3 from people where id = $2 and app_id = $4
         on conflict (company, person_id) do nothing" => &company.id, person_id, batch.now, app_id)?;
    if attached > 0 {
        let change = Change::new(LedgerKind::CompanyPersonAttached, by.clone());
        batch.record_change(app_id, change.of_company(&company.id).of_person(person_id));
    }
    Ok(())
}

/// Ends that a person belongs to a company.
pub async fn detach(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    company: &str,
    person_id: &str,
) -> Result<(), Refusal> {
    let company = find(&mut batch.transaction, app_id, company).await?.ok_or(Refusal::NoCompany)?;
    let detached = execute!(&mut batch.transaction,
        "delete from company_members where company = $1 and person_id = $2" => &company.id, person_id)?;
    if detached > 0 {
        let change = Change::new(LedgerKind::CompanyPersonDetached, by.clone());
        batch.record_change(app_id, change.of_company(&company.id).of_person(person_id));
    }
    Ok(())
}

/// People who belong to a company, in the order of their last visit for it.
pub async fn people_of(db: &Db, company: &str, most: i64) -> Result<Vec<Person>, sqlx::Error> {
    read!(db, all
        "select p.* from people p join company_members m on m.person_id = p.id
         where m.company = $1 order by m.last_seen_at desc, p.id limit $2" => company, most)
}

/// Gives the companies of a person to the person into whom they are merged, who goes on acting for their own.
pub async fn hand_over(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    from: &str,
    to: &str,
) -> Result<(), Error> {
    let companies: Vec<String> = fetch!(&mut batch.transaction, all values
        "select company from company_members where person_id = $1 and company not in
           (select company from company_members where person_id = $2) order by company" => from, to)?;
    for company in companies {
        execute!(&mut batch.transaction,
            "update company_members set person_id = $3, active = active and not exists
               (select 1 from company_members own where own.person_id = $3 and own.active)
             where company = $1 and person_id = $2" => &company, from, to)?;
        let change = Change::new(LedgerKind::CompanyPersonAttached, by.clone());
        batch.record_change(app_id, change.of_company(&company).of_person(to));
    }
    Ok(())
}

/// Deletes the companies that pages made and to which nobody else belongs: they say something of this person.
pub async fn forget_person(batch: &mut Batch, app_id: &str, person_id: &str) -> Result<(), Error> {
    let gone: Vec<String> = fetch!(&mut batch.transaction, all values
        "delete from companies where made_by = 'person' and id in
           (select company from company_members where person_id = $1)
           and not exists (select 1 from company_members m where m.company = companies.id and m.person_id <> $1)
         returning id" => person_id)?;
    for company in gone {
        batch.events.forget_company(&company);
        ledger::forget_company(&mut batch.transaction, &company).await?;
        let change = Change::new(LedgerKind::CompanyDeleted, ChangedBy::Workspace);
        batch.record_change(app_id, change.of_company(&company));
    }
    Ok(())
}
