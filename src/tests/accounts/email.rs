//! The change of an account's e-mail address.

use super::World;
use super::site::By;
use axum::http::{HeaderMap, StatusCode};
use leptos_messenger::accounts::{SignedIn, refusals};
use leptos_messenger::error::Error;

async fn change(world: &World, email: &str, password: &str) -> Result<SignedIn, Error> {
    let session = world.log_in("customer@example.com").await.session;
    world.accounts.change_email(&HeaderMap::new(), &session, email, password).await
}

fn refused(field: &str, message: &str) -> Result<SignedIn, Error> {
    Err(Error::Invalid { field: field.to_owned(), message: message.to_owned() })
}

#[tokio::test]
async fn an_address_is_changed_and_one_logs_in_with_it() {
    let world = World::new().await;
    let new = world.log_in("customer@example.com").await;
    let first = new.session.signed_in.revision;
    let saved = world
        .accounts
        .change_email(&HeaderMap::new(), &new.session, " Marit.Berg@Example.com ", "demo-password")
        .await
        .unwrap();
    assert_eq!((saved.email.as_str(), saved.revision), ("Marit.Berg@Example.com", first + 1));
    assert_eq!(world.current(&new.cookie).await.unwrap().signed_in, saved, "the same session goes on");
    assert_eq!(world.log_in("marit.berg@example.com").await.session.account_id, "demo-customer");
    let again = world
        .accounts
        .change_email(&HeaderMap::new(), &new.session, "Marit.Berg@Example.com", "demo-password")
        .await
        .unwrap();
    assert_eq!(again.revision, first + 1, "nothing changed");
}

#[tokio::test]
async fn without_the_password_the_address_stays() {
    let world = World::new().await;
    for wrong in ["", "sesame", &"x".repeat(100_000)] {
        let answer = change(&world, "marit@example.com", wrong).await;
        assert_eq!(answer, refused("password", refusals::PASSWORD_WRONG));
    }
    assert_eq!(world.log_in("customer@example.com").await.session.signed_in.email, "customer@example.com");
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
        "a\0@b.c",
        &long,
    ] {
        let answer = change(&world, bad, "demo-password").await;
        assert!(
            matches!(&answer, Err(Error::Invalid { field, .. }) if field == "email"),
            "{bad}: {answer:?}"
        );
    }
    for good in ["o'hara+shop@mail.example.co", "märit@exämple.no"] {
        assert_eq!(change(&World::new().await, good, "demo-password").await.unwrap().email, good);
    }
}

#[tokio::test]
async fn an_address_in_use_is_refused_in_any_case_and_nothing_changes() {
    let world = World::new().await;
    let answer = change(&world, "SECOND@example.com", "demo-password").await;
    assert_eq!(answer, refused("email", refusals::EMAIL_TAKEN));
    assert_eq!(world.log_in("customer@example.com").await.session.account_id, "demo-customer");
}

#[tokio::test]
async fn a_plain_form_comes_back_with_its_success_or_its_refusal_at_the_right_field() {
    let world = World::new().await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    let post = async |email, password| {
        world
            .post("change_email", &[("email", email), ("password", password)], &cookie, By::Form("/account"))
            .await
    };
    let back = post("marit@example.com", "sesame").await;
    let draft = back.set_cookies[0].clone();
    let both = [cookie.as_str(), &draft].map(|line| line.split(';').next().unwrap()).join("; ");
    let location = back.location.unwrap();
    assert!(!location.contains("sesame") && !location.contains("marit"), "{location}");
    let page = world.page(location.strip_prefix("http://shop.example").unwrap(), &both).await.body;
    let tag = |id: &str| page.split('<').find(|tag| tag.contains(&format!(r#" id="{id}""#))).unwrap();
    assert!(tag("email_password").contains(r#"aria-invalid="true""#) && !page.contains("sesame"));
    assert!(tag("email").contains(r#"value="marit@example.com""#), "what was typed is there again");
    assert!(page.contains(refusals::PASSWORD_WRONG));

    let done = post("marit@example.com", "demo-password").await;
    assert_eq!(
        (done.status, done.location.as_deref()),
        (StatusCode::FOUND, Some("/account?email_changed=1"))
    );
    assert!(world.page("/account?email_changed=1", &cookie).await.body.contains("Email changed"));
}

#[tokio::test]
async fn an_address_is_changed_for_its_own_session_only() {
    let world = World::new().await;
    let key = world.log_in("customer@example.com").await.session.signed_in.session_key;
    let other = world.log_in("second@example.com").await.cookie;
    for cookie in ["", "session=forged", &other] {
        let fields =
            [("email", "x@example.com"), ("password", "demo-password"), ("session_key", key.as_str())];
        let answer = world.post("change_email", &fields, cookie, By::Fetch).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(world.current(&other).await.unwrap().signed_in.email, "second@example.com");
}
