//! What conversations cost the release server: `make bench`. A database's name as an argument measures that one alone.
//! Server, database and this load share the machine's cores.

#![expect(clippy::expect_used, reason = "a bench that cannot run says why and stops")]
#![expect(clippy::disallowed_methods, reason = "what is measured is time")]

#[expect(dead_code, reason = "the pings alone are measured over TLS, too")]
mod databases;
mod figures;
mod history;
mod load;
mod senders;
#[expect(dead_code, reason = "the other bench uses more of it")]
mod server;
mod streams;
mod teammate;
mod upgrade;
#[expect(dead_code, reason = "the tests use more of it")]
mod visitor;
mod waits;

use std::time::{Duration, Instant};

use databases::Database;
use figures::Target::{AtLeast, AtMost};
use server::Server;
use streams::{Streams, credentials, visitors};
use teammate::TEAMMATE;
use upgrade::upgrade;
use visitor::Visitor;
use waits::Waits;

const STREAMS: usize = 1_000;
/// Of which the memory of one is told.
const IDLE_STREAMS: usize = 2_000;
const CONNECTIONS: usize = 256;
/// Of pings without and with streams, in turn.
const ROUNDS: usize = 3;
/// How long a list takes must not follow from how many there are.
const CONVERSATIONS: [u64; 2] = [1_000, 100_000];
/// Of each measurement.
const SECONDS: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() {
    let postgres = std::env::var("TEST_POSTGRES_URL").ok();
    let asked: Vec<String> = std::env::args().skip(1).filter(|name| !name.starts_with('-')).collect();
    for database in [Some(Database::sqlite()), postgres.map(Database::Postgres)].into_iter().flatten() {
        if !asked.is_empty() && asked.iter().all(|name| name != database.name()) {
            continue;
        }
        println!("{}", database.name());
        live(&database).await;
        idle(&database).await;
        large(&database).await;
        if let Database::Postgres(_) = database {
            rolling(&database).await;
        }
    }
}

async fn live(database: &Database) {
    let url = database.fresh().await;
    let server = Server::start_with(&url, &TEAMMATE).await;
    for senders in [1, 64] {
        let (per_second, waits) = senders::stored(&server, senders, SECONDS).await;
        line(&format!("message stored, {senders} at a time, {per_second:.0}/s"), &waits);
    }
    // What else the machine does falls on both alike.
    let mut people = visitors(&server, STREAMS).await;
    let (mut without, mut with) = (0.0, 0.0);
    for _ in 0..ROUNDS {
        without += pings(&server, 0).await;
        let open = Streams::open(&server, people.iter().map(Visitor::credential)).await;
        with += pings(&server, open.count()).await;
    }
    println!("  pings with streams open, of those without: {:.1} %", 100.0 * with / without);
    figures::record(
        &format!("{STREAMS} open streams, {}", database.name()),
        "pings a second with the streams, of those without",
        with / without,
        AtLeast(0.9),
    );
    let open = Streams::open(&server, people.iter().map(Visitor::credential)).await;
    let before = server.cpu_time();
    tokio::time::sleep(SECONDS).await;
    let idle = server.cpu_time().saturating_sub(before);
    let of_time = 100.0 * idle.as_secs_f64() / SECONDS.as_secs_f64();
    println!("  {} streams in which nothing happens: {of_time:.1} % of one core", open.count());
    let (reported, read) = senders::to_the_desk(&server, &mut people).await;
    line(&format!("sent → at a teammate's stream, {} streams", open.count()), &reported);
    line("sent, answered and read by a teammate", &read);
    server.kill();
    let server = Server::start_with(&url, &TEAMMATE).await;
    let (begun, before) = (Instant::now(), server.cpu_time());
    let back = Streams::open_at_once(&server, people.iter().map(Visitor::credential)).await;
    let cpu = server.cpu_time().saturating_sub(before);
    println!(
        "  {} streams that come back in one moment after a restart: all after {:.2} s, {:.2} s of CPU",
        back.count(),
        begun.elapsed().as_secs_f64(),
        cpu.as_secs_f64()
    );
}

/// Two servers share no SQLite file.
async fn rolling(database: &Database) {
    let upgraded = upgrade(database, &TEAMMATE).await;
    line(
        &format!("message stored while another build takes over, {} in all", upgraded.waits.count()),
        &upgraded.waits,
    );
    println!(
        "  the new build answers {:.2} s after its start; {} messages sent again, {} lost, {} stored twice",
        upgraded.started.as_secs_f64(),
        upgraded.repeated,
        upgraded.lost,
        upgraded.doubled
    );
    let run =
        format!("{} messages while another build takes over, {}", upgraded.waits.count(), database.name());
    figures::record(&run, "answered messages that are lost", upgraded.lost as f64, AtMost(0.0));
    figures::record(&run, "messages stored twice", upgraded.doubled as f64, AtMost(0.0));
}

/// A second.
async fn pings(server: &Server, streams: usize) -> f64 {
    let measured = load::run(server, CONNECTIONS, SECONDS).await;
    let (per_second, cpu_us) = (measured.per_second, measured.cpu_us);
    line(
        &format!("pings, {streams} streams open, {per_second:.0}/s, {cpu_us:.0} µs of CPU"),
        &measured.waits,
    );
    per_second
}

async fn idle(database: &Database) {
    let server = Server::start_with(&database.fresh().await, &TEAMMATE).await;
    let people = credentials(&server, IDLE_STREAMS).await;
    let before = server.memory_mib();
    let open = Streams::open(&server, people.iter().map(String::as_str)).await;
    let each = (server.memory_mib() - before) * 1_024.0 / open.count() as f64;
    let per_gib = 1_024.0 * 1_024.0 / each;
    println!("  memory of an idle stream: {each:.1} KiB, {per_gib:.0} per GiB");
    figures::record(
        &format!("{IDLE_STREAMS} open streams, {}", database.name()),
        "idle streams that fit into a GiB of memory",
        per_gib,
        AtLeast(50_000.0),
    );
}

async fn large(database: &Database) {
    let [few, many] = CONVERSATIONS;
    let among_few = read_among(database, few).await;
    let among_many = read_among(database, many).await;
    for ((name, few), (_, many)) in among_few.into_iter().zip(among_many) {
        figures::record(
            &format!(
                "reads among {} and {} conversations, {}",
                CONVERSATIONS[0],
                CONVERSATIONS[1],
                database.name()
            ),
            &format!("{name}: median time among many, of that among few"),
            many.ms(0.5) / few.ms(0.5),
            AtMost(2.0),
        );
    }
}

async fn read_among(database: &Database, conversations: u64) -> Vec<(&'static str, Waits)> {
    let url = database.fresh().await;
    let server = Server::start_with(&url, &TEAMMATE).await;
    history::fill(&url, &server.app_id, conversations).await;
    println!("  {conversations} conversations, {} parts", conversations * history::PARTS);
    let read = history::read(&server, &url, conversations).await;
    for (name, waits) in &read {
        line(name, waits);
    }
    read
}

fn line(name: &str, waits: &Waits) {
    println!(
        "  {name:<58} {:>8.2} ms p50 {:>8.2} ms p99 {:>7}",
        waits.ms(0.5),
        waits.ms(0.99),
        waits.count()
    );
}
