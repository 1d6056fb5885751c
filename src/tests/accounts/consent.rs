//! The consent to the Messenger: its cookie, its switch and the widget's cookies.

use super::site::By;
use super::{HTTP, HTTPS, World};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use leptos_messenger::accounts::SessionSettings;

use crate::server::{Server, text};

const FLAGS: &str = "Path=/; Max-Age=15552000; HttpOnly; SameSite=Lax";
const ON: &str = r#"aria-checked="true""#;
const OFF: &str = r#"aria-checked="false""#;

/// The switch as the page shows it to a browser with these cookies.
async fn switch(server: &Server, cookie: &str) -> String {
    let request = Request::get("/privacy").header("accept", "text/html").header("cookie", cookie);
    let page = text(server.send(request.body(Body::empty()).unwrap()).await).await;
    page.split('<').find(|tag| tag.contains(r#"role="switch""#)).unwrap().to_owned()
}

#[tokio::test]
async fn where_a_browser_never_answered_the_setting_says_what_holds() {
    let cases: [(&[(&str, &str)], &str); 3] =
        [(&[], ON), (&[("MESSENGER_CONSENT", "given")], ON), (&[("MESSENGER_CONSENT", "asked")], OFF)];
    for (settings, state) in cases {
        let server = Server::with(settings).await;
        for nothing_said in ["", "chat=", "chat=maybe", "chats=on", "session=x"] {
            assert!(switch(&server, nothing_said).await.contains(state), "{settings:?} {nothing_said}");
        }
        assert!(switch(&server, "a=b; chat=on").await.contains(ON), "an answer wins");
        assert!(switch(&server, "chat=off; a=b").await.contains(OFF), "an answer wins");
    }
}

#[tokio::test]
async fn the_answer_is_kept_for_half_a_year_out_of_reach_of_scripts_and_other_sites() {
    for (settings, flags) in [(HTTP, FLAGS.to_owned()), (HTTPS, format!("{FLAGS}; Secure"))] {
        let answer = answer_over(settings).await;
        assert_eq!(answer, format!("chat=on; {flags}"));
    }
}

/// The cookie's line where the shop is reached by http or https.
async fn answer_over(settings: SessionSettings) -> String {
    let url = if settings.secure_cookie { "https://shop.example" } else { "http://shop.example" };
    let server = Server::with(match settings.secure_cookie {
        true => &[("PUBLIC_URL", "https://shop.example")],
        false => &[("PUBLIC_URL", "http://shop.example")],
    })
    .await;
    let request = Request::post("/api/set_consent")
        .header("origin", url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("given=true"))
        .unwrap();
    let answer = server.send(request).await;
    assert_eq!(answer.status(), StatusCode::OK);
    answer.headers()["set-cookie"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn anybody_may_answer_logged_in_or_not_and_nobody_is_logged_out_by_it() {
    let world = World::new().await;
    let cookie = world.log_in("customer@example.com").await.cookie;
    for who in ["", &cookie] {
        for given in ["true", "false"] {
            let answer = world.post("set_consent", &[("given", given)], who, By::Fetch).await;
            assert_eq!((answer.status, answer.location.as_deref()), (StatusCode::OK, None));
            assert_eq!(answer.cache_control.as_deref(), Some("no-store"));
            assert!(!answer.set_cookies.iter().any(|line| line.starts_with("session")));
        }
    }
    assert!(world.current(&cookie).await.is_some());
}

#[tokio::test]
async fn no_takes_every_cookie_of_the_widget_and_the_marker_along_and_yes_none() {
    let world = World::new().await;
    let yes = world.post("set_consent", &[("given", "true")], "", By::Fetch).await.set_cookies;
    assert_eq!(yes, [format!("chat=on; {FLAGS}")]);
    let no = world.post("set_consent", &[("given", "false")], "", By::Fetch).await.set_cookies;
    assert_eq!(no[0], format!("chat=off; {FLAGS}"));
    let names = ["intercom-session-", "intercom-id-", "intercom-device-id-", "messenger-session-"];
    for (line, name) in no[1..].iter().zip(names) {
        assert!(line.starts_with(name) && line.contains("=; Path=/; Max-Age=0"), "{line}");
    }
    assert_eq!(no.len(), 5);
}

#[tokio::test]
async fn the_switch_is_a_plain_form_that_says_the_opposite_and_comes_back() {
    let world = World::new().await;
    let mut cookie = String::new();
    for (shown, says) in [("true", "false"), ("false", "true"), ("true", "false")] {
        let page = world.page("/privacy", &cookie).await.body;
        let switch = page.split('<').find(|tag| tag.contains(r#"role="switch""#)).unwrap();
        assert!(switch.contains(&format!(r#"aria-checked="{shown}""#)), "{switch}");
        assert!(switch.contains(&format!(r#"name="given" value="{says}""#)), "{switch}");
        let answer = world.post("set_consent", &[("given", says)], &cookie, By::Form("/privacy")).await;
        assert_eq!((answer.status, answer.location.as_deref()), (StatusCode::FOUND, Some("/privacy#chat")));
        cookie = answer.set_cookies[0].split(';').next().unwrap().to_owned();
    }
}

#[tokio::test]
async fn an_answer_that_is_none_changes_nothing() {
    let world = World::new().await;
    for fields in [&[][..], &[("given", "")], &[("given", "perhaps")]] {
        let answer = world.post("set_consent", fields, "", By::Fetch).await;
        assert_eq!((answer.status, answer.set_cookies.len()), (StatusCode::UNPROCESSABLE_ENTITY, 0));
    }
}
