//! Who reads and writes what, in which order, and what streams report.

use super::*;

#[tokio::test]
async fn a_teammate_answers_and_the_person_reads_the_answer_and_never_a_note() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let id = desk.writes(&visitor, "k1", None, "Is the kettle on?").await;
    assert_eq!(desk.list("").await["rows"][0]["words"], "Is the kettle on?");
    let (status, body) = desk.acts("inbox_reply", &format!("id={id}&key=a1&text=It+is.")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let (status, body) = desk.acts("inbox_note", &format!("id={id}&key=a2&text=Asked+before.")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(texts_of(&desk.thread(id).await), ["Is the kettle on?", "It is.", "Asked before."]);
    let read = desk.reads(&visitor, id).await;
    assert!(read.contains("It is.") && read.contains("Ines Aalto") && !read.contains("Asked"), "{read}");
}

#[tokio::test]
async fn the_same_reply_twice_is_stored_once_and_another_with_its_key_is_refused() {
    let desk = Desk::open().await;
    let id = desk.writes(&desk.visitor().await, "k1", None, "Hello").await;
    let form = format!("id={id}&key=a1&text=Good+morning");
    let (first, again) = (desk.acts("inbox_reply", &form).await, desk.acts("inbox_reply", &form).await);
    assert_eq!(first, again);
    let (other, words) = desk.acts("inbox_reply", &format!("id={id}&key=a1&text=Good+night")).await;
    assert!(
        other == StatusCode::CONFLICT && words.contains("What you sent first has arrived"),
        "{other} {words}"
    );
    assert_eq!(texts_of(&desk.thread(id).await), ["Hello", "Good morning"]);
}

#[tokio::test]
async fn a_reply_that_is_refused_is_refused_as_a_message_and_never_as_a_ping() {
    let desk = Desk::open().await;
    let id = desk.writes(&desk.visitor().await, "k1", None, "Hello").await;
    let long = "x".repeat(50_001);
    for (key, text, says) in [
        ("no+plain+key!", "Hello+you", "The message's key is not a plain id."),
        ("a1", "+", "Write something first."),
        ("a1", long.as_str(), "A message has 50000 characters at most."),
    ] {
        let (status, body) = desk.acts("inbox_reply", &format!("id={id}&key={key}&text={text}")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(body.contains(says) && !body.contains("ping") && !body.contains("widget"), "{body}");
    }
    assert_eq!(texts_of(&desk.thread(id).await), ["Hello"]);
}

/// All pages of the list in this order.
async fn listed(desk: &Desk, order: &str) -> Vec<i64> {
    let (mut listed, mut after) = (Vec::new(), String::new());
    loop {
        let page = desk.list(&format!("order={order}&after={after}")).await;
        listed.extend(ids(&page));
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut after),
            None => return listed,
        }
    }
}

#[tokio::test]
async fn another_page_is_offered_where_there_is_one() {
    let desk = Desk::open().await;
    for written in 1..=31 {
        let visitor = desk.visitor().await;
        let id = desk.writes(&visitor, "k", None, "Hello").await;
        if written % 2 == 0 {
            desk.acts("inbox_reply", &format!("id={id}&key=a{id}&text=Hello+you")).await;
        }
        for order in ["waiting", "newest"] {
            let page = desk.list(&format!("order={order}&after=")).await;
            assert_eq!(page["next"].is_string(), written > 30, "{order}, {written}");
            assert_eq!(ids(&page).len(), written.min(30), "{order}, {written}");
        }
    }
}

#[tokio::test]
async fn who_has_waited_longest_comes_first_then_the_newest_or_all_by_the_newest_and_pages_leave_none_out() {
    let desk = Desk::open().await;
    let clock = &desk.server.state.clock;
    let mut all = Vec::new();
    for n in 0..70 {
        let visitor = desk.visitor().await;
        let id = desk.writes(&visitor, "k", None, "Hello").await;
        if n % 2 == 0 {
            let (status, _) = desk.acts("inbox_reply", &format!("id={id}&key=a{n}&text=Hello+you")).await;
            assert_eq!(status, StatusCode::OK);
        }
        all.push(id);
        clock.advance(1);
    }
    let waiting = all.iter().copied().skip(1).step_by(2);
    let answered = all.iter().copied().step_by(2).rev();
    let expected: Vec<i64> = waiting.chain(answered).collect();
    assert_eq!(listed(&desk, "").await, expected);
    all.reverse();
    assert_eq!(listed(&desk, "newest").await, all);
    let of_the_other = "/api/inbox?order=newest&after=w-1-1";
    assert_eq!(desk.get(of_the_other, &desk.cookie).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn each_folder_is_counted_with_those_that_wait_and_without_messages_that_nobody_answered() {
    let desk = Desk::open().await;
    let mut all = Vec::new();
    for _ in 0..5 {
        all.push(desk.writes(&desk.visitor().await, "k", None, "Hello").await);
    }
    let answered = format!("id={}&key=a1&text=Hello+you", all[0]);
    for (endpoint, form) in [
        ("inbox_reply", answered),
        ("inbox_snooze", format!("id={}&hours=24", all[1])),
        ("inbox_close", format!("id={}", all[2])),
    ] {
        assert_eq!(desk.acts(endpoint, &form).await.0, StatusCode::OK);
    }
    // A message that the team sent, and that nobody has answered yet.
    let unanswered = format!("update conversations set person_first_at = null where number = {}", all[3]);
    execute(&desk.server.state.db, &unanswered).await;
    let counts = json!({ "open": 2, "waiting": 1, "snoozed": 1, "closed": 1 });
    for folder in ["open", "snoozed", "closed"] {
        assert_eq!(desk.list(&format!("folder={folder}")).await["counts"], counts, "{folder}");
    }
}

#[tokio::test]
async fn a_closed_conversation_is_opened_again_by_its_persons_next_message() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let id = desk.writes(&visitor, "k1", None, "Hello").await;
    assert_eq!(desk.acts("inbox_close", &format!("id={id}")).await.0, StatusCode::OK);
    assert!(ids(&desk.list("").await).is_empty());
    assert_eq!(ids(&desk.list("folder=closed").await), [id]);
    assert!(!desk.reads(&visitor, id).await.contains("closed"), "nobody tells the person");
    desk.writes(&visitor, "k2", Some(id), "One more thing").await;
    assert_eq!(ids(&desk.list("").await), [id]);
    assert_eq!(desk.acts("inbox_snooze", &format!("id={id}&hours=24")).await.0, StatusCode::OK);
    assert_eq!(ids(&desk.list("folder=snoozed").await), [id]);
    assert_eq!(desk.acts("inbox_reopen", &format!("id={id}")).await.0, StatusCode::OK);
    assert_eq!(ids(&desk.list("").await), [id]);
    for hours in [0, 673, -1] {
        let (status, _) = desk.acts("inbox_snooze", &format!("id={id}&hours={hours}")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{hours}");
    }
}

#[tokio::test]
async fn a_teammate_of_another_app_reads_nothing_and_another_apps_conversation_is_not_there() {
    let desk = Desk::open().await;
    let id = desk.writes(&desk.visitor().await, "k1", None, "Is the kettle on?").await;
    let db = &desk.server.state.db;
    execute(db, "insert into workspace_apps (app_id, name, created_at) values ('other', 'Other', 1)").await;
    execute(db, &format!("update conversations set app_id = 'other' where number = {id}")).await;
    let calls = [
        ("inbox_reply", format!("id={id}&key=a1&text=Hello")),
        ("inbox_note", format!("id={id}&key=a2&text=Hello")),
        ("inbox_assign", format!("id={id}&to=")),
        ("inbox_close", format!("id={id}")),
        ("inbox_snooze", format!("id={id}&hours=1")),
        ("inbox_seen", format!("id={id}&part={id}")),
    ];
    for (endpoint, form) in &calls {
        assert_eq!(desk.acts(endpoint, form).await.0, StatusCode::NOT_FOUND, "{endpoint}");
    }
    let path = format!("/api/inbox_conversation?id={id}");
    assert_eq!(desk.get(&path, &desk.cookie).await.0, StatusCode::NOT_FOUND);
    assert!(ids(&desk.list("").await).is_empty());

    // The account is a teammate of the other app alone.
    execute(db, &format!("update conversations set app_id = '{}' where number = {id}", desk.app_id())).await;
    execute(db, "update teammates set app_id = 'other'").await;
    for (endpoint, form) in &calls {
        assert_eq!(desk.acts(endpoint, form).await.0, StatusCode::FORBIDDEN, "{endpoint}");
    }
    for path in [path.as_str(), "/api/inbox", "/workspace/inbox/stream"] {
        let (status, body) = desk.get(path, &desk.cookie).await;
        assert!(status == StatusCode::FORBIDDEN && !body.contains("kettle"), "{path}: {status} {body}");
    }
    assert_eq!(texts(db, "select count(*) from parts").await, ["1"]);
}

#[tokio::test]
async fn both_sides_streams_report_a_reply_what_was_seen_and_a_new_conversation() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let id = desk.writes(&visitor, "k1", None, "Hello").await;
    let bearer = format!("Bearer {visitor}");
    let path = format!("/messenger/web/stream?app_id={}&after={}", desk.app_id(), i64::MAX);
    let mut persons = desk.stream(&path, ("authorization", &bearer)).await;
    let mut teammates = desk.stream("/workspace/inbox/stream", ("cookie", &desk.cookie)).await;
    assert!(persons.next().await.unwrap().contains("ready"));
    assert!(teammates.next().await.unwrap().contains("ready"));
    // The message from before may be reported still: it was stored, and is passed on a moment later.
    desk.acts("inbox_reply", &format!("id={id}&key=a2&text=A+reply")).await;
    persons.until(id).await;
    teammates.until(id).await;
    let seen = json!({ "app_id": desk.app_id(), "conversation": id.to_string(), "part": "999999" });
    assert_eq!(desk.person("seen", Some(seen), &visitor).await.0, StatusCode::NO_CONTENT);
    persons.until(id).await;
    teammates.until(id).await;
    let other = desk.writes(&visitor, "k2", None, "Something else").await;
    persons.until(other).await;
    teammates.until(other).await;
}

#[tokio::test]
async fn a_persons_stream_reports_at_once_what_changed_since_its_cursor_and_no_note() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let id = desk.writes(&visitor, "k1", None, "Hello").await;
    let read = desk.reads(&visitor, id).await;
    let cursor = read.split("data-cursor=\"").nth(1).expect("a cursor").split('"').next().expect("a number");
    let path = format!("/messenger/web/stream?app_id={}&after={cursor}", desk.app_id());
    let bearer = format!("Bearer {visitor}");
    desk.acts("inbox_note", &format!("id={id}&key=a1&text=A+note")).await;
    let first = desk.stream(&path, ("authorization", &bearer)).await.next().await.expect("an event");
    assert!(first.contains("event: ready"), "{first}");
    desk.acts("inbox_reply", &format!("id={id}&key=a2&text=A+reply")).await;
    let first = desk.stream(&path, ("authorization", &bearer)).await.next().await.expect("an event");
    assert!(first.contains("event: change"), "{first}");
}

#[tokio::test]
async fn streams_end_with_the_session_that_opened_them() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let bearer = format!("Bearer {visitor}");
    let path = format!("/messenger/web/stream?app_id={}&after={}", desk.app_id(), i64::MAX);
    let mut persons = desk.stream(&path, ("authorization", &bearer)).await;
    let mut teammates = desk.stream("/workspace/inbox/stream", ("cookie", &desk.cookie)).await;
    assert!(persons.next().await.is_some() && teammates.next().await.is_some());
    assert_eq!(desk.person("shutdown", Some(json!({})), &visitor).await.0, StatusCode::NO_CONTENT);
    desk.acts("log_out", "").await;
    assert_eq!((persons.next().await, teammates.next().await), (None, None));
}

#[tokio::test]
async fn what_a_side_has_read_never_goes_back_nor_beyond_what_there_is() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let first = desk.writes(&visitor, "k1", None, "One").await;
    desk.acts("inbox_reply", &format!("id={first}&key=a1&text=Two")).await;
    let newest = desk.thread(first).await["newest"].as_i64().unwrap();
    for (part, read_to) in [(first, first), (i64::MAX, newest), (first, newest), (-1, newest)] {
        let seen =
            json!({ "app_id": desk.app_id(), "conversation": first.to_string(), "part": part.to_string() });
        assert_eq!(desk.person("seen", Some(seen), &visitor).await.0, StatusCode::NO_CONTENT);
        assert_eq!(desk.thread(first).await["seen_to"], read_to, "{part}");
    }
    let stranger = desk.visitor().await;
    let seen = json!({ "app_id": desk.app_id(), "conversation": first.to_string(), "part": "1" });
    assert_eq!(desk.person("seen", Some(seen), &stranger).await.0, StatusCode::NOT_FOUND);
}
