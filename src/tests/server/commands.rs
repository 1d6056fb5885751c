//! `leptos-messenger make-teammate <email> <app_id>`, and the other commands.

use axum::http::HeaderMap;
use leptos_messenger::accounts::{Accounts, Role, SessionSettings, refusals};
use leptos_messenger::clock::Clock;
use leptos_messenger::database::Db;
use leptos_messenger::error::Error;
use leptos_messenger::workspace::Workspace;
use std::io::Write;
use std::process::{Command, Stdio};

use crate::database::{Database, execute, texts};

const PASSWORD: &str = "kittiwake over the bay";

/// Whether it worked, and all that it said.
pub fn run(database: &Database, arguments: &[&str], typed: &str) -> (bool, String) {
    let mut process = Command::new(env!("CARGO_BIN_EXE_leptos-messenger"))
        .env_clear()
        .envs([("DATABASE_URL", database.url.as_str()), ("LEPTOS_ENV", "PROD")])
        .envs([("ARGON2_MEMORY_KIB", "7168"), ("ARGON2_PASSES", "1")])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the server's binary");
    // One that has ended already reads nothing.
    _ = process.stdin.take().expect("its input").write_all(format!("{typed}\n").as_bytes());
    let output = process.wait_with_output().expect("it ends");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).expect("text"))
}

async fn accounts(db: &Db) -> Accounts {
    let settings = SessionSettings { idle_seconds: 60, max_seconds: 600, secure_cookie: false };
    Accounts::new(db.clone(), Clock::System, settings)
}

#[tokio::test]
async fn it_makes_a_teammate_for_an_app_that_is_no_brands_too_by_a_password_from_standard_input() {
    let database = Database::fresh().await;
    let db = database.open().await;
    let first = Workspace::open(db.clone(), Clock::System, None).await.expect("a workspace");
    execute(&db, "insert into workspace_apps (app_id, name, created_at) values ('own-app', 'Own', 1)").await;
    for (email, app_id) in [("ines@example.com", first.app_id()), ("Tuva@example.com", "own-app")] {
        let (worked, said) = run(&database, &["make-teammate", email, app_id], PASSWORD);
        assert!(worked && said.contains("is a teammate") && !said.contains(PASSWORD), "{said}");
        let new = accounts(&db).await.log_in(&HeaderMap::new(), email, PASSWORD).await.expect("a log-in");
        assert_eq!(new.session.signed_in.role, Role::Teammate);
    }
    assert_eq!(texts(&db, "select name from accounts order by name").await, ["Tuva", "ines"]);
}

#[tokio::test]
async fn a_teammate_of_one_app_answers_for_another_too_without_a_password() {
    let database = Database::fresh().await;
    let db = database.open().await;
    let first = Workspace::open(db.clone(), Clock::System, None).await.expect("a workspace");
    execute(&db, "insert into workspace_apps (app_id, name, created_at) values ('own-app', 'Own', 1)").await;
    for (app_id, typed) in [(first.app_id(), PASSWORD), ("own-app", "")] {
        let (worked, said) = run(&database, &["make-teammate", "ines@example.com", app_id], typed);
        assert!(worked, "{said}");
    }
    let apps =
        texts(&db, "select t.app_id from teammates t join accounts a on a.id = account_id order by 1").await;
    let mut expected = [first.app_id(), "own-app"];
    expected.sort_unstable();
    assert_eq!(apps, expected);
}

#[tokio::test]
async fn a_team_is_made_for_an_app_and_not_without_one_or_without_a_name() {
    let database = Database::fresh().await;
    let db = database.open().await;
    let app = Workspace::open(db.clone(), Clock::System, None).await.expect("a workspace");
    for (name, app_id, expected) in [
        ("Roastery", app.app_id(), None),
        ("Roastery", "nothing", Some("no app")),
        (" ", app.app_id(), Some("name")),
    ] {
        let (worked, said) = run(&database, &["make-team", name, app_id], "");
        assert!(
            worked == expected.is_none() && expected.is_none_or(|reason| said.contains(reason)),
            "{said}"
        );
    }
    assert_eq!(texts(&db, "select name from teams").await, ["Roastery"]);
}

#[tokio::test]
async fn it_makes_nobody_where_app_address_or_password_cannot_be_taken_nor_of_an_account_that_is_there() {
    let database = Database::fresh().await;
    let db = database.open().await;
    let app = Workspace::open(db.clone(), Clock::System, None).await.expect("a workspace");
    let nobody = HeaderMap::new();
    accounts(&db).await.sign_up(&nobody, "Astrid", "astrid@example.com", PASSWORD).await.expect("a customer");
    for (arguments, typed, reason) in [
        (["make-teammate", "ines@example.com", "nothing"], PASSWORD, "nothing: no app"),
        (["make-teammate", "ines@example.com", app.app_id()], "short", refusals::PASSWORD_TOO_SHORT),
        (["make-teammate", "ines@example.com", app.app_id()], "demo-password", refusals::PASSWORD_COMMON),
        (["make-teammate", "ines", app.app_id()], PASSWORD, refusals::EMAIL_NOT_WHOLE),
        (["make-teammate", "Astrid@example.com", app.app_id()], PASSWORD, refusals::EMAIL_TAKEN),
        (
            ["make-teamate", "ines@example.com", app.app_id()],
            PASSWORD,
            "make-teammate [--name <name>] <email> <app_id>",
        ),
    ] {
        let (worked, said) = run(&database, &arguments, typed);
        assert!(!worked && said.contains(reason), "{arguments:?}: {said}");
    }
    assert_eq!(texts(&db, "select role from accounts").await, ["customer"]);
}

#[tokio::test]
async fn teammates_are_named_listed_renamed_and_removed() {
    let database = Database::fresh().await;
    let db = database.open().await;
    let app = Workspace::open(db.clone(), Clock::System, None).await.expect("a workspace");
    let runs = |arguments: &[&str]| run(&database, arguments, PASSWORD);
    let id = app.app_id();
    assert!(runs(&["make-teammate", "--name", "Tuva Lie", "tuva@example.com", id]).0);
    assert!(runs(&["make-teammate", "ines@example.com", id]).0);
    assert_eq!(
        runs(&["list-teammates", id]),
        (true, "1\tTuva Lie\ttuva@example.com\t\t\tmanages people\n2\tines\tines@example.com\t\t\tmanages people\n".to_owned())
    );
    assert!(runs(&["rename-teammate", "ines@example.com", id, "Ines Aalto"]).0);
    assert!(runs(&["remove-teammate", "Tuva@example.com", id]).0);
    assert_eq!(
        runs(&["list-teammates", id]),
        (true, "2\tInes Aalto\tines@example.com\t\t\tmanages people\n".to_owned())
    );
    let (worked, said) = runs(&["remove-teammate", "tuva@example.com", id]);
    assert!(!worked && said.contains("has no teammate tuva@example.com"), "{said}");
    let (worked, said) = run(&database, &["make-teammate", "--name", " ", "tuva@example.com", id], "");
    assert!(!worked && said.contains("1 to 100"), "{said}");
    // Again, with the account and the number of before.
    assert!(run(&database, &["make-teammate", "--name", "Tuva L.", "tuva@example.com", id], "").0);
    assert!(runs(&["list-teammates", id]).1.contains("1\tTuva L.\t"));
    // Also where nobody manages people any more.
    execute(&db, "update teammates set manages_people = false").await;
    assert!(runs(&["make-teammate", "ines@example.com", id]).0);
    assert_eq!(texts(&db, "select name from teammates where manages_people").await, ["Ines Aalto"]);
    let (worked, said) = runs(&["remove-teammate", "ines@example.com", id]);
    assert!(!worked && said.contains("Let another teammate manage people first"), "{said}");
    let (worked, said) = runs(&["rename-teammate", "ines@example.com", id, " "]);
    assert!(!worked && said.contains("1 to 100"), "{said}");
}

#[tokio::test]
async fn teams_are_listed_renamed_and_removed() {
    let database = Database::fresh().await;
    let db = database.open().await;
    let app = Workspace::open(db.clone(), Clock::System, None).await.expect("a workspace");
    let runs = |arguments: &[&str]| run(&database, arguments, "");
    let id = app.app_id();
    for name in ["Roastery", "Shipping"] {
        assert!(runs(&["make-team", name, id]).0);
    }
    assert!(runs(&["rename-team", "Roastery", id, "The roastery"]).0);
    assert_eq!(runs(&["list-teams", id]), (true, "2\tShipping\t\n1\tThe roastery\t\n".to_owned()));
    assert!(runs(&["remove-team", "The roastery", id]).0);
    assert_eq!(runs(&["list-teams", id]), (true, "2\tShipping\t\n".to_owned()));
    let (worked, said) = runs(&["remove-team", "The roastery", id]);
    assert!(!worked && said.contains("no team The roastery"), "{said}");
}

#[tokio::test]
async fn teammates_belong_to_teams_and_go_away_and_come_back() {
    let database = Database::fresh().await;
    let db = database.open().await;
    let app = Workspace::open(db.clone(), Clock::System, None).await.expect("a workspace");
    let runs = |arguments: &[&str]| run(&database, arguments, PASSWORD);
    let id = app.app_id();
    for (email, name) in [("ines@example.com", "Ines"), ("tuva@example.com", "Tuva")] {
        assert!(runs(&["make-teammate", "--name", name, email, id]).0);
    }
    for name in ["Roastery", "Shipping"] {
        assert!(runs(&["make-team", name, id]).0);
        assert!(runs(&["add-to-team", "ines@example.com", name, id]).0);
    }
    assert!(runs(&["add-to-team", "Tuva@example.com", "Shipping", id]).0);
    assert!(runs(&["set-teammate-away", "--reassign", "ines@example.com", id]).0);
    assert!(runs(&["set-teammate-away", "tuva@example.com", id]).0);
    assert_eq!(
        runs(&["list-teammates", id]).1,
        "1\tInes\tines@example.com\tRoastery, Shipping\taway, reassigns\tmanages people\n2\tTuva\ttuva@example.com\tShipping\taway\tmanages people\n"
    );
    assert_eq!(runs(&["list-teams", id]).1, "1\tRoastery\tInes\n2\tShipping\tInes, Tuva\n");
    assert!(runs(&["set-teammate-back", "ines@example.com", id]).0);
    assert!(runs(&["remove-from-team", "ines@example.com", "Roastery", id]).0);
    for (arguments, reason) in [
        (["remove-from-team", "ines@example.com", "Roastery", id], "does not belong"),
        (["add-to-team", "ines@example.com", "Nobody", id], "no team Nobody"),
        (["add-to-team", "nobody@example.com", "Shipping", id], "no teammate nobody@example.com"),
    ] {
        let (worked, said) = runs(&arguments);
        assert!(!worked && said.contains(reason), "{arguments:?}: {said}");
    }
    assert!(runs(&["remove-teammate", "tuva@example.com", id]).0);
    assert_eq!(runs(&["list-teams", id]).1, "1\tRoastery\t\n2\tShipping\tInes\n");
    assert_eq!(runs(&["list-teammates", id]).1, "1\tInes\tines@example.com\tShipping\t\tmanages people\n");
    assert_eq!(
        texts(&db, "select email from teammates order by number").await,
        ["ines@example.com", "tuva@example.com"]
    );
}

#[tokio::test]
async fn an_operator_gives_somebody_who_has_forgotten_theirs_another_password_and_every_session_ends() {
    let database = Database::fresh().await;
    let db = database.open().await;
    let (nobody, new) = (HeaderMap::new(), "a lamp for the pier");
    Workspace::open(db.clone(), Clock::System, None).await.expect("a workspace");
    let accounts = accounts(&db).await;
    accounts.sign_up(&nobody, "Astrid", "astrid@example.com", PASSWORD).await.expect("a customer");
    for (email, typed, reason) in [
        ("nobody@example.com", new, "nobody@example.com: no account has this address"),
        ("astrid", new, refusals::EMAIL_NOT_WHOLE),
        ("astrid@example.com", "short", refusals::PASSWORD_TOO_SHORT),
    ] {
        let (worked, said) = run(&database, &["reset-password", email], typed);
        assert!(!worked && said.contains(reason), "{email}: {said}");
    }
    assert_eq!(texts(&db, "select id_hash from sessions").await.len(), 1, "refused, so nothing has changed");
    let (worked, said) = run(&database, &["reset-password", "Astrid@example.com"], new);
    assert!(worked && !said.contains(new), "{said}");
    assert!(texts(&db, "select id_hash from sessions").await.is_empty());
    assert!(texts(&db, "select id_hash from known_browsers").await.is_empty());
    assert_eq!(texts(&db, "select user_id_hash from identity_not_before").await.len(), 1, "old tokens end");
    assert_eq!(
        accounts.log_in(&nobody, "astrid@example.com", PASSWORD).await.err(),
        Some(Error::WrongCredentials)
    );
    accounts.log_in(&nobody, "astrid@example.com", new).await.expect("a log-in");
}
