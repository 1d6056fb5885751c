//! The load: so many visitors, each sending its next ping when the last one is answered.

use std::time::{Duration, Instant};

use crate::server::Server;
use crate::visitor::Visitor;
use crate::waits::Waits;

pub struct Measured {
    pub per_second: f64,
    pub waits: Waits,
    /// Processor time of the server for each.
    pub cpu_us: f64,
}

/// As long to warm up, then for `time`.
pub async fn run(server: &Server, connections: usize, time: Duration) -> Measured {
    let mut visitors = Vec::with_capacity(connections);
    for _ in 0..connections {
        let visitor = Visitor::boot(&server.address, &server.app_id, "http://shop.example/").await;
        visitors.push(visitor.expect("a visitor"));
    }
    let counted_from = Instant::now() + time;
    let running =
        visitors.into_iter().map(|visitor| tokio::spawn(browse(visitor, counted_from, counted_from + time)));
    let running = running.collect::<Vec<_>>();
    tokio::time::sleep_until(counted_from.into()).await;
    let cpu = server.cpu_time();
    tokio::time::sleep(time).await;
    let cpu = server.cpu_time().saturating_sub(cpu);
    let mut waited = Vec::new();
    for visitor in running {
        waited.extend(visitor.await.expect("a visitor"));
    }
    let waits: Waits = waited.into_iter().collect();
    Measured {
        per_second: waits.count() as f64 / time.as_secs_f64(),
        cpu_us: cpu.as_secs_f64() * 1e6 / waits.count() as f64,
        waits,
    }
}

/// How long each answer took that was asked for after `counted_from`.
async fn browse(mut visitor: Visitor, counted_from: Instant, until: Instant) -> Vec<Duration> {
    let mut waited = Vec::new();
    for page in 1_u64.. {
        let asked = Instant::now();
        if asked >= until {
            break;
        }
        visitor.update(&format!("http://shop.example/coffees/{page}")).await.expect("an answer");
        if asked >= counted_from {
            waited.push(asked.elapsed());
        }
    }
    waited
}
