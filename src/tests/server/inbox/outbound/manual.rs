//! Messages that are sent once: to one person, to all who match, and to the teammate who tries one out.

use leptos_messenger::workspace::{Files, forget_user};

use super::*;
use crate::database::{execute, texts};

const USERS: [(&str, i64); 3] = [("u_1", 5_000), ("u_2", 100), ("u_3", 4_001)];

async fn users(desk: &Desk) {
    for (user, cents) in USERS {
        let mut settings = cart(cents);
        settings["intercom_user_jwt"] = token(desk, user).into();
        Tab::boot(desk, settings, HOME).await;
    }
}

async fn figure(desk: &Desk, id: i64, name: &str) -> Value {
    let rows = parsed(&desk.get("/api/outbound", &desk.cookie).await.1);
    let row = rows.as_array().expect("rows").iter().find(|row| row["id"] == json!(id)).cloned();
    row.expect("the message")["figures"][name].clone()
}

/// Until sending, which goes on in the background, has found so many.
async fn until_matched(desk: &Desk, id: i64, people: i64) {
    let found = async { while figure(desk, id, "matched").await != json!(people) {} };
    tokio::time::timeout(PATIENCE, found).await.expect("sending ends");
}

#[tokio::test]
async fn a_message_that_is_sent_goes_to_all_who_match_at_that_moment_once() {
    let desk = Desk::open().await;
    users(&desk).await;
    let id = start(&desk, &but(json!({ "delivery": "once" }))).await;
    until_matched(&desk, id, 2).await;
    for (user, shown) in [("u_1", Some(id)), ("u_2", None), ("u_3", Some(id))] {
        let mut tab = Tab::user(&desk, user).await;
        tab.ping("update", HOME, cart(9_000), None).await;
        assert_eq!(tab.goes_to(PLANS).await, shown, "{user}");
        tab.says(id, "seen").await;
        tab.goes_to(HOME).await;
        assert_eq!(tab.goes_to(PLANS).await, None, "{user}");
    }
    let late = json!({ "intercom_user_jwt": token(&desk, "u_4"), "cart_value_cents": 9_000 });
    assert_eq!(Tab::boot(&desk, late, PLANS).await.shown(), None);
    assert_eq!(
        why(&desk, id, "u_2", "/plans").await["verdict"],
        "It was sent once, to people of that moment. This person was none of them."
    );
    assert_eq!((figure(&desk, id, "matched").await, figure(&desk, id, "sent").await), (json!(2), json!(2)));
    assert_eq!(desk.acts("outbound_stop", &format!("id={id}")).await.0, StatusCode::OK);
    assert_eq!(desk.acts("outbound_start", &format!("id={id}")).await.0, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_scheduled_message_goes_out_at_its_time_to_all_who_match_then_and_a_stopped_one_does_not() {
    let desk = Desk::open().await;
    users(&desk).await;
    // The clock stands at 2027-01-15T08:00Z.
    let once = but(json!({ "delivery": "once", "starts_at": "2027-01-15T09:00", "pages": [] }));
    let (id, stopped) = (start(&desk, &once).await, start(&desk, &once).await);
    assert_eq!(desk.acts("outbound_stop", &format!("id={stopped}")).await.0, StatusCode::OK);
    let person = but(json!({ "delivery": "person", "recipient": "u_1", "starts_at": "2027-01-15T09:00" }));
    let to_one = start(&desk, &person).await;
    // Sending looks at what is due, and that is this one alone.
    let now = start(&desk, &but(json!({ "delivery": "once", "style": "inbox" }))).await;
    until_matched(&desk, now, 2).await;
    let state = async |id: i64| {
        let rows = parsed(&desk.get("/api/outbound", &desk.cookie).await.1);
        let row = rows.as_array().expect("rows").iter().find(|row| row["id"] == json!(id)).cloned();
        row.expect("the message")["state"].clone()
    };
    let mut tab = Tab::user(&desk, "u_2").await;
    tab.ping("update", HOME, cart(9_000), None).await;
    assert_eq!((tab.shown(), state(id).await), (None, json!("scheduled")));
    for id in [id, to_one] {
        assert_eq!(figure(&desk, id, "matched").await, json!(0));
    }
    assert_eq!(why(&desk, id, "u_2", "/plans").await["verdict"], "Its first day has not come.");

    desk.server.state.clock.advance(3_600);
    assert_eq!(
        why(&desk, id, "u_2", "/plans").await["verdict"],
        "It is being sent, and has not come to this person."
    );
    start(&desk, &but(json!({ "delivery": "person", "recipient": "u_3", "style": "inbox" }))).await;
    until_matched(&desk, id, 3).await;
    assert_eq!((tab.goes_to(HOME).await, state(id).await), (Some(id), json!("live")));
    assert_eq!(
        (figure(&desk, to_one, "matched").await, figure(&desk, stopped, "matched").await),
        (json!(1), json!(0))
    );
}

#[tokio::test]
async fn a_scheduled_message_leaves_within_a_minute_of_its_time_by_itself() {
    let desk = Desk::open().await;
    users(&desk).await;
    let once = json!({ "delivery": "once", "style": "inbox" });
    // The clock stands at 2027-01-15T08:00Z.
    let scheduled = start(&desk, &but(json!({ "delivery": "once", "starts_at": "2027-01-15T09:00" }))).await;
    // Sending has looked at what is due, and that was this one alone.
    let now = start(&desk, &but(once)).await;
    until_matched(&desk, now, 2).await;
    desk.server.state.clock.advance(3_600);
    assert_eq!(figure(&desk, scheduled, "matched").await, json!(0), "nothing has looked yet");
    // Its minute begins when sending has looked through the other message's people: some requests later.
    let mut seconds = 0;
    while figure(&desk, scheduled, "matched").await != json!(2) {
        assert!(seconds < 120, "it left by itself");
        pass(Duration::from_secs(1)).await;
        seconds += 1;
    }
}

#[tokio::test]
async fn a_message_whose_one_person_is_gone_goes_to_nobody_at_its_time() {
    let desk = Desk::open().await;
    let state = &desk.server.state;
    users(&desk).await;
    // The clock stands at 2027-01-15T08:00Z.
    let later =
        json!({ "delivery": "person", "recipient": "u_1", "starts_at": "2027-01-15T09:00", "audience": [] });
    let gone = start(&desk, &but(later)).await;
    forget_user(&state.db, &Files::default(), "u_1", state.clock.seconds()).await.expect("forgotten");
    state.clock.advance(3_600);
    // Sending looks at what is due first.
    let now = start(&desk, &but(json!({ "delivery": "once", "audience": [] }))).await;
    until_matched(&desk, now, 2).await;
    assert_eq!(figure(&desk, gone, "matched").await, json!(0));
}

#[tokio::test]
async fn a_message_goes_to_no_more_people_than_the_teammate_has_confirmed() {
    let desk = Desk::open().await;
    for user in ["u_1", "u_2"] {
        Tab::user(&desk, user).await;
    }
    for _ in 0..4 {
        Tab::boot(&desk, json!({}), HOME).await;
    }
    let users =
        [[{ json!({ "of": "field", "name": "role", "type": "choice", "operator": "is", "value": "user" }) }]];
    let draft = |audience: Value| but(json!({ "delivery": "once", "pages": [], "audience": audience }));
    let (_, id) = save(&desk, None, &draft(json!(users))).await;
    let id = id.parse().expect("an id");
    assert_eq!(audience(&desk, id).await, json!({ "people": 2, "is_everybody": false, "person": null }));
    assert_eq!(save(&desk, Some(id), &draft(json!([]))).await.0, StatusCode::OK);
    for confirmed in [Some(2), Some(5)] {
        let (status, body) = send(&desk, id, confirmed).await;
        assert_eq!(status, StatusCode::CONFLICT, "{body}");
        assert!(body.contains("6 people match now"), "{body}");
    }
    let (status, body) = send(&desk, id, None).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    assert_eq!(audience(&desk, id).await, json!({ "people": 6, "is_everybody": true, "person": null }));
    assert_eq!(figure(&desk, id, "matched").await, json!(0), "nobody got it so far");
    assert_eq!(send(&desk, id, Some(6)).await.0, StatusCode::OK);
    until_matched(&desk, id, 6).await;
}

#[tokio::test]
async fn the_number_before_a_send_is_exact_however_many_people_there_are() {
    let desk = Desk::open().await;
    Tab::user(&desk, "u_1").await;
    let more = "with recursive n (n) as (select 1 union all select n + 1 from n where n < 10100)
        insert into people (id, app_id, role, user_id, verified, details, attributes, impressions, created_at, last_seen_at)
        select 'p' || n, (select app_id from people limit 1), 'user', 'many-' || n, false, '{}', '{}', 0, 0, 0 from n";
    execute(&desk.server.state.db, more).await;
    let (_, id) = save(&desk, None, &but(json!({ "delivery": "once", "audience": [] }))).await;
    let id = id.parse().expect("an id");
    assert_eq!(audience(&desk, id).await["people"], json!(10_101));
    assert_eq!(send(&desk, id, Some(10_000)).await.0, StatusCode::CONFLICT, "1 % of it is 100");
    assert_eq!(send(&desk, id, Some(10_001)).await.0, StatusCode::OK);
}

#[tokio::test]
async fn sending_goes_on_where_a_server_left_off_and_ends_where_the_message_is_stopped() {
    let desk = Desk::open().await;
    users(&desk).await;
    let db = &desk.server.state.db;
    let more = "with recursive n (n) as (select 1 union all select n + 1 from n where n < 1500)
        insert into people (id, app_id, role, user_id, verified, details, attributes, impressions, created_at, last_seen_at)
        select 'p' || n, (select app_id from people limit 1), 'user', 'many-' || n, false, '{}', '{\"cart_value_cents\": 4001}', 0, 0, 0 from n";
    execute(db, more).await;
    let once = but(json!({ "delivery": "once" }));
    let id = start(&desk, &once).await;
    until_matched(&desk, id, 1_502).await;
    let (_, stopped) = save(&desk, None, &once).await;
    // As a server leaves them that ends after some commits of its sending.
    for (number, state) in [(id.to_string(), "live"), (stopped.clone(), "stopped")] {
        execute(db, &format!("delete from outbound_receipts where message = {number} and person_id > 'p2'"))
            .await;
        let left = format!(
            "update outbound_messages set sent_up_to = 'p2', sent_at = 1800000000, state = '{state}' where number = {number}"
        );
        execute(db, &left).await;
    }
    // Whatever is sent next has sending look at what there is.
    start(&desk, &but(json!({ "delivery": "person", "recipient": "u_1" }))).await;
    until_matched(&desk, id, 1_502).await;
    assert_eq!(figure(&desk, stopped.parse().expect("a number"), "matched").await, json!(0));
}

#[tokio::test]
async fn a_test_shows_to_its_teammate_alone_on_any_page_and_counts_for_nothing() {
    let desk = Desk::open().await;
    let (_, id) = save(&desk, None, &but(json!({ "style": "notification" }))).await;
    let test = async || desk.acts("outbound_test", &format!("id={id}")).await;
    let (status, body) = test().await;
    assert_eq!((status, body.contains("open one of its pages")), (StatusCode::CONFLICT, true), "{body}");
    let accounts =
        texts(&desk.server.state.db, "select id from accounts where email = 'teammate@example.com'").await;
    let mut own = Tab::user(&desk, &accounts[0]).await;
    let mut other = Tab::user(&desk, "u_1").await;
    // More often than a day allows.
    for _ in 0..5 {
        assert_eq!(test().await.0, StatusCode::OK);
        assert_eq!(other.goes_to(HOME).await, None);
        let shown = own.goes_to(HOME).await.expect("the test");
        assert!(own.reads(shown).await.1.contains("Hello Marit"));
        assert_eq!(own.says(shown, "dismissed").await, StatusCode::NO_CONTENT);
        assert_eq!(own.goes_to(PLANS).await, None);
    }
    let rows = parsed(&desk.get("/api/outbound", &desk.cookie).await.1);
    assert_eq!((rows.as_array().expect("rows").len(), &rows[0]["state"]), (1, &json!("draft")));
    let another = start(&desk, &but(json!({ "audience": [], "pages": [] }))).await;
    assert_eq!(own.goes_to(HOME).await, Some(another), "tests are not of the day's");
}

#[tokio::test]
async fn who_matches_and_waits_is_counted_and_a_day_has_as_many_as_the_app_says() {
    let desk = Desk::open().await;
    let set = desk.acts("workspace_set_messenger", "messages_per_day=1").await;
    assert_eq!(set.0, StatusCode::OK, "{}", set.1);
    let post = but(json!({ "audience": [], "style": "post" }));
    let (first, second) = (start(&desk, &post).await, start(&desk, &post).await);
    let mut tab = Tab::visitor(&desk).await;
    assert_eq!(tab.goes_with(PLANS, Some("typing")).await, None);
    assert_eq!(
        (figure(&desk, first, "matched").await, figure(&desk, first, "sent").await),
        (json!(1), json!(0))
    );
    assert_eq!(tab.goes_to(PLANS).await, Some(first));
    tab.says(first, "dismissed").await;
    assert_eq!(tab.goes_to("https://shop.example/plans/harbour").await, None);
    for id in [first, second] {
        assert_eq!(figure(&desk, id, "matched").await, json!(1));
    }
    assert_eq!(
        (figure(&desk, first, "sent").await, figure(&desk, second, "sent").await),
        (json!(1), json!(0))
    );
}

#[tokio::test]
async fn a_message_that_a_visitor_saw_the_user_for_whom_it_waited_does_not_get_again() {
    let desk = Desk::open().await;
    let id = start(&desk, &but(json!({ "audience": [], "style": "post" }))).await;
    let mut user = Tab::user(&desk, "u_1").await;
    assert_eq!(user.goes_with(PLANS, Some("typing")).await, None);
    let mut tab = Tab::boot(&desk, json!({}), PLANS).await;
    assert_eq!(tab.shown(), Some(id));
    tab.says(id, "dismissed").await;
    tab.ping("boot", HOME, json!({ "intercom_user_jwt": token(&desk, "u_1") }), None).await;
    assert_eq!(tab.goes_to(PLANS).await, None);
    user.goes_to(HOME).await;
    assert_eq!(user.goes_to(PLANS).await, None);

    // The user has it in another tab, where nobody has seen it.
    let mut user = Tab::user(&desk, "u_2").await;
    assert_eq!(user.goes_to(PLANS).await, Some(id));
    let mut tab = Tab::boot(&desk, json!({}), PLANS).await;
    tab.says(id, "dismissed").await;
    tab.ping("boot", HOME, json!({ "intercom_user_jwt": token(&desk, "u_2") }), None).await;
    desk.server.state.clock.advance(61);
    assert_eq!(tab.goes_to(PLANS).await, None, "the visitor saw it");
}

#[tokio::test]
async fn a_message_that_this_version_cannot_read_keeps_no_other_from_its_people() {
    let desk = Desk::open().await;
    users(&desk).await;
    let unread = [
        ("auto", r#"pages = '[{"part":"moon","operator":"is","value":"/plans"}]'"#),
        ("auto", r#"audience = '{"version":9}'"#),
        ("once", r#"audience = '{"version":9}', sent_at = 1, sent_up_to = ''"#),
    ];
    for (delivery, change) in unread {
        let (_, id) = save(&desk, None, &but(json!({ "delivery": delivery, "priority": 5 }))).await;
        let change = format!("update outbound_messages set state = 'live', {change} where number = {id}");
        assert_eq!(execute(&desk.server.state.db, &change).await, 1);
    }
    let auto = start(&desk, &but(json!({ "pages": [] }))).await;
    let once = start(&desk, &but(json!({ "delivery": "once", "pages": [] }))).await;
    let count = format!("select count(*) from outbound_receipts where message = {once}");
    let found = async { while texts(&desk.server.state.db, &count).await != ["2"] {} };
    tokio::time::timeout(PATIENCE, found).await.expect("sending ends");
    let mut marit = Tab::user(&desk, "u_1").await;
    assert_eq!(marit.goes_to(PLANS).await, Some(auto));
    let (status, list) = desk.get("/api/outbound", &desk.cookie).await;
    assert_eq!((status, parsed(&list).as_array().map(Vec::len)), (StatusCode::OK, Some(4)), "{list}");
}
