//! A company, and what is known of it.

use serde_json::{Map, Value};
use sqlx::QueryBuilder;
use sqlx::types::Json;
use std::collections::{BTreeSet, HashMap};

use super::fields::merge_details;
use crate::batch::Batch;
use crate::data_attributes::{self, AttributeOf, Stated, Writer};
use crate::database::{Db, Transaction, execute, fetch, push_list, read};
use crate::error::Error;
use crate::ledger::ChangedBy;
use crate::people::changed_names;
use crate::people::refusals::Refusals;
use crate::random;

/// A company of an app. Times are Unix seconds.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Company {
    /// The workspace's own id.
    pub id: String,
    pub app_id: String,
    /// The id that the app gave it. It never changes.
    pub company_id: String,
    pub name: String,
    /// Plan, monthly_spend, size, website, industry and created_at.
    pub details: Json<Map<String, Value>>,
    /// The custom attributes.
    pub attributes: Json<Map<String, Value>>,
    pub created_at: i64,
    /// Time of the last change that the ledger has.
    pub updated_at: i64,
    /// The kind of the actor who made it. The retention deletes what a person's page made, once nobody belongs to it.
    pub made_by: String,
    /// Time since when the company is out of the team's lists.
    pub archived_at: Option<i64>,
}

impl Company {
    /// A company of which nothing is known but its name.
    pub(super) fn new(
        app_id: &str,
        company_id: &str,
        name: &str,
        by: &ChangedBy,
        now: i64,
    ) -> Result<Self, Error> {
        Ok(Self {
            id: random::id()?,
            app_id: app_id.to_owned(),
            company_id: company_id.to_owned(),
            name: name.to_owned(),
            details: Json::default(),
            attributes: Json::default(),
            created_at: now,
            updated_at: now,
            made_by: by.kind().to_owned(),
            archived_at: None,
        })
    }

    /// Takes values over. Returns the names of the fields that changed.
    pub(super) async fn take(
        &mut self,
        batch: &mut Batch,
        name: Option<&str>,
        details: &Map<String, Value>,
        custom: (Writer, &Map<String, Value>),
        refused: &mut Refusals,
    ) -> Result<Vec<String>, Error> {
        let before = self.clone();
        if let Some(name) = name {
            name.clone_into(&mut self.name);
        }
        merge_details(&mut self.details, details);
        let (by, custom) = custom;
        let stated: Vec<Stated> = custom.iter().map(|(name, value)| Stated { name, value, by }).collect();
        let of = AttributeOf::Company;
        data_attributes::store(batch, &self.app_id, of, &mut self.attributes, &stated, refused).await?;
        let mut fields: Vec<String> =
            (self.name != before.name).then(|| "name".to_owned()).into_iter().collect();
        fields.extend(changed_names(&self.details, &before.details).map(str::to_owned));
        let custom = changed_names(&self.attributes, &before.attributes);
        fields.extend(custom.map(|name| format!("custom_attributes.{name}")));
        Ok(fields)
    }
}

/// A company of this app, by the workspace's id.
pub async fn find(db: &mut Transaction, app_id: &str, id: &str) -> Result<Option<Company>, sqlx::Error> {
    fetch!(db, optional "select * from companies where app_id = $1 and id = $2" => app_id, id)
}

/// The names of companies of this app, by the workspace's ids. A company that is not there is left out.
pub async fn names(
    db: &mut Transaction,
    app_id: &str,
    ids: impl Iterator<Item = &str>,
) -> Result<HashMap<String, String>, sqlx::Error> {
    let ids: BTreeSet<&str> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(String, String)> = fetch!(db, |db| async move {
        let mut select = QueryBuilder::new("select id, name from companies where app_id = ");
        select.push_bind(app_id).push(" and id in ");
        push_list(&mut select, &ids).build_query_as().fetch_all(db).await
    })?;
    Ok(rows.into_iter().collect())
}

/// A company of this app, by the id that the app gave it.
pub async fn find_by_company_id(
    db: &mut Transaction,
    app_id: &str,
    company_id: &str,
) -> Result<Option<Company>, sqlx::Error> {
    fetch!(db, optional
        "select * from companies where app_id = $1 and company_id = $2" => app_id, company_id)
}

/// The companies of this app with these ids, which the app gave them.
pub async fn find_all(
    db: &mut Transaction,
    app_id: &str,
    company_ids: impl IntoIterator<Item = &str>,
) -> Result<Vec<Company>, sqlx::Error> {
    let company_ids: Vec<&str> = company_ids.into_iter().collect();
    if company_ids.is_empty() {
        return Ok(Vec::new());
    }
    fetch!(db, |db| async move {
        let mut select = QueryBuilder::new("select * from companies where app_id = ");
        select.push_bind(app_id).push(" and company_id in ");
        push_list(&mut select, company_ids).build_query_as().fetch_all(db).await
    })
}

/// Writes companies that are new or changed, at once.
pub(super) async fn write(db: &mut Transaction, companies: &[&Company]) -> Result<(), sqlx::Error> {
    if companies.is_empty() {
        return Ok(());
    }
    execute!(db, |db| async move {
        let mut insert = QueryBuilder::new(
            "insert into companies (id, app_id, company_id, name, details, attributes, created_at, updated_at,
                                    made_by, archived_at) ",
        );
        insert.push_values(companies, |mut row, company| {
            row.push_bind(&company.id)
                .push_bind(&company.app_id)
                .push_bind(&company.company_id)
                .push_bind(&company.name)
                .push_bind(&company.details)
                .push_bind(&company.attributes)
                .push_bind(company.created_at)
                .push_bind(company.updated_at)
                .push_bind(&company.made_by)
                .push_bind(company.archived_at);
        });
        insert
            .push(
                " on conflict (id) do update set name = excluded.name, details = excluded.details,
                    attributes = excluded.attributes, updated_at = excluded.updated_at,
                    archived_at = excluded.archived_at",
            )
            .build()
            .execute(db)
            .await
    })?;
    Ok(())
}

/// How many people belong to a company, and what they did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CompanyFigures {
    pub people: i64,
    /// The sessions of its people.
    pub session_count: i64,
    /// When one of its people was here last, as a user who acts for it.
    pub last_seen_at: Option<i64>,
}

pub async fn figures(db: &Db, company: &str) -> Result<CompanyFigures, sqlx::Error> {
    read!(db, one
        "select count(*) as people, cast(coalesce(sum(p.session_count), 0) as bigint) as session_count,
                max(case when p.first_seen_at is not null then m.last_seen_at end) as last_seen_at
         from company_members m join people p on p.id = m.person_id where m.company = $1" => company)
}

/// What the companies of an app are worth together: how many there are, and the sum of what they spend in a month.
#[derive(Clone, Copy, Debug, PartialEq, sqlx::FromRow)]
pub struct Revenue {
    pub companies: i64,
    pub monthly_spend: f64,
}

pub async fn revenue(db: &Db, app_id: &str) -> Result<Revenue, sqlx::Error> {
    read!(db, one
        "select count(*) as companies,
                coalesce(sum(cast(details ->> 'monthly_spend' as double precision)), 0.0) as monthly_spend
         from companies where app_id = $1 and archived_at is null" => app_id)
}
