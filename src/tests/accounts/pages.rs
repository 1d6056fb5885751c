use super::World;
use super::site::By;
use axum::http::StatusCode;

#[tokio::test]
async fn log_in_works_as_a_plain_form_with_its_labels() {
    let page = World::new().await.page("/login?next=/orders", "").await;
    assert_eq!(page.status, StatusCode::OK);
    for part in [
        r#"action="/api/log_in""#,
        r#"method="post""#,
        r#"<label for="email">Email</label>"#,
        r#"<label for="password">Password</label>"#,
        r#"name="next" value="/orders""#,
    ] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    assert!(!page.body.contains(r#"role="alert""#));
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

    let fields = [("name", "Marit"), ("email", "marit@example")];
    let back = world.post("save_profile", &fields, &cookie, By::Form("/account")).await.location.unwrap();
    let page = world.page(back.strip_prefix("http://shop.example").unwrap(), &cookie).await.body;
    let email =
        page.split('<').find(|tag| tag.starts_with("input") && tag.contains(r#"id="email""#)).unwrap();
    assert!(email.contains(r#"aria-invalid="true""#) && email.contains(r#"aria-describedby="email-error""#));
    assert!(page.contains("It should look like name@example.com."));
}

#[tokio::test]
async fn a_plain_form_that_was_saved_says_so() {
    let world = World::new().await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    let fields = [("name", "Marit Berg"), ("email", "customer@example.com")];
    let answer = world.post("save_profile", &fields, &cookie, By::Form("/account")).await;
    assert_eq!((answer.status, answer.location.as_deref()), (StatusCode::FOUND, Some("/account?saved=1")));
    let page = world.page("/account?saved=1", &cookie).await.body;
    assert!(page.contains("Saved") && page.contains(r#"value="Marit Berg""#));
}
