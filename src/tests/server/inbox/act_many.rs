//! `/workspace/people`: a teammate tags, archives, blocks and deletes the selected people or companies of a list.

use super::*;

impl Desk {
    async fn tags_many(&self, form: &str) -> String {
        self.acts_on_many("tag", form).await
    }

    /// What is answered to a teammate who does this with many.
    async fn acts_on_many(&self, act: &str, form: &str) -> String {
        let (status, body) = self.acts(&format!("people_{act}_many"), form).await;
        assert_eq!(status, StatusCode::OK, "{act} {form}: {body}");
        parsed(&body).as_str().expect("words").to_owned()
    }

    async fn counts(&self, of: &str) -> usize {
        texts(&self.server.state.db, &format!("select id from {of}")).await.len()
    }

    /// The user_ids of those who have this tag.
    async fn tagged(&self, name: &str) -> Vec<String> {
        let select = format!(
            "select p.user_id from people p join person_tags x on x.subject = p.id join tags t on t.id = x.tag
             where t.name = '{name}' order by p.user_id"
        );
        texts(&self.server.state.db, &select).await
    }
}

/// An address' filter.
fn users() -> &'static str {
    "%7B%22version%22%3A2%2C%22all%22%3A%5B%7B%22field%22%3A%22role%22%2C%22operator%22%3A%22is%22%2C%22value%22%3A%22user%22%7D%5D%7D"
}

#[tokio::test]
async fn all_of_a_list_gets_a_tag_over_all_of_its_pages_and_loses_it_and_nobody_else_does() {
    let desk = Desk::open().await;
    desk.has_users(230).await;
    let visitor = desk.visitor().await;
    assert!(!visitor.is_empty());
    let whole = format!("filter={}&whole=true&name=wholesale", users());
    assert_eq!(desk.tags_many(&whole).await, "230 people with the tag now.");
    assert_eq!(desk.tagged("wholesale").await.len(), 230);
    let entries =
        "select kind || ' ' || coalesce(actor, '') from ledger where kind in ('person_tagged', 'tag_made')";
    assert_eq!(texts(&desk.server.state.db, entries).await.len(), 231, "one entry each, and one of the tag");
    // What has the tag is left as it is.
    assert_eq!(desk.tags_many(&whole).await, "230 people with the tag now.");
    assert_eq!(texts(&desk.server.state.db, entries).await.len(), 231);
    assert_eq!(desk.tags_many(&format!("{whole}&removes=true")).await, "230 people without the tag now.");
    assert_eq!(desk.tagged("wholesale").await, [""; 0]);
}

#[tokio::test]
async fn of_the_rows_with_some_ids_those_of_the_app_that_have_room_for_a_tag_get_it() {
    let desk = Desk::open().await;
    desk.has_users(4).await;
    let db = &desk.server.state.db;
    execute(
        db,
        &format!(
            "insert into tags (id, app_id, name, name_folded, created_at, made_by)
             with recursive n (n) as (select 1 union all select n + 1 from n where n < 100)
             select 't' || n, '{}', 'tag ' || n, 'tag ' || n, 1, 'teammate' from n",
            desk.app_id()
        ),
    )
    .await;
    let full = "insert into person_tags (tag, subject, applied_at, applied_by) select id, 'p2', 1, 'teammate' from tags";
    execute(db, full).await;
    let words = desk.tags_many("filter=&ids[]=p1&ids[]=p2&ids[]=p3&ids[]=gone&name=wholesale").await;
    assert_eq!(words, "2 people with the tag now. 1 person has 100 tags already.");
    assert_eq!(desk.tagged("wholesale").await, ["u1", "u3"]);
    for (form, words) in [
        ("filter=&name=wholesale", "Select somebody first."),
        ("filter=&ids[]=p1&name=", "A name has 1 to"),
        ("filter=&ids[]=p1&name=none&removes=true", "No tag of this app has this name."),
        ("filter=x&ids[]=p1&name=wholesale", "cannot be read"),
    ] {
        desk.refuses("people_tag_many", form, words).await;
    }
}

#[tokio::test]
async fn companies_are_tagged_as_people_are() {
    let desk = Desk::open().await;
    for number in 0..3 {
        desk.does("company_save", &format!("company[company_id]=c_{number}&company[name]=N")).await;
    }
    let companies = "%7B%22version%22%3A2%2C%22of%22%3A%22company%22%2C%22all%22%3A%5B%5D%7D";
    let words = desk.tags_many(&format!("filter={companies}&whole=true&name=roasters")).await;
    assert_eq!(words, "3 companies with the tag now.");
    assert_eq!(desk.entries("kind = 'company_tagged'").await.len(), 3);
}

#[tokio::test]
async fn all_of_a_list_is_archived_put_back_blocked_unblocked_and_deleted() {
    let desk = Desk::open().await;
    desk.has_users(120).await;
    let whole = format!("filter={}&whole=true", users());
    for (act, field, words, holds) in [
        ("archive", "archived", "120 people archived.", "archived_at is not null"),
        ("block", "blocked", "0 people blocked.", "blocked_at is not null"),
    ] {
        assert_eq!(desk.acts_on_many(act, &format!("{whole}&{field}=true")).await, words);
        assert_eq!(
            desk.counts(&format!("people where {holds}")).await,
            if act == "archive" { 120 } else { 0 }
        );
    }
    // A list has the archived where its filter asks for them.
    let archived = "filter=%7B%22version%22%3A2%2C%22all%22%3A%5B%7B%22field%22%3A%22archived_at%22%2C%22operator%22%3A%22is_known%22%7D%5D%7D&whole=true";
    assert_eq!(desk.acts_on_many("archive", archived).await, "120 people put back.");
    assert_eq!(desk.acts_on_many("block", &format!("{whole}&blocked=true")).await, "120 people blocked.");
    assert_eq!(desk.acts_on_many("block", &whole).await, "120 people unblocked.");
    let visitor = desk.visitor().await;
    assert!(!visitor.is_empty());
    desk.refuses("people_delete_many", &format!("{whole}&typed=no"), "Type the word delete.").await;
    assert_eq!(desk.counts("people where role = 'user'").await, 120);
    assert_eq!(desk.acts_on_many("delete", &format!("{whole}&typed=delete")).await, "120 people deleted.");
    assert_eq!(desk.counts("people where role = 'user'").await, 0);
    assert_eq!(desk.counts("people").await, 1, "the visitor is not of the list");
    let companies = "%7B%22version%22%3A2%2C%22of%22%3A%22company%22%2C%22all%22%3A%5B%5D%7D";
    desk.refuses("people_block_many", &format!("filter={companies}&whole=true"), "not companies").await;
    desk.does("company_save", "company[company_id]=c_1&company[name]=Nordlys").await;
    let company = desk.id_of("c_1").await;
    let one = format!("filter={companies}&ids[]={company}");
    assert_eq!(desk.acts_on_many("archive", &format!("{one}&archived=true")).await, "1 company archived.");
    assert_eq!(desk.acts_on_many("delete", &format!("{one}&typed=delete")).await, "1 company deleted.");
    assert_eq!(desk.counts("companies").await, 0);
}
