//! `kill -9` under load: what was answered is there, nothing is there by half, and the next start needs no help.

use leptos_messenger::database::Db;
use leptos_messenger::workspace::feed::FeedKind;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::database::{Database, execute, texts};

#[expect(dead_code, reason = "the bench uses more of it")]
#[path = "../../benches/server.rs"]
pub mod process;
#[expect(dead_code, reason = "the bench uses more of it")]
#[path = "../../benches/visitor.rs"]
mod visitor;

use super::lost_answer::LostAnswer;
use process::Server;
use visitor::Visitor;

/// How long a server may take to answer the first pings.
const PATIENCE: Duration = Duration::from_secs(30);
/// Visitors at a time.
const VISITORS: u32 = 8;
/// Others at the same time, who write messages.
const WRITERS: u32 = 4;
/// Messages of one writer: fewer than a person may send in a minute.
const MESSAGES: usize = 12;

/// `KILLS` of them; a few unless more are asked for.
#[tokio::test(flavor = "multi_thread")]
async fn no_answered_ping_or_message_is_lost_and_no_row_half_written_however_often_the_server_is_killed() {
    let kills = kills();
    let database = Database::fresh().await;
    let (mut visits, mut letters, mut unanswered) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..kills {
        let server = Server::start(&database.url).await;
        let answers = AtomicU32::new(0);
        let browsing = (0..VISITORS).map(|visitor| browse(&server, round, visitor, &answers));
        let writing = (0..WRITERS).map(|writer| write(&server, round, VISITORS + writer, &answers));
        // Its last ping is stored, and the answer is lost.
        let network = LostAnswer::before(&server.address).await;
        let losing = browse_until_lost(&server, &network.address, round);
        // From the first answers on, at another moment each time.
        let kill = async {
            network.is_lost().await;
            while answers.load(Ordering::Relaxed) < 20 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            tokio::time::sleep(Duration::from_micros(u64::from(round * 1_777 % 20_000))).await;
            server.kill();
        };
        let (visited, written, lost, killed) = tokio::join!(
            futures::future::join_all(browsing),
            futures::future::join_all(writing),
            losing,
            tokio::time::timeout(PATIENCE, kill)
        );
        killed.expect("the server answers");
        unanswered.push(lost.unanswered.clone());
        visits.extend(visited);
        visits.push(lost);
        for (booted, written) in written {
            visits.extend(booted);
            letters.extend(written);
        }
    }
    let server = Server::start(&database.url).await;
    let db = database.open().await;
    let parts = send_the_last_again(&server, letters, &db).await;

    // One to one: what was answered is stored, once; beyond it is at most the one that each visitor was waiting for.
    let mut stored = texts(&db, "select url from impressions").await;
    stored.sort_unstable();
    let answered: usize = visits.iter().map(|visit| visit.answered.len()).sum();
    let mut expected = Vec::new();
    for visit in visits {
        expected.extend(visit.answered);
        expected.extend(Some(visit.unanswered).filter(|url| stored.binary_search(url).is_ok()));
    }
    expected.sort_unstable();
    assert_eq!(stored, expected, "stored (left), answered or at most asked for (right)");
    for url in unanswered {
        assert!(stored.binary_search(&url).is_ok(), "stored, though its answer was lost: {url}");
    }
    // Each visitor's are one person's, and each person's one visitor's.
    let by_person = "select person_id || ' ' || url from impressions";
    let pairs: BTreeSet<_> = texts(&db, by_person).await.iter().map(|row| visitor_of(row)).collect();
    let (people, visitors): (BTreeSet<_>, BTreeSet<_>) = pairs.iter().cloned().unzip();
    assert_eq!((people.len(), visitors.len()), (pairs.len(), pairs.len()), "{pairs:?}");

    let of_pings = "select kind from events";
    let mut recorded = texts(&db, of_pings).await.iter().map(|kind| url_in(kind)).collect::<Vec<_>>();
    recorded.sort_unstable();
    assert_eq!(recorded, stored, "one event each");
    let count = async |select: &str| texts(&db, select).await[0].parse::<usize>().expect("a number");
    let messages = "select count(*) from ledger where kind = 'conversation_person_replied'";
    assert_eq!(count(messages).await, parts, "and one of each message");
    let made = "select count(*) from ledger where kind = 'person_created'";
    assert_eq!(count(made).await, count("select count(*) from people").await, "and one of each person");
    let leads =
        "select count(*) from ledger where kind = 'person_changed' and cast(fields as text) = '[\"role\"]'";
    assert_eq!(
        count(leads).await,
        count("select count(*) from people where role = 'lead'").await,
        "and of each lead"
    );
    let events = "select (select count(*) from events) + (select count(*) from ledger)";
    let events = count(events).await;
    assert_eq!(count("select number from event_counter").await, events, "and each is counted");
    let last =
        "select max(number) from (select number from events union all select number from ledger) numbers";
    assert_eq!(count(last).await, events, "without a gap");
    let uncounted = "select p.id from people p where p.impressions <> (select count(*) from impressions i where i.person_id = p.id)";
    assert!(
        texts(&db, uncounted).await.is_empty(),
        "a person whose impressions are not those that are there"
    );
    let unnoted = "select s.id_hash from messenger_sessions s where not exists
                   (select 1 from impressions i where i.person_id = s.person_id and i.url = s.last_url)";
    assert!(texts(&db, unnoted).await.is_empty(), "a session that knows of an impression that is not there");
    println!("{kills} kills, {answered} answered pings, {} stored, {parts} messages", stored.len());
}

fn kills() -> u32 {
    std::env::var("KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(3)
}

/// One event of each visitor, so that none is another's repeat.
#[tokio::test(flavor = "multi_thread")]
async fn no_answered_event_is_lost_when_the_server_is_killed() {
    let database = Database::fresh().await;
    let server = Server::start(&database.url).await;
    let answers = AtomicU32::new(0);
    let visits = (0..VISITORS).map(|visitor| {
        let (server, answers) = (&server, &answers);
        async move {
            let mut answered = Vec::new();
            for round in 0.. {
                let url = format!("http://shop.example/{round}/{visitor}/0");
                let booted = Visitor::boot(&server.address, &server.app_id, &url).await;
                let Some(mut visitor) = booted else { return (answered, url) };
                if visitor.track("read-guide").await.is_none() {
                    return (answered, url);
                }
                answered.push(url);
                answers.fetch_add(1, Ordering::Relaxed);
            }
            unreachable!("the rounds end with the server")
        }
    });
    let kill = async {
        while answers.load(Ordering::Relaxed) < 20 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.kill();
    };
    let (visits, killed) =
        tokio::join!(futures::future::join_all(visits), tokio::time::timeout(PATIENCE, kill));
    killed.expect("the server answers");
    let db = database.open().await;
    // By the page where their visitor booted: who has an event, is known by it.
    let mut stored =
        texts(&db, "select i.url from data_events e join impressions i on i.person_id = e.person_id").await;
    stored.sort_unstable();
    let mut expected = Vec::new();
    for (answered, unanswered) in visits {
        expected.extend(answered);
        expected.extend(Some(unanswered).filter(|url| stored.binary_search(url).is_ok()));
    }
    expected.sort_unstable();
    assert_eq!(stored, expected, "stored (left), answered or at most asked for (right)");
}

/// A reply that names a message is lost with its server: the message was given to that session, or to nobody.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_reply_was_lost_shows_again_and_stands_once() {
    let kills = kills();
    let database = Database::fresh().await;
    let mut browsers = Vec::new();
    for round in 0..kills {
        let server = Server::start(&database.url).await;
        if round == 0 {
            start_message(&database, &server.app_id).await;
        }
        let answers = AtomicU32::new(0);
        let visits = (0..VISITORS).map(|_| async {
            let mut seen = Vec::new();
            while let Some(mut visitor) = Visitor::boot(&server.address, &server.app_id, HOME).await {
                let answered = visitor.update(PLANS).await;
                let is_over = answered.is_none();
                seen.push((visitor, answered));
                if is_over {
                    break;
                }
                answers.fetch_add(1, Ordering::Relaxed);
            }
            seen
        });
        let network = LostAnswer::before(&server.address).await;
        let losing = async {
            let mut visitor = Visitor::boot(&server.address, &server.app_id, HOME).await.expect("an answer");
            visitor.reconnect(&network.address).await.expect("a connection");
            let answered = visitor.update(PLANS).await;
            (visitor, answered)
        };
        let kill = async {
            network.is_lost().await;
            while answers.load(Ordering::Relaxed) < 20 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            tokio::time::sleep(Duration::from_micros(u64::from(round * 1_777 % 20_000))).await;
            server.kill();
        };
        let (visits, losing, killed) =
            tokio::join!(futures::future::join_all(visits), losing, tokio::time::timeout(PATIENCE, kill));
        killed.expect("the server answers");
        browsers.extend(visits.into_iter().flatten());
        browsers.push(losing);
    }
    let server = Server::start(&database.url).await;
    let (count, lost) = (browsers.len(), browsers.iter().filter(|(_, answered)| answered.is_none()).count());
    assert!(lost >= kills as usize, "{lost} replies were lost");
    for (mut visitor, answered) in browsers {
        if let Some(reply) = answered {
            assert_eq!(reply["message"]["id"], MESSAGE, "{reply}");
        }
        visitor.reconnect(&server.address).await.expect("a connection");
        let reply = visitor.update(PLANS).await.expect("an answer");
        assert_eq!(reply["message"]["id"], MESSAGE, "{reply}");
        assert_eq!(reply["unread_count"], 1, "{reply}");
    }
    let db = database.open().await;
    let receipts = texts(&db, "select count(number) from outbound_receipts").await;
    assert_eq!(receipts, [count.to_string()]);
    println!("{kills} kills, {count} people got the message, {lost} of them without a reply");
}

const HOME: &str = "http://shop.example/";
const PLANS: &str = "http://shop.example/plans";
const MESSAGE: &str = "-1";

/// A chat to everybody on plans, as a teammate starts it.
async fn start_message(database: &Database, app_id: &str) {
    let db = database.open().await;
    let pages = json!([{ "part": "path", "operator": "is", "value": "/plans" }]);
    store_message(&db, app_id, MESSAGE, "auto", &pages, &json!({ "version": 1, "all": [] })).await;
    execute(&db, "update event_counter set live_messages = live_messages + 1").await;
    db.close().await;
}

async fn store_message(db: &Db, app_id: &str, number: &str, delivery: &str, pages: &Value, audience: &Value) {
    let message = format!(
        r#"insert into outbound_messages (number, app_id, delivery, style, state, title, sender, content, pages, audience,
                                          priority, created_at, updated_at)
           values ({number}, '{app_id}', '{delivery}', 'chat', 'live', 'Plans', 1, '{{"text":"Hello"}}', '{pages}', '{audience}', 0, 0, 0)"#
    );
    execute(db, &message).await;
}

/// People who are there before a message is sent. A third of them match it.
const PEOPLE: usize = 30_000;
/// After every message: whoever was seen then is not forgotten.
const LATER: i64 = 9_999_999_999;

/// Each start of a server goes on with the message that is being sent. Where all its people are found, another one is sent.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_finds_each_person_who_matches_once_and_nobody_else_however_often_its_server_is_killed() {
    let kills = kills();
    let database = Database::fresh().await;
    let app_id = Server::start(&database.url).await.app_id.clone();
    let db = database.open().await;
    store_people(&db, &app_id).await;
    let audience = json!({ "version": 2, "all": [
        { "custom": "plan", "type": "text", "operator": "is", "value": "gold" },
        { "field": "tag", "operator": "is", "value": "vip" } ] });
    let progress = async || {
        let unsent = "select coalesce(sent_up_to, '') from outbound_messages where sent_at is null or sent_up_to is not null";
        texts(&db, unsent).await.pop()
    };
    let (mut messages, mut interrupted) = (0, 0);
    for round in 0..kills {
        if progress().await.is_none() {
            messages += 1;
            store_message(&db, &app_id, &format!("-{messages}"), "manual", &json!([]), &audience).await;
        }
        let before = progress().await;
        let server = Server::start(&database.url).await;
        let kill = async {
            while progress().await == before {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            tokio::time::sleep(Duration::from_micros(u64::from(round * 1_777 % 20_000))).await;
            server.kill();
        };
        tokio::time::timeout(PATIENCE, kill).await.expect("the message finds people");
        interrupted += u32::from(progress().await.is_some());
        store_late_match(&db, &app_id, &format!("q{round}")).await;
    }
    assert!(interrupted > 0, "no kill met a message that was being sent");
    let _server = Server::start(&database.url).await;
    let ends = async {
        while progress().await.is_some() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, ends).await.expect("the message finds its people");
    let mut expected: Vec<String> =
        (1..=PEOPLE).filter(|n| matches!(n % 6, 2 | 4)).map(|n| format!("p{}", 100_000 + n)).collect();
    expected.sort_unstable();
    for message in 1..=messages {
        let found = format!("select person_id from outbound_receipts where message = -{message}");
        let mut found = texts(&db, &found).await;
        found.sort_unstable();
        assert!(found == expected, "{} people of {} got the message {message}", found.len(), expected.len());
    }
    println!("{kills} kills, {interrupted} of them while one of {messages} messages was sent");
}

/// Every second one has the plan, and two of three have the tag.
async fn store_people(db: &Db, app_id: &str) {
    for (plan, rest) in [(r#"{"plan":"gold"}"#, 0), ("{}", 1)] {
        let people = format!(
            "insert into people (id, app_id, role, visitor_id, verified, details, attributes, impressions, created_at, last_seen_at)
             with recursive n (n) as (select 1 union all select n + 1 from n where n < {PEOPLE})
             select 'p' || (100000 + n), '{app_id}', 'visitor', 'p' || n, false, '{{}}', '{plan}', 0, 1, {LATER} from n where n % 2 = {rest}"
        );
        execute(db, &people).await;
    }
    let tag = format!(
        "insert into tags (id, app_id, name, name_folded, created_at, made_by) values ('vip', '{app_id}', 'VIP', 'vip', 1, 'teammate')"
    );
    execute(db, &tag).await;
    let tagged = "insert into person_tags (tag, subject, applied_at, applied_by)
                  select 'vip', id, 1, 'teammate' from people where cast(substr(id, 2) as integer) % 3 <> 1";
    execute(db, tagged).await;
}

/// A person who has both, and came after every message.
async fn store_late_match(db: &Db, app_id: &str, id: &str) {
    let person = format!(
        r#"insert into people (id, app_id, role, visitor_id, verified, details, attributes, impressions, created_at, last_seen_at)
           values ('{id}', '{app_id}', 'visitor', '{id}', false, '{{}}', '{{"plan":"gold"}}', 0, {LATER}, {LATER})"#
    );
    execute(db, &person).await;
    let tagged = format!(
        "insert into person_tags (tag, subject, applied_at, applied_by) values ('vip', '{id}', 1, 'teammate')"
    );
    execute(db, &tagged).await;
}

/// What one visitor saw until the server was gone.
struct Visit {
    answered: Vec<String>,
    /// Asked for, and stored or not.
    unanswered: String,
}

async fn browse(server: &Server, round: u32, visitor: u32, answers: &AtomicU32) -> Visit {
    let url = |page: usize| format!("http://shop.example/{round}/{visitor}/{page}");
    let mut answered = Vec::new();
    if let Some(mut browser) = Visitor::boot(&server.address, &server.app_id, &url(0)).await {
        answered.push(url(0));
        while browser.update(&url(answered.len())).await.is_some() {
            answered.push(url(answered.len()));
            answers.fetch_add(1, Ordering::Relaxed);
        }
    }
    Visit { unanswered: url(answered.len()), answered }
}

/// One page more than was answered: its answer is lost on the way.
async fn browse_until_lost(server: &Server, network: &str, round: u32) -> Visit {
    let url = |page: usize| format!("http://shop.example/{round}/lost/{page}");
    let mut browser = Visitor::boot(&server.address, &server.app_id, &url(0)).await.expect("an answer");
    browser.reconnect(network).await.expect("a connection");
    assert_eq!(browser.update(&url(1)).await, None, "nobody got the answer");
    Visit { answered: vec![url(0)], unanswered: url(1) }
}

/// What one writer sent until the server was gone, or they had sent enough.
struct Letters {
    writer: Visitor,
    name: String,
    /// Number of the first part, which is the conversation's, and of those after it.
    answered: Vec<String>,
}

impl Letters {
    /// The next one; its key and text are the same until it is answered.
    async fn send(&mut self) -> Option<()> {
        let (key, to) = (format!("{}-{}", self.name, self.answered.len()), self.answered.first());
        let answer = self.writer.write(&key, to.map(String::as_str), &key).await?;
        self.answered.push(answer["part"].as_str().expect("a part").to_owned());
        Some(())
    }
}

/// One writer after the other. Their visits are pings like others.
async fn write(server: &Server, round: u32, place: u32, answers: &AtomicU32) -> (Vec<Visit>, Vec<Letters>) {
    let (mut visits, mut letters) = (Vec::new(), Vec::new());
    for nth in 0.. {
        let url = format!("http://shop.example/{round}/{place}-{nth}/0");
        let Some(writer) = Visitor::boot(&server.address, &server.app_id, &url).await else {
            visits.push(Visit { answered: Vec::new(), unanswered: url });
            break;
        };
        visits.push(Visit { answered: vec![url], unanswered: String::new() });
        let mut own = Letters { writer, name: format!("{round}-{place}-{nth}"), answered: Vec::new() };
        while own.answered.len() < MESSAGES && own.send().await.is_some() {
            answers.fetch_add(1, Ordering::Relaxed);
        }
        let is_over = own.answered.len() < MESSAGES;
        letters.push(own);
        if is_over {
            break;
        }
    }
    (visits, letters)
}

/// Each writer sends once more what was not answered, or one message more. Then what was answered is stored, once and in
/// order, and nothing else is. Returns how many parts there are.
async fn send_the_last_again(server: &Server, letters: Vec<Letters>, db: &Db) -> usize {
    let mut answered = Vec::new();
    for mut own in letters {
        own.writer.reconnect(&server.address).await.expect("a connection");
        own.send().await.expect("an answer");
        assert!(own.answered.is_sorted_by_key(|part| part.parse::<i64>().unwrap()), "{:?}", own.answered);
        let first = own.answered[0].clone();
        answered.extend(own.answered.iter().map(|part| format!("{first} {part}")));
    }
    let stored =
        texts(db, "select conversation || ' ' || number from parts order by conversation, number").await;
    answered.sort_by_key(|row| row.split(' ').map(|number| number.parse().unwrap()).collect::<Vec<i64>>());
    assert_eq!(stored, answered, "stored (left), answered in the end (right)");
    let keys = texts(db, "select count(*) from sends").await;
    assert_eq!(keys, [answered.len().to_string()], "a key for each");
    stored.len()
}

/// Of a row of person and address: the person, and the round and visitor in the address.
fn visitor_of(row: &str) -> (String, String) {
    let (person, url) = row.split_once(' ').expect("a person and an address");
    (person.to_owned(), url.rsplit_once('/').expect("a page").0.to_owned())
}

/// Where the ping of this entry of the feed was sent from.
fn url_in(kind: &str) -> String {
    match serde_json::from_str(kind).expect("an entry of the feed") {
        FeedKind::PingAccepted(ping) => ping.url,
        other => panic!("only pings were sent: {other:?}"),
    }
}
