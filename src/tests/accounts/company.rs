//! The company of an account, from the profile to the session.

use super::World;
use leptos_messenger::accounts::{AccountCompany, NewSession};

async fn company(world: &World, new: &NewSession) -> Option<AccountCompany> {
    world.current(&new.cookie).await.unwrap().company
}

#[tokio::test]
async fn an_account_has_no_company_until_its_person_names_one() {
    let world = World::new().await;
    let new = world.log_in("customer@example.com").await;
    assert_eq!(company(&world, &new).await, None);
    world.accounts.save_profile(&new.session, "Marit", "Fjordlight").await.unwrap();
    let named = company(&world, &new).await.unwrap();
    assert_eq!(named.name, "Fjordlight");
    assert_eq!(named.id.len(), 22, "made by the server");
}

#[tokio::test]
async fn a_renamed_company_stays_the_same_one_and_a_new_one_is_another() {
    let world = World::new().await;
    let new = world.log_in("customer@example.com").await;
    let save = async |name: &str| {
        world.accounts.save_profile(&new.session, "Marit", name).await.unwrap();
        company(&world, &new).await
    };
    let first = save("Fjordlight").await.unwrap();
    assert_eq!(save("Fjordlight Studio").await.unwrap().id, first.id);
    assert_eq!(save("").await, None);
    assert_ne!(save("Fjordlight").await.unwrap().id, first.id);
}
