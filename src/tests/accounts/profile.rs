//! The change of name and company.

use super::World;
use crate::database::execute;
use leptos_messenger::accounts::SignedIn;
use leptos_messenger::error::Error;

async fn save(world: &World, name: &str, company: &str) -> Result<SignedIn, Error> {
    let session = world.log_in("customer@example.com").await.session;
    world.accounts.save_profile(&session, name, company).await
}

/// Which field is refused.
async fn refused(world: &World, name: &str, company: &str) -> String {
    match save(world, name, company).await {
        Err(Error::Invalid { field, message }) if !message.is_empty() => field,
        other => panic!("{name:?} {company:?}: {other:?}"),
    }
}

#[tokio::test]
async fn name_and_company_are_stored_without_blanks_around_them() {
    let world = World::new().await;
    let saved = save(&world, "  Marit Berg ", " Fjordlight Studio ").await.unwrap();
    assert_eq!((saved.name.as_str(), saved.company.as_deref()), ("Marit Berg", Some("Fjordlight Studio")));
    assert_eq!(world.log_in("customer@example.com").await.session.signed_in.name, "Marit Berg");
}

#[tokio::test]
async fn the_revision_rises_with_each_change_and_only_then() {
    let world = World::new().await;
    let new = world.log_in("customer@example.com").await;
    let revision = async |name, company| {
        let saved = world.accounts.save_profile(&new.session, name, company).await.unwrap();
        assert_eq!(saved.session_key, new.session.signed_in.session_key, "still the same session");
        assert_eq!(world.current(&new.cookie).await.unwrap().signed_in, saved);
        saved.revision
    };
    let first = new.session.signed_in.revision;
    assert_eq!(revision("Marit Solheim", "").await, first);
    assert_eq!(revision("Marit Berg", "").await, first + 1);
    assert_eq!(revision(" Marit Berg ", " ").await, first + 1);
    assert_eq!(revision("Marit Berg", "Fjordlight").await, first + 2);
    assert_eq!(revision("Marit Berg", "Fjordlight").await, first + 2);
    assert_eq!(revision("Marit Berg", "").await, first + 3);
}

#[tokio::test]
async fn a_name_is_one_to_a_hundred_characters_of_one_line() {
    let world = World::new().await;
    for bad in ["", "  \t ", "a\nb", "a\0b", &"x".repeat(101)] {
        assert_eq!(refused(&world, bad, "").await, "name");
    }
    for bad in ["a\nb", "a\0b", &"x".repeat(101)] {
        assert_eq!(refused(&world, "Marit", bad).await, "company");
    }
    for good in ["x", &"é".repeat(100), "毛利 小五郎", "<b>Robert'); drop table accounts;--</b>"] {
        let saved = save(&world, good, good).await.unwrap();
        assert_eq!((saved.name.as_str(), saved.company.as_deref()), (good, Some(good)));
    }
}

#[tokio::test]
async fn an_account_that_is_gone_is_reported_so() {
    let world = World::new().await;
    let session = world.log_in("customer@example.com").await.session;
    execute(&world.db, "delete from accounts where id = 'demo-customer'").await;
    assert_eq!(world.accounts.save_profile(&session, "Marit", "").await, Err(Error::LoggedOut));
}
