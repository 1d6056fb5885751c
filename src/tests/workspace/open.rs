//! The opening of a workspace: its app id and its secret.

use super::*;

fn secret(workspace: &Workspace) -> IdentitySecret {
    workspace.identity_secret().expect("a key")
}

#[tokio::test]
async fn app_id_and_secret_survive_a_restart() {
    let database = Database::fresh().await;
    let clock = Clock::manual(NOW);
    let first = open_in(&database, &clock, None).await;
    let second = open_in(&database, &clock, None).await;
    assert_eq!(first.app_id(), second.app_id());
    assert_eq!(first.identity_secret(), second.identity_secret());
    assert_eq!(first.app_id().len(), 8);
    assert!(secret(&first).as_str().len() >= 32);
}

#[tokio::test]
async fn every_workspace_has_its_own() {
    let (one, other) = (Database::fresh().await, Database::fresh().await);
    let clock = Clock::manual(NOW);
    let (one, other) = (open_in(&one, &clock, None).await, open_in(&other, &clock, None).await);
    assert_ne!(one.app_id(), other.app_id());
    assert_ne!(one.identity_secret(), other.identity_secret());
}

#[tokio::test]
async fn a_given_secret_is_used_instead_and_not_kept() {
    let database = Database::fresh().await;
    let clock = Clock::manual(NOW);
    let given = open_in(&database, &clock, IdentitySecret::new(SECRET)).await;
    assert_eq!(secret(&given).as_str(), SECRET);
    assert_ne!(secret(&open_in(&database, &clock, None).await).as_str(), SECRET);
}

#[tokio::test]
async fn an_empty_secret_is_none() {
    assert!(IdentitySecret::new("").is_none());
    assert!(IdentitySecret::new("  \n").is_none());
}

#[tokio::test]
async fn debug_hides_the_secret() {
    let bench = Bench::new().await;
    let text = format!("{:?} {:?}", bench.workspace, bench.workspace.identity_secret());
    assert!(!text.contains(SECRET));
}
