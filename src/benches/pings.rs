//! How many pings a second the release server stores durably, and how long each waits: `make bench`.
//!
//! Each connection is a visitor: it boots, then sends bare updates for ever other addresses, the next as soon as the
//! last is answered, that is committed. Server, database and this load share the machine's cores.

#![expect(clippy::expect_used, reason = "a bench that cannot run says why and stops")]
#![expect(clippy::disallowed_methods, reason = "what is measured is time")]

mod databases;
#[expect(dead_code, reason = "the other benches use more of it")]
mod figures;
mod load;
mod server;
mod stored;
#[expect(dead_code, reason = "the tests use more of it")]
mod visitor;
mod waits;

use std::time::Duration;

use databases::Database;
use figures::Target::AtMost;
use server::Server;

const CONNECTIONS: [usize; 3] = [1, 16, 256];
const STORED: [u64; 2] = [10_000, 1_000_000];
/// Of each measurement, after as long again to warm up.
const SECONDS: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() {
    let postgres = std::env::var("TEST_POSTGRES_URL").ok();
    println!("database    stored   connections     pings/s    p50 ms    p99 ms   server MiB   CPU µs/ping");
    let over_tls = postgres.clone().map(Database::PostgresOverTls);
    let databases = [Some(Database::sqlite()), postgres.map(Database::Postgres), over_tls];
    for database in databases.into_iter().flatten() {
        let name = database.name();
        let mut costs = Vec::new();
        for stored in STORED {
            let url = database.fresh().await;
            let server = Server::start(&url).await;
            println!("{name:<11} {stored:>7}   idle {:>56.1}", server.memory_mib());
            stored::fill(&url, &server.app_id, stored).await;
            for connections in CONNECTIONS {
                let measured = load::run(&server, connections, SECONDS).await;
                costs.push(measured.cpu_us);
                println!(
                    "{name:<11} {stored:>7}   {connections:>11} {:>11.0} {:>9.2} {:>9.2} {:>12.1} {:>13.0}",
                    measured.per_second,
                    measured.waits.ms(0.5),
                    measured.waits.ms(0.99),
                    server.memory_mib(),
                    measured.cpu_us,
                );
            }
        }
        let (few, many) = costs.split_at(CONNECTIONS.len());
        for (connections, (few, many)) in CONNECTIONS.iter().zip(few.iter().zip(many)) {
            figures::record(
                &format!("pings of {connections} visitors at a time, {name}"),
                "CPU of a ping after a million impressions, of that after ten thousand",
                many / few,
                AtMost(1.25),
            );
        }
    }
}
