//! Writes the rows of imports that began, some in one commit.

use std::collections::HashMap;

use super::actor::by;
use super::claims::Claims;
use super::company::CompanyDifference;
use super::difference::Difference;
use super::known::Known;
use super::plan::{Plan, plan};
use super::rows::{self, AT_ONCE, Import, ImportState, Outcome, Written, read};
use super::stated::{Problem, Reader};
use super::undo_company::Renamed;
use super::undo_row::UndoRow;
use crate::attributes::definitions;
use crate::audit::{self, Actor};
use crate::batch::{Batch, Store};
use crate::companies::{self, CompanyUpdate};
use crate::contacts::{self, NewPerson};
use crate::database::execute;
use crate::error::Error;
use crate::ledger::ChangedBy;
use crate::people::Person;
use crate::people::refusals::Refusals;
use crate::refusal::Refusal;
use crate::tags::{self, Tagged};

/// Why a row is not written.
enum Unwritten {
    /// Nothing of the row is written.
    Whole(Problem),
    /// A part of the row is in the batch, which must not be committed.
    Half(Problem),
    Failed(Error),
}

impl From<Refusal> for Unwritten {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Internal => Self::Failed(Error::Internal),
            other => Self::Whole(problem_of(other)),
        }
    }
}

fn half(refusal: Refusal) -> Unwritten {
    match Unwritten::from(refusal) {
        Unwritten::Whole(problem) => Unwritten::Half(problem),
        other => other,
    }
}

fn problem_of(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::Field(column, reason) => Problem { column: column.to_owned(), reason: reason.to_owned() },
        Refusal::NoPerson => Problem { column: String::new(), reason: "The person is gone.".to_owned() },
        other => Problem { column: String::new(), reason: other.to_string() },
    }
}

/// Writes the next rows of a running import, in one commit. Returns whether there may be more. Each row is written once,
/// whichever servers work at the import.
pub async fn apply_some(store: &Store, id: &str) -> Result<bool, Error> {
    let mut refused = HashMap::new();
    loop {
        match try_some(store, id, &refused).await? {
            Tried::Done(is_more) => return Ok(is_more),
            Tried::Refused(number, problem) => _ = refused.insert(number, problem),
        }
    }
}

enum Tried {
    Done(bool),
    /// A row turned out to be refused when a part of it was written: nothing is committed.
    Refused(i64, Problem),
}

async fn try_some(store: &Store, id: &str, refused: &HashMap<i64, Problem>) -> Result<Tried, Error> {
    // Before the change begins, for which pings wait.
    let Some(import) = read(store, id, ImportState::Running).await? else { return Ok(Tried::Done(false)) };
    let definitions = definitions(&store.db, &import.app_id).await?;
    let targets = import.targets();
    let reader = Reader::new(&import.columns, &targets, &definitions);
    let (app_id, by) = (import.app_id.as_str(), by(import.teammate));
    let mut batch = Batch::begin(store).await?;
    let now = rows::by_id(&mut batch.transaction, id).await?;
    let Some(now) = now.filter(|now| now.state == ImportState::Running) else {
        return Ok(Tried::Done(false));
    };
    let most = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
    let some = rows::unwritten(&mut batch.transaction, id, most).await?;
    if some.is_empty() {
        execute!(&mut batch.transaction,
            "update csv_imports set state = $2, ended_at = $3 where id = $1"
            => id, ImportState::Done, batch.now)?;
        batch.commit().await?;
        let Import { made, changed, refused, .. } = now;
        let what =
            format!("ended the import {id}: {made} people made, {changed} changed, {refused} rows refused");
        audit::log(Actor::Import, app_id, "people_import_ended", &what);
        return Ok(Tried::Done(false));
    }
    let named: Vec<_> = some.iter().map(|row| reader.named(&row.cells)).collect();
    let known = Known::read(&mut batch.transaction, app_id, &named).await?;
    let mut claims = Claims::default();
    for (person, row) in rows::of_people(&mut batch.transaction, id, known.ids()).await? {
        claims.note(person, row);
    }
    let mut written = Vec::new();
    for row in &some {
        let number = row.number;
        let plan = match refused.get(&number) {
            Some(problem) => Plan::Refused(problem.clone()),
            None => plan(&reader, number, &row.cells, &known, &mut claims),
        };
        match write(&mut batch, &by, app_id, number, plan).await {
            Ok(row) => written.push(row),
            Err(Unwritten::Whole(problem)) => written.push(Written::refused(number, problem)),
            Err(Unwritten::Half(problem)) => return Ok(Tried::Refused(number, problem)),
            Err(Unwritten::Failed(error)) => return Err(error),
        }
    }
    // A person who was made is in the table, and a row may name them.
    rows::note(&mut batch.transaction, id, &written).await?;
    let count = |outcome: Outcome| {
        let of = written.iter().filter(|row| row.outcome == outcome);
        i64::try_from(of.count()).unwrap_or(i64::MAX)
    };
    execute!(&mut batch.transaction,
        "update csv_imports set made = made + $2, changed = changed + $3, unchanged = unchanged + $4,
           refused = refused + $5 where id = $1"
        => id, count(Outcome::Made), count(Outcome::Changed), count(Outcome::Unchanged), count(Outcome::Refused))?;
    batch.commit().await?;
    Ok(Tried::Done(true))
}

async fn write(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    number: i64,
    plan: Plan,
) -> Result<Written, Unwritten> {
    let (before, role, Difference { fields, tags, company, .. }) = match plan {
        Plan::Refused(problem) => return Ok(Written::refused(number, problem)),
        Plan::Unchanged(id) => {
            let (problem, person_id, undo) = (None, Some(id), None);
            return Ok(Written { number, outcome: Outcome::Unchanged, problem, person_id, undo });
        }
        Plan::Make(role, new) => (None, role, new),
        Plan::Change(person, new) => {
            let role = person.role;
            (Some(*person), role, new)
        }
    };
    // A tag that cannot be made is the reason of the row before anything of it is written.
    let mut tag_ids = Vec::new();
    for name in &tags {
        tag_ids.push(tags::make(batch, by, app_id, name).await?.id);
    }
    let (after, left_out) = match &before {
        None => contacts::create(batch, by, app_id, NewPerson { role, fields }).await?,
        Some(before) => contacts::update(batch, by, app_id, &before.id, fields).await?,
    };
    whole(&left_out)?;
    for tag in &tag_ids {
        tags::attach(batch, by, app_id, tag, Tagged::Person(&after.id)).await.map_err(half)?;
    }
    let (joined, renamed) = match company {
        Some(company) => write_company(batch, by, app_id, &after.id, company).await.map_err(half)?,
        None => (None, None),
    };
    let last_event = batch.events.next_number() - 1;
    let outcome = if before.is_none() { Outcome::Made } else { Outcome::Changed };
    let before = before.unwrap_or_else(|| Person { id: after.id.clone(), ..Person::default() });
    let undo = match outcome {
        Outcome::Made => UndoRow::of_made(last_event),
        _ => UndoRow::new(&before, &after, tag_ids, batch.now, last_event),
    };
    let undo = UndoRow { company: joined, renamed, ..undo };
    Ok(Written { number, outcome, problem: None, person_id: Some(after.id), undo: Some(undo) })
}

/// Makes the company if there is none, or gives it the row's name, and makes the person a member. Returns the company
/// that the person joined, and the name that changed.
async fn write_company(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    person_id: &str,
    CompanyDifference { company_id, name, joins }: CompanyDifference,
) -> Result<(Option<String>, Option<Renamed>), Refusal> {
    let before = companies::find_by_company_id(&mut batch.transaction, app_id, &company_id).await?;
    let (company, renamed) = match before {
        Some(company) if name.as_ref().is_none_or(|name| *name == company.name) => (company, None),
        before => {
            let update = CompanyUpdate { name, ..CompanyUpdate::default() };
            let (after, _) = companies::set(batch, by, app_id, &company_id, update).await?;
            let renamed = before.map(|before| Renamed {
                company: after.id.clone(),
                before: before.name,
                after: after.name.clone(),
            });
            (after, renamed)
        }
    };
    if joins {
        companies::attach(batch, by, app_id, &company.id, person_id).await?;
    }
    Ok((joins.then_some(company.id), renamed))
}

/// A row is written as a whole: each of its values was checked, so that none is left out here.
fn whole(left_out: &Refusals) -> Result<(), Unwritten> {
    match left_out.named.first() {
        None => Ok(()),
        Some(first) => {
            Err(Unwritten::Half(Problem { column: first.name.clone(), reason: first.reason.clone() }))
        }
    }
}
