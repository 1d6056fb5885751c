//! The company that a row states of its person.

use std::collections::{HashMap, HashSet};

use super::claims::Claims;
use super::gathered::Gathered;
use super::stated::{Problem, Stated};
use super::target::Field;
use crate::companies::{self, Company, is_good};
use crate::database::Transaction;
use crate::error::Error;

/// What becomes of the company of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyDifference {
    /// The id that the app gave the company, which may not be there yet.
    pub company_id: String,
    /// The name that the row states.
    pub name: Option<String>,
    /// Whether the person is to become a member.
    pub joins: bool,
}

/// The companies that some rows name, and who of the rows' people belongs to them.
#[derive(Debug, Default)]
pub struct KnownCompanies {
    /// By the id that the app gave them.
    companies: HashMap<String, KnownCompany>,
    /// Ids of people, each with the company_id of a company of theirs.
    members: HashSet<(String, String)>,
    /// Ids of the people who belong to as many companies as they may.
    full: HashSet<String>,
}

#[derive(Debug)]
struct KnownCompany {
    name: String,
    is_archived: bool,
}

impl KnownCompanies {
    /// Reads the companies with these ids, of this app, and who of these people belongs to them.
    pub async fn read<'a>(
        db: &mut Transaction,
        app_id: &str,
        company_ids: impl Iterator<Item = &'a str>,
        people: &[&str],
    ) -> Result<Self, Error> {
        let company_ids: HashSet<&str> = company_ids.collect();
        if company_ids.is_empty() {
            return Ok(Self::default());
        }
        let found = companies::find_all(&mut *db, app_id, company_ids).await?;
        let members = companies::memberships(&mut *db, people, &found).await?;
        let full = companies::at_limit(db, people).await?;
        let known = |Company { company_id, name, archived_at, .. }| {
            (company_id, KnownCompany { name, is_archived: archived_at.is_some() })
        };
        Ok(Self { companies: found.into_iter().map(known).collect(), members, full })
    }

    #[cfg(test)]
    pub fn new<const C: usize, const M: usize, const F: usize>(
        companies: [(&str, &str, bool); C],
        members: [(&str, &str); M],
        full: [&str; F],
    ) -> Self {
        let company = |(id, name, is_archived): (&str, &str, bool)| {
            (id.to_owned(), KnownCompany { name: name.to_owned(), is_archived })
        };
        Self {
            companies: companies.into_iter().map(company).collect(),
            members: members.map(|(person, company)| (person.to_owned(), company.to_owned())).into(),
            full: full.map(str::to_owned).into(),
        }
    }
}

/// What becomes of the company that a row states. None where nothing is new. Nobody has the empty `person_id`.
pub fn difference(
    new: &mut Gathered<'_>,
    stated: &Stated,
    person_id: &str,
    known: &KnownCompanies,
    claims: &Claims,
) -> Result<Option<CompanyDifference>, Problem> {
    let name = stated.company_name.as_deref();
    let Some(company_id) = stated.company_id.as_deref() else {
        new.checked(
            Field::CompanyName,
            name.map(|_| "A company's name goes with its id. Name the id, too."),
        )?;
        return Ok(None);
    };
    let broken = "A company_id has 1 to 255 visible characters.";
    new.checked(Field::CompanyId, (!is_good(company_id)).then_some(broken))?;
    let broken = "A company's name has 1 to 255 visible characters.";
    new.checked(Field::CompanyName, name.is_some_and(|name| !is_good(name)).then_some(broken))?;
    let claimed = claims.name_of(company_id);
    if let (Some(name), Some((other, row))) = (name, claimed)
        && other != name
    {
        let reason = format!("Row {row} calls this company by another name.");
        new.checked(Field::CompanyName, Some(&reason))?;
    }
    let company = known.companies.get(company_id);
    let before = company.map(|company| company.name.as_str());
    let joins = !known.members.contains(&(person_id.to_owned(), company_id.to_owned()));
    // A name that an earlier row stated is not new any more.
    let new_name = name.filter(|name| claimed.is_none() && before != Some(*name));
    if !joins && new_name.is_none() {
        return Ok(None);
    }
    let is_archived = company.is_some_and(|company| company.is_archived);
    new.checked(Field::CompanyId, is_archived.then_some("The company is archived. Put it back first."))?;
    if joins {
        let is_full = known.full.contains(person_id);
        new.checked(Field::CompanyId, is_full.then_some("A person belongs to at most 1,000 companies."))?;
        let called = before.map_or_else(|| company_id.to_owned(), |name| format!("{company_id} ({name})"));
        new.says(Field::CompanyId, called);
    }
    if let Some(name) = new_name {
        new.says(Field::CompanyName, before.map_or_else(|| name.to_owned(), |old| format!("{old} → {name}")));
    }
    Ok(Some(CompanyDifference { company_id: company_id.to_owned(), name: name.map(str::to_owned), joins }))
}
