//! Pages of people who are all beyond those that a list looks at first.

use super::*;

/// More than a list looks at first.
const PEOPLE: usize = 3_500;
/// People whom each condition fits: those seen first.
const OLDEST: usize = 40;

#[tokio::test]
async fn pages_of_people_who_are_all_among_those_seen_first_are_complete_and_in_order() {
    let bench = Bench::new().await;
    let (db, app_id) = (bench.workspace.db(), bench.workspace.app_id());
    for statement in [
        format!(
            r#"with recursive n (n) as (select 1 union all select n + 1 from n where n < {PEOPLE})
               insert into people (id, app_id, role, user_id, name, verified, details, attributes, impressions, created_at,
                                   last_seen_at)
               select 'p' || (10000 + n), '{app_id}', 'user', 'u' || n, 'Ada', false, '{{}}', '{{"plan":"home","cups":1}}', 0, 1,
                      n / 2 from n"#
        ),
        format!(
            r#"update people set name = 'Bo', attributes = '{{"plan":"office","cups":7.5,"trial_at":100}}'
               where id <= 'p{}'"#,
            10_000 + OLDEST
        ),
        format!(
            "insert into tags (id, app_id, name, name_folded, created_at, made_by) values ('t', '{app_id}', 'T', 't', 1, 'import')"
        ),
        // Of another app, who has all that the conditions ask for.
        "insert into workspace_apps (app_id, name, created_at) values ('other', 'Other', 1)".to_owned(),
        r#"insert into people (id, app_id, role, user_id, name, verified, details, attributes, impressions, created_at,
                               last_seen_at)
           values ('p', 'other', 'user', 'u', 'Bo', false, '{}', '{"plan":"office","cups":7.5,"trial_at":100}', 0, 1, 1)"#
            .to_owned(),
        "insert into person_tags (tag, subject, applied_at, applied_by)
         select 't', id, 1, 'import' from people where name = 'Bo'"
            .to_owned(),
    ] {
        execute(db, &statement).await;
    }
    // Seconds that two people share are in the order of ids.
    let expected: Vec<String> = (1..=OLDEST).rev().map(|n| format!("p{}", 10_000 + n)).collect();
    for condition in [
        json!({ "field": "name", "operator": "is", "value": "Bo" }),
        json!({ "field": "name", "operator": "contains", "value": "B" }),
        json!({ "field": "tag", "operator": "is", "value": "t" }),
        json!({ "custom": "plan", "type": "text", "operator": "is", "value": "office" }),
        json!({ "custom": "plan", "type": "text", "operator": "in", "value": ["office", "harbour"] }),
        json!({ "custom": "plan", "type": "text", "operator": "is_not", "value": "home" }),
        json!({ "custom": "cups", "type": "number", "operator": "greater", "value": 7 }),
        json!({ "custom": "trial_at", "type": "date", "operator": "at_most", "value": 100 }),
        json!({ "custom": "trial_at", "type": "date", "operator": "before", "value": "1999-01-01" }),
        json!({ "custom": "trial_at", "type": "date", "operator": "is_known" }),
    ] {
        let filter = Filter::from_json(&json!({ "version": 2, "all": [condition] })).expect("a filter");
        let (mut listed, mut after) = (Vec::new(), None);
        loop {
            let page = list::<Person>(db, app_id, &filter, &Sort::default(), after.as_ref(), 15, NOW)
                .await
                .expect("a page");
            listed.extend(page.rows.into_iter().map(|person| person.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(listed, expected, "{condition}");
        let counted = count(db, app_id, &filter, NOW).await.expect("a count");
        assert_eq!(counted, i64::try_from(OLDEST).expect("a count"), "{condition}");
    }
}
