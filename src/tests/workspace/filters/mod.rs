//! A filter gives one verdict: of a person in memory, and of the same person's rows in the database. `make check` runs this
//! on SQLite and on PostgreSQL, so all three agree.

mod conditions;
mod oldest;
mod others;
#[path = "../../../workspace/filter/plain.rs"]
mod plain;
mod sorted;
mod stored;

use super::*;
use leptos_messenger::database::fetch;
use leptos_messenger::workspace::companies::Company;
use leptos_messenger::workspace::conversations::Conversation;
use leptos_messenger::workspace::filter::fields::{Model, Type};
use leptos_messenger::workspace::filter::sql::{Cursor, Shape, Sort, SortBy, SqlContext, fetch_built};
use leptos_messenger::workspace::filter::{Filter, PersonFacts, Subject};
use leptos_messenger::workspace::lists::{count, list};
use leptos_messenger::workspace::people::Person;
use proptest::test_runner::{Config, TestRunner};
use std::collections::{BTreeMap, BTreeSet, HashMap};

use conditions::{asked, filters};
use stored::{ZONE, store};

/// People who are stored.
const PEOPLE: usize = 10_000;
/// People of lists.
const LISTED: usize = 1_000;
/// Filters of several conditions, beside one filter for each condition of a field.
const FILTERS: usize = 100;
/// People whom one query of facts names.
const READ: usize = 500;

/// How many verdicts of a kind were false, and how many true.
type Tally = BTreeMap<String, [usize; 2]>;

/// People of whom a condition is asked before it is chosen.
const SAMPLE: usize = 100;
/// Conditions of a kind of which the last is taken, should none be true of some of the sample and false of some.
const DRAWS: usize = 20;

struct AskedFilter {
    filter: Filter,
    /// The operator and type of a filter of one condition.
    kind: Option<String>,
    /// Whether days of the calendar are in it, or in a segment.
    has_days: bool,
    /// When it is asked, in Unix seconds: days are counted from here.
    now: i64,
    /// The people whom it fits, in memory, by days of their own zone and by those of the workspace's.
    of_message: BTreeSet<String>,
    of_list: BTreeSet<String>,
}

impl AskedFilter {
    fn new(kind: Option<String>, json: &Value, now: i64) -> Self {
        let filter = Filter::from_json(json).unwrap_or_else(|bad| panic!("{bad}: {json}"));
        let words = json.to_string();
        let has_days = ["_ago", "before", "on\"", "after", "segment"].iter().any(|days| words.contains(days));
        Self { filter, kind, has_days, now, of_message: BTreeSet::new(), of_list: BTreeSet::new() }
    }
}

#[tokio::test]
async fn memory_and_database_give_one_verdict_of_each_person_and_filter() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    store(&bench, &mut runner, PEOPLE).await;
    let mut asked = telling_conditions(&bench, &mut runner).await;
    for json in filters(Model::Person, &mut runner, FILTERS) {
        asked.push(AskedFilter::new(None, &json, stored::now(&mut runner)));
    }

    remember(&bench, &mut asked).await;

    let mut tally = Tally::new();
    for AskedFilter { filter, kind, now, of_message, of_list, .. } in &asked {
        let mut transaction = bench.workspace.db().begin_reading().await.expect("a transaction");
        let db = &mut transaction;
        let message = SqlContext::of_message(db, app_id, filter, *now).await.expect("a context");
        let list = SqlContext::of_list(db, app_id, filter, *now).await.expect("a context");
        let shaped = |context: &SqlContext, shape| SqlContext { shape, ..context.clone() };
        let mut answers: HashMap<String, BTreeSet<String>> = HashMap::new();
        for (context, in_memory) in [
            (shaped(&message, Shape::EachRow), of_message),
            (message, of_message),
            (shaped(&list, Shape::EachRow), of_list),
            (shaped(&list, Shape::Few), of_list),
            (list, of_list),
        ] {
            let mut select = filter.select(&context);
            let select = select.column(("people", "id"));
            // Few filters differ in all five.
            let asked = format!("{:?}", context.dialect.build(select));
            if !answers.contains_key(&asked) {
                let found: Vec<(String,)> =
                    fetch_built(db, select).await.unwrap_or_else(|error| panic!("{error:?}: {asked}"));
                answers.insert(asked.clone(), found.into_iter().map(|(id,)| id).collect());
            }
            let found = &answers[&asked];
            let differs: Vec<_> = found.symmetric_difference(in_memory).take(3).collect();
            assert!(differs.is_empty(), "{differs:?} of {}: {asked}", filter.to_json());
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

#[tokio::test]
async fn pages_and_counts_have_everybody_whom_a_filter_fits_once_the_last_seen_first_without_the_archived() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    store(&bench, &mut runner, LISTED).await;
    for (number, conditions) in [
        json!([]),
        json!([{ "field": "role", "operator": "is", "value": "lead" }]),
        json!([{ "field": "tag", "operator": "is", "value": "t1" }]),
        json!([{ "field": "archived_at", "operator": "is_known" }]),
        json!([{ "field": "email", "operator": "is", "value": "ab" }, { "field": "role", "operator": "is", "value": "user" }]),
        json!([{ "field": "id", "operator": "is", "value": "p7" }, { "field": "archived_at", "operator": "is_unknown" }]),
        json!([{ "field": "user_id", "operator": "is", "value": "nobody" }]),
    ]
    .into_iter()
    .enumerate()
    {
        let filter = Filter::from_json(&json!({ "version": 2, "all": conditions })).expect("a filter");
        let mut transaction = bench.workspace.db().begin_reading().await.expect("a transaction");
        let everybody: Vec<Person> = fetch!(&mut transaction, all
            "select * from people where app_id = $1 order by last_seen_at desc, id desc" => app_id)
        .expect("people");
        let people: Vec<&Person> = everybody.iter().collect();
        let facts = PersonFacts::of_people(&mut transaction, &people, std::iter::once(&filter)).await.expect("facts");
        let asks_for_archived = conditions.to_string().contains("archived_at");
        let expected: Vec<&str> = everybody
            .iter()
            .filter(|person| person.archived_at.is_none() || asks_for_archived)
            .filter(|person| filter.fits(&facts[&person.id].subject(person, NOW)))
            .map(|person| person.id.as_str())
            .collect();
        transaction.commit().await.expect("the end");
        let (mut listed, mut after) = (Vec::new(), None);
        loop {
            let page = list::<Person>(bench.workspace.db(), app_id, &filter, &Sort::default(), after.as_ref(), 7, NOW).await;
            let page = page.expect("a page");
            listed.extend(page.rows.into_iter().map(|person| person.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let counted = count(bench.workspace.db(), app_id, &filter, NOW).await.expect("a count");
        assert_eq!(listed, expected, "{conditions}");
        assert_eq!(counted, i64::try_from(expected.len()).expect("a count"), "{conditions}");
        assert!((number < 4) == (expected.len() > 20), "{} of {conditions}", expected.len());
    }
}

#[tokio::test]
async fn companies_and_conversations_are_listed_and_counted_too_each_by_a_filter_of_their_own() {
    let bench = Bench::new().await;
    let (db, app_id) = (bench.workspace.db(), bench.workspace.app_id());
    let everything =
        |model: &str| Filter::from_json(&json!({ "version": 2, "of": model, "all": [] })).expect("a filter");
    for number in 1..=5 {
        let archived = if number == 2 { "7" } else { "null" };
        execute(db, &format!(
            "insert into companies (id, app_id, company_id, name, details, attributes, created_at, updated_at, archived_at)
             values ('c{number}', '{app_id}', '{number}', 'C', '{{}}', '{{}}', 1, {}, {archived})", number % 2)).await;
        execute(db, &format!(
            "insert into people (id, app_id, role, user_id, verified, details, attributes, impressions, created_at, last_seen_at)
             values ('p{number}', '{app_id}', 'user', '{number}', false, '{{}}', '{{}}', 0, 1, 1)")).await;
        execute(db, &format!(
            "insert into conversations (number, app_id, person_id, state, source, created_at, updated_at, last_part, parts,
                                        person_read_to, teammates_read_to)
             values ({number}, '{app_id}', 'p{number}', 'open', '{{\"url\":\"/\"}}', 1, {}, 1, 1, 0, 0)", 10 - number)).await;
    }
    let companies = everything("company");
    let first =
        list::<Company>(db, app_id, &companies, &Sort::default(), None, 2, NOW).await.expect("a page");
    let ids = |rows: &[Company]| rows.iter().map(|company| company.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&first.rows), ["c5", "c3"]);
    let next = list::<Company>(db, app_id, &companies, &Sort::default(), first.next.as_ref(), 2, NOW)
        .await
        .expect("a page");
    assert_eq!((ids(&next.rows), next.next), (vec!["c1".to_owned(), "c4".to_owned()], None));
    assert_eq!(count(db, app_id, &companies, NOW).await.expect("a count"), 4);

    let conversations = everything("conversation");
    let first = list::<Conversation>(db, app_id, &conversations, &Sort::default(), None, 3, NOW)
        .await
        .expect("a page");
    let numbers = |rows: &[Conversation]| rows.iter().map(|one| one.number).collect::<Vec<_>>();
    assert_eq!(numbers(&first.rows), [1, 2, 3]);
    let next =
        list::<Conversation>(db, app_id, &conversations, &Sort::default(), first.next.as_ref(), 3, NOW).await;
    assert_eq!(numbers(&next.expect("a page").rows), [4, 5]);
    assert_eq!(count(db, app_id, &conversations, NOW).await.expect("a count"), 5);

    let wrong = list::<Person>(db, app_id, &conversations, &Sort::default(), None, 3, NOW)
        .await
        .expect_err("another model");
    assert!(wrong.to_string().contains("not of the model person"), "{wrong}");
}

/// Filters of one condition each. Each condition is true of some people and false of some, if that can be.
async fn telling_conditions(bench: &Bench, runner: &mut TestRunner) -> Vec<AskedFilter> {
    let mut transaction = bench.workspace.db().begin_reading().await.expect("a transaction");
    let people: Vec<Person> =
        fetch!(&mut transaction, all "select * from people order by id limit $1" => SAMPLE as i64)
            .expect("people");
    let people: Vec<&Person> = people.iter().collect();
    let mut telling = Vec::new();
    for asked in asked(Model::Person, runner) {
        let mut draws = 0;
        telling.push(loop {
            let json = json!({ "version": 2, "all": [asked.condition(runner)] });
            let drawn = AskedFilter::new(Some(asked.kind()), &json, stored::now(runner));
            let facts =
                PersonFacts::of_people(&mut transaction, &people, std::iter::once(&drawn.filter)).await;
            let facts = facts.expect("facts");
            let fits = |person: &&&Person| drawn.filter.fits(&facts[&person.id].subject(person, drawn.now));
            let fitting = people.iter().filter(fits).count();
            draws += 1;
            if draws == DRAWS || (SAMPLE / 20..=SAMPLE - SAMPLE / 20).contains(&fitting) {
                break drawn;
            }
        });
    }
    transaction.commit().await.expect("the end");
    telling
}

/// Asks each filter of each person in memory.
async fn remember(bench: &Bench, asked: &mut [AskedFilter]) {
    let app_id = bench.workspace.app_id();
    let zone = jiff::tz::TimeZone::get(ZONE).expect("a zone");
    let mut transaction = bench.workspace.db().begin_reading().await.expect("a transaction");
    let people: Vec<Person> =
        fetch!(&mut transaction, all "select * from people where app_id = $1" => app_id).expect("people");
    transaction.commit().await.expect("the end");
    assert_eq!(people.len(), PEOPLE);
    for some in people.chunks(READ) {
        let some: Vec<&Person> = some.iter().collect();
        let filters: Vec<Filter> = asked.iter().map(|asked| asked.filter.clone()).collect();
        // PostgreSQL ends a transaction in which nothing is asked while the filters are.
        let mut transaction = bench.workspace.db().begin_reading().await.expect("a transaction");
        let facts: HashMap<String, PersonFacts> =
            PersonFacts::of_people(&mut transaction, &some, filters.iter()).await.expect("facts");
        transaction.commit().await.expect("the end");
        for person in some {
            let subject = facts[&person.id].subject(person, 0);
            for asked in &mut *asked {
                let own = Subject { now: asked.now, ..subject.clone() };
                let (fits, of_list) = (asked.filter.fits(&own), Subject { zone: zone.clone(), ..own });
                asked.of_message.extend(fits.then(|| person.id.clone()));
                let fits = if asked.has_days { asked.filter.fits(&of_list) } else { fits };
                asked.of_list.extend(fits.then(|| person.id.clone()));
            }
        }
    }
}
