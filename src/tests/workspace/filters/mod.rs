//! A filter gives one verdict: of a person in memory, and of the same person's rows in the database. `make check` runs this
//! on SQLite and on PostgreSQL, so all three agree.

mod conditions;
mod stored;

use super::*;
use leptos_messenger::database::fetch;
use leptos_messenger::workspace::filter::sql::{SqlContext, fetch_built};
use leptos_messenger::workspace::filter::{Filter, PersonFacts, Subject};
use leptos_messenger::workspace::people::Person;
use proptest::test_runner::{Config, TestRunner};
use std::collections::{BTreeMap, BTreeSet, HashMap};

use conditions::{conditions, filters};
use stored::{ZONE, store};

/// People who are stored.
const PEOPLE: usize = 10_000;
/// Filters of several conditions, beside one filter for each condition of a field.
const FILTERS: usize = 100;
/// People whom one query of facts names.
const READ: usize = 500;

/// How many verdicts of a kind were false, and how many true.
type Tally = BTreeMap<String, [usize; 2]>;

struct Asked {
    filter: Filter,
    /// The operator and type of a filter of one condition.
    kind: Option<String>,
    /// When it is asked, in Unix seconds: days are counted from here.
    now: i64,
    /// The people whom it fits, in memory, by days of their own zone and by those of the workspace's.
    of_message: BTreeSet<String>,
    of_list: BTreeSet<String>,
}

#[tokio::test]
async fn memory_and_database_give_one_verdict_of_each_person_and_filter() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    store(&bench, &mut runner, PEOPLE).await;
    let mut asked: Vec<Asked> = Vec::new();
    let single = conditions(&mut runner)
        .into_iter()
        .map(|(kind, condition)| (Some(kind), json!({ "version": 2, "all": [condition] })));
    for (kind, json) in single.chain(filters(&mut runner, FILTERS).into_iter().map(|filter| (None, filter))) {
        let filter = Filter::from_json(&json).unwrap_or_else(|bad| panic!("{bad}: {json}"));
        let now = stored::time(&mut runner);
        asked.push(Asked { filter, kind, now, of_message: BTreeSet::new(), of_list: BTreeSet::new() });
    }

    remember(&bench, &mut asked).await;

    let mut tally = Tally::new();
    for Asked { filter, kind, now, of_message, of_list } in &asked {
        let mut transaction = bench.workspace.db().begin_reading().await.expect("a transaction");
        let db = &mut transaction;
        let contexts = [
            (SqlContext::of_message(db, app_id, filter, *now).await.expect("a context"), of_message),
            (SqlContext::of_list(db, app_id, filter, *now).await.expect("a context"), of_list),
        ];
        for (context, in_memory) in contexts {
            let mut select = filter.select(app_id, &context);
            let select = select.column(("people", "id"));
            let found: Vec<(String,)> = fetch_built(db, select)
                .await
                .unwrap_or_else(|error| panic!("{error:?}: {}", context.dialect.build(select).0));
            let found: BTreeSet<String> = found.into_iter().map(|(id,)| id).collect();
            let differs: Vec<_> = found.symmetric_difference(in_memory).take(3).collect();
            assert!(
                differs.is_empty(),
                "{differs:?} of {}: {}",
                filter.to_json(),
                context.dialect.build(select).0
            );
        }
        transaction.commit().await.expect("the end");
        // An id is one person's.
        if let Some(kind) = kind.as_ref().filter(|kind| !kind.starts_with("id ")) {
            let [no, yes] = tally.entry(kind.clone()).or_default();
            (*no, *yes) = (*no + PEOPLE - of_message.len(), *yes + of_message.len());
        }
    }
    for (kind, [no, yes]) in &tally {
        let few = (no + yes) / 100;
        assert!(*no > few && *yes > few, "{kind}: {yes} times true, {no} times false");
    }
    println!("{} filters of {PEOPLE} people; {} kinds of conditions", asked.len(), tally.len());
}

/// Asks each filter of each person in memory.
async fn remember(bench: &Bench, asked: &mut [Asked]) {
    let app_id = bench.workspace.app_id();
    let zone = jiff::tz::TimeZone::get(ZONE).expect("a zone");
    let mut transaction = bench.workspace.db().begin_reading().await.expect("a transaction");
    let people: Vec<Person> =
        fetch!(&mut transaction, all "select * from people where app_id = $1" => app_id).expect("people");
    assert_eq!(people.len(), PEOPLE);
    for some in people.chunks(READ) {
        let ids: Vec<&str> = some.iter().map(|person| person.id.as_str()).collect();
        let filters: Vec<Filter> = asked.iter().map(|asked| asked.filter.clone()).collect();
        let facts: HashMap<String, PersonFacts> =
            PersonFacts::of_people(&mut transaction, &ids, filters.iter()).await.expect("facts");
        for person in some {
            let subject = facts[&person.id].subject(person, 0);
            for asked in &mut *asked {
                let own = Subject { now: asked.now, ..subject.clone() };
                if asked.filter.fits(&own) {
                    asked.of_message.insert(person.id.clone());
                }
                if asked.filter.fits(&Subject { zone: zone.clone(), ..own }) {
                    asked.of_list.insert(person.id.clone());
                }
            }
        }
    }
    transaction.commit().await.expect("the end");
}
