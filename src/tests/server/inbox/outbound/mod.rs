//! Messages of teammates to people on a page: who gets which, when, and what comes of it.

mod editor;
mod hostile;
mod manual;
mod people_walks;
mod recipient;
pub mod unanswered;
pub mod walks;
mod why;

use futures::future::join_all;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use leptos_messenger::workspace::feed::FeedKind;

use super::*;

const PLANS: &str = "https://shop.example/plans";
pub const HOME: &str = "https://shop.example/";

/// One page of a browser, with a session of its own.
pub struct Tab<'a> {
    desk: &'a Desk,
    pub session: String,
    visitor_id: Option<String>,
    /// The reply to the ping before.
    reply: Value,
}

impl<'a> Tab<'a> {
    pub async fn user(desk: &'a Desk, user_id: &str) -> Self {
        Self::boot(desk, json!({ "intercom_user_jwt": token(desk, user_id) }), HOME).await
    }

    pub async fn visitor(desk: &'a Desk) -> Self {
        Self::boot(desk, json!({}), HOME).await
    }

    async fn boot(desk: &'a Desk, settings: Value, url: &str) -> Self {
        let mut tab = Self { desk, session: String::new(), visitor_id: None, reply: Value::Null };
        tab.ping("boot", url, settings, None).await;
        tab
    }

    pub async fn ping(&mut self, call: &str, url: &str, settings: Value, hold: Option<&str>) {
        let mut page = json!({ "url": url, "title": "" });
        if let Some(hold) = hold {
            page[hold] = json!(true);
        }
        let body = json!({ "app_id": self.desk.app_id(), "call": call, "page": page, "visitor_id": self.visitor_id, "settings": settings });
        let (status, body) = self.desk.person("ping", Some(body), &self.session).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        self.reply = parsed(&body);
        if let Some(session) = self.reply["session"].as_str() {
            session.clone_into(&mut self.session);
        }
        self.visitor_id = self.reply["visitor_id"].as_str().map(str::to_owned);
    }

    /// Returns the message that the reply has.
    pub async fn goes_to(&mut self, url: &str) -> Option<i64> {
        self.goes_with(url, None).await
    }

    async fn goes_with(&mut self, url: &str, hold: Option<&str>) -> Option<i64> {
        self.ping("update", url, json!({}), hold).await;
        self.shown()
    }

    fn shown(&self) -> Option<i64> {
        self.reply["message"]["id"].as_str().map(|id| id.parse().expect("a number"))
    }

    pub async fn says(&self, message: i64, what: &str) -> StatusCode {
        let body = json!({ "app_id": self.desk.app_id(), "message": message.to_string(), "what": what });
        self.desk.person("outbound", Some(body), &self.session).await.0
    }

    async fn unread(&self) -> String {
        self.desk.person(&format!("unread?app_id={}", self.desk.app_id()), None, &self.session).await.1
    }

    async fn reads(&self, message: i64) -> (StatusCode, String) {
        self.desk
            .person(&format!("outbound/{message}?app_id={}", self.desk.app_id()), None, &self.session)
            .await
    }
}

fn token(desk: &Desk, user_id: &str) -> String {
    named_token(desk, user_id, "Marit Solheim")
}

pub fn named_token(desk: &Desk, user_id: &str, name: &str) -> String {
    let secret = desk.workspace().identity_secret().expect("a key");
    let exp = desk.server.state.clock.seconds() + 1_000_000;
    let claims = json!({ "user_id": user_id, "name": name, "exp": exp });
    let key = EncodingKey::from_secret(secret.as_str().as_bytes());
    encode(&Header::new(Algorithm::HS256), &claims, &key).expect("a token")
}

/// A chat for users whose cart is worth over 40 euros, on plans.
fn draft() -> Value {
    json!({
        "title": "Plans", "style": "chat", "sender": 1, "text": "Hello {{ first_name | fallback:\"there\" }}",
        "button_label": "", "button_link": "", "priority": 0, "starts_at": "", "stops_at": "",
        "pages": [{ "part": "path", "operator": "matches", "value": "/plans*" }],
        "audience": [
            [{ "of": "field", "name": "role", "type": "choice", "operator": "is", "value": "user" }],
            [{ "of": "custom", "name": "cart_value_cents", "type": "number", "operator": "greater", "value": "4000" }],
        ],
    })
}

/// The draft with these fields in place of its own.
pub fn but(changes: Value) -> Value {
    let mut draft = draft();
    let fields = draft.as_object_mut().expect("an object");
    fields.extend(changes.as_object().cloned().expect("an object"));
    draft
}

pub async fn call(desk: &Desk, endpoint: &str, body: &Value) -> (StatusCode, String) {
    let request = Request::post(format!("/api/{endpoint}"))
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/json")
        .header("accept", "application/json")
        .header("cookie", &desk.cookie);
    desk.asked(request.body(Body::from(body.to_string())).expect("a request")).await
}

async fn save(desk: &Desk, id: Option<i64>, draft: &Value) -> (StatusCode, String) {
    call(desk, "outbound_save", &json!({ "id": id, "draft": draft })).await
}

pub async fn start(desk: &Desk, draft: &Value) -> i64 {
    let (status, body) = save(desk, None, draft).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let id = body.parse().expect("an id");
    let (status, body) = send(desk, id, audience(desk, id).await["people"].as_u64()).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    id
}

/// Starts a message that is saved, with the number of people that the teammate has confirmed.
async fn send(desk: &Desk, id: i64, confirmed: Option<u64>) -> (StatusCode, String) {
    let confirmed = confirmed.map(|people| format!("&confirmed={people}")).unwrap_or_default();
    desk.acts("outbound_start", &format!("id={id}{confirmed}")).await
}

/// Who gets a message that is saved.
async fn audience(desk: &Desk, id: i64) -> Value {
    let (status, body) = desk.get(&format!("/api/outbound_audience?id={id}"), &desk.cookie).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    parsed(&body)
}

async fn why(desk: &Desk, id: i64, person: &str, url: &str) -> Value {
    let path = format!("/api/outbound_why?id={id}&person={person}&url={url}");
    let (status, body) = desk.get(&path, &desk.cookie).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    parsed(&body)
}

fn cart(cents: i64) -> Value {
    json!({ "cart_value_cents": cents })
}

#[tokio::test]
async fn a_message_comes_with_the_ping_of_its_page_to_whom_it_is_for_and_an_answer_is_its_senders() {
    let desk = Desk::open().await;
    let id = start(&desk, &draft()).await;
    let mut marit = Tab::user(&desk, "u_1").await;
    assert_eq!(marit.goes_to(PLANS).await, None, "nothing is in the cart");
    marit.goes_to(HOME).await;
    marit.ping("update", HOME, cart(4_100), None).await;
    assert_eq!(marit.shown(), None, "another page");
    assert_eq!(marit.goes_to(PLANS).await, Some(id));
    assert_eq!(marit.reply["message"]["style"], "chat");
    assert_eq!((&marit.reply["has_conversations"], &marit.reply["unread_count"]), (&json!(true), &json!(1)));
    let unread = marit.unread().await;
    assert!(unread.contains("Hello Marit") && unread.contains("Ines Aalto"), "{unread}");
    assert!(desk.list("folder=open&after=").await["rows"].as_array().expect("rows").is_empty());
    assert!(desk.list("folder=closed&after=").await["rows"].as_array().expect("rows").is_empty());

    let conversation = unread.split("value=\"").nth(1).expect("a conversation");
    let conversation = conversation.split('"').next().expect("an id").parse().expect("a number");
    desk.writes(&marit.session, "k1", Some(conversation), "Yes please").await;
    let open = desk.list("folder=open&after=").await;
    assert_eq!(ids(&open), [conversation]);
    let thread = desk.thread(conversation).await;
    assert_eq!(thread["assignee"], json!({ "teammate": 1 }), "{thread}");
    let row = parsed(&desk.get("/api/outbound", &desk.cookie).await.1)[0].clone();
    assert_eq!(
        (&row["state"], &row["figures"]["sent"], &row["figures"]["replied"]),
        (&json!("live"), &json!(1), &json!(1))
    );
}

#[tokio::test]
async fn a_message_shows_once_in_one_tab_also_after_a_lost_reply() {
    let desk = Desk::open().await;
    let id = start(&desk, &draft()).await;
    let settings = json!({ "intercom_user_jwt": token(&desk, "u_1"), "cart_value_cents": 5_000 });
    let mut one = Tab::boot(&desk, settings.clone(), HOME).await;
    let mut other = Tab::boot(&desk, settings, HOME).await;
    assert_eq!(one.goes_to(PLANS).await, Some(id));
    assert_eq!(other.goes_to(PLANS).await, None);
    assert!(!other.unread().await.contains("Hello Marit"));
    // The reply was lost: the panel of the session says nothing.
    assert_eq!(one.goes_to(HOME).await, Some(id), "also elsewhere: it is a conversation by now");
    assert_eq!(other.goes_to("https://shop.example/plans/harbour").await, None);
    desk.server.state.clock.advance(61);
    assert_eq!(other.goes_to(PLANS).await, Some(id), "nobody has seen it for a minute");
    assert_eq!(one.goes_to("https://shop.example/coffees").await, None);
    assert_eq!(other.says(id, "seen").await, StatusCode::NO_CONTENT);
    desk.server.state.clock.advance(61);
    for tab in [&mut one, &mut other] {
        assert_eq!(tab.goes_to(HOME).await, None);
        assert_eq!(tab.goes_to(PLANS).await, None, "seen once");
    }
    let stranger = Tab::visitor(&desk).await;
    assert_eq!(stranger.says(id, "seen").await, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_feed_has_a_page_view_that_shows_nothing_before_the_next_page_view() {
    let desk = Desk::open().await;
    start(&desk, &draft()).await;
    let mut tab = Tab::visitor(&desk).await;
    assert_eq!(tab.goes_to(PLANS).await, None);
    assert_eq!(tab.goes_to(HOME).await, None);
    let feed = desk.workspace().feed().after(&desk.app_id(), 0, 100).await.expect("the feed");
    let views = feed.into_iter().filter_map(|entry| match entry.kind {
        FeedKind::PingAccepted(ping) => Some(ping.url),
        FeedKind::MessagesConsidered { messages } => {
            Some(messages.iter().map(|one| format!("{} {}", one.title, one.verdict.sentence())).collect())
        }
        _ => None,
    });
    assert_eq!(views.collect::<Vec<_>>(), [HOME, PLANS, "Plans It is for other people.", HOME]);
}

#[tokio::test]
async fn a_post_stands_on_its_pages_alone_until_it_is_put_away_and_its_text_is_escaped() {
    let desk = Desk::open().await;
    let post = but(json!({
        "style": "post", "text": "Hello {{ name }}: [swap](https://shop.example/?who={{ name }})", "audience": [],
        "button_label": "Swap a bag", "button_link": "/coffees",
    }));
    let id = start(&desk, &post).await;
    let name = "<img src=x onerror=alert(1)>**&\" x";
    let mut tab = Tab::boot(&desk, json!({ "name": name }), PLANS).await;
    assert_eq!(tab.shown(), Some(id));
    let (status, html) = tab.reads(id).await;
    assert_eq!(status, StatusCode::OK);
    assert!(!html.contains("<img") && !html.contains("<strong>") && html.contains("&lt;img src=x"), "{html}");
    assert!(html.contains("who=%3Cimg%20src%3Dx%20onerror"), "{html}");
    assert_eq!(tab.says(id, "seen").await, StatusCode::NO_CONTENT);
    assert_eq!(
        tab.goes_to("https://shop.example/plans/harbour?x=1").await,
        Some(id),
        "still one of its pages"
    );
    assert_eq!(tab.goes_to(HOME).await, None);
    assert_eq!(tab.goes_to(PLANS).await, None, "it was seen");

    let mut other = Tab::boot(&desk, json!({}), PLANS).await;
    assert_eq!(other.shown(), Some(id));
    assert_eq!(other.goes_to(HOME).await, None);
    assert_eq!(other.goes_to(PLANS).await, Some(id), "nobody saw it");
    assert_eq!(tab.reads(id).await.0, StatusCode::OK, "it is still this session's");
    assert_eq!(other.says(id, "dismissed").await, StatusCode::NO_CONTENT);
    assert_eq!(other.reads(id).await.0, StatusCode::NOT_FOUND);
    assert_eq!(other.goes_to("https://shop.example/plans/").await, None);
}

#[tokio::test]
async fn what_a_visitor_got_comes_along_at_log_in_and_reaches_nobody_else() {
    let desk = Desk::open().await;
    let chat = but(json!({ "audience": [] }));
    let id = start(&desk, &chat).await;
    let mut tab = Tab::boot(&desk, json!({}), PLANS).await;
    assert_eq!(tab.shown(), Some(id));
    tab.says(id, "seen").await;
    tab.ping("boot", HOME, json!({ "intercom_user_jwt": token(&desk, "u_1") }), None).await;
    assert_eq!(tab.goes_to(PLANS).await, None, "the visitor was the user");
    let mut next = Tab::visitor(&desk).await;
    assert_eq!(next.goes_to(PLANS).await, Some(id), "another person");
    let of_users = but(json!({ "title": "Users", "audience": [[
        { "of": "field", "name": "role", "type": "choice", "operator": "is", "value": "user" }]] }));
    let of_users = start(&desk, &of_users).await;
    let mut stranger = Tab::visitor(&desk).await;
    assert_ne!(stranger.goes_to(PLANS).await, Some(of_users));
}

#[tokio::test]
async fn of_several_one_interrupts_a_page_view_by_priority_then_age_and_three_a_day() {
    let desk = Desk::open().await;
    let mut ids = Vec::new();
    for (n, priority) in [0, 0, 1, 0].into_iter().enumerate() {
        let changes = json!({ "title": format!("No {n}"), "style": "notification", "audience": [], "priority": priority });
        ids.push(start(&desk, &but(changes)).await);
    }
    let mut tab = Tab::user(&desk, "u_1").await;
    for expected in [ids[2], ids[0], ids[1]] {
        assert_eq!(tab.goes_to(PLANS).await, Some(expected));
        assert_eq!(tab.says(expected, "dismissed").await, StatusCode::NO_CONTENT);
        assert_eq!(tab.goes_to(HOME).await, None);
    }
    assert_eq!(tab.goes_to(PLANS).await, None, "three a day");
    let reason = why(&desk, ids[3], "u_1", "/plans").await;
    assert_eq!(reason["verdict"], "This person got 3 messages today, the most of a day.");
    desk.server.state.clock.advance(24 * 3_600);
    assert_eq!(tab.goes_to("https://shop.example/plans?next").await, Some(ids[3]));
}

#[tokio::test]
async fn nothing_interrupts_an_open_panel_somebody_who_types_or_a_page_that_hides_notifications() {
    let desk = Desk::open().await;
    let id = start(&desk, &but(json!({ "audience": [] }))).await;
    let mut tab = Tab::visitor(&desk).await;
    for hold in ["open", "typing", "hidden"] {
        assert_eq!(tab.goes_with(PLANS, Some(hold)).await, None, "{hold}");
        assert_eq!(tab.goes_with(HOME, None).await, None);
    }
    assert_eq!(tab.goes_with(PLANS, None).await, Some(id));
}

#[tokio::test]
async fn a_message_has_its_time_and_stops_at_once_when_it_is_stopped() {
    let desk = Desk::open().await;
    // The clock stands at 2027-01-15T08:00Z.
    let times = json!({ "audience": [], "starts_at": "2027-01-15T09:00", "stops_at": "2027-01-15T11:00" });
    let id = start(&desk, &but(times)).await;
    let state = async || parsed(&desk.get("/api/outbound", &desk.cookie).await.1)[0]["state"].clone();
    assert_eq!((Tab::boot(&desk, json!({}), PLANS).await.shown(), state().await), (None, json!("scheduled")));
    desk.server.state.clock.advance(3_600);
    assert_eq!((Tab::boot(&desk, json!({}), PLANS).await.shown(), state().await), (Some(id), json!("live")));
    assert_eq!(desk.acts("outbound_stop", &format!("id={id}")).await.0, StatusCode::OK);
    assert_eq!((Tab::boot(&desk, json!({}), PLANS).await.shown(), state().await), (None, json!("stopped")));
    assert_eq!(desk.acts("outbound_start", &format!("id={id}")).await.0, StatusCode::OK);
    assert_eq!(Tab::boot(&desk, json!({}), PLANS).await.shown(), Some(id));
    desk.server.state.clock.advance(2 * 3_600);
    assert_eq!((Tab::boot(&desk, json!({}), PLANS).await.shown(), state().await), (None, json!("stopped")));
}

#[tokio::test]
async fn a_message_for_the_inbox_is_announced_by_the_badge_alone() {
    let desk = Desk::open().await;
    start(&desk, &but(json!({ "audience": [], "style": "inbox" }))).await;
    let tab = Tab::boot(&desk, json!({}), PLANS).await;
    assert_eq!((tab.shown(), &tab.reply["unread_count"]), (None, &json!(1)));
    let unread = tab.unread().await;
    assert!(unread.contains("data-unread-count=\"1\"") && !unread.contains("Hello"), "{unread}");
}

#[tokio::test]
async fn what_a_browser_says_of_itself_is_known_of_its_person_and_counts_for_days() {
    let desk = Desk::open().await;
    let of = |name: &str, r#type: &str, operator: &str, value: &str| json!([{ "of": "field", "name": name, "type": r#type, "operator": operator, "value": value }]);
    let audience = json!([
        of("time_zone", "text", "is", "Pacific/Kiritimati"),
        of("language", "text", "starts_with", "nb"),
        of("session_count", "number", "is", "2"),
        of("first_seen_at", "date", "exactly_days_ago", "1"),
    ]);
    let id = start(&desk, &but(json!({ "audience": audience }))).await;
    let mut tab = Tab::visitor(&desk).await;
    // 08:00 in UTC is 22:00 on that island, and two hours later it is tomorrow there.
    desk.server.state.clock.advance(2 * 3_600);
    let page = json!({ "url": PLANS, "title": "", "locale": "nb-NO", "timeZone": "Pacific/Kiritimati" });
    let body = json!({ "app_id": desk.app_id(), "call": "update", "page": page, "settings": {} });
    tab.reply = parsed(&desk.person("ping", Some(body), &tab.session).await.1);
    assert_eq!(tab.shown(), Some(id));
}

#[tokio::test]
async fn a_post_takes_a_face_the_last_one_counts_and_a_reply_is_a_conversation_of_its_sender() {
    let desk = Desk::open().await;
    let button =
        json!({ "style": "post", "audience": [], "button_label": "Swap a bag", "button_link": "/coffees" });
    let id = start(&desk, &but(button)).await;
    let mut tab = Tab::user(&desk, "u_1").await;
    let says = async |session: &str, said: Value| {
        let mut body = json!({ "app_id": desk.app_id(), "message": id.to_string() });
        body.as_object_mut().expect("an object").extend(said.as_object().cloned().expect("an object"));
        desk.person("outbound", Some(body), session).await
    };
    // Found to match, and not shown.
    assert_eq!(tab.goes_with(PLANS, Some("typing")).await, None);
    for what in ["seen", "dismissed", "reacted"] {
        assert_eq!(says(&tab.session, json!({ "what": what })).await.0, StatusCode::NOT_FOUND, "{what}");
    }
    assert_eq!(tab.goes_to(PLANS).await, Some(id));
    for face in ["sad", "happy"] {
        let (status, body) = says(&tab.session, json!({ "what": "reacted", "reaction": face })).await;
        assert_eq!(status, StatusCode::NO_CONTENT, "{body}");
        let pressed = format!("aria-pressed=\"true\" data-do=\"react\" value=\"{face}\"");
        let html = tab.reads(id).await.1;
        assert!(html.contains(&pressed) && html.matches("aria-pressed=\"true\"").count() == 1, "{html}");
    }
    let (status, _) = says(&tab.session, json!({ "what": "reacted", "reaction": "furious" })).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);

    let html = tab.reads(id).await.1;
    let number = html.split("data-do=\"reply\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let conversation = number.expect("an id").parse().expect("a number");
    let thread = desk.reads(&tab.session, conversation).await;
    assert!(thread.contains("Hello Marit") && thread.contains("Swap a bag"), "{thread}");
    assert_eq!(tab.listed().await, [0; 0], "a post is not listed before its answer");
    assert_eq!(tab.goes_to(PLANS).await, Some(id), "nothing is lost if the person writes nothing");
    desk.writes(&tab.session, "k1", Some(conversation), "Yes please").await;
    assert_eq!(tab.goes_to("https://shop.example/plans/harbour").await, None, "it is a conversation by now");
    assert!(
        desk.reads(&tab.session, conversation).await.contains("Swap a bag"),
        "the reply keeps the button"
    );
    assert_eq!(ids(&desk.list("folder=open&after=").await), [conversation]);
    assert_eq!(desk.thread(conversation).await["assignee"], json!({ "teammate": 1 }));
    let figures = parsed(&desk.get("/api/outbound", &desk.cookie).await.1)[0]["figures"].clone();
    assert_eq!((&figures["happy"], &figures["sad"], &figures["replied"]), (&json!(1), &json!(0), &json!(1)));
}

#[tokio::test]
async fn a_day_that_a_change_of_clock_makes_shorter_is_a_day_for_conditions_and_for_the_days_limit() {
    // In Oslo 2027-03-28 begins at 23:00 in UTC and ends at 22:00: one hour is left out.
    let noon: jiff::Timestamp = "2027-03-27T11:00:00Z".parse().expect("a time");
    let Database { url, folder } = Database::fresh().await;
    let desk = Desk::over(&url, folder, Clock::manual(noon.as_second())).await;
    let clock = &desk.server.state.clock;
    assert_eq!(desk.acts("workspace_set_messenger", "messages_per_day=1").await.0, StatusCode::OK);
    let two_days_ago = json!([[{ "of": "field", "name": "first_seen_at", "type": "date", "operator": "exactly_days_ago", "value": "2" }]]);
    let seen = start(&desk, &but(json!({ "style": "post", "audience": two_days_ago }))).await;
    let other = start(&desk, &but(json!({ "style": "notification", "audience": [], "pages": [] }))).await;
    let page = |path: &str| json!({ "url": format!("https://shop.example{path}"), "title": "", "locale": "nb-NO", "timeZone": "Europe/Oslo" });
    let mut tab = Tab { desk: &desk, session: String::new(), visitor_id: None, reply: Value::Null };
    let mut goes = async |call: &str, path: &str| {
        let body = json!({ "app_id": desk.app_id(), "call": call, "page": page(path), "settings": {} });
        tab.reply = parsed(&desk.person("ping", Some(body), &tab.session).await.1);
        if let Some(session) = tab.reply["session"].as_str() {
            session.clone_into(&mut tab.session);
        }
        let shown = tab.shown();
        if let Some(id) = shown {
            tab.says(id, "dismissed").await;
        }
        shown
    };
    // 2027-03-27T12:00 there.
    assert_eq!(goes("boot", "/").await, Some(other), "the only one of that day");
    // 2027-03-28T23:30 there.
    clock.advance(34 * 3_600 + 1_800);
    assert_eq!(goes("update", "/plans").await, None, "first seen yesterday");
    // 2027-03-29T00:30 there; without the change it would be 23:30.
    clock.advance(3_600);
    assert_eq!(
        goes("update", "/plans?later").await,
        Some(seen),
        "first seen two days ago, and today's first"
    );
}

#[tokio::test]
async fn of_people_who_come_at_one_moment_each_gets_what_is_for_them() {
    let desk = Desk::open().await;
    let large = json!({ "of": "custom", "name": "cart_value_cents", "type": "number", "operator": "greater", "value": "4000" });
    let ordered =
        json!({ "of": "event", "name": "ordered", "type": "number", "operator": "less", "value": "1" });
    let id = start(&desk, &but(json!({ "audience": [[large], [ordered]] }))).await;
    let desk = &desk;
    let coming = (0..32).map(|nth| async move {
        let cents = if nth % 2 == 0 { 5_000 } else { 100 };
        (nth, Tab::boot(desk, cart(cents), PLANS).await.shown())
    });
    for (nth, shown) in join_all(coming).await {
        assert_eq!(shown, (nth % 2 == 0).then_some(id), "{nth}");
    }
}

/// Started and stopped a few times, each by the one or the other.
pub async fn started_at_one_server_shows_at_the_other(one: &Desk, other: &Desk) {
    // Both have read that there is none.
    for desk in [one, other] {
        assert_eq!(Tab::boot(desk, json!({}), PLANS).await.shown(), None);
    }
    for [by, at] in [[one, other], [other, one], [one, other]] {
        let id = start(by, &but(json!({ "audience": [] }))).await;
        assert_eq!(Tab::boot(at, json!({}), PLANS).await.shown(), Some(id));
        assert_eq!(by.acts("outbound_stop", &format!("id={id}")).await.0, StatusCode::OK);
        assert_eq!(Tab::boot(at, json!({}), PLANS).await.shown(), None);
    }
}
