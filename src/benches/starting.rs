//! How soon a started message stands on the page of a person at each server.

use std::cell::Cell;
use std::time::{Duration, Instant};

use crate::databases::{Database, execute};
use crate::load;
use crate::messages;
use crate::server::Server;
use crate::visitor::Visitor;
use crate::waits::Waits;

/// Messages that are started, the next when each server showed the last.
pub const STARTS: usize = 100;

pub struct Started {
    pub servers: usize,
    /// Pings of the message's page that came without it, after its start.
    pub without: usize,
    /// From the start to the answer with the message.
    pub waits: Waits,
}

/// Beside the load at the first of the servers.
pub async fn run(database: &Database, connections: usize) -> Started {
    let url = database.fresh().await;
    let mut servers = vec![Server::start(&url).await];
    if let Database::Postgres(_) = database {
        servers.push(Server::start(&url).await);
    }
    let app_id = servers[0].app_id.clone();
    let is_over = Cell::new(false);
    let loading = async {
        while !is_over.get() {
            load::run(&servers[0], connections, Duration::from_secs(1)).await;
        }
    };
    let starting = async {
        let (mut waits, mut without) = (Vec::new(), 0);
        for nth in 1..=STARTS {
            let path = format!("/started/{nth}");
            let page = format!("http://shop.example{path}");
            // Each server knows the messages from before.
            let mut visitors = Vec::new();
            for server in &servers {
                let booted = Visitor::boot(&server.address, &app_id, "http://shop.example/").await;
                visitors.push(booted.expect("a visitor"));
            }
            execute(&url, messages::start(&url, &app_id, nth, &path)).await;
            let started = Instant::now();
            for visitor in &mut visitors {
                while visitor.update(&page).await.expect("an answer")["message"].is_null() {
                    without += 1;
                }
                waits.push(started.elapsed());
            }
        }
        is_over.set(true);
        (waits, without)
    };
    let ((waits, without), ()) = tokio::join!(starting, loading);
    Started { servers: servers.len(), without, waits: waits.into_iter().collect() }
}
