//! Which hosted workspaces the server itself sends events to, and of whom.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use leptos_messenger::server::{Intercom, Secret};
use leptos_messenger::shop::Money;
use leptos_messenger::shop::support::ShopEvent;

use super::{Server, config, text};
use crate::database::texts;

const HOSTED: [(&str, &str); 2] =
    [("INTERCOM_APP_ID", "hosted1x"), ("INTERCOM_IDENTITY_SECRET", "between-us")];

#[test]
fn an_access_token_belongs_to_a_hosted_workspace() {
    let all = [&HOSTED[..], &[("INTERCOM_ACCESS_TOKEN", "dG9rOnh5eg==")]].concat();
    let config_of_all = config(&all).expect("a hosted workspace");
    let Intercom::Hosted(hosted) = &config_of_all.brands[0].intercom else { panic!("not hosted") };
    assert_eq!(hosted.access_token.as_ref().map(Secret::expose), Some("dG9rOnh5eg=="));
    assert!(!format!("{config_of_all:?}").contains("dG9rOnh5eg"));
    let refusal =
        config(&[("INTERCOM_ACCESS_TOKEN", "dG9rOnh5eg==")]).expect_err("the embedded one has none");
    assert_eq!(refusal.variable, "INTERCOM_ACCESS_TOKEN");
    assert!(!refusal.to_string().contains("dG9rOnh5eg"));
}

#[test]
fn the_api_may_answer_elsewhere_but_never_in_clear_over_a_network() {
    for (value, base) in [
        ("https://api.eu.intercom.io", "https://api.eu.intercom.io"),
        ("https://Proxy.example:8443/intercom/", "https://proxy.example:8443/intercom"),
        ("http://127.0.0.1:4000/rest", "http://127.0.0.1:4000/rest"),
        ("http://[::1]:4000", "http://[::1]:4000"),
    ] {
        let found = config(&[("INTERCOM_API_BASE", value)]).expect("an address").intercom_api_base;
        assert_eq!(found.as_deref(), Some(base), "{value}");
    }
    for value in [
        "http://api.intercom.io",
        "api.intercom.io",
        "ftp://a.example",
        "https://someone:hunter2@a.example",
        "https://a.example/?x",
        "https://a.example/#x",
        "https://a.example/a b",
        "https://",
    ] {
        let refusal =
            config(&[("INTERCOM_API_BASE", value)]).err().unwrap_or_else(|| panic!("{value} was taken"));
        assert_eq!(refusal.variable, "INTERCOM_API_BASE");
        assert!(!refusal.to_string().contains("hunter2"));
    }
}

#[tokio::test]
async fn without_consent_the_server_sends_nothing_and_what_waited_is_dropped() {
    let server =
        Server::with(&[HOSTED[0], HOSTED[1], ("INTERCOM_ACCESS_TOKEN", "dG9r"), ("LEPTOS_ENV", "DEV")]).await;
    let session = server.log_in("customer@example.com").await;
    let waiting = async || texts(&server.state.db, "select name from support_outbox").await.len();
    let post = async |function: &str, cookie: &str, form: &'static str| {
        let request = Request::post(format!("/api/{function}"))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .header("cookie", format!("{session}; {cookie}"));
        let answer = server.send(request.body(Body::from(form)).expect("a request")).await;
        assert_eq!(answer.status(), StatusCode::OK, "{function}");
        text(answer).await
    };
    let answer = post("add_to_cart", "chat=off", "coffee=kelp-forest").await;
    assert!(answer.contains("added-to-cart"), "left to the page, whose Messenger is off: {answer}");
    assert_eq!(waiting().await, 0);
    let answer = post("add_to_cart", "chat=on", "coffee=kelp-forest").await;
    assert!(!answer.contains("added-to-cart"), "{answer}");
    assert_eq!(waiting().await, 1);
    post("set_consent", "chat=on", "given=false").await;
    assert_eq!(waiting().await, 0);
}

#[tokio::test]
async fn events_wait_for_the_server_only_where_it_has_a_token() {
    let hosted: &[_] = &[HOSTED[0], HOSTED[1]];
    let with_token: &[_] = &[HOSTED[0], HOSTED[1], ("INTERCOM_ACCESS_TOKEN", "dG9r")];
    for (settings, waiting) in [(&[][..], 0), (hosted, 0), (with_token, 1)] {
        let server = Server::with(settings).await;
        let event = ShopEvent::AddedToCart { coffee: None, plan: None, quantity: 1, price: Money::eur(1) };
        let mut transaction = server.state.db.begin().await.expect("a transaction");
        let channel = &server.state.brands.first().channel;
        let left = channel.record(&mut transaction, Some("u_1"), event).await.expect("recorded");
        transaction.commit().await.expect("a commit");
        let rows = texts(&server.state.db, "select app_id from support_outbox").await;
        assert_eq!((rows.len(), left.is_none()), (waiting, waiting == 1), "{settings:?}");
    }
}

#[tokio::test]
async fn while_chat_is_off_the_server_sends_events_of_nobody_either() {
    let server = Server::with(&[
        HOSTED[0],
        HOSTED[1],
        ("INTERCOM_ACCESS_TOKEN", "dG9r"),
        ("MESSENGER_CONSENT", "asked"),
        ("DEMO_ACCOUNTS", "1"),
    ])
    .await;
    let session = server.log_in("customer@example.com").await;
    for (answer, waiting) in [("", 0), ("; chat=off", 0), ("; chat=on", 1)] {
        let request = Request::post("/api/add_to_cart")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", format!("{session}{answer}"));
        let added = server.send(request.body(Body::from("coffee=kelp-forest")).expect("a request")).await;
        assert_eq!(added.status(), StatusCode::OK);
        let rows = texts(&server.state.db, "select name from support_outbox").await;
        assert_eq!(rows.len(), waiting, "{answer}");
    }
}
