//! Companies and conversations: no evaluator of the workspace reads them in memory, so a second one of the tests does.

use super::*;
use leptos_messenger::workspace::companies::figures;
use proptest::prelude::*;

use super::stored::{TAGS, TEXTS, attributes, details, literal, maybe_time, one, text, times, whole};

const PEOPLE: usize = 200;
const COMPANIES: usize = 300;
const CONVERSATIONS: usize = 1_000;
const FILTERS: usize = 50;
/// Segments of companies, by id.
const SEGMENTS: [(&str, &str); 2] = [
    ("s1", r#"{"version":2,"of":"company","all":[{"field":"people","operator":"greater","value":2}]}"#),
    (
        "s2",
        r#"{"version":2,"of":"company","any":[{"field":"plan","operator":"is_known"},{"field":"tag","operator":"is","value":"t1"}]}"#,
    ),
];

/// Asks each filter of the rows, and of the same things as JSON, by their ids.
async fn compare(
    bench: &Bench,
    runner: &mut TestRunner,
    model: Model,
    key: &'static str,
    things: &[(String, Value)],
) {
    let app_id = bench.workspace.app_id();
    let table = if model == Model::Company { "companies" } else { "conversations" };
    let mut all: Vec<Value> = asked(model, runner).iter().map(|asked| asked.condition(runner)).collect();
    all = all.into_iter().map(|condition| json!({ "version": 2, "of": model, "all": [condition] })).collect();
    all.extend(filters(model, runner, FILTERS));
    let mut fitting = 0;
    for json in all {
        let filter = Filter::from_json(&json).unwrap_or_else(|bad| panic!("{bad}: {json}"));
        let now = stored::now(runner);
        let mut transaction = bench.workspace.db().begin_reading().await.expect("a transaction");
        let context = SqlContext::of_list(&mut transaction, app_id, &filter, now).await.expect("a context");
        let mut select = filter.select(&context);
        let found = if model == Model::Company {
            let found = fetch_built::<(String,)>(&mut transaction, select.column((table, key))).await;
            found.map(|found| found.into_iter().map(|(id,)| id).collect::<BTreeSet<_>>())
        } else {
            let found = fetch_built::<(i64,)>(&mut transaction, select.column((table, key))).await;
            found.map(|found| found.into_iter().map(|(number,)| number.to_string()).collect())
        };
        let found = found.unwrap_or_else(|error| panic!("{error:?}: {json}"));
        transaction.commit().await.expect("the end");
        let plain: BTreeSet<String> = things
            .iter()
            .filter(|(_, thing)| {
                let mut thing = thing.clone();
                thing["now"] = json!(now);
                plain::fits(&json, &thing)
            })
            .map(|(id, _)| id.clone())
            .collect();
        let differs: Vec<_> = found.symmetric_difference(&plain).take(3).collect();
        assert!(differs.is_empty(), "{differs:?} of {json}: {}", context.dialect.build(&select).0);
        fitting += found.len();
    }
    assert!(fitting > things.len(), "{fitting} verdicts were true");
}

#[tokio::test]
async fn a_filter_of_companies_says_of_rows_what_a_second_evaluator_says() {
    let bench = Bench::new().await;
    let (db, app_id) = (bench.workspace.db(), bench.workspace.app_id());
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    stored::store(&bench, &mut runner, PEOPLE).await;
    execute(db, "delete from companies").await;
    for (id, filter) in SEGMENTS {
        execute(db, &format!("update segments set conditions = '{filter}' where id = '{id}'")).await;
    }
    let segments: serde_json::Map<String, Value> = SEGMENTS
        .into_iter()
        .map(|(id, filter)| (id.to_owned(), serde_json::from_str(filter).expect("a filter")))
        .collect();
    let fitting = prop_oneof![
        prop::sample::select(&TEXTS[..]).prop_map(Value::from),
        whole(5),
        times().prop_map(Value::from)
    ];
    let of_intercom =
        details(&["plan", "website", "industry", "monthly_spend", "size", "created_at"], fitting.boxed());
    let mut things = Vec::new();
    for number in 0..COMPANIES {
        let id = format!("c{number}");
        let (name, details, custom, added_at, updated_at, archived_at) = one(
            (
                prop::sample::select(&TEXTS[..]),
                of_intercom.clone(),
                attributes(),
                times(),
                times(),
                maybe_time(),
            ),
            &mut runner,
        );
        let columns = [
            name.into(),
            details.clone().into(),
            custom.clone(),
            json!(added_at),
            json!(updated_at),
            archived_at.clone(),
        ];
        execute(db, &format!(
            "insert into companies (id, app_id, company_id, name, details, attributes, created_at, updated_at, archived_at)
             values ('{id}', '{app_id}', 'i{number}', {})",
            columns.each_ref().map(literal).join(", ")
        ))
        .await;
        for person in one(prop::sample::subsequence((0..PEOPLE).collect::<Vec<_>>(), 0..5), &mut runner) {
            let seen = stored::time(&mut runner);
            execute(db, &format!("insert into company_members (company, person_id, active, last_seen_at) values ('{id}', 'p{person}', false, {seen})")).await;
        }
        let tags = one(prop::sample::subsequence(&TAGS[..], 0..3), &mut runner);
        for tag in &tags {
            execute(db, &format!("insert into company_tags (tag, subject, applied_at, applied_by) values ({}, '{id}', 1, 'import')", literal(&json!(tag)))).await;
        }
        let figures = figures(db, &id).await.expect("figures");
        let mut fields = details;
        fields.extend([
            ("id".to_owned(), json!(id)),
            ("company_id".to_owned(), json!(format!("i{number}"))),
            ("name".to_owned(), json!(name)),
            ("people".to_owned(), json!(figures.people)),
            ("session_count".to_owned(), json!(figures.session_count)),
            ("last_seen_at".to_owned(), json!(figures.last_seen_at)),
            ("added_at".to_owned(), json!(added_at)),
            ("updated_at".to_owned(), json!(updated_at)),
            ("archived_at".to_owned(), archived_at),
        ]);
        things.push((
            id,
            json!({ "of": "company", "fields": fields, "custom": custom, "sets": { "tag": tags },
                                 "segments": segments, "zone": ZONE }),
        ));
    }
    compare(&bench, &mut runner, Model::Company, "id", &things).await;
}

#[tokio::test]
async fn a_filter_of_conversations_says_of_rows_what_a_second_evaluator_says() {
    let bench = Bench::new().await;
    let (db, app_id) = (bench.workspace.db(), bench.workspace.app_id());
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    stored::store(&bench, &mut runner, PEOPLE).await;
    let number = || prop_oneof![whole(5), Just(Value::Null)].boxed();
    let columns: Vec<(&str, BoxedStrategy<Value>)> = vec![
        ("priority", prop::sample::select(&["none", "low", "urgent"][..]).prop_map(Value::from).boxed()),
        ("title", text()),
        ("teammate_assignee", number()),
        ("team_assignee", number()),
        ("created_at", times().prop_map(Value::from).boxed()),
        ("updated_at", times().prop_map(Value::from).boxed()),
        ("waiting_since", maybe_time()),
        ("person_first_at", maybe_time()),
        ("person_last_at", maybe_time()),
        ("teammate_first_at", maybe_time()),
        ("teammate_last_at", maybe_time()),
        ("parts", whole(5)),
        ("rating_requested_at", maybe_time()),
        ("rated_at", maybe_time()),
        ("rating_score", number()),
        ("rating_remark", text()),
        ("rated_teammate", number()),
    ];
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let mut things = Vec::new();
    for number in 1..=CONVERSATIONS {
        let mut fields: serde_json::Map<String, Value> =
            columns.iter().map(|(name, value)| ((*name).to_owned(), one(value, &mut runner))).collect();
        let written: Vec<String> = names.iter().map(|name| literal(&fields[*name])).collect();
        let (snoozed, closed, person, custom) =
            one((any::<bool>(), any::<bool>(), 0..PEOPLE, attributes()), &mut runner);
        let (state, until) = match (snoozed, closed) {
            (true, _) => ("snoozed", json!(stored::time(&mut runner))),
            (false, true) => ("closed", Value::Null),
            (false, false) => ("open", Value::Null),
        };
        execute(db, &format!(
            "insert into conversations (number, app_id, person_id, state, snoozed_until, source, last_part, person_read_to,
                                        teammates_read_to, attributes, {})
             values ({number}, '{app_id}', 'p{person}', '{state}', {until}, '{{}}', {number}, 0, 0, {}, {})",
            names.join(", "), literal(&custom), written.join(", ")
        ))
        .await;
        let tags = one(prop::sample::subsequence(&TAGS[..], 0..3), &mut runner);
        for tag in &tags {
            execute(db, &format!("insert into conversation_tags (tag, subject, applied_at, applied_by) values ({}, {number}, 1, 'import')", literal(&json!(tag)))).await;
        }
        fields.extend([
            ("number".to_owned(), json!(number)),
            ("contact".to_owned(), json!(format!("p{person}"))),
            ("state".to_owned(), json!(state)),
            ("snoozed_until".to_owned(), until),
        ]);
        things.push((
            number.to_string(),
            json!({ "of": "conversation", "fields": fields, "custom": custom,
                                                 "sets": { "tag": tags }, "zone": ZONE }),
        ));
    }
    compare(&bench, &mut runner, Model::Conversation, "number", &things).await;
}
