//! The audit log of accounts: each event is one line that names nobody.

use super::{HTTP, LIGHT, OWN_PASSWORD, World, cookies};
use crate::server::log::log;
use axum::http::HeaderMap;
use leptos_messenger::accounts::{Caller, CurrentSession, PasswordWork, SessionSettings};
use serde_json::Value;
use tracing::Instrument;

const EMAIL: &str = "hallgerd@langholt.example";
const OTHER_EMAIL: &str = "hallgerd@lidarende.example";
const TAKEN_EMAIL: &str = "bergthora@lidarende.example";
const NAME: &str = "Hallgerd Hoskuldsdottir";
const OTHER_PASSWORD: &str = "guillemots on the ledge";

/// Everything that can happen to an account, once; returns its id.
async fn a_life(world: &World) -> String {
    let (accounts, nobody) = (&world.accounts, HeaderMap::new());
    let here = accounts.sign_up(&nobody, NAME, EMAIL, OWN_PASSWORD).await.unwrap();
    accounts.sign_up(&nobody, NAME, EMAIL, OWN_PASSWORD).await.err().unwrap();
    let elsewhere = accounts.log_in(&nobody, EMAIL, OWN_PASSWORD).await.unwrap();
    accounts.end_session(&here.session, &elsewhere.session.signed_in.session_key).await.unwrap();
    let left = accounts.log_in(&nobody, EMAIL, OWN_PASSWORD).await.unwrap();
    accounts.log_out(&cookies(&left.cookie), None).await.unwrap();
    let again = accounts.log_in(&nobody, EMAIL, OWN_PASSWORD).await.unwrap();
    accounts.log_in(&cookies(&again.cookie), EMAIL, OWN_PASSWORD).await.unwrap();
    for _ in 0..11 {
        accounts.log_in(&nobody, EMAIL, "sesame open").await.err().unwrap();
    }
    world.clock.advance(600);
    accounts.save_profile(&here.session, NAME, "Langholt & Daughters").await.unwrap();
    accounts.change_email(&nobody, &here.session, OTHER_EMAIL, "sesame open").await.err().unwrap();
    accounts.change_email(&nobody, &here.session, TAKEN_EMAIL, OWN_PASSWORD).await.err().unwrap();
    accounts.change_email(&nobody, &here.session, OTHER_EMAIL, OWN_PASSWORD).await.unwrap();
    accounts.change_password(&nobody, &here.session, "sesame open", OTHER_PASSWORD).await.err().unwrap();
    accounts.change_password(&nobody, &here.session, OWN_PASSWORD, OTHER_PASSWORD).await.unwrap();
    let more = PasswordWork { passes: 2, ..LIGHT };
    let dearer = super::accounts(&world.db, &world.clock, HTTP).with_password_work(more);
    dearer.log_in(&nobody, OTHER_EMAIL, OTHER_PASSWORD).await.unwrap();
    accounts.log_out_everywhere(&here.session).await.unwrap();
    let last = accounts.log_in(&nobody, OTHER_EMAIL, OTHER_PASSWORD).await.unwrap();
    accounts.delete_account(&last.session, "sesame open").await.err().unwrap();
    accounts.delete_account(&last.session, OTHER_PASSWORD).await.unwrap();
    here.session.account_id
}

#[tokio::test]
async fn every_event_of_an_account_is_one_line_of_the_log_that_names_nobody() {
    let log = log();
    let world = World::empty(HTTP).await;
    world.sign_up(TAKEN_EMAIL).await;
    let account_id = a_life(&world).instrument(tracing::info_span!("the audited life")).await;
    let lines = audited("the audited life");
    let events: Vec<&str> = lines.iter().map(|line| line["fields"]["event"].as_str().unwrap()).collect();
    let mut expected = vec!["sign_up", "sign_up_refused", "log_in", "session_ended", "log_in", "log_out"];
    expected.extend(["log_in", "log_in", "session_ended"]);
    expected.extend(["log_in_failed"; 10]);
    expected.extend([
        "too_many_tries",
        "profile_changed",
        "email_change_failed",
        "email_change_refused",
        "email_changed",
        "password_change_failed",
        "password_changed",
        "log_in",
        "password_rehashed",
        "log_out_everywhere",
        "log_in",
        "account_deletion_failed",
        "account_deleted",
    ]);
    assert_eq!(events, expected);
    for (line, event) in lines.iter().zip(events) {
        let named = line["fields"]["account_id"] == account_id.as_str();
        assert!(named || event == "sign_up_refused", "{line}");
    }
    let all = log.lines().concat();
    for word in
        ["allgerd", "angholt", "lidarende", "ergthora", "sesame", "kittiwake", "guillemots", "argon2id"]
    {
        assert!(!all.contains(word), "{word} is in the log");
    }
}

/// The audit's lines that were written within this span, in order.
fn audited(span: &str) -> Vec<Value> {
    let lines = log().lines().into_iter().map(|line| serde_json::from_str::<Value>(&line).unwrap());
    lines.filter(|line| line["span"]["name"] == span && line["target"] == "audit").collect()
}

#[tokio::test]
async fn a_session_that_a_sign_up_or_another_persons_log_in_ends_has_its_line() {
    log();
    let world = World::new().await;
    let customer = world.log_in("customer@example.com").await;
    let (accounts, second) = (&world.accounts, "second@example.com");
    let life = async {
        let new = accounts.sign_up(&cookies(&customer.cookie), NAME, EMAIL, OWN_PASSWORD).await.unwrap();
        accounts.log_in(&cookies(&new.cookie), second, "demo-password").await.unwrap();
        accounts.log_in(&cookies(&new.cookie), second, "demo-password").await.unwrap();
        new
    };
    let new = life.instrument(tracing::info_span!("three in one browser")).await;
    let lines = audited("three in one browser");
    let ended: Vec<_> = lines.iter().filter(|line| line["fields"]["event"] == "session_ended").collect();
    let logged: Vec<_> =
        ended.iter().map(|line| (&line["fields"]["account_id"], &line["fields"]["session"])).collect();
    let of = |session: &CurrentSession| {
        (Value::from(session.account_id.as_str()), Value::from(session.signed_in.session_key.as_str()))
    };
    let (first, then) = (of(&customer.session), of(&new.session));
    assert_eq!(logged, [(&first.0, &first.1), (&then.0, &then.1)], "each once");
}

#[tokio::test]
async fn a_log_in_whose_answer_fails_has_its_line() {
    log();
    let world = World::new().await;
    // No session lives, so that there is none to answer with.
    let never = SessionSettings { max_seconds: 0, ..HTTP };
    let accounts = super::accounts(&world.db, &world.clock, never);
    accounts.offer_demo_accounts().await.unwrap();
    let nobody = HeaderMap::new();
    let log_in = accounts.log_in(&nobody, "customer@example.com", "demo-password");
    let failed = log_in.instrument(tracing::info_span!("a log-in without an answer")).await;
    assert!(failed.is_err());
    let lines = audited("a log-in without an answer");
    let [line] = &lines[..] else { panic!("{lines:?}") };
    assert_eq!(
        (&line["fields"]["event"], &line["fields"]["account_id"]),
        (&"log_in".into(), &"demo-customer".into())
    );
    let key = crate::database::texts(&world.db, "select key from sessions").await.remove(0);
    assert_eq!(line["fields"]["session"], key);
}

#[tokio::test]
async fn log_ins_and_those_that_are_refused_name_the_network_address() {
    _ = log();
    let world = World::empty(HTTP).await;
    world.sign_up(EMAIL).await;
    let nobody = HeaderMap::new();
    let caller = Caller { headers: &nobody, address: Some("::ffff:192.0.2.7".parse().unwrap()) };
    async {
        world.accounts.log_in(caller, EMAIL, OWN_PASSWORD).await.unwrap();
        for _ in 0..11 {
            world.accounts.log_in(caller, EMAIL, "sesame open").await.err().unwrap();
        }
    }
    .instrument(tracing::info_span!("from an address"))
    .await;
    let lines = audited("from an address");
    let (first, last) = (&lines[0]["fields"], &lines.last().unwrap()["fields"]);
    assert_eq!((&first["event"], &last["event"]), (&"log_in".into(), &"too_many_tries".into()));
    assert!(lines.iter().all(|line| line["fields"]["address"] == "192.0.2.7"), "{lines:?}");
}
