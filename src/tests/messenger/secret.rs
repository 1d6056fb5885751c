//! What is found out about the identity secret at start.

use leptos_messenger::messenger::server::{
    IdentitySecret, Region, SecretWarning, SelfTestError, Workspace, self_test,
};

use super::console::{console_of, console_with};
use crate::server::{Server, log::log};

/// As long as it has to be.
const LONG: &str = "a-secret-of-thirty-two-bytes-ok!";

#[test]
fn a_secret_that_is_empty_or_has_white_space_around_it_is_refused() {
    assert_eq!(self_test(&IdentitySecret::new("")), Err(SelfTestError::EmptySecret));
    for spaced in [" ", "\n", "secret\n", "\r\nsecret", "\tsecret", "secret\u{a0}"] {
        assert_eq!(self_test(&IdentitySecret::new(spaced)), Err(SelfTestError::SpaceAround), "{spaced:?}");
    }
    assert_eq!(self_test(&IdentitySecret::new("two words of a secret that is long")), Ok(()));
}

#[test]
fn a_secret_of_fewer_than_32_bytes_is_taken_with_a_warning() {
    assert_eq!(IdentitySecret::new(LONG).check(), Ok(None));
    assert_eq!(IdentitySecret::new(&LONG[1..]).check(), Ok(Some(SecretWarning::Short)));
    assert_eq!(self_test(&IdentitySecret::new(&LONG[1..])), Ok(()));
}

#[test]
fn the_console_is_warned_of_a_short_secret_alone_and_never_shows_it() {
    let path = concat!(module_path!(), "::the_console_is_warned_of_a_short_secret_alone_and_never_shows_it");
    let Some(said) = console_of(path) else {
        eprintln!("-- short");
        self_test(&IdentitySecret::new("hunter2")).expect("a warning alone");
        eprintln!("-- long");
        return self_test(&IdentitySecret::new(LONG)).expect("a good secret");
    };
    let parts: Vec<_> = said.split("-- ").collect();
    let [_, short, long] = &parts[..] else { panic!("{said}") };
    assert!(short.contains("shorter than 32 bytes") && !short.contains("hunter2"), "{said}");
    assert!(!long.contains("secret"), "{said}");
}

#[test]
fn the_console_is_told_that_a_messenger_without_a_secret_is_for_visitors_alone() {
    let path = concat!(
        module_path!(),
        "::the_console_is_told_that_a_messenger_without_a_secret_is_for_visitors_alone"
    );
    let Some(said) = console_with(path, &[("INTERCOM_APP_ID", "abc123")]) else {
        Workspace::from_env(Region::Eu).expect("a workspace");
        return;
    };
    assert!(said.contains("INTERCOM_IDENTITY_SECRET: is not set: this Messenger is for visitors"), "{said}");
}

#[tokio::test]
async fn the_shops_log_says_at_start_which_variable_holds_a_short_secret() {
    let log = log();
    Server::with(&[
        ("LEPTOS_ENV", "DEV"),
        ("INTERCOM_APP_ID", "hosted1x"),
        ("INTERCOM_IDENTITY_SECRET", "too-short-a-secret"),
    ])
    .await;
    let lines = log.lines();
    let warns = |line: &&String| {
        line.contains("WARN") && line.contains("INTERCOM_IDENTITY_SECRET: the identity secret is shorter")
    };
    assert!(lines.iter().any(|line| warns(&line)), "{lines:#?}");
    assert!(!lines.concat().contains("too-short-a-secret"));
}
