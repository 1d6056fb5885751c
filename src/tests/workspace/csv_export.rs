//! Exports of people and companies as CSV.

use super::*;
use leptos_messenger::workspace::FieldUpdate;
use leptos_messenger::workspace::companies::{self, CompanyUpdate};
use leptos_messenger::workspace::contacts::{self, NewPerson, PersonUpdate};
use leptos_messenger::workspace::csv_export::CsvExport;
use leptos_messenger::workspace::filter::Filter;
use leptos_messenger::workspace::ledger::ChangedBy;
use leptos_messenger::workspace::people::Role;
use leptos_messenger::workspace::tags::{self, Tagged};
use std::collections::{BTreeMap, BTreeSet};

const INES: ChangedBy = ChangedBy::Teammate(1);

impl Bench {
    async fn export(&self, filter: Value) -> CsvExport {
        let filter = Filter::from_json(&filter).expect("a filter");
        let (db, app_id) = (self.workspace.db(), self.workspace.app_id());
        CsvExport::begin(db, app_id, filter, self.clock.seconds()).await.expect("an export")
    }

    /// The lines of a whole file, each as its cells by the names of their columns.
    async fn exported(&self, filter: Value) -> Vec<BTreeMap<String, String>> {
        let mut export = self.export(filter).await;
        let mut file = Vec::new();
        while let Some(lines) = export.next().await.expect("lines") {
            file.extend(lines);
        }
        let mut reader = csv::Reader::from_reader(file.as_slice());
        reader.deserialize().map(|row| row.expect("a row")).collect()
    }

    async fn person(&self, name: &str, fields: PersonUpdate) -> String {
        let app_id = self.workspace.app_id();
        let fields = PersonUpdate { user_id: FieldUpdate::To(name.to_owned()), ..fields };
        let new = NewPerson { role: Role::User, fields };
        let made = self.acts(async |batch| contacts::create(batch, &INES, app_id, new).await).await.0;
        made.expect("a person").0.id
    }
}

fn all(conditions: Value) -> Value {
    json!({ "version": 2, "all": conditions })
}

#[tokio::test]
async fn a_file_of_people_has_their_fields_tags_and_attributes_and_nothing_that_a_spreadsheet_would_run() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let attributes = json!({ "plan": "=cmd|' /C calc'!A0", "seats": -3 });
    let marit = PersonUpdate {
        name: FieldUpdate::To("Solheim, \"Marit\"".to_owned()),
        email: FieldUpdate::To("marit@example.com".to_owned()),
        attributes: attributes.as_object().expect("an object").clone(),
        ..PersonUpdate::default()
    };
    let marit = bench.person("u_1", marit).await;
    let plain = bench.person("+47", PersonUpdate::default()).await;
    let archived = bench.person("u_3", PersonUpdate::default()).await;
    for name in ["VIP", "late"] {
        let tag = bench.acts(async |batch| tags::make(batch, &INES, app_id, name).await).await.0;
        let id = tag.expect("a tag").id;
        let tagged = Tagged::Person(&marit);
        bench
            .acts(async |batch| tags::attach(batch, &INES, app_id, &id, tagged).await)
            .await
            .0
            .expect("tagged");
    }
    bench
        .acts(async |batch| contacts::archive(batch, &INES, app_id, &archived, true).await)
        .await
        .0
        .expect("archived");
    let mut rows = bench.exported(all(json!([]))).await;
    rows.sort_by_key(|row| row["user_id"].clone());
    let [of_plain, of_marit] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!(of_marit["id"], marit);
    assert_eq!(of_marit["name"], "Solheim, \"Marit\"");
    assert_eq!(of_marit["email"], "marit@example.com");
    assert_eq!(of_marit["tags"], "late, VIP");
    assert_eq!(of_marit["created_at"], "2027-01-15T08:00:00Z");
    assert_eq!(of_marit["last_seen_at"], "", "nobody has seen them");
    assert_eq!(of_marit["custom_attributes.plan"], "'=cmd|' /C calc'!A0");
    assert_eq!(of_marit["custom_attributes.seats"], "-3");
    assert_eq!((&*of_plain["id"], &*of_plain["user_id"]), (&*plain, "'+47"));
    assert_eq!((&*of_plain["tags"], &*of_plain["custom_attributes.plan"]), ("", ""));
    let is_archived = json!([{ "field": "archived_at", "operator": "is_known" }]);
    let rows = bench.exported(all(is_archived)).await;
    assert_eq!(rows.iter().map(|row| &row["id"]).collect::<Vec<_>>(), [&archived]);
    let nobody = json!([{ "field": "name", "operator": "is", "value": "Nobody" }]);
    assert_eq!(bench.exported(all(nobody)).await.len(), 0);
}

#[tokio::test]
async fn a_file_of_people_has_the_company_that_each_acts_for_or_else_the_one_seen_last() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let active = bench.person("u1", PersonUpdate::default()).await;
    let member = bench.person("u2", PersonUpdate::default()).await;
    bench.person("u3", PersonUpdate::default()).await;
    for (company_id, name) in [("c_1", "=Nordlys"), ("c_2", "Fjord")] {
        let update = CompanyUpdate { name: Some(name.to_owned()), ..CompanyUpdate::default() };
        let set = bench.acts(async |batch| companies::set(batch, &INES, app_id, company_id, update).await);
        let company = set.await.0.expect("a company").0.id;
        for person in [&active, &member] {
            let joined =
                bench.acts(async |batch| companies::attach(batch, &INES, app_id, &company, person).await);
            joined.await.0.expect("joined");
        }
        bench.clock.advance(1);
    }
    let acts_for = format!(
        "update company_members set active = true
         where person_id = '{active}' and company = (select id from companies where company_id = 'c_1')"
    );
    execute(bench.workspace.db(), &acts_for).await;
    let mut rows = bench.exported(all(json!([]))).await;
    rows.sort_by_key(|row| row["user_id"].clone());
    let companies: Vec<(&str, &str)> =
        rows.iter().map(|row| (&*row["company_id"], &*row["company_name"])).collect();
    assert_eq!(companies, [("c_1", "'=Nordlys"), ("c_2", "Fjord"), ("", "")]);
}

#[tokio::test]
async fn a_file_of_companies_has_their_fields_and_attributes() {
    let bench = Bench::new().await;
    let app_id = bench.workspace.app_id();
    let fields = json!({ "plan": "Harbour", "monthly_spend": 49.5, "seats": 7 });
    let fields = fields.as_object().expect("an object").clone();
    let update = CompanyUpdate { name: Some("@Nordlys".to_owned()), fields };
    let set = bench.acts(async |batch| companies::set(batch, &INES, app_id, "c_1", update).await).await;
    set.0.expect("a company");
    let rows = bench.exported(json!({ "version": 2, "of": "company", "all": [] })).await;
    let [company] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((&*company["company_id"], &*company["name"]), ("c_1", "'@Nordlys"));
    assert_eq!((&*company["plan"], &*company["monthly_spend"]), ("Harbour", "49.5"));
    assert_eq!((&*company["custom_attributes.seats"], &*company["tags"]), ("7", ""));
}

#[tokio::test]
async fn a_long_file_comes_in_pieces_and_has_everybody_once_whoever_is_seen_meanwhile() {
    let bench = Bench::new().await;
    let db = bench.workspace.db();
    let fill = format!(
        "insert into people (id, app_id, role, user_id, verified, details, attributes, impressions, created_at,
           first_seen_at, last_seen_at)
         with recursive n (n) as (select 1 union all select n + 1 from n where n < 2500)
         select 'p' || n, '{}', 'user', 'u' || n, false, '{{}}', '{{}}', 0, 1, 1, n from n",
        bench.workspace.app_id()
    );
    execute(db, &fill).await;
    let seen = json!([{ "field": "last_seen_at", "operator": "is_known" }]);
    let mut export = bench.export(all(seen)).await;
    let (mut ids, mut pieces) = (BTreeSet::new(), Vec::new());
    let mut people = 0;
    while let Some(lines) = export.next().await.expect("lines") {
        let text = String::from_utf8(lines).expect("text");
        let found: Vec<&str> =
            text.lines().filter_map(|line| line.split_once(',')).map(|(id, _)| id).collect();
        pieces.push(found.len());
        if pieces.len() > 1 {
            people += found.len();
            ids.extend(found.into_iter().map(str::to_owned));
        }
        execute(db, "update people set last_seen_at = 3000 - last_seen_at").await;
    }
    assert_eq!(pieces, [1, 1_000, 1_000, 500]);
    assert_eq!((people, ids.len()), (2_500, 2_500));
}
