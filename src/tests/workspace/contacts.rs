//! People and companies, as a teammate, a program or a command makes and changes them.

use super::*;
use leptos_messenger::workspace::companies::{self, Company, CompanyUpdate};
use leptos_messenger::workspace::contacts::{
    self, FoundPerson, NewPerson, PersonKey, PersonUpdate, are_duplicates, fields_of,
};
use leptos_messenger::workspace::ledger::{self, ChangedBy};
use leptos_messenger::workspace::people::{Person, Role};
use leptos_messenger::workspace::refusal::Refusal;
use serde_json::Map;

const INES: ChangedBy = ChangedBy::Teammate(1);
const PROGRAM: ChangedBy = ChangedBy::Workspace;

fn fields(json: Value) -> PersonUpdate {
    let Value::Object(json) = json else { panic!("an object") };
    fields_of(json).expect("fields")
}

fn object(json: Value) -> Map<String, Value> {
    serde_json::from_value(json).expect("an object")
}

impl Bench {
    pub(super) async fn create(&self, role: Role, json: Value) -> Result<Person, Refusal> {
        let mut batch = self.workspace.begin().await?;
        let new = NewPerson { role, fields: fields(json) };
        let (made, _) = contacts::create(&mut batch, &PROGRAM, self.workspace.app_id(), new).await?;
        batch.commit().await?;
        Ok(made)
    }

    async fn update(&self, id: &str, json: Value) -> Result<Person, Refusal> {
        let mut batch = self.workspace.begin().await?;
        let (person, _) =
            contacts::update(&mut batch, &INES, self.workspace.app_id(), id, fields(json)).await?;
        batch.commit().await?;
        Ok(person)
    }

    pub(super) async fn find(&self, key: PersonKey<'_>) -> FoundPerson {
        let mut batch = self.workspace.begin().await.expect("a batch");
        contacts::find(&mut batch.transaction, self.workspace.app_id(), key).await.expect("a look-up")
    }

    pub(super) async fn id_of(&self, key: PersonKey<'_>) -> String {
        match self.find(key).await {
            FoundPerson::One(person) => person.id,
            other => panic!("not one: {other:?}"),
        }
    }

    pub(super) async fn merge(&self, from: &str, into: &str) -> Result<(), Refusal> {
        let app_id = self.workspace.app_id();
        let mut batch = self.workspace.begin().await?;
        let from = batch.person_of_app(app_id, from).await?;
        let mut into = batch.person_of_app(app_id, into).await?;
        contacts::merge(&mut batch, &INES, app_id, from, &mut into).await?;
        batch.save_person(app_id, into, INES);
        Ok(batch.commit().await?)
    }

    pub(super) async fn set_company(&self, company_id: &str, json: Value) -> Company {
        let mut batch = self.workspace.begin().await.expect("a batch");
        let update = CompanyUpdate { name: None, fields: object(json) };
        let set = companies::set(&mut batch, &INES, self.workspace.app_id(), company_id, update).await;
        batch.commit().await.expect("committed");
        set.expect("a company").0
    }

    /// Kind, actor and fields of a person's changes, the oldest first.
    async fn changes_of(&self, id: &str) -> Vec<String> {
        let db = self.database.open().await;
        let mut changes =
            ledger::of_person(&db, self.workspace.app_id(), id, None, 100).await.expect("changes");
        changes.reverse();
        let line = |change: &ledger::LedgerEntry| {
            let actor = change.actor.as_deref().unwrap_or("-");
            format!("{} {actor} {}", change.kind.as_str(), change.fields.join(",")).trim_end().to_owned()
        };
        changes.iter().map(line).collect()
    }
}

#[tokio::test]
async fn a_person_is_made_found_changed_field_by_field_and_each_change_is_in_the_ledger_without_a_value() {
    let bench = Bench::new().await;
    let new = json!({ "user_id": "u_1", "email": "Marit@Example.com", "name": "Marit", "phone": "+47 900",
                      "custom_attributes": { "plan": "Harbour", "seats": 3 } });
    let made = bench.create(Role::User, new).await.expect("a person");
    for key in [PersonKey::Id(&made.id), PersonKey::UserId("u_1"), PersonKey::Email("marit@example.COM")] {
        assert_eq!(bench.id_of(key).await, made.id, "{key:?}");
    }
    let change = json!({ "name": "Marit Solheim", "phone": null,
                         "custom_attributes": { "plan": null, "seats": 4, "since": 2 } });
    let changed = bench.update(&made.id, change).await.expect("a change");
    assert_eq!(changed.name.as_deref(), Some("Marit Solheim"));
    assert_eq!((changed.email.as_deref(), changed.details.0), (Some("Marit@Example.com"), Map::new()));
    assert_eq!(Value::Object(changed.attributes.0), json!({ "seats": 4, "since": 2 }));
    bench.update(&made.id, json!({ "name": "Marit Solheim" })).await.expect("the same again");
    assert_eq!(
        bench.changes_of(&made.id).await,
        [
            "person_created workspace",
            "person_changed teammate name,phone,custom_attributes.seats,custom_attributes.since,custom_attributes.plan"
        ]
    );
    let db = bench.database.open().await;
    let ledger =
        texts(&db, "select cast(fields as text) || coalesce(subject, '') from ledger").await.concat();
    assert!(!ledger.contains("Harbour") && !ledger.contains("Solheim"), "{ledger}");
}

#[tokio::test]
async fn a_users_id_and_e_mail_are_one_persons_and_leads_may_share_an_e_mail() {
    let bench = Bench::new().await;
    let user =
        bench.create(Role::User, json!({ "user_id": "u_1", "email": "a@b.no" })).await.expect("a user");
    let exists = |refusal: Refusal| match refusal {
        Refusal::PersonExists { id, is_archived } => (id, is_archived),
        other => panic!("{other:?}"),
    };
    for same in [
        json!({ "user_id": "u_1" }),
        json!({ "email": "A@B.no" }),
        json!({ "user_id": "u_2", "email": "a@b.no" }),
    ] {
        let refused = bench.create(Role::User, same.clone()).await.expect_err("taken");
        assert_eq!(exists(refused), (user.id.clone(), false), "{same}");
    }
    let first = bench.create(Role::Lead, json!({ "email": "a@b.no" })).await.expect("a lead");
    let second = bench.create(Role::Lead, json!({ "email": "a@b.no" })).await.expect("another lead");
    assert_eq!(bench.id_of(PersonKey::Email("a@b.no")).await, user.id, "a user goes before leads");
    let refused =
        bench.update(&first.id, json!({ "role": "user" })).await.expect_err("the user has the e-mail");
    assert_eq!(exists(refused).0, user.id);
    bench.workspace.delete_person(&PROGRAM, &user.id).await.expect("deleted");
    let FoundPerson::Several(ids) = bench.find(PersonKey::Email("a@b.no")).await else { panic!("two leads") };
    assert_eq!(ids.len(), 2);
    let user = bench.update(&second.id, json!({ "role": "user" })).await.expect("a user now");
    assert_eq!((user.role, bench.id_of(PersonKey::Email("a@b.no")).await), (Role::User, second.id.clone()));
    archive(&bench, &second.id, true).await;
    let refused = bench.create(Role::User, json!({ "email": "a@b.no" })).await.expect_err("archived");
    let said = refused.to_string();
    assert_eq!(
        said,
        format!("An archived contact matching those details already exists with id={}", second.id)
    );
}

async fn archive(bench: &Bench, id: &str, archived: bool) {
    let mut batch = bench.workspace.begin().await.expect("a batch");
    contacts::archive(&mut batch, &INES, bench.workspace.app_id(), id, archived).await.expect("archived");
    batch.commit().await.expect("committed");
}

#[tokio::test]
async fn what_breaks_a_rule_of_a_person_is_refused_by_the_fields_name_and_changes_nothing() {
    let bench = Bench::new().await;
    for (role, bad, field) in [
        (Role::User, json!({}), "user_id"),
        (Role::Lead, json!({ "name": "Marit" }), "email"),
        (Role::Visitor, json!({ "email": "a@b.no" }), "role"),
        (Role::User, json!({ "user_id": " " }), "user_id"),
        (Role::User, json!({ "user_id": "x".repeat(256) }), "user_id"),
        (Role::User, json!({ "email": "no address" }), "email"),
        (Role::User, json!({ "user_id": "u_1", "name": "" }), "name"),
        (Role::User, json!({ "user_id": "u_1", "name": "x".repeat(256) }), "name"),
        (Role::User, json!({ "user_id": "u_1", "owner": 7 }), "owner"),
    ] {
        match bench.create(role, bad.clone()).await {
            Err(Refusal::Field(name, _)) => assert_eq!(name, field, "{bad}"),
            other => panic!("{bad}: {:?}", other.map(|person| person.id)),
        }
    }
    let user = bench.create(Role::User, json!({ "user_id": "u_1" })).await.expect("a user");
    for bad in
        [json!({ "user_id": null }), json!({ "role": "lead" }), json!({ "email": "a@b", "name": "Marit" })]
    {
        bench.update(&user.id, bad.clone()).await.expect_err("refused");
    }
    assert!(matches!(bench.update("nobody", json!({ "name": "x" })).await, Err(Refusal::NoPerson)));
    for bad in [json!({ "plan": "Harbour" }), json!({ "email": 7 }), json!({ "custom_attributes": [] })] {
        assert!(fields_of(object(bad.clone())).is_err(), "{bad}");
    }
    assert_eq!(bench.changes_of(&user.id).await, ["person_created workspace"]);
    let db = bench.database.open().await;
    assert_eq!(texts(&db, "select user_id || coalesce(name, '') from people").await, ["u_1"]);
}

#[tokio::test]
async fn a_lead_whom_somebody_made_is_the_user_who_logs_in_only_once_they_are_merged() {
    let bench = Bench::new().await;
    let lead = bench
        .create(
            Role::Lead,
            json!({ "email": "u_1@example.com", "custom_attributes": { "source": "fair", "plan": "Cove" } }),
        )
        .await
        .expect("a lead");
    bench.boot_user("u_1").await;
    let user = bench.id_of(PersonKey::UserId("u_1")).await;
    assert_ne!(user, lead.id);
    bench
        .update(&user, json!({ "email": "U_1@example.com", "custom_attributes": { "plan": "Harbour" } }))
        .await
        .expect("changed");
    let both = [&lead.id, &user];
    let [FoundPerson::One(one), FoundPerson::One(other)] =
        [bench.find(PersonKey::Id(both[0])).await, bench.find(PersonKey::Id(both[1])).await]
    else {
        panic!("both are there")
    };
    assert!(are_duplicates(&one, &other));
    let company = bench.set_company("c_1", json!({})).await;
    let mut batch = bench.workspace.begin().await.expect("a batch");
    companies::attach(&mut batch, &INES, bench.workspace.app_id(), &company.id, &lead.id)
        .await
        .expect("attached");
    batch.commit().await.expect("committed");

    assert!(bench.merge(&user, &lead.id).await.is_err(), "a user is merged into nobody");
    assert!(bench.merge(&user, &user).await.is_err());
    bench.merge(&lead.id, &user).await.expect("merged");
    let FoundPerson::Merged(person) = bench.find(PersonKey::Id(&lead.id)).await else { panic!("not merged") };
    assert_eq!(person.id, user);
    assert_eq!(Value::Object(person.attributes.0), json!({ "source": "fair", "plan": "Harbour" }));
    let db = bench.database.open().await;
    let members = texts(&db, "select person_id from company_members").await;
    assert_eq!(members, std::slice::from_ref(&user));
    let changes = bench.changes_of(&user).await;
    let merged: Vec<_> = changes.iter().filter(|change| !change.starts_with("person_changed")).collect();
    assert_eq!(
        merged,
        [
            "person_created workspace",
            "person_created person",
            "company_person_attached teammate",
            "company_person_attached teammate",
            "person_merged teammate"
        ]
    );
    assert_eq!(changes.last().map(String::as_str), Some("person_changed teammate custom_attributes.source"));
    // A lead who is merged into a lead's user: the first id means the last person.
    let second = bench.create(Role::User, json!({ "user_id": "u_2" })).await.expect("a user");
    let db_row = format!("update people set role = 'lead', user_id = null where id = '{user}'");
    assert_eq!(execute(&db, &db_row).await, 1);
    bench.merge(&user, &second.id).await.expect("merged again");
    let FoundPerson::Merged(person) = bench.find(PersonKey::Id(&lead.id)).await else { panic!("a chain") };
    assert_eq!(person.id, second.id);
}

#[tokio::test]
async fn an_archived_person_is_back_with_their_next_page_and_a_blocked_one_is_not() {
    let bench = Bench::new().await;
    let session = bench.boot_user("u_1").await.credential();
    let id = bench.id_of(PersonKey::UserId("u_1")).await;
    archive(&bench, &id, true).await;
    archive(&bench, &id, true).await;
    let mut batch = bench.workspace.begin().await.expect("a batch");
    contacts::block(&mut batch, &INES, bench.workspace.app_id(), &id, true).await.expect("blocked");
    batch.commit().await.expect("committed");
    bench.ping("update", &format!("{HOME}plans"), json!({}), Some(&session)).await;
    let FoundPerson::One(person) = bench.find(PersonKey::Id(&id)).await else { panic!("somebody") };
    assert_eq!((person.archived_at, person.blocked_at), (None, Some(NOW)));
    assert_eq!(
        bench.changes_of(&id).await[1..],
        ["person_archived teammate", "person_blocked teammate", "person_unarchived person"]
    );
}

#[tokio::test]
async fn a_ping_that_changes_only_the_page_the_visit_or_the_session_is_no_change_of_the_person() {
    let bench = Bench::new().await;
    let session = bench.boot_user("u_1").await.credential();
    let id = bench.id_of(PersonKey::UserId("u_1")).await;
    let before = bench.changes_of(&id).await;
    bench.clock.advance(3_000);
    bench.ping("update", &format!("{HOME}plans?utm_source=mail"), json!({}), Some(&session)).await;
    bench.ping("update", &format!("{HOME}cart"), json!({}), Some(&session)).await;
    assert_eq!(bench.changes_of(&id).await, before);
    bench
        .ping("update", HOME, json!({ "plan": "Harbour", "seats": 3, "phone": "+47 900" }), Some(&session))
        .await;
    bench
        .ping("update", &format!("{HOME}plans"), json!({ "plan": "Harbour", "seats": 4 }), Some(&session))
        .await;
    assert_eq!(
        bench.changes_of(&id).await[before.len()..],
        [
            "person_changed person phone,custom_attributes.plan,custom_attributes.seats",
            "person_changed person custom_attributes.seats"
        ]
    );
    let FoundPerson::One(person) = bench.find(PersonKey::Id(&id)).await else { panic!("somebody") };
    assert_eq!((person.session_count, person.updated_at), (2, NOW + 3_000));
}

#[tokio::test]
async fn a_company_is_made_without_people_and_no_retention_takes_it() {
    let bench = Bench::new().await;
    let made = bench
        .set_company(
            "c_1",
            json!({ "plan": "Cove", "monthly_spend": 40.5, "size": "many", "region": "north" }),
        )
        .await;
    assert_eq!((made.name.as_str(), made.made_by.as_str()), ("c_1", "teammate"));
    assert_eq!(Value::Object(made.details.0), json!({ "plan": "Cove", "monthly_spend": 40.5 }));
    let again =
        bench.set_company("c_1", json!({ "plan": null, "region": "north", "monthly_spend": 59.5 })).await;
    assert_eq!(
        (again.id.as_str(), Value::Object(again.details.0)),
        (made.id.as_str(), json!({ "monthly_spend": 59.5 }))
    );
    bench.set_company("c_2", json!({ "monthly_spend": 100 })).await;
    let settings = json!({ "intercom_user_jwt": token("u_1"), "company": { "company_id": "of-a-page", "name": "Page" } });
    bench.ping("boot", HOME, settings, None).await;
    let db = bench.database.open().await;
    let revenue = companies::revenue(&db, bench.workspace.app_id()).await.expect("a sum");
    assert_eq!((revenue.companies, revenue.monthly_spend), (3, 159.5));

    let user = bench.id_of(PersonKey::UserId("u_1")).await;
    let mut batch = bench.workspace.begin().await.expect("a batch");
    for _ in 0..2 {
        companies::attach(&mut batch, &INES, bench.workspace.app_id(), &made.id, &user)
            .await
            .expect("attached");
    }
    batch.commit().await.expect("committed");
    let figures = companies::figures(&db, &made.id).await.expect("figures");
    assert_eq!((figures.people, figures.session_count, figures.last_seen_at), (1, 1, Some(NOW)));
    bench.forget_user("u_1").await.expect("forgotten");
    bench.clock.advance(400 * 24 * 60 * 60);
    bench.forget_old(100).await.expect("a sweep");
    assert_eq!(texts(&db, "select company_id from companies order by company_id").await, ["c_1", "c_2"]);
    let mut batch = bench.workspace.begin().await.expect("a batch");
    companies::archive(&mut batch, &INES, bench.workspace.app_id(), &made.id, true).await.expect("archived");
    companies::delete(&mut batch, &INES, bench.workspace.app_id(), &again.id).await.expect("deleted");
    batch.commit().await.expect("committed");
    let of_company = format!("select kind from ledger where company_id = '{}'", made.id);
    assert_eq!(texts(&db, &of_company).await, ["company_deleted"]);
}

#[tokio::test]
async fn a_company_that_a_page_states_again_is_no_change_unless_something_of_it_is_new() {
    let bench = Bench::new().await;
    let boot = async |company: Value| {
        let settings = json!({ "intercom_user_jwt": token("u_1"), "company": company });
        bench.ping("boot", HOME, settings, None).await;
    };
    let company =
        |plan: &str| json!({ "company_id": "c_1", "name": "Fjordlight", "plan": plan, "region": "north" });
    for plan in ["Cove", "Cove", "Harbour"] {
        boot(company(plan)).await;
    }
    boot(json!({ "company_id": "c_2", "name": "Other" })).await;
    let db = bench.database.open().await;
    let changes =
        "select kind || ' ' || cast(fields as text) from ledger where company_id is not null order by number";
    assert_eq!(
        texts(&db, changes).await,
        [
            "company_created []",
            "company_person_attached []",
            "company_changed [\"plan\"]",
            "company_created []",
            "company_person_attached []"
        ]
    );
    let active =
        "select c.company_id from company_members m join companies c on c.id = m.company where m.active";
    assert_eq!(texts(&db, active).await, ["c_2"]);
}

#[tokio::test]
async fn a_persons_export_holds_what_they_said_and_did_and_no_note_and_a_deleted_person_leaves_an_id_alone() {
    let bench = Bench::new().await;
    let settings = json!({ "intercom_user_jwt": token("canary"), "company": { "company_id": "canary-inc", "name": "canary & sons" },
                           "canary_attribute": "canary value", "phone": "canary phone" });
    let visitor = bench.ping("boot", &format!("{HOME}canary-first"), json!({}), None).await;
    let session = bench
        .ping("boot", &format!("{HOME}canary-page"), settings, Some(&visitor.credential()))
        .await
        .credential();
    bench.track("canary-event", json!({ "bag": "canary bag" }), Some(&session)).await;
    bench.write("k1", None, "canary words", &session).await;
    let id = bench.id_of(PersonKey::UserId("canary")).await;
    let export = async || {
        let mut batch = bench.workspace.begin().await.expect("a batch");
        contacts::export(&mut batch.transaction, bench.workspace.app_id(), &id, NOW).await
    };
    let exported = export().await.expect("an export").to_string();
    for word in [
        "canary-first",
        "canary-page",
        "canary-event",
        "canary bag",
        "canary words",
        "canary & sons",
        "canary value",
        "canary phone",
    ] {
        assert!(exported.contains(word), "{word}: {exported}");
    }
    let other = bench.boot_user("other").await.credential();
    bench.workspace.delete_person(&INES, &id).await.expect("deleted");
    assert!(matches!(export().await, Err(Refusal::NoPerson)));
    assert!(matches!(bench.workspace.delete_person(&INES, &id).await, Err(Refusal::NoPerson)));
    assert_eq!(bench.changes_of(&id).await, ["person_deleted teammate"]);
    let db = bench.database.open().await;
    for (table, rows) in crate::database::migrations::contents(&db).await {
        for row in rows {
            let mut of_person =
                row.iter().filter(|(_, value)| value.to_lowercase().contains("canary") || **value == id);
            let found = of_person.next();
            match table.as_str() {
                "ledger" if row["kind"] == "person_deleted" => {
                    assert_eq!(found.map(|(column, _)| column.as_str()), Some("person_id"))
                }
                // A name of events is the app's own, and goes with its last event.
                "data_event_names" => {}
                // So is the name of an attribute: it says of nobody that they had one.
                "data_attributes" => assert_eq!(found.map(|(column, _)| column.as_str()), Some("name")),
                _ => assert!(found.is_none(), "{table}: {row:?}"),
            }
        }
    }
    assert_eq!(
        bench.ping("update", &format!("{HOME}a"), json!({}), Some(&session)).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        bench.ping("update", &format!("{HOME}a"), json!({}), Some(&other)).await.status,
        StatusCode::OK
    );
}
