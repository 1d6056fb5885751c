//! The log-in page and the account page as the server renders them.

use super::World;
use super::site::By;
use axum::http::StatusCode;
use base64::{Engine, prelude::BASE64_URL_SAFE};

#[tokio::test]
async fn log_in_works_as_a_plain_form_with_its_labels() {
    let page = World::new().await.page("/login?next=/orders", "").await;
    assert_eq!(page.status, StatusCode::OK);
    for part in [
        r#"action="/api/log_in""#,
        r#"method="post""#,
        r#"<label for="email">Email"#,
        r#"<label for="password">Password"#,
        r#"name="next" value="/orders""#,
    ] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    assert!(!page.body.contains(r#"role="alert""#));
}

#[tokio::test]
async fn the_header_leads_to_the_log_in_and_back_to_any_page_but_log_in_and_sign_up() {
    let world = World::new().await;
    for (path, leads_to) in [
        ("/", "/login?next=%2F"),
        ("/coffees?roast=dark", "/login?next=%2Fcoffees%3Froast%3Ddark"),
        ("/login?next=/orders", "/login"),
        ("/signup", "/login"),
    ] {
        let page = world.page(path, "").await.body;
        let header = page.split_once("<header").unwrap().1.split_once("</header>").unwrap().0;
        assert!(header.contains(&format!(r#"href="{leads_to}" class="button""#)), "{path}: {header}");
    }
    let cookie = world.log_in("customer@example.com").await.cookie;
    let back = world.page("/login?next=%2F", &cookie).await;
    assert_eq!((back.status, back.location.as_deref()), (StatusCode::FOUND, Some("/")));
}

#[tokio::test]
async fn who_has_forgotten_a_password_is_told_whom_to_ask() {
    let world = World::new().await;
    for (cookie, asked) in [("", "in the chat, or "), ("chat=off", "")] {
        let page = world.page("/login", cookie).await.body;
        let (_, hint) = page.split_once("Forgotten your password?").expect("a hint");
        let hint = hint.split_once("</p>").unwrap().0;
        assert_eq!(hint.contains(asked) && hint.contains("in the chat"), !asked.is_empty(), "{hint}");
        assert!(hint.contains(r#"href="mailto:"#), "{hint}");
    }
}

#[tokio::test]
async fn the_page_never_carries_a_next_of_another_site() {
    let page = World::new().await.page("/login?next=//evil.example", "").await;
    assert!(page.body.contains(r#"name="next" value="/account""#));
}

#[tokio::test]
async fn demo_accounts_are_one_click_each_and_absent_when_off() {
    let on = World::new().await.page("/login", "").await.body;
    for email in ["customer@example.com", "second@example.com", "teammate@example.com"] {
        assert!(on.contains(&format!(r#"name="email" value="{email}""#)), "{email}");
    }
    let off = World::empty(super::HTTP).await.page("/login", "").await.body;
    assert!(!off.contains("demo") && !off.contains("customer@"), "{off}");
}

#[tokio::test]
async fn whoever_is_logged_in_is_sent_on_from_the_log_in_page() {
    let world = World::new().await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    for (path, leads_to) in [
        ("/login?next=/orders", "/orders"),
        ("/login", "/account"),
        ("/login?next=//evil.example", "/account"),
    ] {
        let page = world.page(path, &cookie).await;
        assert_eq!((page.status, page.location.as_deref()), (StatusCode::FOUND, Some(leads_to)));
    }
}

#[tokio::test]
async fn the_account_page_shows_who_is_here_and_marks_the_wrong_field_of_a_plain_form() {
    let world = World::new().await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    let page = world.page("/account", &cookie).await.body;
    assert!(page.contains("Customer · customer@example.com"));
    assert!(
        page.contains(r#"value="Marit Solheim""#)
            && !page.contains(r#"role="alert""#)
            && !page.contains("Saved")
    );

    let fields = [("email", "marit@example"), ("password", "demo-password")];
    let back = world.post("change_email", &fields, &cookie, By::Form("/account")).await.location.unwrap();
    let page = world.page(back.strip_prefix("http://shop.example").unwrap(), &cookie).await.body;
    let email =
        page.split('<').find(|tag| tag.starts_with("input") && tag.contains(r#"id="email""#)).unwrap();
    assert!(
        email.contains(r#"aria-invalid="true""#)
            && email.contains(r#"aria-describedby="email-error email-hint""#)
    );
    assert!(page.contains("It should look like name@example.com."));
}

#[tokio::test]
async fn a_plain_form_that_was_saved_says_so() {
    let world = World::new().await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    let fields = [("name", "Marit Berg"), ("company", "Fjordlight")];
    let answer = world.post("save_profile", &fields, &cookie, By::Form("/account")).await;
    assert_eq!((answer.status, answer.location.as_deref()), (StatusCode::FOUND, Some("/account?saved=1")));
    let page = world.page("/account?saved=1", &cookie).await.body;
    assert!(page.contains("Saved") && page.contains(r#"value="Marit Berg""#));
    assert!(tag_of(&page, "company").contains(r#"value="Fjordlight""#));
}

fn tag_of<'a>(page: &'a str, id: &str) -> &'a str {
    page.split('<').find(|tag| tag.contains(&format!(r#" id="{id}""#))).unwrap()
}

#[tokio::test]
async fn what_was_typed_into_a_refused_plain_form_is_there_again_but_for_the_password() {
    let world = World::new().await;
    let wrong = [("email", "märit@example.com"), ("password", "sesame")];
    let answer = world.post("log_in", &wrong, "", By::Form("/login")).await;
    let [draft] = &answer.set_cookies[..] else { panic!("{:?}", answer.set_cookies) };
    assert!(draft.ends_with("; Path=/; Max-Age=60; HttpOnly; SameSite=Lax"), "{draft}");
    let back = answer.location.unwrap();
    let page = world.page(back.strip_prefix("http://shop.example").unwrap(), draft).await.body;
    assert!(tag_of(&page, "email").contains(r#"value="märit@example.com""#));
    assert!(!page.contains("sesame"));
    let later = world.page("/login", draft).await.body;
    assert!(!later.contains("märit"), "only on the page that the form came back to");

    let cookie = world.log_in("customer@example.com").await.cookie;
    let long = "x".repeat(101);
    let typed = [("name", "Marit Berg"), ("company", long.as_str())];
    let answer = world.post("save_profile", &typed, &cookie, By::Form("/account")).await;
    let both =
        [cookie.as_str(), &answer.set_cookies[0]].map(|line| line.split(';').next().unwrap()).join("; ");
    let back = answer.location.unwrap();
    let page = world.page(back.strip_prefix("http://shop.example").unwrap(), &both).await.body;
    assert!(tag_of(&page, "name").contains(r#"value="Marit Berg""#));
    assert!(tag_of(&page, "company").contains(&long));
}

#[tokio::test]
async fn nobody_can_put_words_into_the_pages_mouth_by_a_link() {
    let world = World::new().await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    for field in ["", "email"] {
        let forged =
            serde_json::json!({ "Invalid": { "field": field, "message": "Call 555-0100 to unlock" } });
        let query = |function| {
            format!("__path=%2Fapi%2F{function}&__err={}", BASE64_URL_SAFE.encode(forged.to_string()))
        };
        let log_in = world.page(&format!("/login?{}", query("log_in")), "").await.body;
        assert!(log_in.contains("Fill in email and password.") && !log_in.contains("555"));
        let account = world.page(&format!("/account?{}", query("save_profile")), &cookie).await.body;
        assert!(account.contains("This cannot be accepted.") && !account.contains("555"), "{account}");
    }
}
