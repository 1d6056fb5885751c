//! Reads the person or company whom a teammate's text means.

use serde_json::Value;

use super::attributes;
use super::companies::shown;
use super::consents;
use super::facts::{facts, kind, moments, standard};
use super::state::{Fact, Field, Found, Named, PersonRecord, Record};
use super::subject::Subject;
use super::timeline;
use crate::desk::names::teammate_names;
use crate::error::Error;
use crate::workspace::companies::{self, Company, figures};
use crate::workspace::contacts::{self, FoundPerson};
use crate::workspace::people::{self, Person, recent};
use crate::workspace::{Teammate, Workspace};

/// Companies of a person, and people of a company, that the page lists.
const MEMBERS: i64 = 50;

/// Finds whose id, user_id, e-mail or company_id this is. An own id means one alone, so each choice leads on.
pub async fn find(workspace: &Workspace, reader: &Teammate, who: &str) -> Result<Found, Error> {
    let (app_id, who) = (workspace.app_id(), who.trim());
    let mut transaction = workspace.db().begin_reading().await?;
    let person = contacts::find_any(&mut transaction, app_id, who).await?;
    let company = match companies::find_by_company_id(&mut transaction, app_id, who).await? {
        Some(company) => Some(company),
        None => companies::find(&mut transaction, app_id, who).await?,
    };
    transaction.commit().await?;
    let record = match (person, company) {
        (FoundPerson::Nobody, Some(company)) => of_company(workspace, reader, company).await?,
        (FoundPerson::One(person) | FoundPerson::Merged(person), None) => {
            of_person(workspace, reader, *person).await?
        }
        (person, company) => return choice(workspace, person, company).await.map(Found::Choice),
    };
    Ok(Found::One(record))
}

async fn choice(
    workspace: &Workspace,
    people: FoundPerson,
    company: Option<Company>,
) -> Result<Vec<Named>, Error> {
    let ids = match people {
        FoundPerson::Nobody => Vec::new(),
        FoundPerson::One(person) | FoundPerson::Merged(person) => vec![person.id],
        FoundPerson::Several(ids) => ids,
    };
    let mut known =
        people::by_ids(workspace.db(), workspace.app_id(), ids.iter().map(String::as_str)).await?;
    let people = ids.iter().filter_map(|id| known.remove(id)).map(|person| named(&person));
    let company = company.map(|Company { id, name, .. }| Named { id, name: format!("{name}, a company") });
    Ok(people.chain(company).collect())
}

/// A person among others, with what tells them apart.
fn named(person: &Person) -> Named {
    let mut name = format!("{}, {}", person.display_name(), kind(person).label());
    for more in [&person.user_id, &person.email].into_iter().flatten() {
        name = format!("{name}, {more}");
    }
    Named { id: person.id.clone(), name }
}

async fn of_person(workspace: &Workspace, reader: &Teammate, person: Person) -> Result<Record, Error> {
    let db = workspace.db();
    let teammates: Vec<(i64, String)> = teammate_names(workspace).await?;
    let subject = Subject::Person(person.id.clone());
    let companies = recent::companies_of(db, &person.id, MEMBERS).await?.into_iter();
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let phone = person.details.get("phone").and_then(Value::as_str).unwrap_or_default();
    let is_blocked = person.blocked_at.is_some();
    Ok(Record {
        name: person.display_name(),
        kind: in_words(kind(&person).label(), person.archived_at.is_some(), is_blocked),
        is_archived: person.archived_at.is_some(),
        facts: standard(&person, workspace.clock().seconds()),
        attributes: attributes::of_record(workspace, subject.attributes_of(), &person.attributes).await?,
        fields: vec![
            Field::new("person[name]", "Name", text(&person.name)),
            Field::new("person[email]", "E-mail", text(&person.email)),
            Field::new("person[user_id]", "User id", text(&person.user_id)),
            Field::new("person[phone]", "Phone", phone),
        ],
        members: companies.map(|one| Named { id: one.id, name: one.name }).collect(),
        tags: subject.tags(workspace).await?,
        notes: subject.notes(workspace, &teammates).await?,
        timeline: timeline::read(workspace, &subject, &teammates, "").await?,
        person: Some(PersonRecord {
            is_blocked,
            owner: person.owner,
            moments: moments(&person),
            teammates,
            consents: consents::of_person(workspace, &person.id).await?,
        }),
        manages_people: reader.manages_people,
        id: person.id,
    })
}

async fn of_company(workspace: &Workspace, reader: &Teammate, company: Company) -> Result<Record, Error> {
    let db = workspace.db();
    let people = companies::people_of(db, &company.id, MEMBERS).await?;
    let count = figures(db, &company.id).await?.people;
    let mut known = vec![Fact::new("Company id", company.company_id), Fact::new("People", count.to_string())];
    known.extend(facts([&company.details.0]));
    let teammates: Vec<(i64, String)> = teammate_names(workspace).await?;
    let subject = Subject::Company(company.id.clone());
    let field = |name: &str, label: &str| {
        Field::new(&format!("company[{name}]"), label, shown(&company.details, name))
    };
    Ok(Record {
        id: company.id,
        kind: in_words("Company", company.archived_at.is_some(), false),
        is_archived: company.archived_at.is_some(),
        facts: known,
        attributes: attributes::of_record(workspace, subject.attributes_of(), &company.attributes).await?,
        fields: vec![
            Field::new("company[name]", "Name", &company.name),
            field("plan", "Plan"),
            field("monthly_spend", "Monthly spend"),
            field("size", "Size"),
            field("website", "Website"),
            field("industry", "Industry"),
        ],
        name: company.name,
        members: people.iter().map(named).collect(),
        tags: subject.tags(workspace).await?,
        notes: subject.notes(workspace, &teammates).await?,
        timeline: timeline::read(workspace, &subject, &teammates, "").await?,
        person: None,
        manages_people: reader.manages_people,
    })
}

fn in_words(kind: &str, is_archived: bool, is_blocked: bool) -> String {
    let states = [(is_archived, "archived"), (is_blocked, "blocked")];
    let states = states.into_iter().filter_map(|(holds, word)| holds.then_some(word));
    std::iter::once(kind).chain(states).collect::<Vec<_>>().join(", ")
}
