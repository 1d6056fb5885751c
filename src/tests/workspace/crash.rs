//! `kill -9` under load: what was answered is there, nothing is there by half, and the next start needs no help.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::database::{Database, texts};

#[expect(dead_code, reason = "the bench uses more of it")]
#[path = "../../benches/server.rs"]
pub mod process;
#[path = "../../benches/visitor.rs"]
mod visitor;

use process::Server;
use visitor::Visitor;

/// How long a server may take to answer the first pings.
const PATIENCE: Duration = Duration::from_secs(30);
/// Visitors at a time.
const VISITORS: u32 = 8;

/// `KILLS` of them; a few unless more are asked for.
#[tokio::test(flavor = "multi_thread")]
async fn no_answered_ping_is_lost_and_no_row_half_written_however_often_the_server_is_killed() {
    let kills: u32 = std::env::var("KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(3);
    let database = Database::fresh().await;
    let mut answered = Vec::new();
    for round in 0..kills {
        let server = Server::start(&database.url).await;
        let answers = AtomicU32::new(0);
        let visits = (0..VISITORS).map(|visitor| browse(&server, round, visitor, &answers));
        // From the first answers on, at another moment each time.
        let kill = async {
            while answers.load(Ordering::Relaxed) < 20 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            tokio::time::sleep(Duration::from_micros(u64::from(round * 1_777 % 20_000))).await;
            server.kill();
        };
        let (visited, killed) =
            tokio::join!(futures::future::join_all(visits), tokio::time::timeout(PATIENCE, kill));
        killed.expect("the server answers");
        answered.extend(visited.into_iter().flatten());
    }
    let _server = Server::start(&database.url).await;
    let db = database.open().await;

    let mut stored = texts(&db, "select url from impressions").await;
    stored.sort_unstable();
    assert!(stored.windows(2).all(|pair| pair[0] != pair[1]), "an impression is there twice");
    let lost: Vec<&String> = answered.iter().filter(|url| stored.binary_search(url).is_err()).collect();
    assert!(lost.is_empty(), "{} of {} answered pings are lost", lost.len(), answered.len());

    let count = async |select: &str| texts(&db, select).await[0].parse::<usize>().expect("a number");
    assert_eq!(count("select count(*) from events").await, stored.len(), "one event each");
    assert_eq!(count("select number from event_counter").await, stored.len(), "and each is counted");
    assert_eq!(count("select coalesce(max(number), 0) from events").await, stored.len(), "without a gap");
    let uncounted = "select p.id from people p where p.impressions <> (select count(*) from impressions i where i.person_id = p.id)";
    assert!(
        texts(&db, uncounted).await.is_empty(),
        "a person whose impressions are not those that are there"
    );
    let unnoted = "select s.id_hash from messenger_sessions s where not exists
                   (select 1 from impressions i where i.person_id = s.person_id and i.url = s.last_url)";
    assert!(texts(&db, unnoted).await.is_empty(), "a session that knows of an impression that is not there");
    println!("{kills} kills, {} answered pings, {} stored", answered.len(), stored.len());
}

/// One event of each visitor, so that none is another's repeat.
#[tokio::test(flavor = "multi_thread")]
async fn no_answered_event_is_lost_when_the_server_is_killed() {
    let database = Database::fresh().await;
    let server = Server::start(&database.url).await;
    let answers = AtomicU32::new(0);
    let visits = (0..VISITORS).map(|_| async {
        loop {
            let Some(mut visitor) =
                Visitor::boot(&server.address, &server.app_id, "http://shop.example/").await
            else {
                break;
            };
            if visitor.track("read-guide").await.is_none() {
                break;
            }
            answers.fetch_add(1, Ordering::Relaxed);
        }
    });
    let kill = async {
        while answers.load(Ordering::Relaxed) < 20 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.kill();
    };
    let (_, killed) = tokio::join!(futures::future::join_all(visits), tokio::time::timeout(PATIENCE, kill));
    killed.expect("the server answers");
    let db = database.open().await;
    let stored: u32 = texts(&db, "select count(*) from data_events").await[0].parse().expect("a number");
    assert!(stored >= answers.load(Ordering::Relaxed), "an answered event is lost");
}

/// The addresses that were answered for, until the server is gone.
async fn browse(server: &Server, round: u32, visitor: u32, answers: &AtomicU32) -> Vec<String> {
    let url = |page: u32| format!("http://shop.example/{round}/{visitor}/{page}");
    let mut answered = Vec::new();
    let Some(mut browser) = Visitor::boot(&server.address, &server.app_id, &url(0)).await else {
        return answered;
    };
    answered.push(url(0));
    for page in 1.. {
        if browser.update(&url(page)).await.is_none() {
            break;
        }
        answered.push(url(page));
        answers.fetch_add(1, Ordering::Relaxed);
    }
    answered
}
