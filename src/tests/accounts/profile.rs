use super::World;
use crate::database::execute;
use leptos_messenger::accounts::SignedIn;
use leptos_messenger::error::Error;

async fn save(world: &World, name: &str, email: &str) -> Result<SignedIn, Error> {
    let session = world.log_in("customer@example.com").await.session;
    world.accounts.save_profile(&session, name, email).await
}

/// Which field is refused.
async fn refused(world: &World, name: &str, email: &str) -> String {
    match save(world, name, email).await {
        Err(Error::Invalid { field, message }) if !message.is_empty() => field,
        other => panic!("{name:?} {email:?}: {other:?}"),
    }
}

#[tokio::test]
async fn name_and_email_are_stored_without_blanks_around_them() {
    let world = World::new().await;
    let saved = save(&world, "  Marit Berg ", " Marit.Berg@Example.com ").await.unwrap();
    assert_eq!((saved.name.as_str(), saved.email.as_str()), ("Marit Berg", "Marit.Berg@Example.com"));
    assert_eq!(world.log_in("marit.berg@example.com").await.session.signed_in.name, "Marit Berg");
}

#[tokio::test]
async fn the_revision_rises_with_each_change_and_only_then() {
    let world = World::new().await;
    let new = world.log_in("customer@example.com").await;
    let revision = async |name, email| {
        let saved = world.accounts.save_profile(&new.session, name, email).await.unwrap();
        assert_eq!(saved.session_key, new.session.signed_in.session_key, "still the same session");
        assert_eq!(world.current(&new.cookie).await.unwrap().signed_in, saved);
        saved.revision
    };
    let first = new.session.signed_in.revision;
    assert_eq!(revision("Marit Solheim", "customer@example.com").await, first);
    assert_eq!(revision("Marit Berg", "customer@example.com").await, first + 1);
    assert_eq!(revision(" Marit Berg ", "customer@example.com").await, first + 1);
    assert_eq!(revision("Marit Berg", "Customer@example.com").await, first + 2);
}

#[tokio::test]
async fn a_name_is_one_to_a_hundred_characters_of_one_line() {
    let world = World::new().await;
    let email = "customer@example.com";
    for bad in ["", "  \t ", "a\nb", "a\0b", &"x".repeat(101)] {
        assert_eq!(refused(&world, bad, email).await, "name");
    }
    for good in ["x", &"é".repeat(100), "毛利 小五郎", "<b>Robert'); drop table accounts;--</b>"] {
        assert_eq!(save(&world, good, email).await.unwrap().name, good);
    }
}

#[tokio::test]
async fn an_address_must_be_plausible() {
    let world = World::new().await;
    let long = format!("{}@example.com", "x".repeat(243));
    for bad in [
        "",
        "marit",
        "customer@example",
        "@example.com",
        "a@",
        "a@.com",
        "a@b.",
        "a@b..c",
        "a@b@c.d",
        "a b@c.d",
        &long,
    ] {
        assert_eq!(refused(&world, "Marit", bad).await, "email", "{bad}");
    }
    for good in ["o'hara+shop@mail.example.co", "märit@exämple.no"] {
        assert_eq!(save(&World::new().await, "Marit", good).await.unwrap().email, good);
    }
}

#[tokio::test]
async fn an_address_in_use_is_refused_in_any_case_and_nothing_changes() {
    let world = World::new().await;
    assert_eq!(refused(&world, "Marit Berg", "SECOND@example.com").await, "email");
    assert_eq!(world.log_in("customer@example.com").await.session.signed_in.name, "Marit Solheim");
}

#[tokio::test]
async fn an_account_that_is_gone_is_told_so() {
    let world = World::new().await;
    let session = world.log_in("customer@example.com").await.session;
    execute(&world.db, "delete from accounts where id = 'demo-customer'").await;
    let answer = world.accounts.save_profile(&session, "Marit", "marit@example.com").await;
    assert_eq!(answer, Err(Error::LoggedOut));
}
