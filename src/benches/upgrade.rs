//! A rolling upgrade: people write while the server of an earlier build (`EARLIER`) and this tree's share one database.
//! Without `EARLIER`, both servers are this tree's.

use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::time::sleep;

use crate::databases::Database;
use crate::server::Server;
use crate::streams::visitors;
use crate::teammate::Teammate;
use crate::visitor::Visitor;
use crate::waits::Waits;

const PEOPLE: usize = 40;
/// Messages of one person: fewer than anybody may send in a minute.
const EACH: usize = 15;
/// Between two messages of one person.
const APART: Duration = Duration::from_millis(400);

pub struct Upgraded {
    /// Of all messages, until an answer came: from whichever server.
    pub waits: Waits,
    /// Messages that were sent again, because the earlier server ended before it answered.
    pub repeated: usize,
    /// Answered messages that the conversation does not hold, and those that it holds twice.
    pub lost: usize,
    pub doubled: usize,
    /// From this tree's program start to its first answer, its migrations included.
    pub started: Duration,
}

/// The earlier server runs alone, then beside the other one, which has half of the people; then it is killed.
pub async fn upgrade(database: &Database, settings: &[(&str, &str)]) -> Upgraded {
    let url = database.fresh().await;
    let earlier = std::env::var("EARLIER").ok().filter(|program| !program.is_empty());
    let earlier = match &earlier {
        Some(program) => Server::start_build(program, &url, settings).await,
        None => Server::start_with(&url, settings).await,
    };
    let (moved, servers) = watch::channel([earlier.address.clone(), earlier.address.clone()]);
    let people = visitors(&earlier, PEOPLE).await;
    let writing: Vec<_> = people
        .into_iter()
        .enumerate()
        .map(|(nth, person)| tokio::spawn(write(person, nth % 2, servers.clone())))
        .collect();
    sleep(3 * APART).await;
    let begun = Instant::now();
    let server = Server::start_with(&url, settings).await;
    let started = begun.elapsed();
    _ = moved.send([earlier.address.clone(), server.address.clone()]);
    sleep(3 * APART).await;
    earlier.kill();
    _ = moved.send([server.address.clone(), server.address.clone()]);
    let (mut waits, mut repeated, mut lost, mut doubled) = (Vec::new(), 0, 0, 0);
    let mut teammate = Teammate::log_in(&server.address).await;
    for written in writing {
        let written = written.await.expect("a writer");
        let conversation =
            teammate.get(&format!("/api/inbox_conversation?id={}", written.conversation), None).await;
        let conversation: serde_json::Value = serde_json::from_str(&conversation).expect("a conversation");
        let mut stored = HashMap::<&str, usize>::new();
        for part in conversation["parts"].as_array().expect("parts") {
            *stored.entry(part["text"].as_str().unwrap_or_default()).or_default() += 1;
        }
        lost += (0..EACH).filter(|nth| !stored.contains_key(text(*nth).as_str())).count();
        doubled += stored.values().filter(|count| **count > 1).count();
        waits.extend(written.waits);
        repeated += written.repeated;
    }
    Upgraded { waits: waits.into_iter().collect(), repeated, lost, doubled, started }
}

struct Written {
    conversation: String,
    waits: Vec<Duration>,
    repeated: usize,
}

fn text(nth: usize) -> String {
    format!("Message {nth}.")
}

/// Each message goes to the server that this person is sent to at that moment. Without an answer it goes to the next one, with its key.
async fn write(mut person: Visitor, nth: usize, servers: watch::Receiver<[String; 2]>) -> Written {
    let mut written = Written { conversation: String::new(), waits: Vec::new(), repeated: 0 };
    let mut at = servers.borrow()[nth].clone();
    for message in 0..EACH {
        sleep(APART).await;
        let asked = Instant::now();
        for attempt in 0.. {
            let now = servers.borrow()[nth].clone();
            if (now != at || attempt > 0) && person.reconnect(&now).await.is_none() {
                sleep(Duration::from_millis(10)).await;
                continue;
            }
            at = now;
            let conversation = Some(written.conversation.as_str()).filter(|id| !id.is_empty());
            if let Some(answer) = person.write(&format!("k{message}"), conversation, &text(message)).await {
                answer["conversation"]
                    .as_str()
                    .expect("a conversation")
                    .clone_into(&mut written.conversation);
                break;
            }
            written.repeated += 1;
        }
        written.waits.push(asked.elapsed());
    }
    written
}
