//! Imports of people from CSV: what they write, what they refuse, and what an undo takes back.

mod companies;
mod merged_tags;
mod model;
mod stories;

use super::*;
use leptos_messenger::workspace::FieldUpdate;
use leptos_messenger::workspace::audit::Actor;
use leptos_messenger::workspace::companies::{self as company_store, CompanyUpdate};
use leptos_messenger::workspace::contacts::{self, NewPerson, PersonUpdate};
use leptos_messenger::workspace::csv_export::CsvExport;
use leptos_messenger::workspace::csv_import::{self, CsvFile, Import, ImportState, Preview, Target};
use leptos_messenger::workspace::filter::Filter;
use leptos_messenger::workspace::ledger::ChangedBy;
use leptos_messenger::workspace::people::Role;
use leptos_messenger::workspace::tags::{self, Tagged};
use std::collections::BTreeMap;

const INES: ChangedBy = ChangedBy::Teammate(1);
const ACTOR: Actor<'static> = Actor::Teammate { account_id: "a_1", name: "Ines", address: None };
const HOUR: i64 = 60 * 60;

/// What is stored of each person, by id, beside what visits change.
type People = BTreeMap<String, Value>;

impl Bench {
    /// Stages a file. Returns the id of its import.
    pub(super) async fn stages(&self, text: &str) -> String {
        let file = CsvFile::read(text.as_bytes()).expect(text);
        let (store, app_id) = (self.workspace.store(), self.workspace.app_id());
        csv_import::stage(store, app_id, ACTOR, "people.csv", &file).await.expect("an import")
    }

    pub(super) async fn import(&self, id: &str) -> Import {
        let found = csv_import::find(self.workspace.db(), self.workspace.app_id(), id).await;
        found.expect("an answer").expect("an import")
    }

    pub(super) async fn preview(&self, id: &str) -> Preview {
        csv_import::preview(self.workspace.db(), &self.import(id).await).await.expect("a preview")
    }

    /// Begins an import, and does nothing of it.
    pub(super) async fn starts(&self, id: &str, left_out: usize) -> Result<(), Error> {
        csv_import::start(self.workspace.store(), self.workspace.app_id(), ACTOR, id, left_out).await
    }

    /// Imports a file as a whole, without the rows that are refused. Returns the id of the import.
    async fn imports(&self, text: &str) -> String {
        let id = self.stages(text).await;
        let left_out = self.preview(&id).await.refused.len();
        self.starts(&id, left_out).await.expect("begun");
        self.workspace.end_imports().await.expect("ended");
        id
    }

    pub(super) async fn undoes(&self, id: &str) -> Result<(), Error> {
        csv_import::undo(self.workspace.store(), self.workspace.app_id(), ACTOR, id).await?;
        self.workspace.end_imports().await
    }

    /// Made, changed, unchanged, refused and undone rows.
    pub(super) async fn counts(&self, id: &str) -> [i64; 5] {
        let Import { made, changed, unchanged, refused, undone, .. } = self.import(id).await;
        [made, changed, unchanged, refused, undone]
    }

    /// One row of the database for each row of this query.
    async fn count(&self, of: &str) -> usize {
        texts(self.workspace.db(), &format!("select 'x' from {of}")).await.len()
    }

    async fn people_stored(&self) -> People {
        let rows = "select id || '\u{1f}' || role || '\u{1f}' || coalesce(user_id, '-') || '\u{1f}' || coalesce(email, '-')
            || '\u{1f}' || cast(email_proved as text) || '\u{1f}' || coalesce(name, '-') || '\u{1f}' || coalesce(owner, 0)
            || '\u{1f}' || coalesce(signed_up_at, 0) || '\u{1f}' || cast(details as text) || '\u{1f}' || cast(attributes as text)
            from people";
        let tags = "select x.subject || '\u{1f}' || t.name from person_tags x join tags t on t.id = x.tag order by 1";
        let tags = texts(self.workspace.db(), tags).await;
        let companies = "select m.person_id || '\u{1f}' || c.company_id from company_members m
            join companies c on c.id = m.company order by 1";
        let companies = texts(self.workspace.db(), companies).await;
        let mut people = People::new();
        for row in texts(self.workspace.db(), rows).await {
            let [id, fields @ .., details, attributes] = &row.split('\u{1f}').collect::<Vec<_>>()[..] else {
                panic!("{row}")
            };
            let of = format!("{id}\u{1f}");
            let tags: Vec<&str> = tags.iter().filter_map(|tag| tag.strip_prefix(&of)).collect();
            let companies: Vec<&str> =
                companies.iter().filter_map(|company| company.strip_prefix(&of)).collect();
            let json = |text: &str| -> Value { serde_json::from_str(text).expect("JSON") };
            let person = json!([fields, json(details), json(attributes), tags, companies]);
            people.insert((*id).to_owned(), person);
        }
        people
    }

    /// The name of each company, by the id that the app gave it.
    async fn companies_stored(&self) -> BTreeMap<String, String> {
        let rows = texts(self.workspace.db(), "select company_id || '\u{1f}' || name from companies").await;
        let pair = |row: String| {
            let (company_id, name) = row.split_once('\u{1f}').expect("a company");
            (company_id.to_owned(), name.to_owned())
        };
        rows.into_iter().map(pair).collect()
    }

    /// Makes or names a company. Returns the workspace's own id of it.
    async fn calls(&self, company_id: &str, name: Option<&str>) -> String {
        let app_id = self.workspace.app_id();
        let update = CompanyUpdate { name: name.map(str::to_owned), ..CompanyUpdate::default() };
        let set = self.acts(async |batch| company_store::set(batch, &INES, app_id, company_id, update).await);
        set.await.0.expect("a company").0.id
    }

    async fn joins(&self, person: &str, company_id: &str) {
        let (app_id, company) = (self.workspace.app_id(), self.calls(company_id, None).await);
        let joined =
            self.acts(async |batch| company_store::attach(batch, &INES, app_id, &company, person).await);
        joined.await.0.expect("joined");
    }

    async fn leaves(&self, person: &str, company_id: &str) {
        let (app_id, company) = (self.workspace.app_id(), self.calls(company_id, None).await);
        let left =
            self.acts(async |batch| company_store::detach(batch, &INES, app_id, &company, person).await);
        left.await.0.expect("left");
    }

    async fn makes(&self, role: Role, fields: PersonUpdate) -> String {
        let new = NewPerson { role, fields };
        let app_id = self.workspace.app_id();
        let made = self.acts(async |batch| contacts::create(batch, &INES, app_id, new).await).await.0;
        made.expect("a person").0.id
    }

    async fn updates(&self, id: &str, fields: PersonUpdate) {
        let app_id = self.workspace.app_id();
        let changed = self.acts(async |batch| contacts::update(batch, &INES, app_id, id, fields).await).await;
        changed.0.expect("a change");
    }

    async fn tags(&self, id: &str, name: &str) {
        let app_id = self.workspace.app_id();
        let tag =
            self.acts(async |batch| tags::make(batch, &INES, app_id, name).await).await.0.expect("a tag").id;
        let tagged =
            self.acts(async |batch| tags::attach(batch, &INES, app_id, &tag, Tagged::Person(id)).await);
        tagged.await.0.expect("tagged");
    }

    async fn untags(&self, id: &str, name: &str) {
        let app_id = self.workspace.app_id();
        let tag =
            self.acts(async |batch| tags::make(batch, &INES, app_id, name).await).await.0.expect("a tag").id;
        let untagged =
            self.acts(async |batch| tags::detach(batch, &INES, app_id, &tag, Tagged::Person(id)).await);
        untagged.await.0.expect("untagged");
    }

    async fn whole_file(&self) -> String {
        let filter = Filter::everybody();
        let (db, app_id) = (self.workspace.db(), self.workspace.app_id());
        let mut export = CsvExport::begin(db, app_id, filter, self.clock.seconds()).await.expect("an export");
        let mut file = Vec::new();
        while let Some(lines) = export.next().await.expect("lines") {
            file.extend(lines);
        }
        String::from_utf8(file).expect("text")
    }

    async fn user_named(&self, user_id: &str) -> String {
        let select = format!("select id from people where user_id = '{user_id}'");
        texts(self.workspace.db(), &select).await.pop().expect(user_id)
    }
}

fn to(text: &str) -> FieldUpdate<String> {
    FieldUpdate::To(text.to_owned())
}

fn named(user_id: &str, name: &str) -> PersonUpdate {
    PersonUpdate { user_id: to(user_id), name: to(name), ..PersonUpdate::default() }
}

fn object(value: Value) -> serde_json::Map<String, Value> {
    serde_json::from_value(value).expect("an object")
}

/// A file of so many new people.
fn many(count: usize) -> String {
    let rows = (1..=count).map(|row| format!("u{row},u{row}@shop.example,{row}\n"));
    format!("user_id,email,custom_attributes.seats\n{}", rows.collect::<String>())
}

#[tokio::test]
async fn an_exported_file_changes_nobody_and_makes_the_same_people_where_there_is_nobody() {
    let bench = Bench::new().await;
    let hostile = PersonUpdate {
        email: to("marit@example.com"),
        signed_up_at: FieldUpdate::To(1_700_000_000),
        details: object(json!({ "phone": "+47 22 33 44 55" })),
        attributes: object(json!({
            "plan": "=cmd|' /C calc'!A0", "quote": "'=1", "seats": -3.5, "big": 9_007_199_254_740_993_i64,
            "vip": true, "paid_at": 1_700_000_000, "text": "\"a\",\r\n;b"
        })),
        ..named("-7", " Solheim, \"Marit\"\n ")
    };
    let marit = bench.makes(Role::User, hostile).await;
    bench.tags(&marit, "VIP").await;
    bench.tags(&marit, "one, two").await;
    bench.calls("-c 1", Some("=Harbour \"Coffee\", ")).await;
    bench.joins(&marit, "-c 1").await;
    let same = PersonUpdate { email: to("same@example.com"), ..PersonUpdate::default() };
    bench.makes(Role::Lead, same.clone()).await;
    bench.makes(Role::Lead, same).await;
    bench.ping("boot", HOME, json!({}), None).await;
    let archived = bench.makes(Role::User, named("u_3", "Gone")).await;
    let app_id = bench.workspace.app_id();
    bench
        .acts(async |batch| contacts::archive(batch, &INES, app_id, &archived, true).await)
        .await
        .0
        .expect("archived");
    let file = bench.whole_file().await;
    let id = bench.stages(&file).await;
    let preview = bench.preview(&id).await;
    assert_eq!((preview.made, preview.changed, preview.unchanged), (0, 0, 4), "{preview:?}");
    assert_eq!(preview.refused, []);
    let refused = bench.starts(&id, 0).await.expect_err("nothing to do");
    assert!(refused.to_string().contains("No row makes or changes anybody."), "{refused}");

    let other = Bench::new().await;
    let id = other.imports(&file).await;
    assert_eq!(
        other.counts(&id).await,
        [2, 0, 0, 2, 0],
        "a visitor comes by the Messenger, and of two leads with an e-mail one"
    );
    let of = |people: People| {
        let is_user = |person: &Value| person[0][0] == "user" && person[0][1] == "-7";
        people.into_values().find(is_user).expect("Marit")
    };
    let (mut before, mut after) = (of(bench.people_stored().await), of(other.people_stored().await));
    // A tag whose name holds a comma is two in a file.
    assert_eq!(before[3], json!(["VIP", "one, two"]));
    assert_eq!(after[3], json!(["VIP", "one", "two"]));
    (before[3], after[3]) = (json!([]), json!([]));
    assert_eq!(before, after);
}

#[tokio::test]
async fn rows_that_are_refused_write_nothing_and_are_left_out_by_their_number_alone() {
    let bench = Bench::new().await;
    bench.makes(Role::User, named("u1", "Marit")).await;
    let before = bench.people_stored().await;
    let file = "user_id,email,name,custom_attributes.seats\n\
                u2,u2@shop.example,Einar,3\nu3,no,Kari,4\nu4,u4@shop.example,Ola,many\nu2,,Again,\nu5\n,,Nobody,\n";
    let id = bench.stages(file).await;
    let codes =
        ["user_id", "email", "name", "new:number"].map(|code| Target::of_code(code).expect("a target"));
    csv_import::map(bench.workspace.store(), bench.workspace.app_id(), &id, &codes).await.expect("mapped");
    let preview = bench.preview(&id).await;
    let refused =
        preview.refused.iter().map(|(number, problem)| (*number, &*problem.column, &*problem.reason));
    assert_eq!(
        refused.collect::<Vec<_>>(),
        [
            (3, "email", "This is no e-mail address."),
            (4, "custom_attributes.seats", "It is a number."),
            (5, "user_id", "Row 2 is of the same person."),
            (6, "", "The row has 1 cells, and the file 4 columns."),
            (7, "email", "Nobody has this id. A new person has a user_id or an e-mail."),
        ]
    );
    for (left_out, words) in [(0, "leave out the rows"), (4, "Other rows are refused by now")] {
        let error = bench.starts(&id, left_out).await.expect_err(words);
        assert!(error.to_string().contains(words), "{error}");
    }
    bench.workspace.end_imports().await.expect("nothing");
    assert_eq!(bench.people_stored().await, before);
    assert_eq!(bench.count("data_attributes").await, 0);
    bench.starts(&id, 5).await.expect("begun");
    assert!(bench.starts(&id, 5).await.is_err(), "it begins once");
    bench.workspace.end_imports().await.expect("ended");
    assert_eq!(bench.counts(&id).await, [1, 0, 0, 5, 0]);
    let einar = bench.user_named("u2").await;
    assert_eq!(bench.people_stored().await[&einar][2], json!({ "seats": 3 }));
    assert_eq!(csv_import::refused(bench.workspace.db(), &id, 10).await.expect("rows"), preview.refused);
    let kinds = "select kind from ledger where person_id is null order by number";
    let kinds = texts(bench.workspace.db(), kinds).await;
    assert_eq!(kinds, ["attribute_created", "people_imported"]);
}

#[tokio::test]
async fn an_import_that_is_interrupted_goes_on_on_any_server_and_writes_each_row_once() {
    let bench = Bench::new().await;
    let id = bench.stages(&many(450)).await;
    bench.starts(&id, 0).await.expect("begun");
    let (store, files) = (bench.workspace.store().clone(), Files::default());
    for _ in 0..2 {
        assert!(csv_import::go_on_once(&store, &files, &id).await.expect("a commit"));
    }
    assert_eq!(bench.count("people").await, 200);
    let other = open_in(&bench.database, &bench.clock, IdentitySecret::new(SECRET)).await;
    let bench = bench.reopened(IdentitySecret::new(SECRET)).await;
    let (one, two) = tokio::join!(bench.workspace.end_imports(), other.end_imports());
    one.and(two).expect("ended");
    assert_eq!(bench.import(&id).await.state, ImportState::Done);
    assert_eq!(bench.counts(&id).await, [450, 0, 0, 0, 0]);
    assert_eq!(bench.count("people").await, 450);
    assert_eq!(bench.count("ledger where kind = 'person_created'").await, 450);
    // The undo is interrupted, too.
    csv_import::undo(&store, bench.workspace.app_id(), ACTOR, &id).await.expect("begun");
    assert!(csv_import::go_on_once(&store, &files, &id).await.expect("a commit"));
    let bench = bench.reopened(IdentitySecret::new(SECRET)).await;
    let (one, two) = tokio::join!(bench.workspace.end_imports(), other.end_imports());
    one.and(two).expect("ended");
    assert_eq!((bench.count("people").await, bench.import(&id).await.undone), (0, 450));
}

#[tokio::test]
async fn an_undo_returns_people_to_what_they_were_before_the_import() {
    let bench = Bench::new().await;
    let attributes = object(json!({ "plan": "Harbour", "seats": 3 }));
    let fields = PersonUpdate {
        email: to("one@shop.example"),
        is_email_proved: true,
        attributes,
        ..named("u1", "Marit")
    };
    let marit = bench.makes(Role::User, fields).await;
    let lead = PersonUpdate { email: to("two@shop.example"), ..PersonUpdate::default() };
    bench.makes(Role::Lead, lead).await;
    bench.tags(&marit, "VIP").await;
    let before = bench.people_stored().await;
    bench.clock.advance(10);
    let file = "user_id,email,name,phone,role,signed_up_at,tags,custom_attributes.plan,custom_attributes.seats,custom_attributes.new\n\
                u1,uno@shop.example,Marit S.,+47 1,user,2027-01-15T08:00:00Z,\"VIP, late\",Fjord,,x\n\
                u2,two@shop.example,Einar,,user,,late,,4,\n\
                u3,three@shop.example,Kari,+47 3,lead,,late,Fjord,5,y\n\
                u1-not,one-not@shop.example,,,,,,,,\n";
    let id = bench.imports(file).await;
    assert_eq!(bench.counts(&id).await, [2, 2, 0, 0, 0]);
    let changed = &bench.people_stored().await[&marit];
    let fields = json!(["user", "u1", "uno@shop.example", "false", "Marit S.", "0", "1800000000"]);
    let proved = changed[0][3].as_str().expect("text").replace('0', "false");
    assert_eq!(proved, "false", "an imported e-mail is not proved");
    let mut told = changed[0].clone();
    told[3] = json!("false");
    assert_eq!(told, fields);
    assert_eq!(changed[2], json!({ "plan": "Fjord", "seats": 3, "new": "x" }));
    assert_eq!(changed[3], json!(["VIP", "late"]));
    bench.clock.advance(HOUR - 1);
    bench.undoes(&id).await.expect("undone");
    assert_eq!(bench.import(&id).await.state, ImportState::Undone);
    assert_eq!(bench.counts(&id).await, [2, 2, 0, 0, 4]);
    assert_eq!(bench.people_stored().await, before);
    let again = bench.undoes(&id).await.expect_err("once");
    assert!(again.to_string().contains("undone already"), "{again}");
}

#[tokio::test]
async fn an_undo_keeps_whoever_was_here_wrote_or_was_changed_since() {
    let bench = Bench::new().await;
    let marit = bench.makes(Role::User, named("u0", "Marit")).await;
    let plan = "plan".to_owned();
    let file = "user_id,name,custom_attributes.plan,tags\n\
                u0,Marit S.,Fjord,late\nu1,One,,\nu2,Two,,\nu3,Three,,\nu4,Four,,\nu5,Five,,\nu6,Six,,\n";
    let id = bench.imports(file).await;
    let ids: Vec<String> = {
        let mut ids = Vec::new();
        for user in 1..=6 {
            ids.push(bench.user_named(&format!("u{user}")).await);
        }
        ids
    };
    // In the same second as the import.
    bench.updates(&ids[0], PersonUpdate { name: to("Uno"), ..PersonUpdate::default() }).await;
    bench.tags(&ids[1], "VIP").await;
    bench.boot_user("u3").await.credential();
    let data = format!(
        "insert into data_events (id, app_id, person_id, name, metadata, created_at)
         values ('e', '{}', '{}', 'called', '{{}}', 1)",
        bench.workspace.app_id(),
        ids[3]
    );
    execute(bench.workspace.db(), &data).await;
    let attributes = [(plan, json!("Harbour"))].into_iter().collect();
    bench.updates(&marit, PersonUpdate { attributes, ..PersonUpdate::default() }).await;
    bench.untags(&marit, "late").await;
    bench.clock.advance(5);
    bench.tags(&marit, "late").await;
    bench.undoes(&id).await.expect("undone");
    let left = texts(bench.workspace.db(), "select user_id from people order by user_id").await;
    assert_eq!(left, ["u0", "u1", "u2", "u3", "u4"]);
    assert_eq!(bench.import(&id).await.undone, 2);
    let now = &bench.people_stored().await[&marit];
    assert_eq!(now[0][4], "Marit", "what nobody changed since goes back");
    assert_eq!((&now[2], &now[3]), (&json!({ "plan": "Harbour" }), &json!(["late"])));
}

#[tokio::test]
async fn after_an_hour_nothing_is_undone_and_the_rows_are_forgotten_but_their_counts() {
    let bench = Bench::new().await;
    let id = bench.imports(&many(3)).await;
    let draft = bench.stages(&many(2)).await;
    bench.clock.advance(HOUR - 1);
    bench.workspace.end_imports().await.expect("nothing to do");
    assert_eq!(bench.count("csv_import_rows").await, 5);
    bench.clock.advance(1);
    let late = bench.undoes(&id).await.expect_err("an hour is over");
    assert!(late.to_string().contains("for an hour"), "{late}");
    bench.workspace.end_imports().await.expect("forgotten");
    assert_eq!(bench.count("csv_import_rows").await, 2);
    let import = bench.import(&id).await;
    assert_eq!((import.columns.len(), import.made, import.file_name.as_str()), (0, 3, "people.csv"));
    assert_eq!(bench.count("people").await, 3);
    bench.clock.advance(24 * HOUR);
    bench.workspace.end_imports().await.expect("forgotten");
    assert_eq!(bench.count("csv_import_rows").await, 0);
    assert_eq!(
        bench.count(&format!("csv_imports where id = '{draft}'")).await,
        0,
        "a draft is kept for a day"
    );
}

#[tokio::test]
async fn the_rows_about_a_person_go_with_the_person_whether_they_are_written_or_not() {
    let bench = Bench::new().await;
    let (store, app_id) = (bench.workspace.store(), bench.workspace.app_id());
    let marit = bench.makes(Role::User, named("u1", "Marit")).await;
    let email = PersonUpdate { email: to("Two@shop.example"), ..PersonUpdate::default() };
    let two = bench.makes(Role::Lead, email).await;
    let three = bench.makes(Role::User, named("u3", "Kari")).await;
    let file = format!("a,b,c,id\nu1,,Marit,\n,TWO@shop.example,Einar,\n,,Kari S.,{three}\nu4,,Ola,\n");
    let draft = bench.stages(&file).await;
    let codes = ["user_id", "email", "name", "id"].map(|code| Target::of_code(code).expect("a target"));
    csv_import::map(store, app_id, &draft, &codes).await.expect("mapped");
    bench.imports("user_id,name\nu1,Marit S.\nu5,Nils\n").await;
    let nils = bench.user_named("u5").await;
    for (id, left) in [(marit, 4), (two, 3), (three, 2), (nils, 1)] {
        bench.workspace.delete_person(&INES, &id).await.expect("deleted");
        assert_eq!(bench.count("csv_import_rows").await, left, "{id}");
    }
    assert_eq!(texts(bench.workspace.db(), "select named_user_id from csv_import_rows").await, ["u4"]);
}

#[tokio::test]
async fn a_row_that_can_no_longer_be_written_is_refused_and_the_others_are_written() {
    let bench = Bench::new().await;
    let id = bench.stages(&many(3)).await;
    bench.starts(&id, 0).await.expect("begun");
    let taken = PersonUpdate { email: to("U2@shop.example"), ..named("other", "Einar") };
    bench.makes(Role::User, taken).await;
    bench.workspace.end_imports().await.expect("ended");
    assert_eq!(bench.counts(&id).await, [2, 0, 0, 1, 0]);
    let refused = csv_import::refused(bench.workspace.db(), &id, 10).await.expect("rows");
    assert_eq!((refused[0].0, &*refused[0].1.column), (3, "email"));
    assert_eq!(bench.import(&id).await.state, ImportState::Done);
    // An attribute that is archived meanwhile.
    let id = bench.stages("user_id,custom_attributes.seats\nu7,1\nu8,\n").await;
    bench.starts(&id, 0).await.expect("begun");
    execute(bench.workspace.db(), "update data_attributes set archived_at = 1").await;
    bench.workspace.end_imports().await.expect("ended");
    assert_eq!(bench.counts(&id).await, [1, 0, 0, 1, 0]);
}

#[tokio::test]
async fn imports_are_of_their_app_and_a_draft_is_thrown_away_with_its_rows() {
    let bench = Bench::new().await;
    let id = bench.stages(&many(3)).await;
    let store = bench.workspace.store();
    assert!(csv_import::find(bench.workspace.db(), "other", &id).await.expect("an answer").is_none());
    assert_eq!(csv_import::start(store, "other", ACTOR, &id, 0).await, Err(Error::NotFound));
    assert_eq!(csv_import::undo(store, "other", ACTOR, &id).await, Err(Error::NotFound));
    assert_eq!(csv_import::drop(store, "other", &id).await, Err(Error::NotFound));
    csv_import::drop(store, bench.workspace.app_id(), &id).await.expect("thrown away");
    assert_eq!((bench.count("csv_imports").await, bench.count("csv_import_rows").await), (0, 0));
    let id = bench.imports(&many(1)).await;
    assert!(csv_import::drop(store, bench.workspace.app_id(), &id).await.is_err(), "it began");
}
