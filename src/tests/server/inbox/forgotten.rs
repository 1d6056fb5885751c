//! A user whose account is deleted is gone from every table and from the folder, and nobody else loses anything.

use leptos_messenger::workspace::{Files, forget_leads, forget_user};

use super::attachments::PNG;
use super::outbound::{HOME, Tab, but, named_token, start};
use super::*;
use crate::database::contents;

/// Leaves a row wherever a person can: a visitor writes, says an e-mail and becomes this user, with a company, an event, two
/// files, answers that both sides have read, a note, a chat, a post and a notification. Every text begins with the name.
async fn lives(desk: &Desk, name: &str) {
    let mut tab = Tab::visitor(desk).await;
    let early = desk.writes(&tab.session, &format!("{name}-1"), None, &format!("{name} before log-in")).await;
    let email = format!("{name}@example.com");
    tells(desk, &tab, "email", json!({ "email": email })).await;
    // The feed shows a lead by the e-mail.
    tab.goes_to(&format!("{HOME}lead")).await;
    tells(desk, &tab, "event", json!({ "name": "looked", "metadata": {} })).await;
    let settings = json!({
        "intercom_user_jwt": named_token(desk, name, name), "email": email, "cart_value_cents": 9_000,
        "note": format!("{name}'s attribute"), "company": { "company_id": name, "name": format!("{name} and sons") },
    });
    tab.ping("boot", &format!("{HOME}{name}"), settings, None).await;
    tells(desk, &tab, "event", json!({ "name": "bought", "metadata": { "what": format!("{name}'s bag") } }))
        .await;
    let file = desk.file(&tab.session, &format!("{name}.png"), PNG).await;
    desk.file(&tab.session, &format!("{name}-unsent.png"), PNG).await;
    let (status, body) = desk.sends(&tab.session, &format!("{name}-2"), name, &[&file]).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let later = parsed(&body)["conversation"].as_str().expect("an id").parse().expect("a number");
    for conversation in [early, later] {
        for act in ["inbox_note", "inbox_reply"] {
            let words = format!("id={conversation}&key={name}-{act}-{conversation}&text={name}");
            let (status, newest) = desk.acts(act, &words).await;
            assert_eq!(status, StatusCode::OK, "{newest}");
            let seen = json!({ "conversation": conversation.to_string(), "part": newest });
            tells(desk, &tab, "seen", seen).await;
            let (status, _) = desk.acts("inbox_seen", &format!("id={conversation}&part={newest}")).await;
            assert!(status.is_success(), "{status}");
        }
    }
    for page in ["chat", "post", "notification"] {
        let message = tab.goes_to(&format!("{HOME}{page}")).await.expect(page);
        for what in ["seen", "dismissed"] {
            assert!(tab.says(message, what).await.is_success(), "{page} {what}");
        }
    }
}

/// That [`lives`] sees.
async fn start_messages(desk: &Desk) {
    for style in ["chat", "post", "notification"] {
        let pages = json!([{ "part": "path", "operator": "is", "value": format!("/{style}") }]);
        start(desk, &but(json!({ "style": style, "pages": pages, "text": "Hello" }))).await;
    }
}

async fn tells(desk: &Desk, tab: &Tab<'_>, what: &str, mut body: Value) {
    body["app_id"] = desk.app_id().into();
    let (status, said) = desk.person(what, Some(body), &tab.session).await;
    assert!(status.is_success(), "{what}: {said}");
}

#[tokio::test]
async fn a_deleted_user_is_gone_whoever_has_read_what_and_nobody_else_loses_anything() {
    let desk = Desk::open().await;
    let state = &desk.server.state;
    start_messages(&desk).await;
    lives(&desk, "marit").await;
    let (before, files_before) = (contents(&state.db).await, desk.files());
    lives(&desk, "canary").await;
    let to_her =
        start(&desk, &but(json!({ "delivery": "person", "recipient": "canary", "pages": [] }))).await;
    let everything = format!("{:?}", contents(&state.db).await);
    for left in ["canary and sons", "canary's bag", "canary before log-in", "canary.png", "conversation_read"]
    {
        assert!(everything.contains(left), "{left}");
    }
    assert_eq!(desk.files().len(), files_before.len() * 2);

    let files = Files::in_folder(&state.config.attachments_dir);
    state.clock.advance(1);
    forget_user(&state.db, &files, "canary", state.clock.seconds()).await.expect("forgotten");
    let after = contents(&state.db).await;
    for (table, rows) in &after {
        for row in rows {
            let found = row.values().find(|value| value.to_lowercase().contains("canary"));
            assert!(found.is_none(), "{table}: {row:?}");
        }
    }
    for (table, rows) in &before {
        let now = &after[table];
        if table == "event_counter" {
            continue;
        }
        for row in rows {
            assert!(now.contains(row), "{table} lost {row:?}");
        }
        let new: Vec<_> = now.iter().filter(|row| !rows.contains(row)).collect();
        if table == "outbound_messages" {
            let left: Vec<_> =
                new.iter().map(|row| (row["number"].clone(), row["recipient"].clone())).collect();
            assert_eq!(left, [(to_her.to_string(), String::new())], "her message is for nobody now");
        } else if table == "events" {
            let of_people = new.iter().find(|row| !row["kind"].contains("IdentitySettingsChanged"));
            assert!(of_people.is_none(), "{table} keeps {of_people:?}");
        } else if table == "ledger" {
            let left = new.iter().map(|row| row["kind"].as_str());
            let left: Vec<_> = left.filter(|kind| !kind.starts_with("message_")).collect();
            assert_eq!(left, ["company_deleted", "person_deleted"], "{table} keeps {new:?}");
        } else if table != "identity_not_before" {
            assert!(new.is_empty(), "{table} keeps {new:?}");
        }
    }
    assert_eq!(desk.files(), files_before);
    assert!(!Tab::user(&desk, "marit").await.session.is_empty());
}

#[tokio::test]
async fn a_lead_of_whom_nothing_was_heard_for_so_long_is_gone_like_a_deleted_user_and_all_others_stay() {
    const DAY: i64 = 24 * 60 * 60;
    let desk = Desk::open().await;
    let state = &desk.server.state;
    let files = Files::in_folder(&state.config.attachments_dir);
    start_messages(&desk).await;
    lives(&desk, "marit").await;
    let lead = async |name: &str| {
        let tab = Tab::visitor(&desk).await;
        let file = desk.file(&tab.session, &format!("{name}.png"), PNG).await;
        let (status, body) = desk.sends(&tab.session, &format!("{name}-1"), name, &[&file]).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        tells(&desk, &tab, "email", json!({ "email": format!("{name}@example.com") })).await;
        tells(&desk, &tab, "event", json!({ "name": format!("looked"), "metadata": { "what": name } })).await;
        (tab, parsed(&body)["conversation"].as_str().expect("an id").to_owned())
    };
    let (mut back, _) = lead("back").await;
    let (_, answered) = lead("answered").await;
    let visitor = Tab::visitor(&desk).await;
    let (before, files_before) = (contents(&state.db).await, desk.files());
    lead("canary").await;
    assert_eq!(desk.files().len(), files_before.len() + 1);

    state.clock.advance(60 * DAY);
    back.goes_to(&format!("{HOME}back")).await;
    // As a teammate's answer leaves it: the desk's own session is over by now.
    let answer =
        format!("update conversations set updated_at = {} where number = {answered}", state.clock.seconds());
    assert_eq!(execute(&state.db, &answer).await, 1);
    let forget = async |days: i64| {
        let before = state.clock.seconds() - days * DAY;
        forget_leads(&state.db, &files, before, state.clock.seconds()).await.expect("forgotten")
    };
    assert_eq!(forget(60).await, 0, "to the second");
    state.clock.advance(1);
    assert_eq!(forget(60).await, 1);
    let after = contents(&state.db).await;
    let left = after.iter().flat_map(|(table, rows)| rows.iter().map(move |row| (table, row)));
    let mut canary =
        left.filter(|(_, row)| row.values().any(|value| value.to_lowercase().contains("canary")));
    assert_eq!(canary.next(), None);
    assert_eq!(desk.files(), files_before);
    for table in ["companies", "attachments", "parts", "outbound_receipts", "data_events"] {
        for row in &before[table] {
            assert!(after[table].contains(row), "{table} lost {row:?}");
        }
    }
    // Another 60 days later the others are due, and the user and the visitor are none of them.
    state.clock.advance(60 * DAY);
    assert_eq!((forget(60).await, forget(60).await), (2, 0));
    assert!(!visitor.session.is_empty());
    let people = texts(&state.db, "select coalesce(user_id, 'visitor') from people order by 1").await;
    assert_eq!(people, ["marit", "visitor"]);
    assert_eq!(desk.files().len(), 2, "the user's");
}

#[tokio::test]
async fn a_clock_that_jumps_ahead_costs_the_leads_of_one_day() {
    const DAY: i64 = 24 * 60 * 60;
    let desk = Desk::open().await;
    let state = &desk.server.state;
    for day in 0..4 {
        state.clock.advance(DAY);
        let tab = Tab::visitor(&desk).await;
        desk.writes(&tab.session, &format!("{day}"), None, "Hello").await;
    }
    let files = Files::in_folder(&state.config.attachments_dir);
    let a_year_on = state.clock.seconds() + 365 * DAY;
    let leads = async || texts(&state.db, "select count(*) from people where role = 'lead'").await;
    for left in ["3", "2"] {
        assert_eq!(forget_leads(&state.db, &files, a_year_on, a_year_on).await.expect("forgotten"), 1);
        assert_eq!(leads().await, [left]);
    }
}

#[tokio::test]
async fn a_deleted_teammate_has_no_name_and_no_face_and_what_they_had_to_answer_is_nobodys() {
    let desk = Desk::open().await;
    let state = &desk.server.state;
    let app = desk.app_id();
    // Of two teammates whose names begin alike, one goes.
    for change in [
        format!(
            "insert into teammates (app_id, number, account_id, name) values ('{app}', 2, 'gone', 'Tuva')"
        ),
        format!(
            "insert into teammates (app_id, number, account_id, name) values ('{app}', 3, 'stays', 'Tuva Lie')"
        ),
    ] {
        execute(&state.db, &change).await;
    }
    for (number, name) in [(1, "Tuva"), (2, "Tuva Lie")] {
        let kind =
            json!({ "IdentitySettingsChanged": { "what": format!("{name} made the key “{number}”.") } });
        let change = format!(
            "insert into events (number, app_id, at_ms, kind) values ({}, '{app}', 5, '{kind}')",
            900 + number
        );
        execute(&state.db, &change).await;
    }
    execute(&state.db, "update event_counter set number = 1000").await;
    let visitor = desk.visitor().await;
    let id = desk.writes(&visitor, "k1", None, "Hello").await;
    assert!(desk.acts("inbox_assign", &format!("id={id}&to=2")).await.0.is_success());
    execute(
        &state.db,
        &format!("update parts set teammate = 2 where conversation = {id} and author = 'teammate'"),
    )
    .await;
    let home = format!("home?app_id={app}");
    let faces = async || {
        let home = desk.person(&home, None, &visitor).await.1;
        home.split("class=\"faces\"")
            .nth(1)
            .and_then(|rest| rest.split("</p>").next())
            .unwrap_or_default()
            .to_owned()
    };
    let before = faces().await;
    assert!(before.contains(">T<"), "{before}");

    forget_user(&state.db, &Files::default(), "gone", state.clock.seconds()).await.expect("forgotten");
    let after = faces().await;
    assert!(!after.contains(">T<") && after.contains(">TL<"), "{after}");
    let thread = desk.thread(id).await;
    assert_eq!((&thread["assignee"], &thread["parts"][1]["name"]), (&Value::Null, &json!("A teammate")));
    let said =
        texts(&state.db, "select cast(kind as text) from events where number in (901, 902) order by number")
            .await;
    assert!(
        said[0].contains("A teammate made the key “1”.") && said[1].contains("Tuva Lie made the key “2”."),
        "{said:?}"
    );
    let names = "select coalesce(name, '-') from teammates order by number";
    assert_eq!(texts(&state.db, names).await, ["Ines Aalto", "-", "Tuva Lie"]);
    assert!(!desk.acts("inbox_assign", &format!("id={id}&to=2")).await.0.is_success());
}
