//! A chat before its person answers: it stands once for them, and no teammate hears of it.

use std::io::Write;

use super::*;

#[expect(dead_code, reason = "the benches use more of it")]
#[path = "../../../../benches/figures.rs"]
mod figures;

impl Tab<'_> {
    /// The numbers of the rows in the person's list.
    pub async fn listed(&self) -> Vec<i64> {
        let path = format!("messages?app_id={}", self.desk.app_id());
        let html = self.desk.person(&path, None, &self.session).await.1;
        let rows = html.split("data-do=\"open\" value=\"").skip(1);
        rows.map(|row| row.split('"').next().expect("an id").parse().expect("a number")).collect()
    }

    pub async fn opens(&self, number: i64) {
        let seen = json!({ "app_id": self.desk.app_id(), "conversation": number.to_string(), "part": number.to_string() });
        assert_eq!(self.desk.person("seen", Some(seen), &self.session).await.0, StatusCode::NO_CONTENT);
    }

    pub async fn logs_in(&mut self, user_id: &str) {
        let jwt = json!({ "intercom_user_jwt": token(self.desk, user_id) });
        self.ping("boot", HOME, jwt, None).await;
    }

    pub async fn logs_out(&mut self) {
        self.desk.person("shutdown", Some(json!({})), &self.session).await;
        *self = Self::visitor(self.desk).await;
    }
}

#[tokio::test]
async fn a_chat_stands_once_and_stays_read_for_a_user_who_logs_out_and_in_again() {
    let desk = Desk::open().await;
    let id = start(&desk, &but(json!({ "audience": [] }))).await;
    let mut tab = Tab::user(&desk, "u_1").await;
    assert_eq!(tab.goes_to(PLANS).await, Some(id));
    tab.says(id, "seen").await;
    let [number] = tab.listed().await[..] else { panic!("one row") };
    tab.opens(number).await;

    tab.logs_out().await;
    assert_eq!(tab.goes_to(PLANS).await, Some(id), "nobody knows the visitor");
    assert_eq!(tab.listed().await.len(), 1);
    tab.logs_in("u_1").await;
    assert_eq!((tab.listed().await, &tab.reply["unread_count"]), (vec![number], &json!(0)));
    for page in [HOME, PLANS] {
        assert_eq!(tab.goes_to(page).await, None);
        assert!(!tab.unread().await.contains("Hello"), "{page}");
    }
}

#[tokio::test]
async fn a_chat_that_a_visitor_answered_is_that_conversation_for_the_user_who_had_got_it_before() {
    let desk = Desk::open().await;
    let id = start(&desk, &but(json!({ "audience": [] }))).await;
    let mut tab = Tab::user(&desk, "u_1").await;
    assert_eq!(tab.goes_to(PLANS).await, Some(id));
    tab.logs_out().await;
    assert_eq!(tab.goes_to(PLANS).await, Some(id));
    let [number] = tab.listed().await[..] else { panic!("one row") };
    desk.writes(&tab.session, "k1", Some(number), "Yes please").await;
    tab.logs_in("u_1").await;
    assert_eq!(tab.listed().await, [number]);
    assert_eq!(ids(&desk.list("folder=open&after=").await), [number]);
}

#[tokio::test]
async fn no_conversation_exists_before_the_answer_which_keeps_the_number_and_is_stored_once() {
    let desk = Desk::open().await;
    let id = start(&desk, &but(json!({ "audience": [] }))).await;
    let mut tab = Tab::user(&desk, "u_1").await;
    tab.goes_to(PLANS).await;
    let [number] = tab.listed().await[..] else { panic!("one row") };
    let rows = async || {
        let db = &desk.server.state.db;
        (texts(db, "select count(*) from conversations").await, texts(db, "select count(*) from parts").await)
    };
    assert_eq!(rows().await, (vec!["0".to_owned()], vec!["0".to_owned()]));
    let thread = desk.reads(&tab.session, number).await;
    assert!(thread.contains("Hello Marit") && thread.contains("Ines Aalto"), "{thread}");
    for _ in 0..2 {
        assert_eq!(desk.writes(&tab.session, "k1", Some(number), "Yes please").await, number);
    }
    assert_eq!(rows().await, (vec!["1".to_owned()], vec!["2".to_owned()]));
    assert_eq!(texts_of(&desk.thread(number).await), ["Hello Marit", "Yes please"]);
    assert_eq!(tab.listed().await, [number]);
    let source = texts(&desk.server.state.db, "select cast(source as text) from conversations").await;
    let source = parsed(&source[0]);
    assert_eq!((&source["delivered_as"], &source["message"]), (&json!("automated"), &json!(id)));

    let stranger = Tab::user(&desk, "u_2").await;
    let message =
        json!({ "app_id": desk.app_id(), "key": "k2", "conversation": number.to_string(), "text": "Me too" });
    assert_eq!(desk.person("message", Some(message), &stranger.session).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_conversation_says_which_message_it_began_with_or_that_the_person_wrote_first() {
    let desk = Desk::open().await;
    let id = start(&desk, &but(json!({ "audience": [], "title": "Shall we help?" }))).await;
    let mut tab = Tab::user(&desk, "u_1").await;
    let beginning = async |number: i64| desk.thread(number).await["beginning"].clone();
    let first = desk.writes(&tab.session, "k1", None, "Hello").await;
    assert_eq!(beginning(first).await, json!("Person"));
    tab.goes_to(PLANS).await;
    let [number] = tab.listed().await.into_iter().filter(|one| *one != first).collect::<Vec<_>>()[..] else {
        panic!("one more row")
    };
    desk.writes(&tab.session, "k2", Some(number), "Yes please").await;
    let message = json!({ "Message": { "id": id, "title": "Shall we help?" } });
    assert_eq!(beginning(number).await, message);
    let pane = async |number: i64| {
        let page = desk.get(&format!("/workspace/inbox/{number}"), &desk.cookie).await.1;
        page.split("<!>").collect::<String>()
    };
    assert!(pane(first).await.contains("The person wrote first."));
    let page = pane(number).await;
    let link = format!("<a href=\"/workspace/messages/{id}\"");
    assert!(page.contains("Began with the message") && page.contains(&link), "{page}");
}

#[tokio::test]
async fn the_text_of_a_chat_stays_as_its_person_got_it() {
    let desk = Desk::open().await;
    let id = start(&desk, &but(json!({ "audience": [] }))).await;
    let mut tab = Tab::user(&desk, "u_1").await;
    tab.goes_to(PLANS).await;
    let other_words = but(json!({ "audience": [], "text": "Other words" }));
    assert_eq!(save(&desk, Some(id), &other_words).await.0, StatusCode::OK);
    let [number] = tab.listed().await[..] else { panic!("one row") };
    assert!(desk.reads(&tab.session, number).await.contains("Hello Marit"));
    desk.writes(&tab.session, "k1", Some(number), "Yes please").await;
    assert_eq!(texts_of(&desk.thread(number).await), ["Hello Marit", "Yes please"]);
}

#[tokio::test]
async fn a_lead_who_got_a_chat_before_is_asked_for_an_address_in_their_first_conversation() {
    let desk = Desk::open().await;
    start(&desk, &but(json!({ "audience": [] }))).await;
    let mut tab = Tab::visitor(&desk).await;
    tab.goes_to(PLANS).await;
    assert_eq!(tab.listed().await.len(), 1);
    let first = desk.writes(&tab.session, "k1", None, "Hello").await;
    assert!(desk.reads(&tab.session, first).await.contains("type=\"email\""));
}

/// Rounds of a race: `RACES` says how many.
fn rounds() -> usize {
    std::env::var("RACES").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(500)
}

/// Two pages of one person, each at its server, ask at one moment.
pub async fn race(desks: [&Desk; 2]) {
    let ids = [
        start(desks[0], &but(json!({ "audience": [] }))).await,
        start(desks[0], &but(json!({ "audience": [], "style": "post", "pages": [{ "part": "path", "operator": "is", "value": "/coffees" }] }))).await,
    ];
    let mut won = [0, 0];
    for round in 0..rounds() {
        let user = format!("race_{round}");
        let (mut one, mut other) = tokio::join!(Tab::user(desks[0], &user), Tab::user(desks[1], &user));
        for (id, page) in ids.into_iter().zip([PLANS, "https://shop.example/coffees"]) {
            let shown = tokio::join!(one.goes_to(page), other.goes_to(page));
            match shown {
                (Some(shown), None) if shown == id => won[0] += 1,
                (None, Some(shown)) if shown == id => won[1] += 1,
                _ => panic!("round {round}: {id} is to show once, and {shown:?} showed"),
            }
            for tab in [&one, &other] {
                tab.says(id, "dismissed").await;
            }
        }
        assert_eq!(one.listed().await.len(), 1, "round {round}");
    }
    let of = if std::ptr::eq(desks[0], desks[1]) { "two pages at one server" } else { "two servers" };
    let database = if std::env::var("TEST_POSTGRES_URL").is_ok() { "PostgreSQL" } else { "SQLite" };
    let shown = f64::from(won[0] + won[1]);
    figures::record(
        &format!("{} races of {of} for a chat and a post, {database}", rounds()),
        "messages that show once, a round",
        shown / rounds() as f64,
        figures::Target::AtLeast(2.0),
    );
    let _ = writeln!(std::io::stderr(), "races: {} rounds, won by {won:?}", rounds());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_tabs_that_ask_at_one_moment_one_shows_a_message() {
    let desk = Desk::open().await;
    race([&desk, &desk]).await;
}
