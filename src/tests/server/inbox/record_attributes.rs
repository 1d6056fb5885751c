//! `/workspace/people`: a teammate changes the custom attributes of people and companies, each where it stands.

use super::records::MARIT;
use super::tags_page::audited;
use super::*;
use crate::server::log::log;

/// Each attribute that is made: name, type, more columns, and their values.
const DEFINED: [(&str, &str, &str); 6] = [
    ("tier", "string", ""),
    ("cups", "number", "browser_writable = false"),
    ("beta", "boolean", "browser_writable = false, token_writable = false, api_writable = false"),
    ("renewal_at", "date", ""),
    ("taste", "list", "options = '[\"espresso\",\"filter\"]'"),
    ("old", "string", "archived_at = 1"),
];

impl Desk {
    /// A user and a company: their ids. The app has the same attributes of both.
    async fn with_attributes(&self) -> [String; 2] {
        let (mut number, app) = (0, self.app_id());
        for of in ["person", "company"] {
            for (name, data_type, more) in DEFINED {
                number += 1;
                let insert = format!(
                    "insert into data_attributes (app_id, model, name, data_type, number, options, is_proved, made_at,
                                                  updated_at)
                     values ('{app}', '{of}', '{name}', '{data_type}', {number}, '[]', true, 1, 1)"
                );
                execute(&self.server.state.db, &insert).await;
                if !more.is_empty() {
                    let update =
                        format!("update data_attributes set {more} where model = '{of}' and name = '{name}'");
                    execute(&self.server.state.db, &update).await;
                }
            }
        }
        self.does("person_save", MARIT).await;
        self.does("company_save", "company[company_id]=c_1&company[name]=Nordlys").await;
        [self.id_of("u_1").await, self.id_of("c_1").await]
    }

    /// The attributes of a record.
    async fn attributes_of(&self, id: &str) -> Vec<Value> {
        self.finds(id).await["One"]["attributes"].as_array().expect("attributes").clone()
    }

    /// The values of a record's attributes, in words.
    async fn values_of(&self, id: &str) -> Vec<(String, String)> {
        let text = |of: &Value| of.as_str().map(str::to_owned);
        let all = self.attributes_of(id).await;
        all.iter().filter_map(|one| Some((text(&one["name"])?, text(&one["value"])?))).collect()
    }
}

#[tokio::test]
async fn a_teammate_sets_an_attribute_of_each_type_and_clears_it_while_the_others_stay() {
    let (_, desk) = (log(), Desk::open().await);
    for id in desk.with_attributes().await {
        for (name, text, shown) in [
            ("tier", "+Harbour+%26+co+", "Harbour & co"),
            ("cups", "3.5", "3.5"),
            ("beta", "false", "no"),
            ("renewal_at", "2027-01-15T08:00", "2027-01-15 08:00:00 UTC"),
            ("taste", "filter", "filter"),
        ] {
            desk.does("attribute_set", &format!("id={id}&name={name}&value={text}")).await;
            assert_eq!(desk.values_of(&id).await.iter().find(|one| one.0 == name).expect("it").1, shown);
        }
        assert_eq!(desk.values_of(&id).await.len(), 5, "each stays");
        desk.does("attribute_set", &format!("id={id}&name=beta&value=")).await;
        desk.does("attribute_set", &format!("id={id}&name=cups")).await;
        let names: Vec<String> = desk.values_of(&id).await.into_iter().map(|one| one.0).collect();
        assert_eq!(names, ["renewal_at", "taste", "tier"]);
        let of = format!("kind like '%_changed' and '{id}' in (person_id, company_id)");
        let fields = texts(
            &desk.server.state.db,
            &format!(
                "select cast(fields as text) from ledger where {of} and actor = 'teammate' order by number"
            ),
        )
        .await;
        let expected = ["tier", "cups", "beta", "renewal_at", "taste", "beta", "cups"];
        assert_eq!(fields, expected.map(|name| format!("[\"custom_attributes.{name}\"]")));
        assert_eq!(audited(&id).iter().filter(|event| *event == "attribute_set").count(), expected.len());
    }
}

#[tokio::test]
async fn a_wrong_value_an_unknown_attribute_and_an_archived_one_are_refused_and_nothing_changes() {
    let desk = Desk::open().await;
    for (id, table) in desk.with_attributes().await.into_iter().zip(["people", "companies"]) {
        let held = r#"{"old":"kept","tier":"Harbour"}"#;
        execute(
            &desk.server.state.db,
            &format!("update {table} set attributes = '{held}' where id = '{id}'"),
        )
        .await;
        let before = desk.attributes_of(&id).await;
        let long = "a".repeat(256);
        for (name, text, words) in [
            ("cups", "much", "It is a number, such as 49.50."),
            ("beta", "maybe", "It is yes or no."),
            ("renewal_at", "soon", "It is a day and a time, such as 2027-01-15T08:00."),
            ("taste", "instant", "It is one of the texts that the list offers."),
            ("tier", &long, "A text has at most 255 characters."),
            ("old", "new", "It is archived: its values stay as they are."),
            ("old", "", "It is archived: its values stay as they are."),
            ("none", "new", "The app has no such attribute."),
            ("email", "new", "The app has no such attribute."),
            ("name", "new", "The app has no such attribute."),
        ] {
            let form = format!("id={id}&name={name}&value={text}");
            let (status, body) = desk.acts("attribute_set", &form).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{form}: {body}");
            let refused = parsed(&body);
            assert_eq!(refused["Invalid"], json!({ "field": name, "message": words }), "{form}");
        }
        assert_eq!(desk.attributes_of(&id).await, before);
    }
    desk.refuses("attribute_set", "id=a&name=tier&value=v", "NotFound").await;
    assert_eq!(desk.entries("kind = 'attribute_created'").await, [""; 0]);
}

#[tokio::test]
async fn a_record_says_who_may_write_each_attribute_and_offers_what_its_type_takes() {
    let desk = Desk::open().await;
    for (id, table) in desk.with_attributes().await.into_iter().zip(["people", "companies"]) {
        let held = r#"{"old":"kept","renewal_at":1800000000,"taste":"instant"}"#;
        execute(
            &desk.server.state.db,
            &format!("update {table} set attributes = '{held}' where id = '{id}'"),
        )
        .await;
        let all = desk.attributes_of(&id).await;
        let row = |name: &str| all.iter().find(|one| one["name"] == name).expect("an attribute");
        let names: Vec<_> = all.iter().map(|one| one["name"].as_str().expect("a name")).collect();
        assert_eq!(names, ["renewal_at", "taste", "old", "beta", "cups", "tier"], "those with a value first");
        assert_eq!(
            ["tier", "cups", "beta", "old"].map(|name| row(name)["writers"].as_str().expect("words")),
            [
                "The Messenger may write it",
                "Only the server and teammates",
                "Only teammates",
                "Archived: nobody may change it"
            ]
        );
        assert_eq!(row("old")["input"], Value::Null);
        assert_eq!(row("tier")["input"], json!({ "Text": "" }));
        assert_eq!(row("cups")["input"], json!({ "Number": "" }));
        assert_eq!(row("renewal_at")["input"], json!({ "Time": "2027-01-15T08:00:00" }));
        let offered = |name: &str| {
            let all = row(name)["input"]["Choice"].as_array().expect("choices").iter();
            all.map(|one| one["label"].as_str().expect("a label").to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(offered("beta"), ["No value", "yes", "no"]);
        assert_eq!(offered("taste"), ["No value", "espresso", "filter", "instant"]);
        let (status, page) = desk.get(&format!("/workspace/people?who={id}"), &desk.cookie).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(page.matches("action=\"/api/attribute_set\"").count(), 5, "none of the archived one");
    }
}

#[tokio::test]
async fn two_teammates_who_change_two_attributes_of_a_person_at_once_keep_both() {
    let desk = Desk::open().await;
    let (other, _) = desk.second().await;
    for id in desk.with_attributes().await {
        for round in 0..8 {
            let tier = format!("id={id}&name=tier&value=Tier+{round}");
            let cups = format!("id={id}&name=cups&value={round}");
            let both =
                tokio::join!(desk.acts("attribute_set", &tier), desk.acts_as("attribute_set", &cups, &other));
            assert_eq!((both.0.0, both.1.0), (StatusCode::OK, StatusCode::OK), "{both:?}");
            let expected = [("cups", round.to_string()), ("tier", format!("Tier {round}"))];
            assert_eq!(desk.values_of(&id).await, expected.map(|(name, value)| (name.to_owned(), value)));
        }
    }
}
