//! Who belongs to a company.

use sqlx::QueryBuilder;
use std::collections::{HashMap, HashSet};

use super::company::{Company, find};
use crate::batch::Batch;
use crate::database::{Db, Transaction, execute, fetch, push_list, read};
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

/// Who of these people belongs to which of these companies: the id of the person, and the company_id.
pub async fn memberships(
    db: &mut Transaction,
    people: &[&str],
    companies: &[Company],
) -> Result<HashSet<(String, String)>, sqlx::Error> {
    if people.is_empty() || companies.is_empty() {
        return Ok(HashSet::new());
    }
    let rows: Vec<(String, String)> = fetch!(db, |db| async move {
        let mut select = QueryBuilder::new(
            "select m.person_id, c.company_id from company_members m join companies c on c.id = m.company
             where m.person_id in ",
        );
        push_list(&mut select, people.iter().copied()).push(" and m.company in ");
        push_list(&mut select, companies.iter().map(|company| company.id.as_str()));
        select.build_query_as().fetch_all(db).await
    })?;
    Ok(rows.into_iter().collect())
}

/// Those of these people who belong to as many companies as a person may.
pub async fn at_limit(db: &mut Transaction, people: &[&str]) -> Result<HashSet<String>, sqlx::Error> {
    if people.is_empty() {
        return Ok(HashSet::new());
    }
    let ids: Vec<(String,)> = fetch!(db, |db| async move {
        let mut select = QueryBuilder::new("select person_id from company_members where person_id in ");
        push_list(&mut select, people.iter().copied()).push(" group by person_id having count(*) >= ");
        select.push_bind(MOST).build_query_as().fetch_all(db).await
    })?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}

/// The company_id and the name of one company of each of these people, by the person's id: of the one that they act for,
/// else of the one that they were here for last.
pub async fn foremost(
    db: &mut Transaction,
    people: &[&str],
) -> Result<HashMap<String, (String, String)>, sqlx::Error> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(String, String, String)> = fetch!(db, |db| async move {
        let mut select = QueryBuilder::new(
            "select person_id, company_id, name from
               (select m.person_id, c.company_id, c.name, row_number() over
                  (partition by m.person_id order by m.active desc, m.last_seen_at desc, c.name, c.id) as place
                from company_members m join companies c on c.id = m.company where m.person_id in ",
        );
        push_list(&mut select, people.iter().copied());
        select.push(") as ranked where place = 1").build_query_as().fetch_all(db).await
    })?;
    Ok(rows.into_iter().map(|(person, company_id, name)| (person, (company_id, name))).collect())
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
