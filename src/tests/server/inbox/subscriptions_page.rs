//! `/workspace/subscriptions`: subscription types are made, changed, published, archived, counted, merged and deleted.

use super::records::MARIT;
use super::tags_page::audited;
use super::*;
use crate::server::log::log;

impl Desk {
    async fn types(&self) -> Vec<Value> {
        let (status, body) = self.get("/api/workspace_subscriptions", &self.cookie).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        parsed(&body).as_array().expect("rows").clone()
    }

    /// Makes a draft that is sent by e-mail. Returns its id.
    async fn draft(&self, name: &str, consent: &str) -> String {
        let before = self.types().await;
        let form = format!("consent={consent}&{}&by_email=true", words(0, "en", name, ""));
        self.does("subscription_make", &form).await;
        let made = self.types().await.into_iter().find(|row| !before.contains(row));
        made.expect("a type")["id"].as_str().expect("an id").to_owned()
    }

    async fn live(&self, name: &str, consent: &str) -> String {
        let id = self.draft(name, consent).await;
        self.does("subscription_state", &format!("id={id}&state=live")).await;
        id
    }

    /// The row of a type.
    async fn type_of(&self, id: &str) -> Value {
        self.types().await.into_iter().find(|row| row["id"] == id).expect("a type")
    }

    /// Kind, subject and fields of each change of a subscription type.
    async fn type_changes(&self) -> Vec<String> {
        let changes = "select kind || ' ' || subject || ' ' || cast(fields as text) from ledger
                       where kind like 'subscription_type_%' and actor = 'teammate' order by number";
        let changes = texts(&self.server.state.db, changes).await;
        let plain =
            |change: String| change.replace(" []", "").replace(", ", ",").replace(['[', ']', '"'], "");
        changes.into_iter().map(plain).collect()
    }
}

/// The fields of the words in a language.
fn words(at: usize, locale: &str, name: &str, description: &str) -> String {
    let field = |of: &str, value: &str| format!("translations%5B{at}%5D%5B{of}%5D={value}");
    [field("locale", locale), field("name", name), field("description", description)].join("&")
}

#[tokio::test]
async fn a_teammate_makes_changes_publishes_archives_and_deletes_a_type_each_in_the_ledger_and_the_audit() {
    let (_, desk) = (log(), Desk::open().await);
    let news = desk.draft("News", "opt_in").await;
    let draft = desk.type_of(&news).await;
    assert_eq!((&draft["state"], &draft["is_opt_in"]), (&json!("Draft"), &json!(true)));
    assert_eq!((&draft["by_email"], &draft["by_text"]), (&json!(true), &json!(false)));
    let all =
        [words(0, "en", "The+news", "Once+a+month"), words(1, "nb", "Nyheter", ""), words(2, "", "", "")]
            .join("&");
    desk.does("subscription_change", &format!("id={news}&{all}&by_email=true&by_text=true")).await;
    for state in ["live", "archived", "live"] {
        desk.does("subscription_state", &format!("id={news}&state={state}")).await;
    }
    let live = desk.type_of(&news).await;
    assert_eq!((&live["state"], &live["by_text"]), (&json!("Live"), &json!(true)));
    assert_eq!(
        live["translations"],
        json!([
            { "locale": "en", "name": "The news", "description": "Once a month" },
            { "locale": "nb", "name": "Nyheter", "description": "" },
        ])
    );
    desk.does("subscription_delete", &format!("id={news}&typed=delete")).await;
    assert_eq!(desk.types().await, [] as [Value; 0]);
    assert_eq!(
        desk.type_changes().await,
        [
            format!("subscription_type_made {news}"),
            format!("subscription_type_changed {news} content_types,translations"),
            format!("subscription_type_changed {news} state"),
            format!("subscription_type_archived {news} state"),
            format!("subscription_type_changed {news} state"),
            format!("subscription_type_deleted {news}"),
        ]
    );
    assert_eq!(
        audited(&news),
        ["made", "changed", "published", "archived", "published", "deleted"]
            .map(|did| format!("subscription_type_{did}"))
    );
}

#[tokio::test]
async fn a_merge_moves_what_people_have_chosen_and_who_chose_of_both_keeps_the_choice_of_the_one_that_stays()
{
    let (_, desk) = (log(), Desk::open().await);
    let (old, new) = (desk.live("Old", "opt_in").await, desk.live("New", "opt_in").await);
    let mut people = Vec::new();
    for n in 1..=4 {
        desk.does("person_save", &format!("person[role]=user&person[user_id]=u_{n}")).await;
        people.push(desk.id_of(&format!("u_{n}")).await);
    }
    for (person, subscription, consented) in
        [(0, &old, true), (1, &old, false), (2, &old, true), (2, &new, false), (3, &new, true)]
    {
        let form = format!("id={}&subscription={subscription}&consented={consented}", people[person]);
        desk.does("person_consent", &form).await;
    }
    let counts = |row: &Value| (row["opted_in"].clone(), row["opted_out"].clone());
    assert_eq!(counts(&desk.type_of(&old).await), (json!(2), json!(1)));
    assert_eq!(counts(&desk.type_of(&new).await), (json!(1), json!(1)));
    assert_eq!(desk.type_of(&old).await["others"], json!([{ "id": new, "name": "New" }]));
    let before = desk.type_changes().await.len();
    desk.does("subscription_merge", &format!("id={old}&into={new}")).await;
    assert_eq!(
        desk.type_changes().await[before..],
        [format!("subscription_type_merged {new}"), format!("subscription_type_deleted {old}")]
    );
    assert_eq!(audited(&old).last().map(String::as_str), Some("subscription_type_merged"));
    assert_eq!(desk.types().await.len(), 1);
    assert_eq!(counts(&desk.type_of(&new).await), (json!(2), json!(2)));
    let mut chosen = Vec::new();
    for person in &people {
        let consents = desk.finds(person).await["One"]["person"]["consents"].clone();
        chosen.push(consents[0]["consents"] == true);
    }
    assert_eq!(chosen, [true, false, false, true]);
}

#[tokio::test]
async fn a_merge_that_would_change_what_people_have_chosen_a_wrong_form_and_what_is_gone_are_refused() {
    let desk = Desk::open().await;
    let (news, offers) = (desk.live("News", "opt_in").await, desk.live("Offers", "opt_out").await);
    let (draft, gone) = (desk.draft("Draft", "opt_in").await, desk.draft("Gone", "opt_in").await);
    let texts_too = desk.live("Texts", "opt_in").await;
    desk.does(
        "subscription_change",
        &format!("id={texts_too}&{}&by_email=true&by_text=true", words(0, "en", "Texts", "")),
    )
    .await;
    desk.does("subscription_delete", &format!("id={gone}&typed=Delete+")).await;
    let before = (desk.types().await, desk.type_changes().await);
    let over = "a".repeat(256);
    for (endpoint, form, words) in [
        (
            "subscription_make",
            format!("consent=maybe&{}", words(0, "en", "N", "")),
            "Choose opt-in or opt-out.",
        ),
        ("subscription_make", "consent=opt_in&by_email=true".to_owned(), "There are 1 to 50 translations."),
        ("subscription_make", format!("consent=opt_in&{}", words(0, "en", "N", "")), "It is sent by e-mail"),
        (
            "subscription_make",
            format!("consent=opt_in&by_email=true&{}", words(0, "e", "N", "")),
            "A language is written as en or pt-BR is.",
        ),
        (
            "subscription_make",
            format!("consent=opt_in&by_email=true&{}", words(0, "en", &over, "")),
            "1 to 255 characters",
        ),
        (
            "subscription_change",
            format!("id={news}&by_email=true&{}&{}", words(0, "en", "N", ""), words(1, "EN", "N", "")),
            "Each language has one translation.",
        ),
        ("subscription_state", format!("id={news}&state=draft"), "never a draft again"),
        ("subscription_state", format!("id={news}&state=gone"), "Choose live or archived."),
        ("subscription_state", format!("id={gone}&state=live"), "NotFound"),
        ("subscription_merge", format!("id={news}&into={news}"), "merged into another one"),
        ("subscription_merge", format!("id={news}&into={draft}"), "merged into a live one"),
        ("subscription_merge", format!("id={news}&into={offers}"), "or both are opt-out"),
        (
            "subscription_merge",
            format!("id={news}&into={texts_too}"),
            "to which nobody of this one has consented",
        ),
        ("subscription_merge", format!("id={gone}&into={news}"), "NotFound"),
        ("subscription_merge", format!("id={news}&into={gone}"), "NotFound"),
        ("subscription_delete", format!("id={news}&typed=yes"), "Type the word delete."),
        ("subscription_delete", format!("id={gone}&typed=delete"), "NotFound"),
    ] {
        desk.refuses(endpoint, &form, words).await;
    }
    assert_eq!((desk.types().await, desk.type_changes().await), before);
    let others = |id: &str| {
        let row = before.0.iter().find(|row| row["id"] == id).expect("a type");
        row["others"].as_array().expect("others").len()
    };
    assert_eq!([&news, &offers, &draft, &texts_too].map(|id| others(id)), [0, 0, 1, 1]);
}

#[tokio::test]
async fn the_page_draws_names_as_text_with_the_state_and_the_count_of_each_type() {
    let desk = Desk::open().await;
    let news = desk.live("%3Cimg+src%3Dx%3E", "opt_in").await;
    desk.does("person_save", MARIT).await;
    let person = desk.id_of("u_1").await;
    desk.does("person_consent", &format!("id={person}&subscription={news}&consented=true")).await;
    let (status, page) = desk.get("/workspace/subscriptions", &desk.cookie).await;
    assert_eq!(status, StatusCode::OK);
    for part in ["<bdi>&lt;img src=x&gt;<", "1 person opted in, 0 opted out", "Live", "Opt-in", "By e-mail"] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("<img src=x"));
}
