//! The second factor of a teammate's log-in: set up, asked, switched off and reset.

use super::{HTTP, OWN_PASSWORD, World};
use axum::http::HeaderMap;
use leptos_messenger::accounts::{NewSession, refusals};
use leptos_messenger::error::Error;
use totp_rs::{Builder, Secret};

const EMAIL: &str = "tuva@example.com";
const STEP: i64 = 30;

/// A teammate, who is logged in.
async fn teammate() -> (World, NewSession) {
    let world = World::empty(HTTP).await;
    world.accounts.make_teammate(EMAIL, None, OWN_PASSWORD).await.unwrap();
    let session = log_in(&world, "").await.unwrap();
    (world, session)
}

async fn log_in(world: &World, code: &str) -> Result<NewSession, Error> {
    world.accounts.log_in_with_code(&HeaderMap::new(), EMAIL, OWN_PASSWORD, code).await
}

/// What an authenticator with this secret shows, so many seconds from now.
fn shown(world: &World, secret: &str, seconds: i64) -> String {
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).with_account_name(EMAIL);
    let time = world.clock.seconds() + seconds;
    totp.build().unwrap().generate(time.unsigned_abs()).to_string()
}

/// A teammate whose log-in needs codes of this secret. Its first one is used.
async fn enrolled() -> (World, NewSession, String) {
    let (world, session) = teammate().await;
    let begun = world.accounts.begin_second_factor(&session.session, OWN_PASSWORD, "Tidewater: Coffee").await;
    let secret = begun.unwrap().secret;
    let code = shown(&world, &secret, 0);
    world.accounts.confirm_second_factor(&session.session, &code).await.unwrap();
    world.clock.advance(STEP);
    (world, session, secret)
}

fn refused(result: Result<NewSession, Error>) -> (String, String) {
    match result.err().unwrap() {
        Error::Invalid { field, message } => (field, message),
        other => panic!("{other:?}"),
    }
}

fn of_code(message: &str) -> (String, String) {
    ("code".to_owned(), message.to_owned())
}

#[tokio::test]
async fn a_log_in_needs_a_code_from_the_moment_that_one_was_confirmed_and_the_other_sessions_end() {
    let (world, session) = teammate().await;
    let elsewhere = log_in(&world, "").await.unwrap();
    let begun =
        world.accounts.begin_second_factor(&session.session, OWN_PASSWORD, "Tidewater").await.unwrap();
    assert!(begun.url.starts_with("otpauth://totp/Tidewater:tuva%40example.com?secret="), "{}", begun.url);
    let stays = log_in(&world, "").await.unwrap();
    assert!(world.current(&stays.cookie).await.is_some(), "nothing counts before the first code");
    let wrong = world.accounts.confirm_second_factor(&session.session, "000000").await;
    assert!(matches!(wrong, Err(Error::Invalid { field, .. }) if field == "code"));

    let code = shown(&world, &begun.secret, 0);
    world.accounts.confirm_second_factor(&session.session, &code).await.unwrap();
    assert!(world.current(&session.cookie).await.unwrap().has_second_factor);
    assert!(world.current(&elsewhere.cookie).await.is_none());
    assert_eq!(refused(log_in(&world, "").await), of_code(refusals::CODE_MISSING));
    assert_eq!(refused(log_in(&world, "000000").await), of_code(refusals::CODE_WRONG));
    world.clock.advance(STEP);
    let code = shown(&world, &begun.secret, 0);
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    assert!(log_in(&world, &spaced).await.is_ok());
}

#[tokio::test]
async fn a_code_is_taken_once_and_that_of_the_step_beside_it_too() {
    let (world, _, secret) = enrolled().await;
    let code = shown(&world, &secret, 0);
    log_in(&world, &code).await.unwrap();
    assert_eq!(refused(log_in(&world, &code).await), of_code(refusals::CODE_WRONG));
    let (before, after) = (shown(&world, &secret, -STEP), shown(&world, &secret, STEP));
    assert_eq!(refused(log_in(&world, &before).await), of_code(refusals::CODE_WRONG), "an older one");
    log_in(&world, &after).await.unwrap();
    world.clock.advance(5 * STEP);
    let old = shown(&world, &secret, -2 * STEP);
    assert_eq!(refused(log_in(&world, &old).await), of_code(refusals::CODE_WRONG));
    let at_once = shown(&world, &secret, 0);
    let both = futures::future::join(log_in(&world, &at_once), log_in(&world, &at_once)).await;
    assert_eq!([both.0, both.1].iter().filter(|one| one.is_ok()).count(), 1);
}

#[tokio::test]
async fn a_wrong_code_costs_what_a_wrong_password_does_and_a_missing_one_nothing() {
    let (world, _, secret) = enrolled().await;
    for _ in 0..30 {
        assert_eq!(refused(log_in(&world, "").await), of_code(refusals::CODE_MISSING));
    }
    for _ in 0..10 {
        assert_eq!(refused(log_in(&world, "000000").await), of_code(refusals::CODE_WRONG));
    }
    let right = shown(&world, &secret, 0);
    assert!(matches!(log_in(&world, &right).await.err(), Some(Error::TooMany { .. })));
    let wrong = world.accounts.log_in_with_code(&HeaderMap::new(), EMAIL, "sesame open", &right).await;
    assert!(matches!(wrong.err(), Some(Error::TooMany { .. })));
}

#[tokio::test]
async fn a_wrong_password_is_refused_before_anything_is_said_of_codes() {
    let (world, _, _) = enrolled().await;
    for code in ["", "000000"] {
        let tried = world.accounts.log_in_with_code(&HeaderMap::new(), EMAIL, "sesame open", code).await;
        assert_eq!(tried.err(), Some(Error::WrongCredentials));
    }
}

#[tokio::test]
async fn it_is_switched_off_with_password_and_code_unless_it_is_required_and_an_operator_resets_it() {
    let (world, session, secret) = enrolled().await;
    let session = &session.session;
    let code = shown(&world, &secret, 0);
    let again = world.accounts.begin_second_factor(session, OWN_PASSWORD, "Tidewater").await;
    assert!(again.is_err(), "a stolen session does not bring in a secret of its own");
    assert!(world.accounts.remove_second_factor(session, "sesame open", &code).await.is_err());
    assert!(world.accounts.remove_second_factor(session, OWN_PASSWORD, "000000").await.is_err());
    let strict = world.accounts.clone().with_required_second_factor(true);
    assert!(strict.remove_second_factor(session, OWN_PASSWORD, &code).await.is_err());
    world.accounts.remove_second_factor(session, OWN_PASSWORD, &code).await.unwrap();
    assert!(log_in(&world, "").await.is_ok());

    let (world, session, _) = enrolled().await;
    assert!(world.accounts.reset_second_factor(&session.session.account_id).await.unwrap());
    assert!(log_in(&world, "").await.is_ok());
    assert!(!world.accounts.reset_second_factor(&session.session.account_id).await.unwrap());
}

#[tokio::test]
async fn a_customer_sets_none_up() {
    let world = World::empty(HTTP).await;
    let customer = world.sign_up("astrid@example.com").await;
    let begun = world.accounts.begin_second_factor(&customer.session, OWN_PASSWORD, "Tidewater").await;
    assert_eq!(begun.err(), Some(Error::Forbidden));
}
