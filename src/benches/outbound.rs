//! What teammates' messages cost a ping: `make bench`.
//!
//! The same load, with no message, with ten whose page it is, and with those ten among a thousand. All are for other people, so
//! that each ping asks the whole of its ten.

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
use std::time::Duration;

use databases::Database;
use server::Server;

const CONNECTIONS: usize = 16;
/// Messages, of which the first ten are for the page of the load.
const MESSAGES: [u64; 3] = [0, 10, 1_000];
/// The middle one of so many counts. They take turns: the machine is not equally quick all the time.
const ROUNDS: usize = 5;
/// Of each measurement, after as long again to warm up.
const SECONDS: Duration = Duration::from_secs(3);

#[tokio::main]
async fn main() {
    let postgres = std::env::var("TEST_POSTGRES_URL").ok();
    println!("database   messages   CPU µs/ping   p99 ms    pings/s   server MiB");
    for database in [Some(Database::sqlite()), postgres.map(Database::postgres)].into_iter().flatten() {
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
}

/// Starts so many messages, as a teammate would.
async fn fill(database_url: &str, app_id: &str, messages: u64) {
    let audience = r#"{"version":1,"all":[{"field":"kind","operator":"is","value":"user"},{"custom":"cart_value_cents","type":"number","operator":"greater","value":4000}]}"#;
    let statements = [
        format!(
            r#"with recursive n (n) as (select 1 union all select n + 1 from n where n < {messages})
               insert into outbound_messages (number, app_id, delivery, style, state, title, sender, content, pages, audience,
                                              priority, created_at, updated_at)
               select -n, '{app_id}', 'auto', 'chat', 'live', 'A message', 1, '{{"text":"Hello"}}',
                      case when n <= 10 then '[{{"part":"path","operator":"starts_with","value":"/coffees"}}]'
                           else '[{{"part":"path","operator":"is","value":"/other"}},{{"part":"path","operator":"matches","value":"/page-*/of/*"}}]' end{json},
                      '{audience}'{json}, 0, 0, 0 from n where n <= {messages}"#,
            json = if database_url.starts_with("postgres") { "::json" } else { "" },
        ),
        "update event_counter set live_messages = live_messages + 1".to_owned(),
    ];
    let db = Db::open(database_url).await.expect("the database");
    for statement in statements.map(AssertSqlSafe) {
        match &db {
            Db::Sqlite { writer, .. } => _ = sqlx::query(statement).execute(writer).await.expect("rows"),
            Db::Postgres(pool) => _ = sqlx::query(statement).execute(pool).await.expect("rows"),
        }
    }
    db.close().await;
}
