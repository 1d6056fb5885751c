//! What teammates' messages cost a ping: `make bench`.
//!
//! First the same load, with no message, with ten whose page it is, and with those ten among a thousand. All are for other people:
//! the last condition of each filter decides, after those of companies and events. With `EARLIER`, the program of an earlier build,
//! its pings are measured beside.
//! Then how soon a started message is shown, and the load while a message that is sent once finds 100,000 people.

#![expect(clippy::expect_used, reason = "a bench that cannot run says why and stops")]
#![expect(clippy::disallowed_methods, reason = "what is measured is time")]

#[expect(dead_code, reason = "the pings alone are measured over TLS, too")]
mod databases;
mod figures;
mod load;
mod messages;
mod sending;
mod server;
mod starting;
#[expect(dead_code, reason = "the tests use more of it")]
mod visitor;
mod waits;

use std::collections::HashMap;
use std::time::Duration;

use databases::Database;
use figures::Target::{AtLeast, AtMost};
use server::Server;
use visitor::Visitor;

const CONNECTIONS: usize = 16;
/// Messages, of which the first ten are for the page of the load.
const MESSAGES: [u64; 3] = [0, 10, 1_000];
/// People whom a message that is sent once finds.
const CUSTOMERS: u64 = 100_000;
/// The middle one of so many counts. They take turns: the machine is not equally quick all the time.
const ROUNDS: usize = 5;
/// Of each measurement, after as long again to warm up.
const SECONDS: Duration = Duration::from_secs(3);

#[tokio::main]
async fn main() {
    let postgres = std::env::var("TEST_POSTGRES_URL").ok();
    let databases =
        || [Some(Database::sqlite()), postgres.clone().map(Database::Postgres)].into_iter().flatten();
    println!("database   messages   CPU µs/ping   p99 ms    pings/s   server MiB");
    for database in databases() {
        cost(&database).await;
    }
    println!("database   servers   p50 ms to a started message   max ms   pings without it");
    for database in databases() {
        let started = starting::run(&database, CONNECTIONS).await;
        figures::record(
            &format!("{} starts of a message, {}", starting::STARTS, database.name()),
            "pings of its page that come without it, each server's",
            started.without as f64 / (starting::STARTS * started.servers) as f64,
            AtMost(1.0),
        );
        println!(
            "{:<10} {:>7} {:>29.1} {:>8.1} {:>18}",
            database.name(),
            started.servers,
            started.waits.ms(0.5),
            started.waits.ms(1.0),
            started.without
        );
    }
    for database in databases() {
        let url = database.fresh().await;
        let app_id = Server::start(&url).await.app_id.clone();
        messages::make_customers(&url, &app_id, CUSTOMERS).await;
        messages::send(&url, &app_id, messages::CUSTOMERS, 1).await;
        let sent = sending::run(&url, CONNECTIONS, SECONDS).await;
        figures::record(
            &format!("a message finds its people, {}", database.name()),
            "people found",
            sent.people as f64,
            AtLeast(CUSTOMERS as f64),
        );
        println!("{:<10} {sent}", database.name());
    }
}

/// Of a ping, in turn: with so many messages, and of the earlier build with none.
async fn cost(database: &Database) {
    let mut servers = Vec::new();
    if let Ok(program) = std::env::var("EARLIER")
        && !program.is_empty()
    {
        let server = Server::start_build(&program, &database.fresh().await, &[]).await;
        servers.push(("earlier".to_owned(), server, Vec::new()));
    }
    let cart: serde_json::Value = serde_json::from_str(messages::CART).expect("attributes");
    for messages in MESSAGES {
        let url = database.fresh().await;
        let server = Server::start(&url).await;
        messages::start_many(&url, &server.app_id, messages).await;
        let (_, booted) = Visitor::boot_with(
            &server.address,
            &server.app_id,
            "http://shop.example/coffees/1",
            cart.clone(),
        )
        .await
        .expect("a visitor");
        assert_eq!(booted["message"].is_object(), messages > 0, "the last condition alone decides: {booted}");
        servers.push((messages.to_string(), server, Vec::new()));
    }
    for _ in 0..ROUNDS {
        for (_, server, measured) in &mut servers {
            let one = load::run(server, CONNECTIONS, SECONDS).await;
            measured.push((one.cpu_us, one.waits.ms(0.99), one.per_second));
        }
    }
    let mut costs = HashMap::new();
    for (messages, server, mut measured) in servers {
        measured.sort_by(|one, other| one.0.total_cmp(&other.0));
        let (cpu, p99, per_second) = measured[ROUNDS / 2];
        costs.insert(messages.clone(), cpu);
        println!(
            "{:<10} {messages:>8} {cpu:>13.0} {p99:>8.2} {per_second:>10.0} {:>12.1}",
            database.name(),
            server.memory_mib()
        );
    }
    let run = format!("pings of {CONNECTIONS} visitors at a time, {}", database.name());
    let compare = |figure: &str, of: &str, with: &str, target| {
        if let (Some(cpu), Some(base)) = (costs.get(of), costs.get(with)) {
            figures::record(&run, figure, cpu / base, AtMost(target));
        }
    };
    compare("CPU of a ping with 10 messages for its page, of that with none", "10", "0", 2.0);
    compare("CPU of a ping with those 10 among 1,000 messages, of that with none", "1000", "0", 2.0);
    compare("CPU of a ping with no message, of that of the earlier build", "0", "earlier", 1.1);
}
