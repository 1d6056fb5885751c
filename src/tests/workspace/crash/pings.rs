//! No answered ping or message is lost, and no row is half-written.

use leptos_messenger::workspace::feed::FeedKind;
use std::collections::BTreeSet;
use std::sync::atomic::AtomicU32;

use super::letters::{send_the_last_again, write};
use super::process::Server;
use super::visits::{browse, browse_until_lost};
use super::{PATIENCE, VISITORS, kill_in_round, kills, under_load};
use crate::database::{Database, texts};
use crate::workspace::lost_answer::LostAnswer;

/// Others at the same time, who write messages.
const WRITERS: u32 = 4;

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
        let kill = async {
            network.is_lost().await;
            under_load(&answers).await;
            kill_in_round(&server, round).await;
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
