//! The limits of tries: log-ins, sign-ups, passwords and addresses.

use super::site::By;
use super::{HTTP, OWN_PASSWORD, World, accounts};
use crate::server::{Server, header, text};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use leptos_messenger::accounts::{Accounts, Caller, CurrentSession, PasswordWork};
use leptos_messenger::error::Error;
use std::net::{IpAddr, SocketAddr};

const TRIES: usize = 10;
const FROM_ONE_ADDRESS: usize = 30;

async fn wrong(accounts: &Accounts, address: Option<&str>, email: &str) -> Error {
    let headers = HeaderMap::new();
    let address: Option<IpAddr> = address.map(|address| address.parse().unwrap());
    accounts.log_in(Caller { headers: &headers, address }, email, "wrong").await.err().unwrap()
}

async fn use_up(accounts: &Accounts, email: &str) {
    for _ in 0..TRIES {
        assert_eq!(wrong(accounts, None, email).await, Error::WrongCredentials);
    }
}

#[tokio::test]
async fn an_account_has_ten_tries_at_once_and_then_one_a_minute_whether_it_exists_or_not() {
    let world = World::new().await;
    for email in ["customer@example.com", "nobody@example.com"] {
        use_up(&world.accounts, email).await;
        let hashes = world.accounts.hashes_computed();
        for spelled in [email.to_owned(), format!(" {} ", email.to_uppercase())] {
            assert_eq!(wrong(&world.accounts, None, &spelled).await, Error::TooMany { seconds: 60 });
        }
        assert_eq!(world.accounts.hashes_computed(), hashes, "refused without work");
    }
    world.clock.advance(59);
    assert_eq!(wrong(&world.accounts, None, "customer@example.com").await, Error::TooMany { seconds: 1 });
    world.clock.advance(1);
    assert_eq!(wrong(&world.accounts, None, "customer@example.com").await, Error::WrongCredentials);
    assert_eq!(wrong(&world.accounts, None, "customer@example.com").await, Error::TooMany { seconds: 60 });
    assert_eq!(wrong(&world.accounts, None, "second@example.com").await, Error::WrongCredentials);
}

#[tokio::test]
async fn a_clock_that_is_set_right_by_an_hour_keeps_nobody_out_and_one_of_another_server_gives_no_try() {
    let world = World::new().await;
    use_up(&world.accounts, "customer@example.com").await;
    world.clock.advance(-5 * 60);
    let refused = wrong(&world.accounts, None, "customer@example.com").await;
    assert_eq!(refused, Error::TooMany { seconds: 6 * 60 });
    world.clock.advance(-55 * 60);
    use_up(&world.accounts, "customer@example.com").await;
    assert_eq!(wrong(&world.accounts, None, "customer@example.com").await, Error::TooMany { seconds: 60 });
}

#[tokio::test]
async fn the_right_password_waits_too_and_gets_in_when_a_try_is_back() {
    let world = World::new().await;
    use_up(&world.accounts, "customer@example.com").await;
    let right =
        async || world.accounts.log_in(&HeaderMap::new(), "customer@example.com", "demo-password").await;
    assert_eq!(right().await.err(), Some(Error::TooMany { seconds: 60 }));
    world.clock.advance(60);
    assert!(right().await.is_ok());
}

#[tokio::test]
async fn whoever_gets_in_pays_nothing() {
    let world = World::new().await;
    let headers = HeaderMap::new();
    let address = Some("192.0.2.1".parse().unwrap());
    for _ in 0..FROM_ONE_ADDRESS + 5 {
        let caller = Caller { headers: &headers, address };
        assert!(world.accounts.log_in(caller, "customer@example.com", "demo-password").await.is_ok());
    }
    for _ in 0..TRIES {
        assert_eq!(
            wrong(&world.accounts, Some("192.0.2.1"), "customer@example.com").await,
            Error::WrongCredentials
        );
    }
}

#[tokio::test]
async fn an_address_has_thirty_tries_at_once_whoever_they_are_for() {
    let world = World::empty(HTTP).await;
    for (spent, same, other) in [
        ("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.2"),
        // A household of IPv6, and its neighbour.
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"),
    ] {
        for n in 0..FROM_ONE_ADDRESS {
            let email = format!("{spent}-{n}@example.com");
            assert_eq!(wrong(&world.accounts, Some(spent), &email).await, Error::WrongCredentials);
        }
        assert_eq!(
            wrong(&world.accounts, Some(same), "one-more@example.com").await,
            Error::TooMany { seconds: 20 }
        );
        assert_eq!(
            wrong(&world.accounts, Some(other), &format!("{other}@example.com")).await,
            Error::WrongCredentials
        );
    }
}

#[tokio::test]
async fn servers_on_one_database_count_together() {
    let world = World::new().await;
    let other = accounts(&world.db, &world.clock, HTTP);
    for turn in 0..TRIES {
        let accounts = if turn % 2 == 0 { &world.accounts } else { &other };
        assert_eq!(wrong(accounts, None, "nobody@example.com").await, Error::WrongCredentials);
    }
    for accounts in [&world.accounts, &other] {
        assert_eq!(wrong(accounts, None, "nobody@example.com").await, Error::TooMany { seconds: 60 });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tries_at_once_do_not_slip_past_each_other() {
    let world = World::new().await;
    let before = world.accounts.hashes_computed();
    let attempts = (0..40).map(|n| {
        let accounts = world.accounts.clone();
        let address = format!("192.0.2.{}", n % 5);
        tokio::spawn(async move { wrong(&accounts, Some(&address), "customer@example.com").await })
    });
    let answers = futures::future::join_all(attempts.collect::<Vec<_>>()).await;
    let served =
        answers.into_iter().filter(|answer| *answer.as_ref().unwrap() == Error::WrongCredentials).count();
    assert_eq!((served, world.accounts.hashes_computed() - before), (TRIES, TRIES as u64));
}

#[tokio::test]
async fn a_fetch_receives_429_and_when_to_come_back() {
    let server = Server::with(&[("LEPTOS_ENV", "DEV")]).await;
    use_up(&server.state.accounts, "nobody@example.com").await;
    let post = async |accept: &str| {
        let request = Request::post("/api/log_in")
            .header("sec-fetch-site", "same-origin")
            .header("accept", accept)
            .header("referer", "http://shop.example/login")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from("email=nobody%40example.com&password=wrong"));
        server.send(request.unwrap()).await
    };
    let fetch = post("application/json").await;
    assert_eq!((fetch.status(), header(&fetch, "retry-after")), (StatusCode::TOO_MANY_REQUESTS, "60"));
    assert_eq!(header(&fetch, "cache-control"), "no-store");
    assert_eq!(serde_json::from_str::<Error>(&text(fetch).await).unwrap(), Error::TooMany { seconds: 60 });
    let form = post("text/html").await;
    assert_eq!(form.status(), StatusCode::FOUND);
    let back = header(&form, "location").strip_prefix("http://shop.example").unwrap().to_owned();
    let page = text(server.open(&back).await).await;
    assert!(page.contains("Too many tries. Try again in a minute."), "{page}");
}

#[tokio::test]
async fn how_long_to_wait_is_said_as_people_say_it() {
    for (seconds, words) in [
        (1, "in a minute."),
        (60, "in a minute."),
        (61, "in 2 minutes."),
        (180, "in 3 minutes."),
        (u32::MAX, "in 60 minutes."),
    ] {
        assert_eq!(Error::TooMany { seconds }.to_string(), format!("Too many tries. Try again {words}"));
    }
}

#[tokio::test]
async fn a_sign_up_counts_whether_its_address_was_taken_or_not() {
    let world = World::new().await;
    let sign_up = async |email: &str| {
        world.accounts.sign_up(&HeaderMap::new(), "Astrid", email, OWN_PASSWORD).await.err()
    };
    for _ in 0..5 {
        assert!(matches!(sign_up("customer@example.com").await, Some(Error::Invalid { .. })));
    }
    assert_eq!(sign_up("Customer@example.com").await, Some(Error::TooMany { seconds: 600 }));

    let headers = HeaderMap::new();
    let caller = Caller { headers: &headers, address: Some("192.0.2.1".parse().unwrap()) };
    for n in 0..FROM_ONE_ADDRESS {
        assert!(
            world.accounts.sign_up(caller, "Astrid", &format!("{n}@example.com"), OWN_PASSWORD).await.is_ok()
        );
    }
    let one_more = world.accounts.sign_up(caller, "Astrid", "more@example.com", OWN_PASSWORD).await;
    assert_eq!(one_more.err(), Some(Error::TooMany { seconds: 120 }));
}

#[tokio::test]
async fn the_current_password_is_asked_ten_times_at_once_wherever_it_is_asked() {
    let world = World::new().await;
    let session = world.log_in("customer@example.com").await.session;
    for turn in 0..TRIES {
        let refused = match turn % 3 {
            0 => {
                world.accounts.change_password(&HeaderMap::new(), &session, "wrong", OWN_PASSWORD).await.err()
            }
            1 => {
                world.accounts.change_email(&HeaderMap::new(), &session, "x@example.com", "wrong").await.err()
            }
            _ => world.accounts.delete_account(&session, "wrong").await.err(),
        };
        assert!(matches!(refused, Some(Error::Invalid { .. })), "{refused:?}");
    }
    let many = Some(Error::TooMany { seconds: 60 });
    assert_eq!(
        world
            .accounts
            .change_password(&HeaderMap::new(), &session, "demo-password", OWN_PASSWORD)
            .await
            .err(),
        many
    );
    assert_eq!(
        world
            .accounts
            .change_email(&HeaderMap::new(), &session, "x@example.com", "demo-password")
            .await
            .err(),
        many
    );
    assert_eq!(world.accounts.delete_account(&session, "demo-password").await.err(), many);
    // Strangers at the log-in page cannot keep the owner from it, nor the other way round.
    assert_eq!(wrong(&world.accounts, None, "customer@example.com").await, Error::WrongCredentials);
    world.clock.advance(60);
    assert!(
        world
            .accounts
            .change_password(&HeaderMap::new(), &session, "demo-password", OWN_PASSWORD)
            .await
            .is_ok()
    );
}

/// By somebody who knows their password; from a network address, if one is given.
async fn change(
    world: &World,
    session: &CurrentSession,
    address: Option<&str>,
    email: &str,
) -> Option<Error> {
    let headers = HeaderMap::new();
    let address: Option<IpAddr> = address.map(|address| address.parse().unwrap());
    let caller = Caller { headers: &headers, address };
    world.accounts.change_email(caller, session, email, OWN_PASSWORD).await.err()
}

#[tokio::test]
async fn whoever_changes_their_address_may_ask_for_ten_whether_they_were_taken_or_not() {
    let world = World::new().await;
    let new = world.sign_up("astrid@example.com").await;
    for n in 0..TRIES {
        let email =
            if n % 2 == 0 { format!("free-{n}@example.com") } else { "second@example.com".to_owned() };
        let refused = change(&world, &new.session, None, &email).await;
        assert_eq!(matches!(refused, Some(Error::Invalid { .. })), n % 2 == 1, "{refused:?}");
    }
    for email in ["free@example.com", "second@example.com"] {
        assert_eq!(change(&world, &new.session, None, email).await, Some(Error::TooMany { seconds: 600 }));
    }
}

#[tokio::test]
async fn ones_own_address_in_other_letters_costs_nothing() {
    let world = World::new().await;
    let new = world.sign_up("astrid@example.com").await;
    let tries = world.count("tries").await;
    for n in 0..FROM_ONE_ADDRESS + 5 {
        let email = if n % 2 == 0 { "Astrid@Example.com" } else { "astrid@example.COM" };
        assert_eq!(change(&world, &new.session, Some("192.0.2.1"), email).await, None);
    }
    world.clock.advance(600);
    world.accounts.tidy().await.unwrap();
    assert_eq!((tries, world.count("tries").await), (1, 0), "the sign-up's alone, which is back by now");
}

#[tokio::test]
async fn an_address_is_asked_for_five_times_by_sign_ups_and_changes_together() {
    let world = World::new().await;
    let (one, two) = (world.sign_up("one@example.com").await, world.sign_up("two@example.com").await);
    for turn in 0..5 {
        let refused = match turn % 3 {
            0 => change(&world, &one.session, None, "second@example.com").await,
            1 => change(&world, &two.session, None, "Second@example.com").await,
            _ => {
                let headers = HeaderMap::new();
                world.accounts.sign_up(&headers, "A", "second@example.com", OWN_PASSWORD).await.err()
            }
        };
        assert!(matches!(refused, Some(Error::Invalid { .. })), "{refused:?}");
    }
    for session in [&one.session, &two.session] {
        let refused = change(&world, session, None, "second@example.com").await;
        assert_eq!(refused, Some(Error::TooMany { seconds: 600 }));
    }
}

#[tokio::test]
async fn accounts_of_one_network_address_ask_for_thirty_addresses_together() {
    let world = World::empty(HTTP).await;
    let mut sessions = Vec::new();
    for n in 0..4 {
        sessions.push(world.sign_up(&format!("own-{n}@example.com")).await.session);
    }
    for n in 0..FROM_ONE_ADDRESS {
        let email = format!("asked-{n}@example.com");
        assert_eq!(change(&world, &sessions[n % 4], Some("192.0.2.1"), &email).await, None);
    }
    let one_more = change(&world, &sessions[3], Some("192.0.2.1"), "one-more@example.com").await;
    assert_eq!(one_more, Some(Error::TooMany { seconds: 120 }));
    assert_eq!(change(&world, &sessions[3], Some("192.0.2.2"), "one-more@example.com").await, None);
}

#[tokio::test]
async fn where_all_places_are_taken_nobody_pays_for_being_turned_away() {
    let world = World::empty(HTTP).await;
    // So much that all attempts arrive before the first is served.
    let much = PasswordWork { passes: 80, ..PasswordWork::default() };
    let accounts = accounts(&world.db, &world.clock, HTTP).with_password_work(much);
    let attempt = |n| {
        let accounts = accounts.clone();
        async move { wrong(&accounts, None, &format!("{n}@example.com")).await }
    };
    let mut attempts: FuturesUnordered<_> = (0..80).map(attempt).collect();
    let mut answers = Vec::new();
    while !answers.contains(&Error::Unavailable) {
        answers.push(attempts.next().await.expect("the queue was never full"));
    }
    drop(attempts);
    let given_back = format!("tries where spent_until_ms <= {}", world.clock.millis());
    assert!(world.count(&given_back).await > 0);
}

#[tokio::test]
async fn the_database_holds_nobodys_address_and_forgets_old_tries() {
    let world = World::new().await;
    wrong(&world.accounts, Some("192.0.2.1"), "nobody@example.com").await;
    let keys = crate::database::texts(&world.db, "select key from tries").await;
    assert_eq!(keys.len(), 2);
    assert!(keys.iter().all(|key| key.len() == 43 && !key.contains("192") && !key.contains("nobody")));
    world.clock.advance(59);
    world.accounts.tidy().await.unwrap();
    assert_eq!(world.count("tries").await, 1, "the account's try is not back yet");
    world.clock.advance(1);
    assert_eq!(world.accounts.tidy().await.unwrap(), 1);
    assert_eq!(world.count("tries").await, 0);
}

#[tokio::test]
async fn the_clients_address_counts_behind_a_trusted_proxy_and_nobodys_claims() {
    let server = Server::with(&[("LEPTOS_ENV", "DEV"), ("TRUSTED_PROXIES", "10.0.0.1")]).await;
    let post = async |peer: &str, claims: &str, n: usize| {
        let mut request = Request::post("/api/log_in")
            .header("sec-fetch-site", "same-origin")
            .header("x-forwarded-for", claims)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(format!("email={n}%40example.com&password=wrong")))
            .unwrap();
        request.extensions_mut().insert(ConnectInfo::<SocketAddr>(peer.parse().unwrap()));
        server.send(request).await.status()
    };
    for n in 0..FROM_ONE_ADDRESS {
        let claims = format!("203.0.113.{n}, 192.0.2.1");
        assert_eq!(post("10.0.0.1:80", &claims, n).await, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(post("10.0.0.1:80", "192.0.2.1", 100).await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        post("192.0.2.1:999", "198.51.100.1", 101).await,
        StatusCode::TOO_MANY_REQUESTS,
        "the same client"
    );
    assert_eq!(post("10.0.0.1:80", "192.0.2.2", 102).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_account_page_reports_too_many_tries_too() {
    let world = World::new().await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    let session = world.current(&cookie).await.unwrap();
    for _ in 0..TRIES {
        world.accounts.delete_account(&session, "wrong").await.err().unwrap();
    }
    for (function, fields) in [
        ("delete_account", &[("password", "wrong")][..]),
        ("change_email", &[("password", "wrong"), ("email", "x@example.com")]),
        ("change_password", &[("current_password", "wrong"), ("new_password", OWN_PASSWORD)]),
    ] {
        let answer = world.post(function, fields, &cookie, By::Fetch).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        let back = world.post(function, fields, &cookie, By::Form("/account")).await.location.unwrap();
        let page = world.page(back.strip_prefix("http://shop.example").unwrap(), &cookie).await.body;
        assert!(page.contains("Too many tries. Try again in a minute."), "{function}: {page}");
    }
}
