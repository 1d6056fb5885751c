//! `leptos-messenger make-person`, `set-company`, and the other commands for people and companies.

use leptos_messenger::clock::Clock;
use leptos_messenger::workspace::Workspace;
use serde_json::Value;

use super::commands::run;
use crate::database::{Database, texts};

#[tokio::test]
async fn people_and_companies_are_made_found_changed_merged_archived_blocked_exported_and_deleted_by_commands()
 {
    let database = Database::fresh().await;
    let db = database.open().await;
    let app = Workspace::open(db.clone(), Clock::System, None).await.expect("a workspace");
    let ok = |arguments: &[&str]| {
        let (worked, said) = run(&database, &[arguments, &[app.app_id()]].concat(), "");
        assert!(worked, "{arguments:?}: {said}");
        said.lines().last().expect("a line").to_owned()
    };
    let refused = |arguments: &[&str], reason: &str| {
        let (worked, said) = run(&database, &[arguments, &[app.app_id()]].concat(), "");
        assert!(!worked && said.contains(reason), "{arguments:?}: {said}");
    };
    let marit = ok(&["make-person", r#"{"user_id":"u_1","email":"marit@example.com","name":"Marit"}"#]);
    let (id, rest) = marit.split_once('\t').expect("columns");
    assert_eq!(rest, "user\tMarit\tu_1\tmarit@example.com");
    refused(&["make-person", r#"{"user_id":"u_1"}"#], &format!("already exists with id={id}"));
    refused(&["make-person", r#"{"name":"Nobody"}"#], "user_id");
    refused(&["make-person", "no JSON"], "no JSON object");
    for who in [id, "u_1", "Marit@Example.com"] {
        assert_eq!(ok(&["find-person", who]), marit);
    }
    refused(&["find-person", "u_2"], "nobody");
    let fields = r#"{"name":"Marit S.","custom_attributes":{"plan":"Harbour","bad":[1]}}"#;
    assert_eq!(
        ok(&["change-person", "u_1", fields]),
        "refused bad: A value is a text, a number, true, false or null."
    );
    let lead = ok(&["make-person", r#"{"role":"lead","email":"m@example.com"}"#]);
    let lead = lead.split('\t').next().expect("an id");
    assert!(ok(&["merge-person", "m@example.com", "u_1"]).contains("Marit S."));
    assert!(ok(&["find-person", lead]).starts_with(id), "the lead's id means the user");
    ok(&["set-company", "c_1", r#"{"name":"Fjordlight","plan":"Cove"}"#]);
    ok(&["attach-company", "c_1", "u_1"]);
    for command in ["archive-person", "unarchive-person", "block-person", "unblock-person"] {
        ok(&[command, "u_1"]);
    }
    let all = |arguments: &[&str]| {
        let (_, said) = run(&database, &[arguments, &[app.app_id()]].concat(), "");
        said
    };
    let export: Value = serde_json::from_str(&all(&["export-person", "u_1"])).expect("JSON");
    assert_eq!(export["person"]["custom_attributes"]["plan"], "Harbour");
    assert_eq!(
        (&export["companies"][0]["name"], &export["merged_from"][0]["id"]),
        (&"Fjordlight".into(), &lead.into())
    );
    let company: Value = serde_json::from_str(&all(&["export-company", "c_1"])).expect("JSON");
    assert_eq!(company["people"][0], id);
    for command in ["archive-company", "unarchive-company"] {
        ok(&[command, "c_1"]);
    }
    ok(&["detach-company", "c_1", "u_1"]);
    ok(&["delete-company", "c_1"]);
    refused(&["export-company", "c_1"], "no company");
    assert!(ok(&["delete-person", "u_1"]).contains("is deleted"));
    refused(&["export-person", lead], "nobody");
    let left = "select kind || ' ' || actor from ledger order by number";
    assert_eq!(
        texts(&db, left).await,
        ["attribute_created workspace", "company_deleted workspace", "person_deleted workspace"]
    );
}

#[tokio::test]
async fn attributes_are_made_changed_archived_and_listed_by_commands() {
    let database = Database::fresh().await;
    let db = database.open().await;
    let app = Workspace::open(db.clone(), Clock::System, None).await.expect("a workspace");
    let runs = |arguments: &[&str]| run(&database, &[arguments, &[app.app_id()]].concat(), "");
    let ok = |arguments: &[&str]| {
        let (worked, said) = runs(arguments);
        assert!(worked, "{arguments:?}: {said}");
        said.trim_end().to_owned()
    };
    let options = r#"{"data_type":"list","options":["sweet","sour"]}"#;
    assert_eq!(
        ok(&["make-attribute", "person", "taste", options]),
        "1\tperson\ttaste\tlist\tbrowser,token,api\tactive"
    );
    ok(&["make-person", r#"{"user_id":"u_1","custom_attributes":{"taste":"sour","cups":3}}"#]);
    let refused = ok(&["change-person", "u_1", r#"{"custom_attributes":{"taste":"bitter","cups":4}}"#]);
    assert!(refused.ends_with("refused taste: It is one of the texts that the list offers."), "{refused}");
    ok(&["change-attribute", "person", "cups", r#"{"browser_writable":false,"description":"A day"}"#]);
    ok(&["archive-attribute", "person", "taste"]);
    assert_eq!(
        ok(&["list-attributes"]),
        "2\tperson\tcups\tnumber\ttoken,api\tactive\n1\tperson\ttaste\tlist\tbrowser,token,api\tarchived"
    );
    ok(&["unarchive-attribute", "person", "taste"]);
    for (bad, reason) in [
        (&["make-attribute", "cup", "a", "{}"][..], "person, a company or a conversation"),
        (&["make-attribute", "person", "a", r#"{"data_type":"colour"}"#], "It is one of string, number"),
        (
            &["make-attribute", "person", "taste", r#"{"data_type":"string"}"#],
            "has an attribute of this name",
        ),
        (&["change-attribute", "person", "cups", r#"{"data_type":"string"}"#], "never changes"),
        (&["change-attribute", "person", "cups", r#"{"colour":"red"}"#], "unknown field"),
        (&["archive-attribute", "company", "cups"], "no such attribute"),
    ] {
        let (worked, said) = runs(bad);
        assert!(!worked && said.contains(reason), "{bad:?}: {said}");
    }
}
