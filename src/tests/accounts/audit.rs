use super::{HTTP, OWN_PASSWORD, World, cookies};
use crate::server::log::log;
use axum::http::HeaderMap;
use leptos_messenger::accounts::{Accounts, PasswordWork};
use serde_json::Value;
use tracing::Instrument;

const EMAIL: &str = "hallgerd@langholt.example";
const OTHER_EMAIL: &str = "hallgerd@lidarende.example";
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
    accounts.log_out(&cookies(&left.cookie)).await.unwrap();
    for _ in 0..11 {
        accounts.log_in(&nobody, EMAIL, "sesame open").await.err().unwrap();
    }
    world.clock.advance(600);
    accounts.save_profile(&here.session, NAME, "Langholt & Daughters").await.unwrap();
    accounts.change_email(&here.session, OTHER_EMAIL, "sesame open").await.err().unwrap();
    accounts.change_email(&here.session, OTHER_EMAIL, OWN_PASSWORD).await.unwrap();
    accounts.change_password(&here.session, "sesame open", OTHER_PASSWORD).await.err().unwrap();
    accounts.change_password(&here.session, OWN_PASSWORD, OTHER_PASSWORD).await.unwrap();
    let more = PasswordWork { passes: 3, ..PasswordWork::default() };
    let dearer = Accounts::new(world.db.clone(), world.clock.clone(), HTTP).with_password_work(more);
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
    let account_id = a_life(&world).instrument(tracing::info_span!("the audited life")).await;
    let ours = |line: &Value| line["span"]["name"] == "the audited life" && line["target"] == "audit";
    let lines = log.lines().into_iter().map(|line| serde_json::from_str::<Value>(&line).unwrap());
    let lines: Vec<Value> = lines.filter(ours).collect();
    let events: Vec<&str> = lines.iter().map(|line| line["fields"]["event"].as_str().unwrap()).collect();
    let mut expected = vec!["sign_up", "sign_up_refused", "log_in", "session_ended", "log_in", "log_out"];
    expected.extend(["log_in_failed"; 10]);
    expected.extend([
        "too_many_tries",
        "profile_changed",
        "email_change_failed",
        "email_changed",
        "password_change_failed",
        "password_changed",
        "password_rehashed",
        "log_in",
        "log_out_everywhere",
        "log_in",
        "account_deletion_failed",
        "account_deleted",
    ]);
    assert_eq!(events, expected);
    for (line, event) in lines.iter().zip(events) {
        let named = line["fields"]["account_id"] == account_id.as_str();
        assert!(named || ["sign_up_refused", "too_many_tries"].contains(&event), "{line}");
    }
    let all = log.lines().concat();
    for word in ["allgerd", "angholt", "lidarende", "sesame", "kittiwake", "guillemots", "argon2id"] {
        assert!(!all.contains(word), "{word} is in the log");
    }
}
