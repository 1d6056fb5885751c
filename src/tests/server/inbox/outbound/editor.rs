//! What teammates write, and what is refused of it.

use super::*;

#[tokio::test]
async fn a_started_message_keeps_its_conditions_and_its_text_may_change() {
    let desk = Desk::open().await;
    let id = start(&desk, &but(json!({ "audience": [] }))).await;
    let (status, _) = save(&desk, Some(id), &but(json!({ "audience": [], "text": "Other words" }))).await;
    assert_eq!(status, StatusCode::OK);
    let tab = Tab::boot(&desk, json!({}), PLANS).await;
    assert!(tab.unread().await.contains("Other words"));
    for changes in
        [json!({}), json!({ "audience": [], "pages": [] }), json!({ "audience": [], "style": "post" })]
    {
        assert_eq!(save(&desk, Some(id), &but(changes)).await.0, StatusCode::CONFLICT);
    }
    let (status, copy) = desk.acts("outbound_duplicate", &format!("id={id}")).await;
    assert_eq!(status, StatusCode::OK, "{copy}");
    assert_eq!(save(&desk, copy.parse().ok(), &draft()).await.0, StatusCode::OK);
}

#[tokio::test]
async fn what_cannot_be_understood_is_refused_for_its_field_and_an_unknown_variable_at_the_start() {
    let desk = Desk::open().await;
    let condition = |changes: Value| {
        let mut condition =
            json!({ "of": "field", "name": "name", "type": "text", "operator": "is", "value": "x" });
        condition
            .as_object_mut()
            .expect("an object")
            .extend(changes.as_object().cloned().expect("an object"));
        json!({ "audience": [[condition]] })
    };
    for (changes, field) in [
        (json!({ "title": " " }), "title"),
        (json!({ "text": "" }), "text"),
        (json!({ "text": "Hello {{ name" }), "text"),
        (json!({ "text": "{{ name }}" }), "text"),
        (json!({ "style": "email" }), "style"),
        (json!({ "sender": 99 }), "sender"),
        (json!({ "pages": [{ "part": "path", "operator": "is", "value": "plans" }] }), "pages"),
        (json!({ "button_label": "Go", "button_link": "javascript:alert(1)" }), "button_link"),
        (json!({ "button_label": "Go", "button_link": "//evil.example" }), "button_link"),
        (json!({ "starts_at": "soon" }), "starts_at"),
        (json!({ "starts_at": "2027-02-01T09:00", "stops_at": "2027-02-01T09:00" }), "stops_at"),
        (condition(json!({ "operator": "like" })), "audience"),
        (condition(json!({ "name": "shoe_size" })), "audience"),
        (condition(json!({ "of": "custom", "type": "number", "value": "many" })), "audience"),
    ] {
        let (status, body) = save(&desk, None, &but(changes.clone())).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{changes}: {body}");
        assert!(body.contains(&format!("\"field\":\"{field}\"")), "{changes}: {body}");
    }
    let (_, id) = save(&desk, None, &but(json!({ "text": "You like {{ favourite_roast }}" }))).await;
    let (status, body) = desk.acts("outbound_start", &format!("id={id}")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.contains("favourite_roast"), "{body}");
    Tab::boot(&desk, json!({ "favourite_roast": "light" }), HOME).await;
    assert_eq!(desk.acts("outbound_start", &format!("id={id}")).await.0, StatusCode::OK);
}

#[tokio::test]
async fn conditions_on_what_the_app_does_not_have_are_refused_and_a_started_message_and_a_copy_keep_theirs() {
    let desk = Desk::open().await;
    let db = &desk.server.state.db;
    let app_id = desk.app_id();
    for insert in [
        format!(
            "insert into tags (id, app_id, name, name_folded, created_at, made_by) values ('t1', '{app_id}', 'VIP', 'vip', 1, 'teammate')"
        ),
        format!(
            r#"insert into segments (id, app_id, name, name_folded, conditions, created_at, updated_at)
               values ('s1', '{app_id}', 'S', 's', '{{"version":2,"all":[]}}', 1, 1),
                      ('s2', '{app_id}', 'C', 'c', '{{"version":2,"of":"company","all":[]}}', 1, 1)"#
        ),
    ] {
        crate::database::execute(db, &insert).await;
    }
    let condition = |of: &str, value: &str| {
        let field = if of == "teammate" { "owner" } else { of };
        json!([{ "of": "field", "name": field, "type": of, "operator": "is", "value": value }])
    };
    let of = |conditions: &[(&str, &str)]| {
        let groups: Vec<_> = conditions.iter().map(|(of, value)| condition(of, value)).collect();
        but(json!({ "title": "Named", "audience": groups }))
    };
    let good = [("tag", "t1"), ("segment", "s1"), ("teammate", "1")];
    for (wrong, words) in [
        (("tag", "t9"), "all[3]: Tag names a tag that the app does not have: “t9”."),
        (("segment", "s9"), "all[3]: Segment names a segment"),
        (("segment", "s2"), "all[3]: Segment names a segment"),
        (("teammate", "9"), "all[3]: Owner names a teammate"),
        (("company", "c9"), "all[3]: Company names a company"),
    ] {
        let (status, body) = save(&desk, None, &of(&[good[0], good[1], good[2], wrong])).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(body.contains("\"field\":\"audience\"") && body.contains(words), "{body}");
    }
    let draft = of(&good);
    let started = start(&desk, &draft).await;
    let id: Option<i64> = save(&desk, None, &draft).await.1.parse().ok();
    crate::database::execute(db, "delete from tags").await;

    let (status, body) = save(&desk, id, &draft).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    assert!(body.contains("all[0]: Tag names a tag that the app does not have: “t1”."), "{body}");
    let to_one = but(json!({ "audience": draft["audience"], "delivery": "person", "recipient": "u_1" }));
    Tab::user(&desk, "u_1").await;
    assert_eq!(save(&desk, id, &to_one).await.0, StatusCode::OK, "nobody is asked whether they match");
    let mut words = draft.clone();
    words["text"] = "Other words".into();
    assert_eq!(save(&desk, Some(started), &words).await.0, StatusCode::OK);
    let (status, copy) = desk.acts("outbound_duplicate", &format!("id={started}")).await;
    assert_eq!(status, StatusCode::OK, "{copy}");
    assert_eq!(save(&desk, copy.parse().ok(), &of(&good[1..])).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_count_says_how_many_people_match_now_and_a_preview_what_one_of_them_reads() {
    let desk = Desk::open().await;
    for (user, cents) in [("u_1", 5_000), ("u_2", 100), ("u_3", 4_001)] {
        let mut settings = cart(cents);
        settings["intercom_user_jwt"] = token(&desk, user).into();
        Tab::boot(&desk, settings, HOME).await;
    }
    Tab::boot(&desk, cart(9_000), HOME).await;
    let (status, matching) = call(&desk, "outbound_matching", &json!({ "draft": draft() })).await;
    assert_eq!((status, parsed(&matching)), (StatusCode::OK, json!({ "count": 2, "more": false })));
    let editor = parsed(&desk.get("/api/outbound_message", &desk.cookie).await.1);
    let person = editor["people"][0][0].as_str().expect("a person");
    for (person, expected) in [(person, "Hello Marit"), ("", "Hello there")] {
        let (_, preview) =
            call(&desk, "outbound_preview", &json!({ "draft": draft(), "person": person })).await;
        assert!(parsed(&preview)["over"].as_str().expect("a document").contains(expected), "{preview}");
    }
}

#[tokio::test]
async fn a_preview_is_drawn_by_the_panels_views_and_its_sheet_and_runs_nothing() {
    let desk = Desk::open().await;
    let text = "## The boat\n\nIt is **in**: [see](/coffees).";
    let drawn = async |style: &str| {
        let changes =
            json!({ "style": style, "text": text, "button_label": "See it", "button_link": "/coffees" });
        let preview = call(&desk, "outbound_preview", &json!({ "draft": but(changes), "person": "" })).await;
        parsed(&preview.1)
    };
    let sheet = desk.get("/messenger/web/panel.css", "").await.1;
    for (style, over, opened) in [
        ("chat", Some("class=\"snippet\""), Some("class=\"bubble\"")),
        ("post", Some("class=\"post\""), None),
        ("notification", Some("class=\"notification\""), None),
        ("inbox", None, Some("class=\"bubble\"")),
    ] {
        let preview = drawn(style).await;
        assert_eq!(preview["style"], style);
        for (which, expected) in [("over", over), ("opened", opened)] {
            let document = preview[which].as_str();
            assert_eq!(document.is_some(), expected.is_some(), "{style} {which}");
            let Some((document, expected)) = document.zip(expected) else { continue };
            assert!(document.contains(expected) && document.contains("Ines"), "{style} {which}: {document}");
            assert!(!document.contains("<script") && !document.contains("style="), "{style}: {document}");
            let address = document.split("href=\"").nth(1).and_then(|rest| rest.split('"').next());
            assert_eq!(desk.get(address.expect("a sheet"), "").await.1, sheet, "{style} {which}");
        }
    }
    let (chat, post) = (drawn("chat").await, drawn("post").await);
    assert!(!chat["over"].as_str().expect("a document").contains("<strong>"), "{chat}");
    assert!(chat["opened"].as_str().expect("a document").contains("<strong>in</strong>"), "{chat}");
    for expected in ["aria-label=\"Happy\"", "Reply", "See it", "Tidewater Coffee"] {
        assert!(post["over"].as_str().expect("a document").contains(expected), "{post}");
    }
}

#[tokio::test]
async fn the_server_sends_the_page_of_a_message_with_its_editor() {
    let desk = Desk::open().await;
    let id = start(&desk, &draft()).await;
    for (page, expected) in [("new", "New message"), (id.to_string().as_str(), "Hello {{ first_name")] {
        let (status, html) = desk.get(&format!("/workspace/messages/{page}"), &desk.cookie).await;
        assert_eq!(status, StatusCode::OK);
        assert!(html.contains("Name for teammates") && html.contains(expected), "{html}");
    }
    let page = format!("/workspace/messages/{id}");
    let as_text = ["Role is user", "cart_value_cents is greater than 4000", "Path matches the pattern"];
    let says = async |button: &str| {
        let html = desk.get(&page, &desk.cookie).await.1;
        let text = html
            .split("<!")
            .map(|part| part.split_once('>').map_or(part, |(_, rest)| rest))
            .collect::<String>();
        for expected in as_text.iter().chain([&button]) {
            assert!(text.contains(expected), "{expected}: {text}");
        }
        for field in ["aria-label=\"Operator\"", "<fieldset disabled"] {
            assert!(!html.contains(field), "what cannot be changed is no field: {html}");
        }
    };
    says("Stop and duplicate to change").await;
    desk.acts("outbound_stop", &format!("id={id}")).await;
    says(">Duplicate to change").await;
}
