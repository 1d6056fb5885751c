//! A network between a server and PostgreSQL that loses what it is told to lose.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Of PostgreSQL's protocol: the kind of message that notifies.
const NOTIFICATION: &[u8] = b"workspace_events\0";

#[derive(Clone, Default)]
pub struct Network {
    is_losing: Arc<AtomicBool>,
    /// Notifications that were lost.
    lost: Arc<AtomicU64>,
    /// How often all connections were cut.
    cuts: Arc<watch::Sender<u64>>,
}

impl Network {
    /// And the URL of this database through it.
    pub async fn to(url: &str) -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let here = listener.local_addr().expect("an address").to_string();
        let (before, rest) = url.split_once('@').expect("a user");
        let (there, database) = rest.split_once('/').expect("a database");
        let through = format!("{before}@{here}/{database}");
        let (network, there) = (Self::default(), there.to_owned());
        let carrying = network.clone();
        tokio::spawn(async move {
            while let Ok((server, _)) = listener.accept().await {
                let database = TcpStream::connect(&there).await.expect("PostgreSQL");
                tokio::spawn(carrying.clone().carry(server, database));
            }
        });
        (network, through)
    }

    async fn carry(self, mut server: TcpStream, mut database: TcpStream) {
        let mut cuts = self.cuts.subscribe();
        let ((mut from_server, mut to_server), (mut from_database, mut to_database)) =
            (server.split(), database.split());
        let out = tokio::io::copy(&mut from_server, &mut to_database);
        let back = async {
            let (mut bytes, mut is_dead) = (vec![0; 65_536], false);
            while let Ok(read @ 1..) = from_database.read(&mut bytes).await {
                let bytes = &bytes[..read];
                let notifies = bytes.windows(NOTIFICATION.len()).any(|part| part == NOTIFICATION);
                if notifies && self.is_losing.load(Ordering::SeqCst) {
                    is_dead = true;
                    self.lost.fetch_add(1, Ordering::SeqCst);
                }
                if !is_dead && to_server.write_all(bytes).await.is_err() {
                    return;
                }
            }
        };
        tokio::select! { _ = out => {}, () = back => {}, _ = cuts.changed() => {} }
    }

    /// From now on: a connection that notifies falls silent with that.
    pub fn lose_notifications(&self) {
        self.lost.store(0, Ordering::SeqCst);
        self.is_losing.store(true, Ordering::SeqCst);
    }

    pub async fn until_one_is_lost(&self) {
        while self.lost.load(Ordering::SeqCst) == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Ends all connections; new ones work.
    pub fn cut(&self) {
        self.cuts.send_modify(|cuts| *cuts += 1);
    }

    pub fn heal(&self) {
        self.is_losing.store(false, Ordering::SeqCst);
    }
}
