//! Segments: people or companies that fit named conditions. Nobody is put into one: who fits now is in it now.
//! [`lists`](crate::lists) lists and counts them.

use sea_query::{Expr, ExprTrait, SelectStatement, UnionType};
use serde_json::Value;
use sqlx::types::Json;
use std::collections::BTreeSet;

use crate::batch::Batch;
use crate::database::{Db, Transaction, execute, fetch, read};
use crate::error::Error;
use crate::filter::fields::{Model, Type};
use crate::filter::sql::{Dialect, Shape, SqlContext, fetch_built};
use crate::filter::{Filter, Names, PersonFacts};
use crate::ledger::{Change, ChangedBy, LedgerKind};
use crate::name::{checked_name, folded_name};
use crate::outbound;
use crate::people::Person;
use crate::random;
use crate::refusal::Refusal;

/// Segments that an app may have.
const MOST: i64 = 250;
/// Values that one query binds. SQLite takes 32,766.
const MOST_BOUND: usize = 32_000;

/// A segment of an app's people or companies. Times are Unix seconds.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Segment {
    pub id: String,
    pub name: String,
    pub conditions: Json<Filter>,
    pub created_at: i64,
    /// Time of the last change of name or conditions. People come and go without one.
    pub updated_at: i64,
}

/// What to change of a segment. None keeps it.
#[derive(Clone, Copy, Debug, Default)]
pub struct SegmentUpdate<'a> {
    pub name: Option<&'a str>,
    /// A filter's JSON: see [`Filter::from_json`].
    pub conditions: Option<&'a Value>,
}

/// Makes a segment. Refuses the name of another one, whatever its case. `conditions` is a filter's JSON.
pub async fn make(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    name: &str,
    conditions: &Value,
) -> Result<Segment, Refusal> {
    let (name, conditions) = (checked_name(name)?, read_conditions(conditions)?);
    check_unique(batch, app_id, "", name).await?;
    check_names(batch, app_id, &conditions).await?;
    let count: i64 = fetch!(&mut batch.transaction, one value
        "select count(*) from segments where app_id = $1" => app_id)?;
    if count >= MOST {
        return Err(Refusal::Field("name", "An app has at most 250 segments."));
    }
    let segment = Segment {
        id: random::id()?,
        name: name.to_owned(),
        conditions: Json(conditions),
        created_at: batch.now,
        updated_at: batch.now,
    };
    execute!(&mut batch.transaction,
        "insert into segments (id, app_id, name, name_folded, conditions, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $6)"
        => &segment.id, app_id, name, folded_name(name), &segment.conditions, segment.created_at)?;
    batch.record_change(app_id, Change::new(LedgerKind::SegmentMade, by.clone()).about(&segment.id));
    Ok(segment)
}

/// Changes a segment's name, or whom it is of.
pub async fn change(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    id: &str,
    update: SegmentUpdate<'_>,
) -> Result<Segment, Refusal> {
    let mut segment = find(&mut batch.transaction, app_id, id).await?.ok_or(Refusal::NoSegment)?;
    let mut fields = Vec::new();
    if let Some(name) = update.name.map(checked_name).transpose()?
        && name != segment.name
    {
        check_unique(batch, app_id, id, name).await?;
        name.clone_into(&mut segment.name);
        fields.push("name".to_owned());
    }
    if let Some(conditions) = update.conditions.map(read_conditions).transpose()?
        && conditions != segment.conditions.0
    {
        check_names(batch, app_id, &conditions).await?;
        segment.conditions = Json(conditions);
        fields.push("conditions".to_owned());
    }
    if fields.is_empty() {
        return Ok(segment);
    }
    segment.updated_at = batch.now;
    execute!(&mut batch.transaction,
        "update segments set name = $2, name_folded = $3, conditions = $4, updated_at = $5 where id = $1"
        => id, &segment.name, folded_name(&segment.name), &segment.conditions, segment.updated_at)?;
    let change = Change::new(LedgerKind::SegmentChanged, by.clone()).about(id);
    batch.record_change(app_id, change.in_fields(fields));
    Ok(segment)
}

/// Has the conditions that name a tag name the one into which it is merged.
pub async fn merge_tag(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    from: &str,
    into: &str,
) -> Result<(), Refusal> {
    let named: Vec<Segment> = fetch!(&mut batch.transaction, all
        "select * from segments
         where app_id = $1 and cast(conditions as text) like '%' || cast($2 as text) || '%' order by name_folded"
        => app_id, from)?;
    for Segment { id, conditions: Json(conditions), .. } in named {
        let Some(conditions) = conditions.with_merged(Type::Tag, from, into) else { continue };
        execute!(&mut batch.transaction,
            "update segments set conditions = $2, updated_at = $3 where id = $1"
            => &id, Json(&conditions), batch.now)?;
        let change = Change::new(LedgerKind::SegmentChanged, by.clone()).about(id);
        batch.record_change(app_id, change.in_fields(vec!["conditions".to_owned()]));
    }
    Ok(())
}

/// Has messages for the people of one segment be for those of another one, and deletes the first. The ledger says that the
/// second is merged, which messages changed, and that the first is deleted.
pub async fn merge(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    from: &str,
    into: &str,
) -> Result<(), Refusal> {
    let before = find(&mut batch.transaction, app_id, from).await?.ok_or(Refusal::NoSegment)?;
    let after = find(&mut batch.transaction, app_id, into).await?.ok_or(Refusal::NoSegment)?;
    if from == into {
        return Err(Refusal::Field("into", "A segment is merged into another one."));
    }
    if before.conditions.of() != after.conditions.of() {
        return Err(Refusal::Field("into", "Both segments are of people, or both are of companies."));
    }
    batch.record_change(app_id, Change::new(LedgerKind::SegmentMerged, by.clone()).about(into));
    outbound::replace_merged(batch, by, app_id, Type::Segment, from, into).await?;
    delete(batch, by, app_id, from).await
}

/// Deletes a segment. Its people stay.
pub async fn delete(batch: &mut Batch, by: &ChangedBy, app_id: &str, id: &str) -> Result<(), Refusal> {
    let deleted = execute!(&mut batch.transaction,
        "delete from segments where app_id = $1 and id = $2" => app_id, id)?;
    if deleted == 0 {
        return Err(Refusal::NoSegment);
    }
    batch.record_change(app_id, Change::new(LedgerKind::SegmentDeleted, by.clone()).about(id));
    Ok(())
}

/// All segments of an app, by name.
pub async fn list(db: &Db, app_id: &str) -> Result<Vec<Segment>, sqlx::Error> {
    read!(db, all "select * from segments where app_id = $1 order by name_folded" => app_id)
}

/// The segment of this app that has a name, whatever its case.
pub async fn find_by_name(
    db: &mut Transaction,
    app_id: &str,
    name: &str,
) -> Result<Option<Segment>, sqlx::Error> {
    fetch!(db, optional
        "select * from segments where app_id = $1 and name_folded = $2" => app_id, folded_name(name.trim()))
}

/// A segment of this app.
pub async fn find(db: &mut Transaction, app_id: &str, id: &str) -> Result<Option<Segment>, sqlx::Error> {
    fetch!(db, optional "select * from segments where app_id = $1 and id = $2" => app_id, id)
}

/// The segments that a person of this app is in at `now`, in Unix seconds, by name.
pub async fn of_person(
    db: &mut Transaction,
    app_id: &str,
    person: &Person,
    now: i64,
) -> Result<Vec<Segment>, Error> {
    let mut segments: Vec<Segment> = fetch!(&mut *db, all
        "select * from segments where app_id = $1 order by name_folded" => app_id)?;
    segments.retain(|segment| segment.conditions.of() == Model::Person);
    let filters = segments.iter().map(|segment| &segment.conditions.0);
    let known = PersonFacts::read(db, person, filters).await?;
    let subject = known.subject(person, now);
    segments.retain(|segment| segment.conditions.fits(&subject));
    Ok(segments)
}

/// The segments that a company of this app is in at `now`, in Unix seconds, by name.
pub async fn of_company(
    db: &mut Transaction,
    app_id: &str,
    company: &str,
    now: i64,
) -> Result<Vec<Segment>, Error> {
    let mut segments: Vec<Segment> = fetch!(&mut *db, all
        "select * from segments where app_id = $1 order by name_folded" => app_id)?;
    segments.retain(|segment| segment.conditions.of() == Model::Company);
    let Some(first) = segments.first() else { return Ok(segments) };
    // Each needs the same: a segment names no other one.
    let context = SqlContext::of_list(db, app_id, &first.conditions, now).await?;
    let context = SqlContext { shape: Shape::EachRow, ..context };
    let selects = segments.iter().map(|segment| {
        let mut select = segment.conditions.select(&context);
        select.expr(Expr::val(&*segment.id)).and_where(Expr::col(("companies", "id")).eq(company)).take()
    });
    let mut found: BTreeSet<String> = BTreeSet::new();
    for select in united(selects, context.dialect) {
        found.extend(fetch_built::<(String,)>(db, &select).await?.into_iter().map(|(id,)| id));
    }
    segments.retain(|segment| found.contains(&segment.id));
    Ok(segments)
}

/// One query of them all; more only where one would bind more values than SQLite takes.
fn united(selects: impl Iterator<Item = SelectStatement>, dialect: Dialect) -> Vec<SelectStatement> {
    let (mut queries, mut bound): (Vec<SelectStatement>, usize) = (Vec::new(), 0);
    for select in selects {
        let values = dialect.build(&select).1.0.0.len();
        bound += values;
        match queries.last_mut() {
            Some(query) if bound <= MOST_BOUND => _ = query.union(UnionType::All, select),
            _ => {
                queries.push(select);
                bound = values;
            }
        }
    }
    queries
}

fn read_conditions(json: &Value) -> Result<Filter, Refusal> {
    let of_whom = [Model::Person, Model::Company];
    let filter = Filter::from_json_of(&of_whom, json, "A segment is of people or of companies.")
        .map_err(|bad| Refusal::Conditions(bad.to_string()))?;
    if filter.segments().next().is_some() {
        return Err(Refusal::Conditions("A segment names no other segment.".to_owned()));
    }
    Ok(filter)
}

/// Refuses conditions that name what the app does not have.
async fn check_names(batch: &mut Batch, app_id: &str, conditions: &Filter) -> Result<(), Refusal> {
    let names = Names::read(&mut batch.transaction, app_id, conditions, &[]).await?;
    conditions.check_names(&names).map_err(|bad| Refusal::Conditions(bad.to_string()))
}

/// Refuses a name that another segment than the one with this id has.
async fn check_unique(batch: &mut Batch, app_id: &str, id: &str, name: &str) -> Result<(), Refusal> {
    let is_taken = fetch!(&mut batch.transaction, any
        "select id from segments where app_id = $1 and name_folded = $2 and id <> $3"
        => app_id, folded_name(name), id)?;
    if is_taken { Err(Refusal::Field("name", "Another segment has this name.")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_query::Query;

    #[test]
    fn segments_are_asked_in_one_query_as_long_as_a_database_takes_its_values() {
        let of = |values: usize| {
            let values: Vec<String> = (0..values).map(|value| value.to_string()).collect();
            Query::select().expr(Expr::val("s")).and_where(Expr::col("id").is_in(values)).take()
        };
        for (values, queries) in [
            (vec![], 0),
            (vec![1; 250], 1),
            (vec![15_999, 15_999], 1),
            (vec![15_999, 16_000], 2),
            (vec![25_000, 1, 25_000, 1, 25_000], 3),
        ] {
            let selects: Vec<_> = values.iter().copied().map(of).collect();
            let found = united(selects.into_iter(), Dialect::Sqlite);
            let bound = found.iter().map(|query| Dialect::Sqlite.build(query).1.0.0.len());
            let bound: Vec<_> = bound.collect();
            assert!(bound.iter().all(|bound| *bound <= MOST_BOUND), "{bound:?}");
            assert_eq!(
                (found.len(), bound.iter().sum()),
                (queries, values.iter().map(|of| of + 1).sum::<usize>())
            );
        }
    }
}
