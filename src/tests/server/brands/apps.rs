//! At start the server finds the apps of its brands, or refuses.

use leptos_messenger::clock::Clock;
use leptos_messenger::server::{Brand, Brands};
use leptos_messenger::workspace::{Files, Limits, WhichApp, Workspace};

use super::{BRANDS, start_on};
use crate::database::{Database, execute, texts};
use crate::server::config;

#[tokio::test]
async fn an_embedded_app_is_found_again_by_its_id_and_without_one_by_its_name() {
    let database = Database::fresh().await;
    let (db, again) = (
        database.open().await,
        Database { url: database.url.clone(), folder: tempfile::tempdir().expect("a folder") },
    );
    let first =
        start_on(Database { url: database.url.clone(), folder: tempfile::tempdir().expect("a folder") })
            .await;
    let ids: Vec<String> = first.state.brands.iter().map(|brand| brand.app_id().to_owned()).collect();
    execute(&db, "update workspace_apps set name = 'Older' where app_id = 'alpha001'").await;
    let second = start_on(again).await;
    assert_eq!(second.state.brands.iter().map(Brand::app_id).collect::<Vec<_>>(), ids);
    let mut names = texts(&db, "select name from workspace_apps").await;
    names.sort();
    assert_eq!(names, ["Alpha & Sons", "Beta Tea"]);
}

#[tokio::test]
async fn a_name_that_moves_from_one_app_to_another_is_not_looked_for_where_it_was() {
    let database = Database::fresh().await;
    let (db, clock) = (database.open().await, Clock::System);
    let id = |name: &str| WhichApp::WithId { app_id: "moved001".into(), name: name.into() };
    let open = async |apps: [WhichApp; 2]| {
        let apps = apps.map(|which| (which, None));
        Workspace::open_apps(db.clone(), clock.clone(), apps, Limits::new(0, 0), Files::default(), None)
            .await
            .expect("two apps")
    };
    open([WhichApp::First, id("Shop")]).await;
    let opened = open([WhichApp::Named("Shop".into()), id("Depot")]).await;
    assert_ne!(opened[0].app_id(), "moved001");
    assert_eq!((opened[0].name(), opened[1].app_id(), opened[1].name()), ("Shop", "moved001", "Depot"));
}

#[tokio::test]
async fn an_app_of_the_embedded_workspace_cannot_be_hosted_too() {
    let database = Database::fresh().await;
    let (db, folder) = (database.open().await, tempfile::tempdir().expect("a folder"));
    let which = WhichApp::WithId { app_id: "gamma001".into(), name: "Ours".into() };
    let opened = Workspace::open_apps(
        db.clone(),
        Clock::System,
        [(which, None)],
        Limits::new(0, 0),
        Files::default(),
        None,
    )
    .await;
    assert_eq!(opened.expect("an app").len(), 1);
    let path = folder.path().join("brands.toml");
    std::fs::write(&path, BRANDS).expect("a file");
    let path = path.to_string_lossy().into_owned();
    let settings = [("BRANDS", path.as_str()), ("ALPHA_SECRET", "a"), ("GAMMA_SECRET", "b")];
    let config = config(&settings).expect("good settings");
    let refusal = Brands::open(&config, &db, &Clock::System).await.err().expect("no start");
    assert!(refusal.starts_with("BRANDS: app_id: “gamma001” is to be hosted"), "{refusal}");
}
