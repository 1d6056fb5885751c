//! How teammates set their app's Messenger up, and what pages and panels learn of it.

use super::*;

/// The reply to a boot on a page of this origin.
async fn boot(desk: &Desk, origin: &str) -> Value {
    let page = json!({ "url": "https://shop.example/plans", "title": "Plans" });
    let boot = json!({ "app_id": desk.app_id(), "call": "boot", "page": page, "settings": {} });
    let request = Request::post("/messenger/web/ping")
        .header("origin", origin)
        .header("content-type", "application/json")
        .body(Body::from(boot.to_string()));
    let (status, body) = desk.asked(request.expect("a request")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    parsed(&body)
}

async fn panel(desk: &Desk) -> String {
    desk.get(&format!("/messenger/web/panel?app_id={}", desk.app_id()), "").await.1
}

async fn set(desk: &Desk, form: &str) -> (StatusCode, String) {
    desk.acts("workspace_set_messenger", form).await
}

#[tokio::test]
async fn an_app_begins_without_sound_and_without_cookies_for_subdomains_and_measures_its_answers() {
    let desk = Desk::open().await;
    let (status, settings) = desk.get("/api/workspace_messenger", &desk.cookie).await;
    assert_eq!(status, StatusCode::OK);
    let begins_with = json!({ "usual_reply": null, "sound": false, "cookie_domain": null, "messages_per_day": 3, "time_zone": "UTC" });
    assert_eq!(parsed(&settings), begins_with);
    assert_eq!(boot(&desk, "https://www.shop.example").await.get("cookie_domain"), None);
    let panel = panel(&desk).await;
    assert!(!panel.contains("data-sound") && !panel.contains("We usually reply"), "{panel}");
}

#[tokio::test]
async fn a_page_learns_of_the_cookie_domain_on_its_hosts_alone_and_where_it_begins() {
    let desk = Desk::open().await;
    assert_eq!(set(&desk, "cookie_domain=Shop.Example").await.0, StatusCode::OK);
    for origin in ["https://shop.example", "https://www.shop.example", "http://tea.shop.example:8080"] {
        assert_eq!(boot(&desk, origin).await["cookie_domain"], "shop.example", "{origin}");
    }
    for origin in ["https://workshop.example", "https://shop.example.evil.example", "null"] {
        assert_eq!(boot(&desk, origin).await.get("cookie_domain"), None, "{origin}");
    }
    assert_eq!(set(&desk, "cookie_domain=").await.0, StatusCode::OK);
    assert_eq!(boot(&desk, "https://shop.example").await.get("cookie_domain"), None);
}

#[tokio::test]
async fn a_teammate_may_promise_a_time_to_an_answer_in_place_of_the_measured_one() {
    let desk = Desk::open().await;
    assert_eq!(set(&desk, "usual_reply=14400").await.0, StatusCode::OK);
    let visitor = desk.visitor().await;
    let home = desk.person(&format!("home?app_id={}", desk.app_id()), None, &visitor).await.1;
    let id = desk.writes(&visitor, "k", None, "Hello").await;
    for page in [panel(&desk).await, home, desk.reads(&visitor, id).await] {
        assert!(page.contains("data-amount=\"4\" data-unit=\"hour\""), "{page}");
    }
}

#[tokio::test]
async fn a_panel_knows_whether_it_sounds() {
    let desk = Desk::open().await;
    assert_eq!(set(&desk, "sound=true").await.0, StatusCode::OK);
    assert!(panel(&desk).await.contains("data-sound"));
    // A form leaves out a box that is not ticked.
    assert_eq!(set(&desk, "usual_reply=").await.0, StatusCode::OK);
    assert!(!panel(&desk).await.contains("data-sound"));
}

#[tokio::test]
async fn a_value_that_cannot_be_is_refused_with_its_field_and_changes_nothing() {
    let desk = Desk::open().await;
    assert_eq!(
        set(&desk, "usual_reply=300&sound=true&cookie_domain=shop.example&time_zone=europe/oslo").await.0,
        StatusCode::OK
    );
    for (form, field) in [
        ("usual_reply=59", "usual_reply"),
        ("usual_reply=604801", "usual_reply"),
        ("usual_reply=-1", "usual_reply"),
        ("usual_reply=soon", "usual_reply"),
        ("usual_reply=99999999999999999999", "usual_reply"),
        ("cookie_domain=co.uk", "cookie_domain"),
        ("cookie_domain=github.io", "cookie_domain"),
        ("cookie_domain=127.0.0.1", "cookie_domain"),
        ("cookie_domain=https%3A%2F%2Fshop.example", "cookie_domain"),
        ("cookie_domain=shop.example%3B+Secure", "cookie_domain"),
        ("cookie_domain=a%01b.example", "cookie_domain"),
        ("messages_per_day=0", "messages_per_day"),
        ("messages_per_day=101", "messages_per_day"),
        ("messages_per_day=many", "messages_per_day"),
        ("time_zone=Oslo", "time_zone"),
        ("time_zone=%2B02:00", "time_zone"),
        ("time_zone=Europe/Oslo%01", "time_zone"),
    ] {
        let (status, body) = set(&desk, form).await;
        assert_eq!(
            (status, &parsed(&body)["Invalid"]["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)),
            "{form}: {body}"
        );
    }
    let settings = parsed(&desk.get("/api/workspace_messenger", &desk.cookie).await.1);
    let before = json!({ "usual_reply": 300, "sound": true, "cookie_domain": "shop.example", "messages_per_day": 3, "time_zone": "Europe/Oslo" });
    assert_eq!(settings, before);
}

#[tokio::test]
async fn a_change_is_in_the_feed_with_the_name_of_its_teammate() {
    let desk = Desk::open().await;
    assert_eq!(set(&desk, "cookie_domain=shop.example").await.0, StatusCode::OK);
    let kinds = texts(&desk.server.state.db, "select kind from events order by number desc limit 1").await;
    assert!(
        kinds[0].contains("Ines Aalto set the Messenger up, with cookies for shop.example."),
        "{kinds:?}"
    );
}
