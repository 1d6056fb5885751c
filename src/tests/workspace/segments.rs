//! Segments of people.

use super::ledger::refused_field;
use super::*;
use leptos_messenger::workspace::Batch;
use leptos_messenger::workspace::companies;
use leptos_messenger::workspace::contacts::{self, PersonKey};
use leptos_messenger::workspace::ledger::ChangedBy;
use leptos_messenger::workspace::refusal::Refusal;
use leptos_messenger::workspace::segments::{self, Segment, SegmentUpdate};
use leptos_messenger::workspace::tags;

const INES: ChangedBy = ChangedBy::Teammate(1);

impl Bench {
    async fn segment(&self, name: &str, conditions: Value) -> (Result<Segment, Refusal>, Vec<String>) {
        let app_id = self.workspace.app_id();
        self.acts(async |batch| segments::make(batch, &INES, app_id, name, &conditions).await).await
    }

    async fn segments_of(&self, id: &str) -> Vec<String> {
        let app_id = self.workspace.app_id();
        let mut batch = self.workspace.begin().await.expect("a batch");
        let person = batch.person_of_app(app_id, id).await.expect("a person");
        let (db, now) = (&mut batch.transaction, self.clock.seconds());
        let found = segments::of_person(db, app_id, &person, now).await.expect("segments");
        found.into_iter().map(|segment| segment.name).collect()
    }
}

fn all(conditions: Value) -> Value {
    json!({ "version": 2, "all": conditions })
}

#[tokio::test]
async fn a_segment_is_made_changed_and_deleted_each_with_its_event_and_its_names_are_unique() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let users = all(json!([{ "field": "role", "operator": "is", "value": "user" }]));
    let (segment, said) = bench.segment(" Users ", users.clone()).await;
    let segment = segment.expect("a segment");
    assert_eq!((segment.name.as_str(), segment.created_at, segment.updated_at), ("Users", NOW, NOW));
    assert_eq!(said, [format!("segment_made {}", segment.id)]);
    assert_eq!(refused_field(bench.segment("USERS", all(json!([]))).await.0), "name");
    bench.segment("Everybody", all(json!([]))).await.0.expect("a segment");
    let change = async |id: &str, name: Option<&str>, conditions: Option<&Value>| {
        let update = SegmentUpdate { name, conditions };
        bench.acts(async |batch| segments::change(batch, &INES, app_id, id, update).await).await
    };
    bench.clock.advance(5);
    assert_eq!(refused_field(change(&segment.id, Some("everybody"), None).await.0), "name");
    assert!(change(&segment.id, Some("Users"), Some(&users)).await.1.is_empty());
    let leads = all(json!([{ "field": "role", "operator": "is", "value": "lead" }]));
    let (changed, said) = change(&segment.id, Some("Leads"), Some(&leads)).await;
    let changed = changed.expect("changed");
    assert_eq!(said, [format!("segment_changed {} name,conditions", segment.id)]);
    assert_eq!((changed.name.as_str(), changed.updated_at), ("Leads", NOW + 5));
    let listed = segments::list(bench.workspace.db(), app_id).await.expect("segments");
    assert_eq!(listed.iter().map(|one| &*one.name).collect::<Vec<_>>(), ["Everybody", "Leads"]);
    assert_eq!(listed[1], changed);
    assert!(matches!(change("nothing", None, None).await.0, Err(Refusal::NoSegment)));
    let delete =
        async || bench.acts(async |batch| segments::delete(batch, &INES, app_id, &segment.id).await).await;
    assert_eq!(delete().await.1, [format!("segment_deleted {}", segment.id)]);
    assert!(matches!(delete().await.0, Err(Refusal::NoSegment)));
}

#[tokio::test]
async fn conditions_that_no_filter_has_and_names_that_no_database_holds_are_refused_with_their_place() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    for (bad, place) in [
        (json!({ "all": [] }), "version"),
        (json!({ "version": 2, "any": [] }), "any"),
        (all(json!([{ "field": "role", "operator": "is", "value": "cat" }])), "all[0]"),
        (all(json!([{ "field": "segment", "operator": "is", "value": "s1" }])), "no other segment"),
        (json!({ "version": 2, "of": "conversation", "all": [] }), "people or of companies"),
    ] {
        match bench.segment("Cats", bad.clone()).await.0 {
            Err(Refusal::Conditions(why)) => assert!(why.contains(place), "{bad}: {why}"),
            other => panic!("{bad}: {other:?}"),
        }
    }
    for broken in ["", "a\0b", &"x".repeat(256)] {
        assert_eq!(refused_field(bench.segment(broken, all(json!([]))).await.0), "name", "{broken:?}");
    }
    let fill = format!(
        "insert into segments (id, app_id, name, name_folded, conditions, created_at, updated_at)
         with recursive n (n) as (select 1 union all select n + 1 from n where n < 251)
         select 's' || n, '{app_id}', 'S' || n, 's' || n, '{{}}', 1, 1 from n where n < 251"
    );
    assert_eq!(execute(bench.workspace.db(), &fill).await, 250);
    assert_eq!(refused_field(bench.segment("One more", all(json!([]))).await.0), "name");
}

#[tokio::test]
async fn conditions_on_what_the_app_does_not_have_are_refused_and_those_on_what_was_deleted_stay() {
    let bench = Bench::new().await;
    let (db, app_id) = (bench.workspace.db(), bench.workspace.app_id());
    let condition = |field: &str, value: Value| json!({ "field": field, "operator": "is", "value": value });
    let vip = bench.acts(async |batch| tags::make(batch, &INES, app_id, "VIP").await).await.0.expect("a tag");
    let vips = all(json!([condition("role", json!("user")), condition("tag", json!(vip.id))]));
    let segment = bench.segment("VIPs", vips.clone()).await.0.expect("a segment");
    let change = async |name: Option<&str>, conditions: Option<&Value>| {
        let update = SegmentUpdate { name, conditions };
        bench.acts(async |batch| segments::change(batch, &INES, app_id, &segment.id, update).await).await.0
    };
    for (field, value, thing) in [
        ("tag", json!("t9"), "Tag names a tag"),
        ("owner", json!(99), "Owner names a teammate"),
        ("company", json!("c9"), "Company names a company"),
    ] {
        let bad = all(json!([condition("tag", json!(vip.id)), { "any": [condition(field, value)] }]));
        for refused in [bench.segment("Others", bad.clone()).await.0, change(None, Some(&bad)).await] {
            match refused {
                Err(Refusal::Conditions(why)) => {
                    assert!(why.starts_with(&format!("all[1].any[0]: {thing}")), "{why}");
                }
                other => panic!("{other:?}"),
            }
        }
    }
    bench.acts(async |batch| tags::delete(batch, &INES, app_id, &vip.id).await).await.0.expect("deleted");
    let renamed = change(Some("Old VIPs"), Some(&vips)).await.expect("the conditions are as before");
    assert_eq!((renamed.name.as_str(), renamed.conditions), ("Old VIPs", segment.conditions.clone()));
    bench.boot_user("u_1").await;
    let user = bench.id_of(PersonKey::UserId("u_1")).await;
    assert!(bench.segments_of(&user).await.is_empty());
    assert_eq!(segments::list(db, app_id).await.expect("segments").len(), 1);
}

#[tokio::test]
async fn conditions_on_a_tag_that_is_merged_are_on_the_other_one_and_those_of_other_apps_stay() {
    let bench = Bench::new().await;
    let (db, app_id) = (bench.workspace.db(), bench.workspace.app_id());
    let tag = async |name: &str| {
        bench.acts(async |batch| tags::make(batch, &INES, app_id, name).await).await.0.expect("a tag").id
    };
    let (trade, wholesale) = (tag("Trade").await, tag("Wholesale").await);
    let tagged =
        |operator: &str, value: Value| json!({ "field": "tag", "operator": operator, "value": value });
    let role = json!({ "field": "role", "operator": "is", "value": "user" });
    let (none, both) = (tagged("is_not", json!(trade)), tagged("in", json!([wholesale, trade])));
    let mixed = bench.segment("A", all(json!([role, { "any": [none, both] }]))).await.0.expect("a segment");
    let of_companies = json!({ "version": 2, "of": "company", "all": [tagged("is", json!(trade))] });
    let companies = bench.segment("B", of_companies).await.0.expect("a segment");
    let other = bench.segment("C", all(json!([tagged("is", json!(wholesale))]))).await.0.expect("a segment");
    execute(db, "insert into workspace_apps (app_id, name, created_at) values ('other', 'Other', 1)").await;
    let foreign = format!(
        "insert into segments (id, app_id, name, name_folded, conditions, created_at, updated_at)
         values ('f', 'other', 'F', 'f', '{}', 1, 1)",
        all(json!([tagged("is", json!(trade))]))
    );
    execute(db, &foreign).await;
    bench.clock.advance(5);
    let merge = async |batch: &mut Batch| tags::merge(batch, &INES, app_id, &trade, &wholesale).await;
    assert_eq!(
        bench.acts(merge).await.1,
        [
            format!("tag_merged {wholesale}"),
            format!("segment_changed {} conditions", mixed.id),
            format!("segment_changed {} conditions", companies.id),
            format!("tag_deleted {trade}"),
        ]
    );
    let listed = segments::list(db, app_id).await.expect("segments");
    let any = json!([tagged("is_not", json!(wholesale)), tagged("is", json!(wholesale))]);
    assert_eq!(listed[0].conditions.to_json(), all(json!([role, { "any": any }])));
    assert_eq!(listed[1].conditions.to_json()["all"], json!([tagged("is", json!(wholesale))]));
    assert_eq!((listed[0].updated_at, listed[2].clone()), (NOW + 5, other));
    let foreign = segments::list(db, "other").await.expect("segments").remove(0);
    assert_eq!(foreign.conditions.to_json(), all(json!([tagged("is", json!(trade))])));
}

#[tokio::test]
async fn a_person_is_in_the_segments_whose_conditions_they_fit_now() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    for (name, condition) in [
        ("a users", json!({ "field": "role", "operator": "is", "value": "user" })),
        ("b harbour", json!({ "company": "plan", "operator": "is", "value": "Harbour" })),
        ("c looked", json!({ "event": "looked", "measure": "count", "operator": "greater", "value": 0 })),
        ("d today", json!({ "field": "last_seen_at", "operator": "exactly_days_ago", "value": 0 })),
        ("e cats", json!({ "custom": "cats", "type": "number", "operator": "greater", "value": 1 })),
    ] {
        bench.segment(name, all(json!([condition]))).await.0.expect("a segment");
    }
    let settings = json!({ "intercom_user_jwt": token("u_1"),
                           "company": { "company_id": "c_1", "name": "C", "plan": "Harbour" } });
    let session = bench.ping("boot", HOME, settings, None).await.credential();
    bench.track("looked", json!({}), Some(&session)).await;
    let user = bench.id_of(PersonKey::UserId("u_1")).await;
    assert_eq!(bench.segments_of(&user).await, ["a users", "b harbour", "c looked", "d today"]);
    let lead = bench.ping("boot", HOME, json!({}), None).await.json()["contact_id"].clone();
    assert_eq!(bench.segments_of(lead.as_str().expect("an id")).await, ["d today"]);
    bench.clock.advance(2 * 24 * 60 * 60);
    assert_eq!(bench.segments_of(&user).await, ["a users", "b harbour", "c looked"]);
    let mut batch = bench.workspace.begin().await.expect("a batch");
    let now = bench.clock.seconds();
    let export = contacts::export(&mut batch.transaction, app_id, &user, now).await.expect("an export");
    let names: Vec<_> =
        export["segments"].as_array().expect("a list").iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["a users", "b harbour", "c looked"]);
}

#[tokio::test]
async fn a_company_is_in_the_segments_of_companies_whose_conditions_it_fits_now() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let of_companies = |condition: Value| json!({ "version": 2, "of": "company", "all": [condition] });
    for (name, conditions) in [
        ("a harbour", of_companies(json!({ "field": "plan", "operator": "is", "value": "Harbour" }))),
        ("b two people", of_companies(json!({ "field": "people", "operator": "at_least", "value": 2 }))),
        ("c one person", of_companies(json!({ "field": "people", "operator": "is", "value": 1 }))),
        ("d everybody", all(json!([]))),
    ] {
        bench.segment(name, conditions).await.0.expect("a segment");
    }
    let settings = json!({ "intercom_user_jwt": token("u_1"),
                           "company": { "company_id": "c_1", "name": "C", "plan": "Harbour" } });
    bench.ping("boot", HOME, settings, None).await;
    let mut transaction = bench.workspace.db().begin_reading().await.expect("a transaction");
    let company = companies::find_by_company_id(&mut transaction, app_id, "c_1").await.expect("an answer");
    let company = company.expect("a company");
    let found = segments::of_company(&mut transaction, app_id, &company.id, NOW).await.expect("segments");
    let names: Vec<_> = found.into_iter().map(|segment| segment.name).collect();
    assert_eq!(names, ["a harbour", "c one person"]);
    let user = bench.id_of(PersonKey::UserId("u_1")).await;
    assert_eq!(bench.segments_of(&user).await, ["d everybody"]);
}

#[tokio::test]
async fn a_company_is_asked_of_as_many_and_as_long_segments_as_an_app_may_have() {
    let bench = Bench::new().await;
    let (db, app_id) = (bench.workspace.db(), bench.workspace.app_id());
    let company = format!(
        "insert into companies (id, app_id, company_id, name, details, attributes, created_at, updated_at)
         values ('c', '{app_id}', 'c_1', 'C', '{{\"plan\":\"7\"}}', '{{}}', 1, 1)"
    );
    execute(db, &company).await;
    let plans: Vec<String> = (0..500).map(|plan| plan.to_string()).collect();
    let one_of = json!({ "field": "plan", "operator": "in", "value": plans });
    let long = json!({ "version": 2, "of": "company", "all": vec![one_of; 50] });
    for name in ["long 1", "long 2"] {
        bench.segment(name, long.clone()).await.0.expect("a segment");
    }
    let short = (1..=248).map(|n| {
        let condition = json!({ "field": "plan", "operator": "is", "value": n.to_string() });
        let conditions = json!({ "version": 2, "of": "company", "all": [condition] });
        format!("('s{n}', '{app_id}', 'S{n}', 's{n}', '{conditions}', 1, 1)")
    });
    let fill = format!(
        "insert into segments (id, app_id, name, name_folded, conditions, created_at, updated_at) values {}",
        short.collect::<Vec<_>>().join(", ")
    );
    assert_eq!(execute(db, &fill).await, 248);
    let mut transaction = db.begin_reading().await.expect("a transaction");
    let found = segments::of_company(&mut transaction, app_id, "c", NOW).await.expect("segments");
    let names: Vec<_> = found.into_iter().map(|segment| segment.name).collect();
    assert_eq!(names, ["long 1", "long 2", "S7"]);
}
