//! Messages of people: how soon each is stored, and how soon a teammate's stream reports it.

use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::sync::mpsc;
use tokio::time::{interval, timeout};

use crate::server::Server;
use crate::streams::{stream, visitors};
use crate::teammate::Teammate;
use crate::visitor::Visitor;
use crate::waits::Waits;

/// Messages of one person: fewer than anybody may send in a minute.
const EACH: usize = 15;
/// Between two messages whose way to a teammate is measured.
const APART: Duration = Duration::from_millis(20);
/// For a message that no stream reports.
const PATIENCE: Duration = Duration::from_secs(30);

/// So many senders, each the next message when the last is answered. Messages a second, and how long each took.
pub async fn stored(server: &Server, senders: usize, time: Duration) -> (f64, Waits) {
    let people = 3_000 / EACH / senders.min(8) + 4;
    let mut all = visitors(server, senders * people).await;
    let begun = Instant::now();
    let sending = std::iter::repeat_with(|| all.drain(..people).collect()).take(senders);
    let sending: Vec<_> =
        sending.map(|own| tokio::spawn(send(server.address.clone(), own, begun + time))).collect();
    let mut waits = Vec::new();
    for sender in sending {
        waits.extend(sender.await.expect("a sender"));
    }
    let took = begun.elapsed().min(time);
    (waits.len() as f64 / took.as_secs_f64(), waits.into_iter().collect())
}

/// In one conversation of each of these people, in turn.
async fn send(address: String, mut people: Vec<Visitor>, until: Instant) -> Vec<Duration> {
    let (mut waits, mut conversations) = (Vec::new(), vec![None::<String>; people.len()]);
    for nth in 0..EACH {
        for (person, conversation) in people.iter_mut().zip(&mut conversations) {
            if nth == 0 {
                // The server may have closed what was idle.
                person.reconnect(&address).await.expect("a connection");
            }
            let asked = Instant::now();
            if asked >= until {
                return waits;
            }
            let text = "Is the kettle on? I would like to know before I set out.";
            let answer = person.write(&format!("k{nth}"), conversation.as_deref(), text).await;
            waits.push(asked.elapsed());
            *conversation = answer.expect("an answer")["conversation"].as_str().map(str::to_owned);
        }
    }
    waits
}

/// Each of these people begins a conversation. How long until a teammate's stream reports it; and until the teammate has
/// read the thread then.
pub async fn to_the_desk(server: &Server, people: &mut [Visitor]) -> (Waits, Waits) {
    let mut teammate = Teammate::log_in(&server.address).await;
    let reports = stream(server, 100, "/workspace/inbox/stream", &teammate.cookie()).await;
    let (reported, mut heard) = mpsc::unbounded_channel();
    let reading = tokio::spawn(async move {
        let mut lines = BufReader::new(reports).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            if let Some(id) = line.strip_prefix("data: ").filter(|id| !id.is_empty()) {
                _ = reported.send((id.to_owned(), Instant::now()));
            }
        }
    });
    let (mut sent, mut apart) = (HashMap::new(), interval(APART));
    let mut read = Vec::new();
    for person in people.iter_mut() {
        // The server has closed what was idle.
        person.reconnect(&server.address).await.expect("a connection");
        apart.tick().await;
        let asked = Instant::now();
        let answer = person.write("k", None, "Is the kettle on?").await.expect("an answer");
        let id = answer["conversation"].as_str().expect("a conversation").to_owned();
        teammate.get(&format!("/api/inbox_conversation?id={id}"), None).await;
        read.push(asked.elapsed());
        sent.insert(id, asked);
    }
    let mut waits = Vec::new();
    while waits.len() < sent.len() {
        let (id, at) = timeout(PATIENCE, heard.recv()).await.expect("a report").expect("a report");
        waits.extend(sent.get(&id).map(|asked| at.duration_since(*asked)));
    }
    reading.abort();
    (waits.into_iter().collect(), read.into_iter().collect())
}
