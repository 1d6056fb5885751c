//! Why a message does not show.

use super::*;

#[tokio::test]
async fn why_a_message_does_not_show_is_said_by_the_first_reason_with_what_it_saw() {
    let desk = Desk::open().await;
    let (_, id) = save(&desk, None, &draft()).await;
    let id = id.parse().expect("an id");
    let mut marit = Tab::user(&desk, "u_1").await;
    let reason = async |url: &str| why(&desk, id, "u_1", url).await;
    assert_eq!(reason("/plans").await["verdict"], "It has not been started.");
    desk.acts("outbound_start", &format!("id={id}")).await;
    assert_eq!(reason("/coffees").await["verdict"], "It is for other pages.");
    let unknown = "It is for other people: “Cart value cents is greater than 4000” is not so. It is unknown.";
    assert_eq!(reason("/plans").await["verdict"], unknown);
    marit.ping("update", HOME, cart(900), None).await;
    let small = reason("/plans").await;
    assert!(small["verdict"].as_str().expect("words").ends_with("It is 900."), "{small}");
    assert_eq!(
        small["findings"][1],
        json!({ "what": "Cart value cents is greater than 4000", "saw": "900", "passed": false })
    );
    marit.ping("update", HOME, cart(4_100), None).await;
    let first = start(&desk, &but(json!({ "title": "First", "priority": 1 }))).await;
    assert_eq!(reason("/plans").await["verdict"], "Another message goes first on this page: “First”.");
    desk.acts("outbound_stop", &format!("id={first}")).await;
    let shows = reason("/plans").await;
    assert_eq!(
        (&shows["shows"], &shows["verdict"]),
        (&json!(true), &json!("It shows at the next ping from this page."))
    );
    assert_eq!(marit.goes_to(PLANS).await, Some(id));
    assert_eq!(reason("/plans").await["verdict"], "Another session of this person shows it.");
    marit.says(id, "dismissed").await;
    assert_eq!(reason("/plans").await["verdict"], "This person has seen it, and put it away.");
    desk.acts("outbound_stop", &format!("id={id}")).await;
    assert_eq!(reason("/plans").await["verdict"], "It was stopped.");
    let path = format!("/api/outbound_why?id={id}&person=nobody&url=/plans");
    assert_eq!(desk.get(&path, &desk.cookie).await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn each_cause_that_keeps_a_message_away_is_named() {
    let desk = Desk::open().await;
    let (_, draft_id) = save(&desk, None, &draft()).await;
    let of_users = |title: &str, page: &str, more: Value| {
        let mut draft =
            but(json!({ "title": title, "pages": [{ "part": "path", "operator": "is", "value": page }] }));
        draft.as_object_mut().expect("an object").extend(more.as_object().cloned().expect("an object"));
        draft
    };
    let everybody = json!({ "audience": [] });
    let ended = json!({ "audience": [], "stops_at": "2027-01-15T08:30" });
    let ended = start(&desk, &of_users("Ended", "/ended", ended)).await;
    let rich = start(&desk, &of_users("Rich", "/rich", json!({}))).await;
    let first = start(&desk, &of_users("First", "/two", json!({ "audience": [], "priority": 1 }))).await;
    let second = start(&desk, &of_users("Second", "/two", everybody.clone())).await;
    let held = start(&desk, &of_users("Held", "/held", everybody.clone())).await;
    let limited = start(&desk, &of_users("Limited", "/limited", everybody)).await;
    desk.server.state.clock.advance(3_600);

    let at = |path: &str| format!("https://shop.example{path}");
    let mut marit = Tab::user(&desk, "u_1").await;
    let visitor = Tab::visitor(&desk).await;
    let visitor_id = visitor.reply["contact_id"].as_str().expect("an id").to_owned();
    let verdict = async |id: i64, person: &str, path: &str| {
        why(&desk, id, person, path).await["verdict"].as_str().expect("words").to_owned()
    };
    let starts = async |id: i64, person: &str, path: &str, expected: &str| {
        let verdict = verdict(id, person, path).await;
        assert!(verdict.starts_with(expected), "{path}, {person}: {verdict}");
    };
    starts(draft_id.parse().expect("an id"), "u_1", "/plans", "It has not been started.").await;
    starts(ended, "u_1", "/ended", "Its last day is over.").await;
    starts(rich, "u_1", "/poor", "It is for other pages.").await;
    let kind = "It is for other people: “Role is user” is not so. It is visitor.";
    starts(rich, &visitor_id, "/rich", kind).await;
    starts(
        rich,
        "u_1",
        "/rich",
        "It is for other people: “Cart value cents is greater than 4000” is not so. It is unknown.",
    )
    .await;
    marit.ping("update", HOME, cart(100), None).await;
    starts(
        rich,
        "u_1",
        "/rich",
        "It is for other people: “Cart value cents is greater than 4000” is not so. It is 100.",
    )
    .await;
    starts(second, "u_1", "/two", "Another message goes first on this page: “First”.").await;

    for (hold, sentence) in [
        ("open", "The panel was open."),
        ("hidden", "The page hid notifications."),
        ("typing", "The person wrote in a field of the page."),
    ] {
        desk.server.state.clock.advance(1);
        assert_eq!(marit.goes_with(&at("/held"), Some(hold)).await, None);
        let views = why(&desk, held, "u_1", "/held").await["views"].clone();
        assert_eq!((&views[0]["url"], &views[0]["verdict"]), (&json!(at("/held")), &json!(sentence)));
        marit.goes_to(HOME).await;
    }
    assert_eq!(marit.goes_to(&at("/two")).await, Some(first));
    marit.says(first, "seen").await;
    starts(first, "u_1", "/two", "This person has seen it.").await;
    for id in [second, held] {
        assert_eq!(marit.goes_to(&at(if id == second { "/two?again" } else { "/held" })).await, Some(id));
        marit.says(id, "dismissed").await;
        marit.goes_to(HOME).await;
    }
    starts(limited, "u_1", "/limited", "This person got 3 messages today, the most of a day.").await;
    assert_eq!(marit.goes_to(&at("/limited")).await, None);

    // What a past view asked is answered with the values of today.
    let views = async |id: i64| why(&desk, id, "u_1", "/rich").await["views"][0].clone();
    desk.server.state.clock.advance(1);
    assert_eq!(marit.goes_to(&at("/rich")).await, None);
    let view = views(rich).await;
    assert_eq!(view["verdict"], "Today’s values do not meet its conditions.");
    let what = "Cart value cents is greater than 4000";
    assert_eq!(view["findings"][1], json!({ "what": what, "saw": "100", "passed": false }));
    desk.server.state.clock.advance(1);
    marit.ping("update", HOME, cart(5_000), None).await;
    assert_eq!(why(&desk, rich, "u_1", "/rich").await["views"][1]["findings"][1]["saw"], "5000");
    assert_eq!(views(first).await["verdict"], "It is for other pages.");

    // The page shuts the Messenger down where its person withdraws consent.
    starts(limited, &visitor_id, "/limited", "It shows at the next ping from this page.").await;
    let over = Some(json!({ "app_id": desk.app_id(), "ping_id": "bye" }));
    assert_eq!(desk.person("shutdown", over, &visitor.session).await.0, StatusCode::NO_CONTENT);
    starts(
        limited,
        &visitor_id,
        "/limited",
        "The page has ended this person’s session: they logged out, or withdrew",
    )
    .await;
}

#[tokio::test]
async fn a_name_or_a_merged_id_means_its_person_and_an_unproved_email_is_asked_for() {
    let desk = Desk::open().await;
    let id = start(&desk, &but(json!({ "audience": [] }))).await;
    let people = async |text: &str| -> Vec<(String, bool)> {
        let answer = why(&desk, id, text, "/plans").await;
        let row = |row: &Value| {
            (row["id"].as_str().expect("an id").to_owned(), row["is_certain"].as_bool().expect("a truth"))
        };
        answer["people"].as_array().expect("people").iter().map(row).collect()
    };
    let mut tab = Tab::visitor(&desk).await;
    let visitor = tab.reply["contact_id"].as_str().expect("an id").to_owned();
    let offered = async || {
        parsed(&desk.get("/api/outbound_message", &desk.cookie).await.1)["people"]
            .as_array()
            .expect("people")
            .iter()
            .map(|one| {
                (one[0].as_str().expect("an id").to_owned(), one[1].as_str().expect("a name").to_owned())
            })
            .collect::<Vec<_>>()
    };
    let (offered_id, bird) = offered().await.remove(0);
    assert_eq!(offered_id, visitor, "a visitor is offered, too");
    assert_eq!(people(&bird.replace(' ', "%20")).await, [(visitor.clone(), true)]);

    tab.ping("boot", HOME, json!({ "intercom_user_jwt": token(&desk, "u_1") }), None).await;
    let user = tab.reply["contact_id"].as_str().expect("an id").to_owned();
    for text in [&*visitor, &*user, "u_1", "marit%20solheim"] {
        assert_eq!(people(text).await, [(user.clone(), true)], "{text}");
    }
    let claim =
        "update people set email = 'm@shop.example', email_folded = 'm@shop.example' where user_id = 'u_1'";
    crate::database::execute(&desk.server.state.db, claim).await;
    assert_eq!(people("m@shop.example").await, [(user.clone(), false)], "nobody has proved it");
    Tab::user(&desk, "u_2").await;
    let several = people("Marit").await;
    assert!(several.len() == 2 && several.iter().all(|(_, is_certain)| !is_certain), "{several:?}");

    for page in
        [format!("/workspace/messages/{id}?person={user}"), format!("/workspace/messages?person={user}")]
    {
        let (status, html) = desk.get(&page, &desk.cookie).await;
        assert_eq!(status, StatusCode::OK);
        let expected = match page.contains(&format!("/messages/{id}?")) {
            true => format!("value=\"{user}\""),
            false => format!("/workspace/messages/{id}?person={user}#why"),
        };
        assert!(html.contains(&expected), "{page}: {html}");
    }
}

#[tokio::test]
async fn conditions_are_explained_by_the_names_of_what_they_mean() {
    let desk = Desk::open().await;
    let (db, app_id) = (&desk.server.state.db, desk.app_id());
    let tags = format!(
        "insert into tags (id, app_id, name, name_folded, created_at, made_by)
         values ('t1', '{app_id}', 'VIP', 'vip', 1, 'teammate'), ('t2', '{app_id}', 'New', 'new', 1, 'teammate')"
    );
    crate::database::execute(db, &tags).await;
    let condition = |of: &str, name: &str, value: &str| json!([{ "of": "field", "name": name, "type": of, "operator": "is_not", "value": value }]);
    let has_tag =
        json!([{ "of": "field", "name": "tag", "type": "tag", "operator": "is_known", "value": "" }]);
    let audience = [condition("tag", "tag", "t1"), condition("teammate", "owner", "1"), has_tag];
    let (_, id) = save(&desk, None, &but(json!({ "audience": audience }))).await;
    let id: i64 = id.parse().expect("an id");
    Tab::user(&desk, "u_1").await;
    let tagged = "insert into person_tags (tag, subject, applied_at, applied_by)
                  select 't2', id, 1, 'teammate' from people";
    crate::database::execute(db, tagged).await;
    crate::database::execute(db, "update people set owner = 1").await;
    let said = async || {
        let why = why(&desk, id, "u_1", "/plans").await;
        let said = |nth: usize| {
            [&why["findings"][nth]["what"], &why["findings"][nth]["saw"]]
                .map(|said| said.as_str().expect("words").to_owned())
        };
        (said(0), said(1))
    };
    let (tag, owner) = said().await;
    assert_eq!(tag, ["Tag is not “VIP”", "“New”"]);
    assert_eq!(owner, ["Owner is not “Ines Aalto”", "“Ines Aalto”"]);
    crate::database::execute(db, "delete from tags where id = 't1'").await;
    assert_eq!(said().await.0, ["Tag is not a tag that was deleted", "“New”"]);
    let editor = async || parsed(&desk.get(&format!("/api/outbound_message?id={id}"), &desk.cookie).await.1);
    assert_eq!(editor().await["names"]["tags"], json!([["t2", "New"], ["t1", "a tag that was deleted"]]));

    // The editor draws no filter of which one group is enough.
    let kept = r#"update outbound_messages set audience = '{"version":2,"any":[{"field":"tag","operator":"is","value":"t2"}]}'"#;
    crate::database::execute(db, kept).await;
    assert_eq!(editor().await["kept_sentences"], json!([[0, "Tag is “New”"]]));
}
