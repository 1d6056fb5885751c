//! Lists that are sorted by a column.

use super::*;
use leptos_messenger::workspace::filter::{Field, FieldSource};
use std::cmp::Ordering;

/// Half of them are archived. The others are more than those who are looked at first, along an index.
const SORTED: usize = 6_600;
/// Rows of a page.
const MOST: u64 = 700;

/// The value of a person by which a list is sorted. None where it is unknown.
type Value = fn(&Person) -> Option<Key>;

#[derive(Debug, PartialEq, PartialOrd)]
enum Key {
    Text(String),
    Number(f64),
    Time(i64),
}

fn text(text: Option<&str>) -> Option<Key> {
    text.map(|text| Key::Text(text.to_ascii_lowercase()))
}

fn person(name: &str) -> SortBy {
    SortBy::Field(Field::of_model(Model::Person, name).expect("a field"))
}

fn custom(name: &str, of: Type) -> SortBy {
    SortBy::Field(Field::custom(FieldSource::Custom, name, of).expect("an attribute"))
}

#[tokio::test]
async fn pages_of_a_sorted_list_have_everybody_once_in_order_and_those_without_the_value_last() {
    let bench = Bench::new().await;
    let (db, app_id) = (bench.workspace.db(), bench.workspace.app_id());
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    store(&bench, &mut runner, SORTED).await;
    for (number, name) in [(1, "'Bo'"), (2, "'ada'"), (3, "null")] {
        let account = if number == 3 { "null".to_owned() } else { format!("'account{number}'") };
        execute(db, &format!("delete from teammates where app_id = '{app_id}' and number = {number}")).await;
        execute(
            db,
            &format!("insert into teammates (app_id, number, account_id, name) values ('{app_id}', {number}, {account}, {name})"),
        )
        .await;
    }
    let mut transaction = db.begin_reading().await.expect("a transaction");
    let everybody: Vec<Person> =
        fetch!(&mut transaction, all "select * from people where app_id = $1 and archived_at is null" => app_id)
            .expect("people");
    transaction.commit().await.expect("the end");
    let orders: [(SortBy, Value); 14] = [
        (SortBy::Time, |one| Some(Key::Time(one.last_seen_at))),
        (SortBy::Name, |one| text(one.name.as_deref().or(one.email.as_deref()).or(one.user_id.as_deref()))),
        (person("role"), |one| text(Some(one.role.as_str()))),
        (person("email"), |one| text(one.email.as_deref())),
        (person("phone"), |one| text(one.details.get("phone").and_then(|phone| phone.as_str()))),
        (person("city"), |one| text(one.location.as_ref().and_then(|location| location.city.as_deref()))),
        (person("owner"), |one| match one.owner {
            Some(1) => text(Some("Bo")),
            Some(2) => text(Some("ada")),
            _ => None,
        }),
        (person("session_count"), |one| Some(Key::Number(one.session_count as f64))),
        (person("signed_up_at"), |one| one.signed_up_at.map(Key::Time)),
        (person("first_seen_at"), |one| one.first_seen_at.map(Key::Time)),
        (person("last_seen_at"), |one| one.first_seen_at.map(|_| Key::Time(one.last_seen_at))),
        (custom("plan", Type::Text), |one| text(one.attributes.get("plan").and_then(|plan| plan.as_str()))),
        (custom("a\"b", Type::Number), |one| {
            one.attributes.get("a\"b").and_then(|seats| seats.as_f64()).map(Key::Number)
        }),
        (custom("trial_at", Type::Date), |one| {
            one.attributes.get("trial_at").and_then(|at| at.as_i64()).map(Key::Time)
        }),
    ];
    let lead = json!({ "field": "role", "operator": "is", "value": "lead" });
    let sessions = json!({ "field": "session_count", "operator": "is", "value": 3 });
    // Of the first people who are looked at, all fill a page, or many do, or too few.
    let of_three = |one: &Person| one.is_lead() && one.session_count == 3;
    for (condition, fits) in [
        (json!([]), (|_| true) as fn(&Person) -> bool),
        (json!([lead]), Person::is_lead),
        (json!([lead, sessions]), of_three),
    ] {
        let filter = Filter::from_json(&json!({ "version": 2, "all": condition })).expect("a filter");
        let fitting: Vec<&Person> = everybody.iter().filter(|one| fits(one)).collect();
        assert!(fitting.len() > 50, "{} fit {condition}", fitting.len());
        for (by, value) in &orders {
            for is_descending in [false, true] {
                let sort = Sort { by: by.clone(), is_descending };
                let mut expected = fitting.clone();
                expected.sort_by(|one, other| {
                    let directed = |order: Ordering| if is_descending { order.reverse() } else { order };
                    let by_id = directed(one.id.cmp(&other.id));
                    match (value(one), value(other)) {
                        (None, None) => by_id,
                        (None, Some(_)) => Ordering::Greater,
                        (Some(_), None) => Ordering::Less,
                        (Some(a), Some(b)) => directed(a.partial_cmp(&b).expect("comparable")).then(by_id),
                    }
                });
                let expected: Vec<&str> = expected.iter().map(|person| person.id.as_str()).collect();
                let (mut listed, mut after) = (Vec::new(), None);
                loop {
                    let page = list::<Person>(db, app_id, &filter, &sort, after.as_ref(), MOST, NOW).await;
                    let page = page.expect("a page");
                    listed.extend(page.rows.into_iter().map(|person| person.id));
                    after = page.next;
                    if after.is_none() {
                        break;
                    }
                }
                assert_eq!(listed, expected, "{sort:?} of {condition}");
            }
        }
    }
}

#[tokio::test]
async fn a_list_has_no_order_by_several_values_and_refuses_a_page_of_another_order() {
    let bench = Bench::new().await;
    let (db, app_id) = (bench.workspace.db(), bench.workspace.app_id());
    let filter = Filter::from_json(&json!({ "version": 2, "all": [] })).expect("a filter");
    for name in ["tag", "segment", "company", "page", "verified"] {
        let sort = Sort { by: person(name), is_descending: false };
        let refused = list::<Person>(db, app_id, &filter, &sort, None, 3, NOW).await.expect_err(name);
        assert!(refused.to_string().contains("no such order"), "{refused}");
    }
    let after = Cursor { at: Some("Ada".to_owned()), id: "p1".to_owned() };
    for by in [SortBy::Time, person("session_count")] {
        let sort = Sort { by, is_descending: true };
        let refused = list::<Person>(db, app_id, &filter, &sort, Some(&after), 3, NOW).await;
        assert!(refused.expect_err("another order").to_string().contains("cannot be read"));
    }
    let companies =
        Filter::from_json(&json!({ "version": 2, "of": "company", "all": [] })).expect("a filter");
    for number in 1..=3 {
        execute(db, &format!(
            "insert into companies (id, app_id, company_id, name, details, attributes, created_at, updated_at)
             values ('c{number}', '{app_id}', '{number}', 'C', '{{\"monthly_spend\":{}}}', '{{}}', 1, 1)", number % 3)).await;
    }
    execute(db, &format!(
        "insert into people (id, app_id, role, user_id, verified, details, attributes, impressions, created_at, last_seen_at)
         values ('p', '{app_id}', 'user', 'p', false, '{{}}', '{{}}', 0, 1, 1)")).await;
    execute(
        db,
        "insert into company_members (person_id, company, active, last_seen_at) values ('p', 'c2', true, 1)",
    )
    .await;
    for (field, expected) in [("monthly_spend", ["c2", "c1", "c3"]), ("people", ["c2", "c3", "c1"])] {
        let by = SortBy::Field(Field::of_model(Model::Company, field).expect("a field"));
        let sort = Sort { by, is_descending: true };
        let page = list::<Company>(db, app_id, &companies, &sort, None, 3, NOW).await.expect("a page");
        assert_eq!(page.rows.into_iter().map(|company| company.id).collect::<Vec<_>>(), expected, "{field}");
    }
}
