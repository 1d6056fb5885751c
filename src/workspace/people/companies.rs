//! The companies that users act for.

use serde_json::{Map, Value};
use sqlx::QueryBuilder;
use sqlx::types::Json;
use std::collections::BTreeMap;

use super::attributes;
use super::dates;
use super::refusals::Refusals;
use super::texts::{LONGEST_TEXT, broken_text};
use crate::database::{Transaction, execute, fetch};
use crate::error::Error;
use crate::random;

/// Companies of one list; more are refused. A limit of our own: each costs rows.
const MOST: usize = 10;
const TEXTS: [&str; 3] = ["plan", "website", "industry"];
const NUMBERS: [&str; 2] = ["monthly_spend", "size"];

/// The companies that a ping states: the one that its user acts for now, and others.
#[derive(Clone, Default)]
pub struct StatedCompanies {
    pub company: Option<Value>,
    pub companies: Option<Value>,
}

/// The user who belongs to the companies.
#[derive(Clone, Copy)]
pub struct Member<'a> {
    pub app_id: &'a str,
    pub person_id: &'a str,
    /// The present time in Unix seconds.
    pub now: i64,
}

/// A stated company of the right form.
struct Company {
    company_id: String,
    name: String,
    details: Map<String, Value>,
    attributes: Map<String, Value>,
    active: bool,
}

#[derive(sqlx::FromRow)]
struct CompanyRow {
    id: String,
    company_id: String,
    details: Json<Map<String, Value>>,
    attributes: Json<Map<String, Value>>,
}

/// Stores the stated companies, in four statements at most. Returns the active one's name.
pub async fn store_companies(
    db: &mut Transaction,
    whose: Member<'_>,
    stated: &StatedCompanies,
    refused: &mut Refusals,
) -> Result<Option<String>, Error> {
    let companies = read(stated, refused);
    let active = companies.iter().rfind(|company| company.active);
    let active = active.map(|company| (company.company_id.clone(), company.name.clone()));
    if companies.is_empty() {
        return Ok(None);
    }
    let mut rows = upsert(db, whose, &companies).await?;
    for Company { company_id, details, attributes, .. } in companies {
        let Some(row) = rows.get_mut(&company_id) else { return Err(Error::Internal) };
        for (field, value) in details {
            if value.is_null() {
                row.details.remove(&field);
            } else {
                row.details.insert(field, value);
            }
        }
        attributes::merge(&mut row.attributes, &attributes, refused);
    }
    let active_row = active.as_ref().and_then(|(company_id, _)| rows.get(company_id)).map(|row| &row.id);
    write(db, rows.values()).await?;
    join(db, whose, rows.values(), active_row).await?;
    Ok(active.map(|(_, name)| name))
}

/// Reads the stated companies, the active one last: what is said there holds.
fn read(stated: &StatedCompanies, refused: &mut Refusals) -> Vec<Company> {
    let (list, whole): (&[Value], _) = match &stated.companies {
        None | Some(Value::Null) => (&[], true),
        Some(Value::Array(list)) => (&list[..list.len().min(MOST)], list.len() <= MOST),
        Some(_) => (&[], false),
    };
    if !whole {
        refused.add("companies", "It is a list of at most 10 companies; others were left out.");
    }
    let named = list.iter().enumerate().map(|(nth, company)| (format!("companies[{nth}]"), company, false));
    let company = stated.company.iter().filter(|company| !company.is_null());
    let named = named.chain(company.map(|company| ("company".to_owned(), company, true)));
    let mut companies = Vec::new();
    for (place, company, active) in named {
        match Company::read(company, &place, active, refused) {
            Ok(company) => companies.push(company),
            Err(reason) => refused.add(&place, reason),
        }
    }
    companies
}

impl Company {
    fn read(value: &Value, place: &str, active: bool, refused: &mut Refusals) -> Result<Self, &'static str> {
        let mut fields =
            value.as_object().cloned().ok_or("A company is an object with company_id and name.")?;
        let id = fields.remove("id");
        let company_id = match fields.remove("company_id").filter(|id| !id.is_null()).or(id) {
            Some(Value::String(id)) => id,
            Some(Value::Number(id)) => id.to_string(),
            _ => return Err("A company has a company_id, a text or a number."),
        };
        let Some(Value::String(name)) = fields.remove("name") else { return Err("A company has a name.") };
        let good = |text: &str| {
            !text.trim().is_empty()
                && text.chars().count() <= LONGEST_TEXT
                && !text.contains(char::is_control)
        };
        if !good(&company_id) || !good(&name) {
            return Err("A company_id and a name have 1 to 255 visible characters.");
        }
        let (mut details, mut attributes) = (Map::new(), Map::new());
        for (field, mut value) in fields {
            let broken = match (field.as_str(), &value) {
                (_, Value::Null) => None,
                (text, Value::String(value)) if TEXTS.contains(&text) => broken_text(value),
                (text, _) if TEXTS.contains(&text) => Some("It is a text."),
                ("created_at", _) => match dates::unix_seconds(&value) {
                    Some(seconds) => {
                        value = seconds.into();
                        None
                    }
                    None => Some(dates::FORM),
                },
                (number, value) if NUMBERS.contains(&number) => {
                    (!value.is_number()).then_some("It is a number.")
                }
                _ => {
                    attributes.insert(field, value);
                    continue;
                }
            };
            match broken {
                Some(reason) => refused.add(&format!("{place}.{field}"), reason),
                None => _ = details.insert(field, value),
            }
        }
        Ok(Self { company_id, name, details, attributes, active })
    }
}

/// Writes the companies' names, and returns their rows by company_id. A repeated company has its later name.
async fn upsert(
    db: &mut Transaction,
    Member { app_id, now, .. }: Member<'_>,
    companies: &[Company],
) -> Result<BTreeMap<String, CompanyRow>, Error> {
    let names: BTreeMap<&str, &str> =
        companies.iter().map(|company| (company.company_id.as_str(), company.name.as_str())).collect();
    let mut named = Vec::with_capacity(names.len());
    for (company_id, name) in names {
        named.push((random::id()?, company_id, name));
    }
    let rows: Vec<CompanyRow> = fetch!(db, |db| async move {
        let mut insert = QueryBuilder::new(
            "insert into companies (id, app_id, company_id, name, details, attributes, created_at, updated_at) ",
        );
        insert.push_values(named, |mut row, (id, company_id, name)| {
            row.push_bind(id).push_bind(app_id).push_bind(company_id).push_bind(name);
            row.push("'{}'").push("'{}'").push_bind(now).push_bind(now);
        });
        insert
            .push(
                " on conflict (app_id, company_id) do update set name = excluded.name, updated_at = excluded.updated_at
                 returning id, company_id, details, attributes",
            )
            .build_query_as()
            .fetch_all(db)
            .await
    })?;
    Ok(rows.into_iter().map(|row| (row.company_id.clone(), row)).collect())
}

async fn write<'a>(db: &mut Transaction, rows: impl Iterator<Item = &'a CompanyRow>) -> Result<(), Error> {
    execute!(db, |db| async move {
        let mut update =
            QueryBuilder::new("update companies set details = v.column2, attributes = v.column3 from (");
        update.push_values(rows, |mut values, row| {
            values.push_bind(&row.id).push_bind(&row.details).push_bind(&row.attributes);
        });
        update.push(") as v where companies.id = v.column1").build().execute(db).await
    })?;
    Ok(())
}

/// Makes the user a member of the companies, who acts for the active one alone if there is one.
async fn join<'a>(
    db: &mut Transaction,
    Member { person_id, now, .. }: Member<'_>,
    rows: impl Iterator<Item = &'a CompanyRow>,
    active: Option<&String>,
) -> Result<(), Error> {
    if let Some(active) = active {
        execute!(db,
            "update company_members set active = false where person_id = $1 and company <> $2 and active"
            => person_id, active)?;
    }
    execute!(db, |db| async move {
        let mut insert =
            QueryBuilder::new("insert into company_members (company, person_id, active, last_seen_at) ");
        insert.push_values(rows, |mut values, row| {
            values.push_bind(&row.id).push_bind(person_id);
            values.push_bind(Some(&row.id) == active).push_bind(now);
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
