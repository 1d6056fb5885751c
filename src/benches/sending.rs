//! People's pings while a message that is sent once finds many others.

use leptos_messenger::database::Db;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::load;
use crate::server::Server;
use crate::visitor::Visitor;
use crate::waits::Waits;

pub struct Sent {
    pub people: i64,
    pub seconds: f64,
    pub meanwhile: Waits,
    /// As long as the load of `time` takes, with nothing sent.
    pub quiet: Waits,
}

impl fmt::Display for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { people, seconds, meanwhile, quiet } = self;
        write!(
            f,
            "a message finds {people} people in {seconds:.1} s; {} pings meanwhile: {:.1} ms p99, {:.1} ms at most; without it {:.1} and {:.1}",
            meanwhile.count(),
            meanwhile.ms(0.99),
            meanwhile.ms(1.0),
            quiet.ms(0.99),
            quiet.ms(1.0)
        )
    }
}

/// A server begins where [`messages::send`](crate::messages::send) has sent a message.
pub async fn run(database_url: &str, connections: usize, time: Duration) -> Sent {
    let server = Server::start(database_url).await;
    let db = Db::open(database_url).await.expect("the database");
    let (seconds, meanwhile) = while_browsing(&server, connections, async {
        while count(&db, "select count(*) from outbound_messages where sent_up_to is not null").await > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    let people = count(&db, "select count(*) from outbound_receipts").await;
    db.close().await;
    let quiet = load::run(&server, connections, time).await.waits;
    Sent { people, seconds, meanwhile, quiet }
}

/// Returns how many seconds the work takes, and how long the pings of visitors wait meanwhile.
pub async fn while_browsing(
    server: &Server,
    connections: usize,
    work: impl Future<Output = ()>,
) -> (f64, Waits) {
    let began = Instant::now();
    let is_over = Arc::new(AtomicBool::new(false));
    let browsing = (0..connections)
        .map(|_| tokio::spawn(browse(server.address.clone(), server.app_id.clone(), is_over.clone())));
    let browsing: Vec<_> = browsing.collect();
    work.await;
    let seconds = began.elapsed().as_secs_f64();
    is_over.store(true, Ordering::Relaxed);
    let mut waited = Vec::new();
    for visitor in browsing {
        waited.extend(visitor.await.expect("a visitor"));
    }
    (seconds, waited.into_iter().collect())
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

pub async fn count(db: &Db, select: &'static str) -> i64 {
    match db {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(select).fetch_one(readers).await.expect("a count"),
        Db::Postgres(pool) => sqlx::query_scalar(select).fetch_one(pool).await.expect("a count"),
    }
}
