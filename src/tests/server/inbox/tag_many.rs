//! `/workspace/people`: a teammate tags the selected people or companies of a list.

use super::*;

impl Desk {
    async fn tags_many(&self, form: &str) -> String {
        let (status, body) = self.acts("people_tag_many", form).await;
        assert_eq!(status, StatusCode::OK, "{form}: {body}");
        parsed(&body).as_str().expect("words").to_owned()
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
