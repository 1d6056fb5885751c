//! A sign-up: its account, its session, its refusals and its pages.

use super::site::By;
use super::{HTTP, HTTPS, OWN_PASSWORD, World, cookies, value};
use crate::database::texts;
use axum::http::{HeaderMap, StatusCode};
use leptos_messenger::accounts::{Role, SignedIn, refusals};
use leptos_messenger::error::Error;
use std::pin::pin;

const EMAIL: &str = "astrid@example.com";
const FORM: [(&str, &str); 3] = [("name", "Astrid Lunde"), ("email", EMAIL), ("password", OWN_PASSWORD)];

fn refused(field: &str, message: &str) -> Option<Error> {
    Some(Error::Invalid { field: field.to_owned(), message: message.to_owned() })
}

#[tokio::test]
async fn an_account_begins_with_a_session_and_may_be_logged_into() {
    let world = World::new().await;
    let new = world
        .accounts
        .sign_up(&HeaderMap::new(), " Astrid Lunde ", " Astrid@Example.com ", OWN_PASSWORD)
        .await;
    let new = new.unwrap();
    assert_eq!(world.current(&new.cookie).await, Some(new.session.clone()));
    let who = &new.session.signed_in;
    assert_eq!(
        (who.name.as_str(), who.email.as_str(), who.role),
        ("Astrid Lunde", "Astrid@Example.com", Role::Customer)
    );
    assert_eq!(new.session.account_id.len(), 22, "128 bits that nobody counts through");
    let again = world.accounts.log_in(&HeaderMap::new(), EMAIL, OWN_PASSWORD).await.unwrap();
    assert_eq!(again.session.account_id, new.session.account_id);
    for stored in texts(&world.db, "select password_hash from accounts").await {
        assert!(stored.starts_with("$argon2id$") && !stored.contains(OWN_PASSWORD));
    }
}

#[tokio::test]
async fn the_session_is_a_new_one_and_the_old_one_of_this_browser_ends() {
    let world = World::new().await;
    let old = world.log_in("customer@example.com").await;
    let new = world.accounts.sign_up(&cookies(&old.cookie), "Astrid", EMAIL, OWN_PASSWORD).await.unwrap();
    assert_ne!(value(&new.cookie), value(&old.cookie));
    assert!(world.current(&old.cookie).await.is_none());
    let planted = cookies("session=planted");
    let other = world.accounts.sign_up(&planted, "Astrid", "two@example.com", OWN_PASSWORD).await.unwrap();
    assert_ne!(value(&other.cookie), "planted");
    assert!(world.current("session=planted").await.is_none());
}

#[tokio::test]
async fn its_cookies_are_as_guarded_as_at_log_in() {
    for settings in [super::HTTP, HTTPS] {
        let world = World::with(settings).await;
        let (new, known) = (world.sign_up(EMAIL).await, world.log_in("customer@example.com").await);
        let flags = |line: &str| line.split_once("; ").unwrap().1.to_owned();
        assert_eq!(flags(&new.cookie), flags(&known.cookie));
        assert_eq!(flags(&new.browser_cookie), flags(&known.browser_cookie));
        assert!(new.browser_cookie.ends_with(if settings.secure_cookie {
            "; Secure"
        } else {
            "SameSite=Lax"
        }));
        assert!(new.browser_cookie.contains("; HttpOnly;"));
    }
}

#[tokio::test]
async fn an_address_that_is_taken_costs_the_same_work_and_is_reported_in_plain_words() {
    let world = World::new().await;
    let attempt = async |email| {
        let before = world.accounts.hashes_computed();
        let answer = world.accounts.sign_up(&HeaderMap::new(), "Astrid", email, OWN_PASSWORD).await.err();
        (answer, world.accounts.hashes_computed() - before)
    };
    assert_eq!(attempt("CUSTOMER@example.com").await, (refused("email", refusals::EMAIL_HAS_ACCOUNT), 1));
    assert_eq!(attempt(EMAIL).await, (None, 1));
    assert_eq!((world.count("accounts").await, world.count("sessions").await), (4, 1));
}

#[tokio::test]
async fn what_cannot_be_taken_is_refused_without_work_at_its_field() {
    let world = World::new().await;
    let before = world.accounts.hashes_computed();
    let field = async |name, email, password| match world
        .accounts
        .sign_up(&HeaderMap::new(), name, email, password)
        .await
    {
        Err(Error::Invalid { field, .. }) => field,
        other => panic!("{:?}", other.err()),
    };
    assert_eq!(field("", EMAIL, OWN_PASSWORD).await, "name");
    assert_eq!(field("Astrid", "astrid@example", OWN_PASSWORD).await, "email");
    assert_eq!(field("Astrid", EMAIL, "short").await, "password");
    assert_eq!(field("Astrid", EMAIL, "password1234").await, "password");
    assert_eq!((world.accounts.hashes_computed(), world.count("accounts").await), (before, 3));
}

#[tokio::test]
async fn all_that_cannot_be_taken_is_named_at_once_each_at_its_field() {
    let world = World::new().await;
    let long = "x".repeat(20_000);
    for (name, email, password, expected) in [
        (" ", "astrid@example", "short", &["name", "email", "password"][..]),
        ("Astrid", "", "password1234", &["email", "password"]),
        ("", EMAIL, "", &["name", "password"]),
        (&long, &long, OWN_PASSWORD, &["name", "email"]),
    ] {
        let fields = [("name", name), ("email", email), ("password", password)];
        let fetched = world.post("sign_up", &fields, "", By::Fetch).await;
        assert_eq!(fetched.status, StatusCode::UNPROCESSABLE_ENTITY);
        let refused: Error = serde_json::from_str(&fetched.body).unwrap();
        let at: Vec<_> = refused.faults().into_iter().map(|fault| fault.field).collect();
        assert_eq!(at, expected);
    }
    let fields = [("name", ""), ("email", "astrid@example"), ("password", "short")];
    let plain = world.post("sign_up", &fields, "", By::Form("/signup")).await;
    let page =
        world.page(plain.location.unwrap().strip_prefix("http://shop.example").unwrap(), "").await.body;
    for (field, message) in [
        ("name", refusals::NAME_MISSING),
        ("email", refusals::EMAIL_NOT_WHOLE),
        ("password", refusals::PASSWORD_TOO_SHORT),
    ] {
        let error = page.split_once(&format!(r#"id="{field}-error""#)).expect(field).1;
        assert!(error.split_once("</p>").unwrap().0.contains(message), "{field}: {error}");
    }
    assert!(page.contains("novalidate"), "the browser itself would name one field alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_sign_ups_at_once_with_one_address_one_is_refused() {
    let world = World::empty(super::HTTP).await;
    let headers = HeaderMap::new();
    let (one, other) = tokio::join!(
        world.accounts.sign_up(&headers, "One", EMAIL, OWN_PASSWORD),
        world.accounts.sign_up(&headers, "Other", "ASTRID@example.com", OWN_PASSWORD),
    );
    assert!(one.is_ok() != other.is_ok());
    assert_eq!((world.count("accounts").await, world.count("sessions").await), (1, 1));
}

#[tokio::test]
async fn a_fetch_receives_who_is_here_and_is_not_redirected() {
    let world = World::new().await;
    let fields = [&FORM[..], &[("next", "/orders?page=2")]].concat();
    let answer = world.post("sign_up", &fields, "", By::Fetch).await;
    assert_eq!((answer.status, answer.location.as_deref()), (StatusCode::OK, None));
    assert_eq!(answer.cache_control.as_deref(), Some("no-store"));
    let signed_in: SignedIn = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(world.current(&answer.set_cookies[0]).await.unwrap().signed_in, signed_in);
    for line in &answer.set_cookies {
        assert!(!answer.body.contains(value(line)), "ids are in cookies alone");
    }
}

#[tokio::test]
async fn a_plain_form_is_sent_on_to_pages_of_this_site_only() {
    let world = World::new().await;
    for (at, (next, leads_to)) in
        [("/orders", "/orders"), ("", "/account"), ("//evil.example", "/account"), ("/signup", "/account")]
            .into_iter()
            .enumerate()
    {
        let email = format!("astrid{at}@example.com");
        let fields = [("name", "Astrid"), ("email", email.as_str()), FORM[2], ("next", next)];
        let answer = world.post("sign_up", &fields, "", By::Form("/signup")).await;
        assert_eq!(
            (answer.status, answer.location.as_deref()),
            (StatusCode::FOUND, Some(leads_to)),
            "{next}"
        );
        assert!(world.current(&answer.set_cookies[0]).await.is_some());
    }
}

#[tokio::test]
async fn a_refused_plain_form_comes_back_with_what_was_typed_but_for_the_password() {
    let world = World::new().await;
    let typed = [("name", "Åstrid"), ("email", "customer@example.com"), FORM[2]];
    let answer = world.post("sign_up", &typed, "", By::Form("/signup?next=%2Forders")).await;
    let [draft] = &answer.set_cookies[..] else { panic!("{:?}", answer.set_cookies) };
    let back = answer.location.unwrap();
    assert!(!back.contains("kittiwake") && !back.contains("customer"), "{back}");
    let page = world.page(back.strip_prefix("http://shop.example").unwrap(), draft).await.body;
    let tag = |id: &str| page.split('<').find(|tag| tag.contains(&format!(r#" id="{id}""#))).unwrap();
    assert!(tag("name").contains(r#"value="Åstrid""#));
    assert!(
        tag("email").contains(r#"value="customer@example.com""#)
            && tag("email").contains(r#"aria-invalid="true""#)
    );
    assert!(page.contains(refusals::EMAIL_HAS_ACCOUNT) && !page.contains("kittiwake"));
    assert!(page.contains(r#"name="next" value="/orders""#));
}

#[tokio::test]
async fn the_pages_lead_to_each_other_and_keep_where_one_wanted_to_go() {
    let world = World::new().await;
    let sign_up = world.page("/signup?next=/orders", "").await;
    assert_eq!(sign_up.status, StatusCode::OK);
    for part in [
        r#"action="/api/sign_up""#,
        r#"method="post""#,
        r#"<label for="name">Name"#,
        r#"<label for="email">Email"#,
        r#"<label for="password">Password"#,
        r#"name="next" value="/orders""#,
        r#"href="/login?next=%2Forders""#,
        r#"autocomplete="new-password""#,
    ] {
        assert!(sign_up.body.contains(part), "{part} in {}", sign_up.body);
    }
    let log_in = world.page("/login?next=/orders", "").await.body;
    assert!(log_in.contains(r#"href="/signup?next=%2Forders""#));
    for page in [&sign_up.body, &log_in] {
        let buttons: Vec<_> = page
            .match_indices("Show<")
            .map(|(at, _)| &page[page[..at].rfind("<button").unwrap()..at])
            .collect();
        let hidden = buttons.iter().filter(|button| button.contains(" hidden")).count();
        assert!(hidden > 0 && hidden == buttons.len(), "without a script nothing shows a password");
    }
    let cookie = world.log_in("customer@example.com").await.cookie;
    let here = world.page("/signup?next=/orders", &cookie).await;
    assert_eq!((here.status, here.location.as_deref()), (StatusCode::FOUND, Some("/orders")));
}

#[test]
fn a_new_password_is_checked_off_the_threads_that_answer_others() {
    // The one thread for what takes long is taken: nothing there is done before the first look.
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().max_blocking_threads(1).build().unwrap();
    runtime.block_on(async {
        let world = World::empty(HTTP).await;
        let (free, is_free) = std::sync::mpsc::channel::<()>();
        let taken = tokio::task::spawn_blocking(move || is_free.recv());
        let (nobody, common) = (HeaderMap::new(), "ab".repeat(500));
        let mut checked = pin!(world.accounts.sign_up(&nobody, "Astrid", "astrid@example.com", &common));
        // On this thread it would be done at once.
        assert!(futures::poll!(&mut checked).is_pending());
        drop(free);
        assert!(taken.await.unwrap().is_err());
        assert!(
            matches!(checked.await, Err(Error::Invalid { message, .. }) if message == refusals::PASSWORD_COMMON)
        );
    });
}
