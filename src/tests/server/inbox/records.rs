//! `/workspace/people`: a teammate finds, makes, changes, exports and deletes people and companies.

use super::*;
use crate::server::header;

/// A user who is new.
pub(super) const MARIT: &str =
    "person[role]=user&person[email]=marit@example.com&person[name]=Marit&person[user_id]=u_1";

impl Desk {
    pub(super) async fn finds(&self, who: &str) -> Value {
        let (status, body) = self.get(&format!("/api/people_find?who={who}"), &self.cookie).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        parsed(&body)
    }

    /// The id of the one person or company that this text means.
    pub(super) async fn id_of(&self, who: &str) -> String {
        self.finds(who).await["One"]["id"].as_str().expect("one alone").to_owned()
    }

    pub(super) async fn does(&self, endpoint: &str, form: &str) {
        let (status, body) = self.acts(endpoint, form).await;
        assert_eq!(status, StatusCode::OK, "{endpoint} {form}: {body}");
    }

    pub(super) async fn refuses(&self, endpoint: &str, form: &str, words: &str) {
        let (status, body) = self.acts(endpoint, form).await;
        assert!(status.is_client_error() && body.contains(words), "{endpoint} {form}: {status} {body}");
    }

    /// Where the answer to a form leads a page at this address.
    async fn leads(&self, endpoint: &str, form: &str, page: &str) -> String {
        let request = Request::post(format!("/api/{endpoint}"))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .header("referer", format!("https://shop.example{page}"))
            .header("cookie", &self.cookie);
        let answer = self.server.send(request.body(Body::from(form.to_owned())).expect("a request")).await;
        assert_eq!(answer.status(), StatusCode::OK);
        header(&answer, "location").to_owned()
    }

    /// The kinds of the ledger's entries by this teammate, in order.
    pub(super) async fn entries(&self, of: &str) -> Vec<String> {
        let select = format!(
            "select kind from (select kind, number from ledger where {of} and actor = 'teammate' and actor_id = '1'
             order by number limit 99) e"
        );
        texts(&self.server.state.db, &select).await
    }
}

/// The value of a field of a form, or of a fact.
fn value_of(record: &Value, list: &str, name: &str) -> Option<String> {
    let all = record["One"][list].as_array().expect("a list").iter();
    let mut named = all.filter(|one| one["name"] == name);
    named.next().map(|one| one["value"].as_str().expect("a text").to_owned())
}

pub(super) fn names(found: &Value) -> Vec<&str> {
    let all = found.as_array().expect("a list").iter();
    all.map(|one| one["name"].as_str().expect("a name")).collect()
}

#[tokio::test]
async fn a_teammate_makes_a_person_finds_them_by_each_of_their_names_and_changes_a_field_alone() {
    let desk = Desk::open().await;
    let opened = desk.leads("person_save", MARIT, "/workspace/people").await;
    let id = desk.id_of("marit@example.com").await;
    assert_eq!(opened, format!("/workspace/people?who={id}"));
    for who in [&id, "u_1", "Marit@Example.com", "%20u_1%20"] {
        assert_eq!(desk.id_of(who).await, id, "{who}");
    }
    assert_eq!(desk.finds("nobody").await, json!({ "Choice": [] }));

    let same = format!("id={id}&person[email]=marit@example.com&person[user_id]=u_1");
    let form = format!("{same}&person[name]=Marit+S.&person[phone]=123");
    assert_eq!(desk.leads("person_save", &form, &format!("/workspace/people?who={id}")).await, "");
    assert_eq!(desk.leads("person_save", &form, "/workspace/people?who=u_1").await, opened);
    let found = desk.finds(&id).await;
    assert_eq!(
        ["person[name]", "person[phone]"].map(|name| value_of(&found, "fields", name)),
        [Some("Marit S.".to_owned()), Some("123".to_owned())]
    );
    let changed = format!("select fields from ledger where person_id = '{id}' and kind = 'person_changed'");
    let fields = texts(&desk.server.state.db, &changed).await;
    assert_eq!(fields.len(), 1, "what changes nothing writes no entry: {fields:?}");
    assert!(!fields[0].contains("email"), "{fields:?}");

    desk.does("person_save", &format!("{same}&person[name]=&person[phone]=")).await;
    let found = desk.finds(&id).await;
    assert_eq!(found["One"]["name"], "marit@example.com", "an empty field clears");
    assert_eq!(value_of(&found, "fields", "person[phone]").as_deref(), Some(""));
    for blocked in [true, false] {
        desk.does("person_block", &format!("id={id}&blocked={blocked}")).await;
        assert_eq!(desk.finds(&id).await["One"]["person"]["is_blocked"], blocked);
    }
    assert_eq!(
        desk.entries(&format!("person_id = '{id}'")).await,
        ["person_created", "person_changed", "person_changed", "person_blocked", "person_unblocked"]
    );
    desk.does("person_delete", &format!("id={id}&typed=delete")).await;
    assert_eq!(desk.finds(&id).await, json!({ "Choice": [] }));
}

#[tokio::test]
async fn the_page_shows_the_forms_of_new_ones_what_was_found_and_that_there_is_nobody() {
    let desk = Desk::open().await;
    desk.does("person_save", MARIT).await;
    desk.does("company_save", "company[company_id]=c_1&company[name]=Nordlys").await;
    for (query, words) in [
        ("", ["Everybody", "Marit", "Last seen"]),
        ("?new", ["New person", "New company", "Monthly spend"]),
        ("?who=u_1", ["u_1", "marit@example.com", "This person"]),
        ("?user_id=u_1", ["u_1", "marit@example.com", "This person"]),
        ("?email=marit@example.com", ["u_1", "marit@example.com", "This person"]),
        ("?who=c_1", ["Nordlys", "/export", "Type delete to delete the company"]),
        ("?who=u_2", ["Nobody and no company of this app", "u_2", "Find"]),
    ] {
        let (status, page) = desk.get(&format!("/workspace/people{query}"), &desk.cookie).await;
        assert_eq!(status, StatusCode::OK);
        for words in words {
            assert!(page.contains(words), "{query}: {words}");
        }
    }
}

#[tokio::test]
async fn a_changed_name_leaves_an_e_mail_proved_and_a_changed_e_mail_is_not() {
    let desk = Desk::open().await;
    desk.does("person_save", MARIT).await;
    let id = desk.id_of("u_1").await;
    let db = &desk.server.state.db;
    execute(db, &format!("update people set email_proved = true where id = '{id}'")).await;
    let is_proved =
        format!("select case when email_proved then 'yes' else 'no' end from people where id = '{id}'");
    let form = format!("id={id}&person[user_id]=u_1&person[name]=M.&person[email]=");
    desk.does("person_save", &format!("{form}marit@example.com")).await;
    assert_eq!(texts(db, &is_proved).await, ["yes"]);
    desk.does("person_save", &format!("{form}other@example.com")).await;
    assert_eq!(texts(db, &is_proved).await, ["no"]);
}

#[tokio::test]
async fn a_form_with_a_value_that_is_refused_says_why_and_stores_nothing() {
    let desk = Desk::open().await;
    desk.does("person_save", MARIT).await;
    let id = desk.id_of("u_1").await;
    let before = desk.finds(&id).await;
    let long = "a".repeat(256);
    for (form, words) in [
        (MARIT.to_owned(), "already exists"),
        ("person[role]=user&person[name]=Nobody".to_owned(), "user_id"),
        ("person[role]=visitor&person[user_id]=u_2".to_owned(), "lead or a user"),
        ("person[role]=&person[user_id]=u_2".to_owned(), "Choose lead or user."),
        ("person[role]=lead&person[email]=nothing".to_owned(), "no e-mail address"),
        (
            format!("id={id}&person[user_id]=u_1&person[name]=M.&person[phone]={long}"),
            "phone: A text has at most",
        ),
        (
            format!("id={id}&person[name]=M.&person[user_id]=&person[email]="),
            "A user has a user_id or an e-mail.",
        ),
        ("id=a&person[name]=M.".to_owned(), "NotFound"),
    ] {
        desk.refuses("person_save", &form, words).await;
    }
    desk.does("company_save", "company[company_id]=c_1&company[name]=Nordlys").await;
    let company = desk.id_of("c_1").await;
    for (form, words) in [
        ("company[company_id]=c_1&company[name]=Other".to_owned(), "Another company"),
        ("company[company_id]=+&company[name]=Other".to_owned(), "1 to 255 visible characters"),
        (
            format!("id={company}&company[name]=Other&company[monthly_spend]=much"),
            "monthly_spend: It is a number",
        ),
        (format!("id={company}&company[name]=Other&company[size]=inf"), "size: It is a number"),
        (format!("id={company}&company[name]=Other&company[plan]={long}"), "plan: A text has at most"),
        ("id=a&company[name]=Other".to_owned(), "NotFound"),
    ] {
        desk.refuses("company_save", &form, words).await;
    }
    desk.refuses("person_company", &format!("id={id}&company=c_2&attached=true"), "No company").await;
    desk.refuses("company_delete", &format!("id={company}&typed=no"), "Type the word delete.").await;
    assert_eq!(desk.finds(&id).await, before);
    assert_eq!(desk.finds(&company).await["One"]["name"], "Nordlys");
    assert_eq!(desk.entries(&format!("company_id = '{company}'")).await, ["company_created"]);
}

#[tokio::test]
async fn what_means_several_is_a_choice_and_each_choice_leads_to_one() {
    let desk = Desk::open().await;
    for name in ["Aino", "Bodil"] {
        let form = format!("person[role]=lead&person[email]=home@example.com&person[name]={name}");
        desk.does("person_save", &form).await;
    }
    desk.does("person_save", "person[role]=user&person[user_id]=nordlys&person[name]=Cato").await;
    desk.does("company_save", "company[company_id]=nordlys&company[name]=Nordlys").await;
    for (who, expected) in [
        ("home@example.com", ["Aino, Lead, home@example.com", "Bodil, Lead, home@example.com"]),
        ("nordlys", ["Cato, User, not verified, nordlys", "Nordlys, a company"]),
    ] {
        let found = desk.finds(who).await;
        let mut choices = names(&found["Choice"]);
        choices.sort_unstable();
        assert_eq!(choices, expected);
        for choice in found["Choice"].as_array().expect("choices") {
            let id = choice["id"].as_str().expect("an id");
            assert_eq!(desk.id_of(id).await, id);
        }
    }
}

#[tokio::test]
async fn a_teammate_makes_a_company_changes_it_gives_it_people_and_archives_exports_and_deletes_it() {
    let desk = Desk::open().await;
    let form = "company[company_id]=c_1&company[name]=Nordlys&company[plan]=pro&company[monthly_spend]=49";
    let opened = desk.leads("company_save", form, "/workspace/people").await;
    let id = desk.id_of("c_1").await;
    assert_eq!(opened, format!("/workspace/people?who={id}"));
    desk.does("person_save", MARIT).await;
    let marit = desk.id_of("u_1").await;
    desk.does("person_company", &format!("id={marit}&company=c_1&attached=true")).await;
    assert_eq!(names(&desk.finds(&marit).await["One"]["members"]), ["Nordlys"]);

    let (_, count) = desk.get("/api/count_people?filter=%7B%22version%22%3A2%2C%22of%22%3A%22company%22%2C%22all%22%3A%5B%5D%7D", &desk.cookie).await;
    assert_eq!(parsed(&count), "1 company, a monthly spend of 49.00");
    let (status, page) = desk.get("/workspace/companies", &desk.cookie).await;
    assert_eq!(status, StatusCode::OK);
    for words in ["Nordlys", "Monthly spend", "/workspace/people/csv?filter="] {
        assert!(page.contains(words), "{words}");
    }

    let change = format!(
        "id={id}&company[name]=Nordlys+AS&company[plan]=&company[monthly_spend]=49.5&company[size]=12&company[website]=&company[industry]=Coffee"
    );
    desk.does("company_save", &change).await;
    desk.does("company_save", &change).await;
    let found = desk.finds(&id).await;
    let facts = ["Company id", "People", "plan", "monthly_spend", "size", "industry"];
    assert_eq!(
        facts.map(|name| value_of(&found, "facts", name)),
        [Some("c_1"), Some("1"), None, Some("49.5"), Some("12"), Some("Coffee")]
            .map(|one| one.map(str::to_owned))
    );
    assert_eq!(names(&found["One"]["members"]), ["Marit, User, not verified, u_1, marit@example.com"]);
    for archived in [true, false] {
        desk.does("company_archive", &format!("id={id}&archived={archived}")).await;
        assert_eq!(desk.finds(&id).await["One"]["is_archived"], archived);
    }
    let export = format!("/workspace/companies/{id}/export");
    let (status, exported) = desk.get(&export, &desk.cookie).await;
    assert_eq!(status, StatusCode::OK, "{exported}");
    assert_eq!(
        (&parsed(&exported)["name"], &parsed(&exported)["people"]),
        (&json!("Nordlys AS"), &json!([marit]))
    );
    desk.does("person_company", &format!("id={marit}&company={id}")).await;
    assert_eq!(desk.finds(&marit).await["One"]["members"], json!([]));
    let of_company = format!("company_id = '{id}'");
    assert_eq!(
        desk.entries(&of_company).await,
        [
            "company_created",
            "company_person_attached",
            "company_changed",
            "company_archived",
            "company_unarchived",
            "company_person_detached"
        ]
    );
    desk.does("company_delete", &format!("id={id}&typed=delete")).await;
    assert_eq!(desk.entries(&of_company).await, ["company_deleted"]);
    assert_eq!(desk.finds("c_1").await, json!({ "Choice": [] }));
    assert_eq!(desk.get(&export, &desk.cookie).await.0, StatusCode::NOT_FOUND);
    assert_eq!(desk.id_of("u_1").await, marit, "its people stay");
}
