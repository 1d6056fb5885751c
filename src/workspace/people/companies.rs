//! The companies that users act for.

use serde_json::{Map, Value};
use sqlx::types::Json;

use super::attributes::{self, LONGEST_TEXT, broken_text, refuse};
use crate::database::{Transaction, execute, fetch};
use crate::error::Error;
use crate::workspace::feed::RefusedAttribute;
use crate::workspace::random;

/// More in one ping are refused.
const MOST: usize = 100;
const TEXTS: [&str; 3] = ["plan", "website", "industry"];
const NUMBERS: [&str; 3] = ["created_at", "monthly_spend", "size"];

/// What a ping says of companies: the one that its user acts for now, and others that they belong to.
#[derive(Clone, Default)]
pub struct Brought {
    pub company: Option<Value>,
    pub companies: Option<Value>,
}

/// A company whose form is right, and what else was said of it.
struct Company {
    company_id: String,
    name: String,
    details: Map<String, Value>,
    attributes: Map<String, Value>,
    active: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    details: Json<Map<String, Value>>,
    attributes: Json<Map<String, Value>>,
}

/// Merges them into what is known. Tells the active one's name, and what was refused.
pub async fn take(
    db: &mut Transaction,
    app_id: &str,
    person_id: &str,
    brought: &Brought,
    now: i64,
) -> Result<(Option<String>, Vec<RefusedAttribute>), Error> {
    let mut refused = Vec::new();
    let mut active = None;
    for company in read(brought, &mut refused) {
        if company.active {
            active = Some(company.name.clone());
        }
        merge(db, app_id, person_id, company, now, &mut refused).await?;
    }
    Ok((active, refused))
}

/// The active one last: what is said there holds.
fn read(brought: &Brought, refused: &mut Vec<RefusedAttribute>) -> Vec<Company> {
    let (list, whole): (&[Value], _) = match &brought.companies {
        None | Some(Value::Null) => (&[], true),
        Some(Value::Array(list)) => (&list[..list.len().min(MOST)], list.len() <= MOST),
        Some(_) => (&[], false),
    };
    if !whole {
        refused.push(refuse("companies", "It is a list of at most 100 companies; others were left out."));
    }
    let named = list.iter().enumerate().map(|(nth, company)| (format!("companies[{nth}]"), company, false));
    let company = brought.company.iter().filter(|company| !company.is_null());
    let named = named.chain(company.map(|company| ("company".to_owned(), company, true)));
    let mut companies = Vec::new();
    for (place, company, active) in named {
        match Company::read(company, &place, active, refused) {
            Ok(company) => companies.push(company),
            Err(reason) => refused.push(refuse(&place, reason)),
        }
    }
    companies
}

impl Company {
    fn read(
        value: &Value,
        place: &str,
        active: bool,
        refused: &mut Vec<RefusedAttribute>,
    ) -> Result<Self, &'static str> {
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
        for (field, value) in fields {
            let broken = match (field.as_str(), &value) {
                (_, Value::Null) => None,
                (text, Value::String(value)) if TEXTS.contains(&text) => broken_text(value),
                (text, _) if TEXTS.contains(&text) => Some("It is a text."),
                (number, value) if NUMBERS.contains(&number) => {
                    (!value.is_number()).then_some("It is a number.")
                }
                _ => {
                    attributes.insert(field, value);
                    continue;
                }
            };
            match broken {
                Some(reason) => refused.push(refuse(&format!("{place}.{field}"), reason)),
                None => _ = details.insert(field, value),
            }
        }
        Ok(Self { company_id, name, details, attributes, active })
    }
}

async fn merge(
    db: &mut Transaction,
    app_id: &str,
    person_id: &str,
    company: Company,
    now: i64,
    refused: &mut Vec<RefusedAttribute>,
) -> Result<(), Error> {
    let Company { company_id, name, details, attributes, active } = company;
    let mut row: Row = fetch!(db, |db| {
        sqlx::query_as(
        "insert into companies (id, app_id, company_id, name, details, attributes, created_at, updated_at)
         values ($1, $2, $3, $4, '{}', '{}', $5, $5)
         on conflict (app_id, company_id) do update set name = excluded.name, updated_at = excluded.updated_at
         returning id, details, attributes",
    )
    .bind(random::id()?)
    .bind(app_id)
    .bind(&company_id)
    .bind(name)
    .bind(now)
    .fetch_one(db)
    })?;
    for (field, value) in details {
        if value.is_null() {
            row.details.remove(&field);
        } else {
            row.details.insert(field, value);
        }
    }
    refused.extend(attributes::merge(&mut row.attributes, &attributes));
    execute!(db, |db| sqlx::query("update companies set details = $2, attributes = $3 where id = $1")
        .bind(&row.id)
        .bind(&row.details)
        .bind(&row.attributes)
        .execute(db))?;
    if active {
        execute!(db, |db| sqlx::query(
            "update company_members set active = false where person_id = $1 and company <> $2 and active"
        )
        .bind(person_id)
        .bind(&row.id)
        .execute(db))?;
    }
    execute!(db, |db| sqlx::query(
        "insert into company_members (company, person_id, active, last_seen_at) values ($1, $2, $3, $4)
         on conflict (company, person_id) do update set
           active = company_members.active or excluded.active, last_seen_at = excluded.last_seen_at"
    )
    .bind(&row.id)
    .bind(person_id)
    .bind(active)
    .bind(now)
    .execute(db))?;
    Ok(())
}
