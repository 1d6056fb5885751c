//! Imports of people with their companies.

use super::*;

const HEAD: &str = "user_id,company_id,company_name\n";

impl Bench {
    /// The ledger's changes of companies: kind, and the user_id of the person whom they are of.
    async fn changes_of_companies(&self) -> Vec<String> {
        let changes = "select l.kind || ' ' || coalesce(p.user_id, '-') from ledger l
            left join people p on p.id = l.person_id where l.kind like 'company_%' order by l.number";
        texts(self.workspace.db(), changes).await
    }

    async fn companies_of(&self, person: &str) -> Value {
        self.people_stored().await[person][4].clone()
    }

    async fn archives_company(&self, company: &str) {
        let app_id = self.workspace.app_id();
        let archived =
            self.acts(async |batch| company_store::archive(batch, &INES, app_id, company, true).await);
        archived.await.0.expect("archived");
    }
}

fn named_companies<const N: usize>(companies: [(&str, &str); N]) -> BTreeMap<String, String> {
    companies.map(|(id, name)| (id.to_owned(), name.to_owned())).into()
}

#[tokio::test]
async fn a_row_makes_its_company_once_names_it_and_makes_its_person_a_member() {
    let bench = Bench::new().await;
    let marit = bench.makes(Role::User, named("u1", "Marit")).await;
    bench.calls("h", Some("Harbour")).await;
    bench.joins(&marit, "h").await;
    let before = bench.changes_of_companies().await.len();
    let file = format!("{HEAD}u1,h,Harbour Coffee\nu2,h,Harbour Coffee\nu3,f,\nu4,f,\nu5,n,Nordlys\nu6,,\n");
    let id = bench.stages(&file).await;
    let preview = bench.preview(&id).await;
    assert_eq!((preview.made, preview.changed, preview.refused.len()), (5, 1, 0));
    let said: Vec<Vec<String>> = preview
        .first
        .iter()
        .map(|row| row.said.iter().map(|(column, words)| format!("{column}: {words}")).collect())
        .collect();
    assert_eq!(said[0], ["company_name: Harbour → Harbour Coffee"]);
    assert_eq!(said[1], ["user_id: u2", "company_id: h (Harbour)"]);
    assert_eq!(said[4], ["user_id: u5", "company_id: n", "company_name: Nordlys"]);
    bench.starts(&id, 0).await.expect("begun");
    bench.workspace.end_imports().await.expect("ended");
    assert_eq!(bench.counts(&id).await, [5, 1, 0, 0, 0]);
    let companies = named_companies([("f", "f"), ("h", "Harbour Coffee"), ("n", "Nordlys")]);
    assert_eq!(bench.companies_stored().await, companies);
    let changes = bench.changes_of_companies().await;
    assert_eq!(
        changes[before..],
        [
            "company_changed -",
            "company_person_attached u2",
            "company_created -",
            "company_person_attached u3",
            "company_person_attached u4",
            "company_created -",
            "company_person_attached u5",
        ]
    );
    let members =
        "select p.user_id || ' ' || c.company_id from company_members m join people p on p.id = m.person_id
        join companies c on c.id = m.company where not m.active order by 1";
    assert_eq!(texts(bench.workspace.db(), members).await, ["u1 h", "u2 h", "u3 f", "u4 f", "u5 n"]);
    let by = "select made_by from companies where company_id in ('f', 'n')";
    assert_eq!(texts(bench.workspace.db(), by).await, ["import", "import"]);
    // The same file changes nothing any more.
    let preview = bench.preview(&bench.stages(&file).await).await;
    assert_eq!((preview.made, preview.changed, preview.unchanged, preview.refused.len()), (0, 0, 6, 0));
}

#[tokio::test]
async fn an_import_of_several_commits_calls_a_company_by_one_name_and_counts_as_its_preview() {
    let bench = Bench::new().await;
    bench.calls("h", Some("Harbour")).await;
    for user in 1..=250 {
        let person = bench.makes(Role::User, named(&format!("u{user}"), "Somebody")).await;
        bench.joins(&person, "h").await;
    }
    let row = |user: usize| {
        let name = if user == 240 { "Fjord" } else { "Harbour Coffee" };
        format!("u{user},h,{name}\n")
    };
    let id = bench.stages(&format!("{HEAD}{}", (1..=250).map(row).collect::<String>())).await;
    let preview = bench.preview(&id).await;
    assert_eq!((preview.made, preview.changed, preview.unchanged), (0, 1, 248));
    let reason = "Row 2 calls this company by another name.";
    let problem = csv_import::Problem { column: "company_name".to_owned(), reason: reason.to_owned() };
    assert_eq!(preview.refused, [(241, problem)]);
    bench.starts(&id, 1).await.expect("begun");
    bench.workspace.end_imports().await.expect("ended");
    assert_eq!(bench.counts(&id).await, [0, 1, 248, 1, 0]);
    assert_eq!(bench.companies_stored().await["h"], "Harbour Coffee");
}

#[tokio::test]
async fn an_undo_ends_memberships_and_gives_names_back_and_companies_stay() {
    let bench = Bench::new().await;
    let marit = bench.makes(Role::User, named("u1", "Marit")).await;
    let einar = bench.makes(Role::User, named("u2", "Einar")).await;
    bench.calls("h", Some("Harbour")).await;
    bench.joins(&marit, "h").await;
    bench.clock.advance(10);
    let before = bench.people_stored().await;
    let file = format!("{HEAD}u1,h,Harbour Coffee\nu2,h,Harbour Coffee\nu3,n,Nordlys\n");
    let id = bench.imports(&file).await;
    assert_eq!(bench.counts(&id).await, [1, 2, 0, 0, 0]);
    assert_eq!(bench.companies_of(&einar).await, json!(["h"]));
    bench.clock.advance(10);
    bench.undoes(&id).await.expect("undone");
    assert_eq!(bench.counts(&id).await, [1, 2, 0, 0, 3]);
    assert_eq!(bench.people_stored().await, before);
    let companies = named_companies([("h", "Harbour"), ("n", "Nordlys")]);
    assert_eq!(bench.companies_stored().await, companies);
}

#[tokio::test]
async fn an_undo_keeps_a_membership_that_was_used_and_a_name_that_was_changed_since() {
    let bench = Bench::new().await;
    let marit = bench.makes(Role::User, named("u1", "Marit")).await;
    let einar = bench.makes(Role::User, named("u2", "Einar")).await;
    let kari = bench.makes(Role::User, named("u3", "Kari")).await;
    bench.calls("h", Some("Harbour")).await;
    bench.calls("f", Some("Fjord")).await;
    let id = bench.imports(&format!("{HEAD}u1,h,Haven\nu2,f,Sound\nu3,f,\nu4,n,\n")).await;
    bench.clock.advance(5);
    // A page of the company, a name that a teammate gave, a membership that was ended and begun anew, and another company.
    let seen = format!("update company_members set active = true where person_id = '{marit}'");
    execute(bench.workspace.db(), &seen).await;
    bench.calls("f", Some("Strait")).await;
    bench.leaves(&kari, "f").await;
    bench.joins(&kari, "f").await;
    let ola = bench.user_named("u4").await;
    bench.joins(&ola, "h").await;
    bench.undoes(&id).await.expect("undone");
    assert_eq!(bench.counts(&id).await, [1, 3, 0, 0, 0]);
    assert_eq!(bench.companies_of(&marit).await, json!(["h"]));
    assert_eq!(bench.companies_of(&einar).await, json!([]), "what nobody changed since goes back");
    assert_eq!(bench.companies_of(&kari).await, json!(["f"]));
    assert_eq!(bench.companies_of(&ola).await, json!(["h", "n"]));
    let companies = named_companies([("f", "Strait"), ("h", "Harbour"), ("n", "n")]);
    assert_eq!(bench.companies_stored().await, companies);
}

#[tokio::test]
async fn a_company_that_cannot_be_joined_any_more_refuses_its_row_as_a_whole() {
    let bench = Bench::new().await;
    let archived = bench.calls("h", Some("Harbour")).await;
    let file = format!("{HEAD}u1,h,Harbour\nu2,f,Fjord\nu3,,Nordlys\n");
    let id = bench.stages(&file).await;
    let refused = bench.preview(&id).await.refused;
    let reasons: Vec<_> = refused.iter().map(|(number, problem)| (*number, &*problem.column)).collect();
    assert_eq!(reasons, [(4, "company_name")]);
    bench.starts(&id, 1).await.expect("begun");
    bench.archives_company(&archived).await;
    bench.workspace.end_imports().await.expect("ended");
    assert_eq!(bench.counts(&id).await, [1, 0, 0, 2, 0]);
    let refused = csv_import::refused(bench.workspace.db(), &id, 10).await.expect("rows");
    assert_eq!((refused[0].0, &*refused[0].1.reason), (2, "The company is archived. Put it back first."));
    assert_eq!(texts(bench.workspace.db(), "select user_id from people").await, ["u2"]);
}

#[tokio::test]
async fn a_person_of_a_thousand_companies_joins_no_other_one_and_stays_in_theirs() {
    let bench = Bench::new().await;
    let marit = bench.makes(Role::User, named("u1", "Marit")).await;
    let app_id = bench.workspace.app_id();
    let fill = format!(
        "insert into companies (id, app_id, company_id, name, details, attributes, created_at, updated_at, made_by)
         with recursive n (n) as (select 1 union all select n + 1 from n where n < 1000)
         select 'c' || n, '{app_id}', 'c' || n, 'Company', '{{}}', '{{}}', 1, 1, 'teammate' from n"
    );
    execute(bench.workspace.db(), &fill).await;
    let join = format!(
        "insert into company_members (company, person_id, active, last_seen_at)
         select id, '{marit}', false, 1 from companies"
    );
    execute(bench.workspace.db(), &join).await;
    let preview = bench.preview(&bench.stages(&format!("{HEAD}u1,new,\n")).await).await;
    assert_eq!(preview.refused[0].1.reason, "A person belongs to at most 1,000 companies.");
    let preview = bench.preview(&bench.stages(&format!("{HEAD}u1,c7,Company\n")).await).await;
    assert_eq!((preview.unchanged, preview.refused.len()), (1, 0));
}

#[tokio::test]
async fn an_exported_file_of_members_changes_nothing_and_makes_their_companies_where_there_are_none() {
    let bench = Bench::new().await;
    let marit = bench.makes(Role::User, named("u1", "Marit")).await;
    let einar = bench.makes(Role::User, named("u2", "Einar")).await;
    let archived = bench.calls("gone", Some("Gone")).await;
    bench.calls("h", Some("Harbour, \"Coffee\"")).await;
    for (person, company) in [(&marit, "gone"), (&marit, "h"), (&einar, "gone")] {
        bench.clock.advance(1);
        bench.joins(person, company).await;
    }
    bench.archives_company(&archived).await;
    let file = bench.whole_file().await;
    let preview = bench.preview(&bench.stages(&file).await).await;
    assert_eq!((preview.made, preview.changed, preview.unchanged, preview.refused), (0, 0, 2, Vec::new()));
    let other = Bench::new().await;
    let id = other.imports(&file).await;
    assert_eq!(other.counts(&id).await, [2, 0, 0, 0, 0]);
    assert_eq!(other.companies_of(&other.user_named("u1").await).await, json!(["h"]), "the one seen last");
    assert_eq!(other.companies_of(&other.user_named("u2").await).await, json!(["gone"]));
    assert_eq!(other.companies_stored().await, bench.companies_stored().await);
}
