//! What teammates' messages cost a ping: `make bench`.
//!
//! First the same load, with no message, with ten whose page it is, and with those ten among a thousand. All are for other people, so
//! that each ping asks the whole of its ten. Then the load while a message that is sent once finds 100,000 people.

#![expect(clippy::expect_used, reason = "a bench that cannot run says why and stops")]
#![expect(clippy::disallowed_methods, reason = "what is measured is time")]

mod databases;
mod load;
mod server;
#[expect(dead_code, reason = "the tests use more of it")]
mod visitor;
mod waits;

use leptos_messenger::database::Db;
use sqlx::AssertSqlSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use databases::Database;
use server::Server;
use visitor::Visitor;
use waits::Waits;

const CONNECTIONS: usize = 16;
/// Messages, of which the first ten are for the page of the load.
const MESSAGES: [u64; 3] = [0, 10, 1_000];
/// The middle one of so many counts. They take turns: the machine is not equally quick all the time.
const ROUNDS: usize = 5;
/// Users with a large cart.
const AUDIENCE: &str = r#"{"version":1,"all":[{"field":"kind","operator":"is","value":"user"},{"custom":"cart_value_cents","type":"number","operator":"greater","value":4000}]}"#;
/// To whom the message goes that is sent once.
const PEOPLE: u64 = 100_000;
/// Of each measurement, after as long again to warm up.
const SECONDS: Duration = Duration::from_secs(3);

#[tokio::main]
async fn main() {
    let postgres = std::env::var("TEST_POSTGRES_URL").ok();
    let databases =
        || [Some(Database::sqlite()), postgres.clone().map(Database::postgres)].into_iter().flatten();
    println!("database   messages   CPU µs/ping   p99 ms    pings/s   server MiB");
    for database in databases() {
        let mut servers = Vec::new();
        for messages in MESSAGES {
            let url = database.fresh().await;
            let server = Server::start(&url).await;
            fill(&url, &server.app_id, messages).await;
            servers.push((messages, server, Vec::new()));
        }
        for _ in 0..ROUNDS {
            for (_, server, measured) in &mut servers {
                let one = load::run(server, CONNECTIONS, SECONDS).await;
                measured.push((one.cpu_us, one.waits.ms(0.99), one.per_second));
            }
        }
        for (messages, server, mut measured) in servers {
            measured.sort_by(|one, other| one.0.total_cmp(&other.0));
            let (cpu, p99, per_second) = measured[ROUNDS / 2];
            println!(
                "{:<10} {messages:>8} {cpu:>13.0} {p99:>8.2} {per_second:>10.0} {:>12.1}",
                database.name(),
                server.memory_mib()
            );
        }
    }
    println!(
        "database   people found   seconds   pings meanwhile   p99 ms   max ms   quiet p99 ms   quiet max ms"
    );
    for database in databases() {
        send(&database).await;
    }
}

/// A server begins with a message that was sent, and has found nobody.
async fn send(database: &Database) {
    let url = database.fresh().await;
    let app_id = Server::start(&url).await.app_id.clone();
    let json = if url.starts_with("postgres") { "::json" } else { "" };
    run(
        &url,
        [
            format!(
                "with recursive n (n) as (select 1 union all select n + 1 from n where n < {PEOPLE})
                 insert into people (id, app_id, kind, user_id, verified, details, attributes, impressions, created_at, last_seen_at)
                 select 'p' || n, '{app_id}', 'user', 'u' || n, false, '{{}}'{json}, '{{\"cart_value_cents\":4001}}'{json}, 0, 0, 0 from n"
            ),
            format!(
                r#"insert into outbound_messages (number, app_id, delivery, style, state, title, sender, content, pages, audience,
                                                  priority, created_at, updated_at, sent_at, sent_up_to)
                   values (-1, '{app_id}', 'manual', 'chat', 'live', 'A message', 1, '{{"text":"Hello"}}'{json}, '[]'{json},
                           '{AUDIENCE}'{json}, 0, 0, 0, 1, '')"#
            ),
            "update event_counter set live_messages = live_messages + 1".to_owned(),
        ],
    )
    .await;
    let server = Server::start(&url).await;
    let began = Instant::now();
    let is_over = Arc::new(AtomicBool::new(false));
    let browsing = (0..CONNECTIONS)
        .map(|_| tokio::spawn(browse(server.address.clone(), app_id.clone(), is_over.clone())));
    let browsing: Vec<_> = browsing.collect();
    let db = Db::open(&url).await.expect("the database");
    while count(&db, "select count(*) from outbound_messages where sent_up_to is not null").await > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let took = began.elapsed().as_secs_f64();
    is_over.store(true, Ordering::Relaxed);
    let mut waited = Vec::new();
    for visitor in browsing {
        waited.extend(visitor.await.expect("a visitor"));
    }
    let waits: Waits = waited.into_iter().collect();
    let found = count(&db, "select count(*) from outbound_receipts").await;
    db.close().await;
    let quiet = load::run(&server, CONNECTIONS, SECONDS).await.waits;
    println!(
        "{:<10} {found:>12} {took:>9.1} {:>17} {:>8.1} {:>8.1} {:>14.1} {:>14.1}",
        database.name(),
        waits.count(),
        waits.ms(0.99),
        waits.ms(1.0),
        quiet.ms(0.99),
        quiet.ms(1.0)
    );
}

/// Goes from page to page until it is over. Returns how long each answer took.
async fn browse(address: String, app_id: String, is_over: Arc<AtomicBool>) -> Vec<Duration> {
    let booted = Visitor::boot(&address, &app_id, "http://shop.example/").await;
    let mut visitor = booted.expect("a visitor");
    let mut waited = Vec::new();
    for page in 1_u64.. {
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        let asked = Instant::now();
        visitor.update(&format!("http://shop.example/coffees/{page}")).await.expect("an answer");
        waited.push(asked.elapsed());
    }
    waited
}

async fn count(db: &Db, select: &'static str) -> i64 {
    match db {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(select).fetch_one(readers).await.expect("a count"),
        Db::Postgres(pool) => sqlx::query_scalar(select).fetch_one(pool).await.expect("a count"),
    }
}

/// Starts so many messages, as a teammate would.
async fn fill(database_url: &str, app_id: &str, messages: u64) {
    let statements = [
        format!(
            r#"with recursive n (n) as (select 1 union all select n + 1 from n where n < {messages})
               insert into outbound_messages (number, app_id, delivery, style, state, title, sender, content, pages, audience,
                                              priority, created_at, updated_at)
               select -n, '{app_id}', 'auto', 'chat', 'live', 'A message', 1, '{{"text":"Hello"}}',
                      case when n <= 10 then '[{{"part":"path","operator":"starts_with","value":"/coffees"}}]'
                           else '[{{"part":"path","operator":"is","value":"/other"}},{{"part":"path","operator":"matches","value":"/page-*/of/*"}}]' end{json},
                      '{AUDIENCE}'{json}, 0, 0, 0 from n where n <= {messages}"#,
            json = if database_url.starts_with("postgres") { "::json" } else { "" },
        ),
        "update event_counter set live_messages = live_messages + 1".to_owned(),
    ];
    run(database_url, statements).await;
}

async fn run<const N: usize>(database_url: &str, statements: [String; N]) {
    let db = Db::open(database_url).await.expect("the database");
    for statement in statements.map(AssertSqlSafe) {
        match &db {
            Db::Sqlite { writer, .. } => _ = sqlx::query(statement).execute(writer).await.expect("rows"),
            Db::Postgres(pool) => _ = sqlx::query(statement).execute(pool).await.expect("rows"),
        }
    }
    db.close().await;
}
