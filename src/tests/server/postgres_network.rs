//! A network between a server and PostgreSQL that loses what it is told to lose.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;

/// Of PostgreSQL's protocol: the kind of message that notifies …
const NOTIFICATION: &[u8] = b"workspace_events\0";
/// … and the answer to a commit.
const COMMITTED: &[u8] = b"COMMIT\0";

#[derive(Clone, Default)]
pub struct Network {
    losing: Arc<Mutex<Option<&'static [u8]>>>,
    /// How much of that was lost.
    lost: Arc<AtomicU64>,
    /// How often all connections were cut.
    cuts: Arc<watch::Sender<u64>>,
    is_away: Arc<watch::Sender<bool>>,
    is_stalled: Arc<watch::Sender<bool>>,
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
        tokio::spawn(network.clone().listen(listener, there));
        (network, through)
    }

    async fn listen(self, mut listener: TcpListener, there: String) {
        let here = listener.local_addr().expect("an address");
        loop {
            tokio::select! {
                accepted = listener.accept() => {
                    let (server, _) = accepted.expect("a connection");
                    let database = TcpStream::connect(&there).await.expect("PostgreSQL");
                    tokio::spawn(self.clone().carry(server, database));
                }
                () = self.until_away(true) => {
                    drop(listener);
                    // Bound, it keeps the port; connections are refused before it listens.
                    let socket = TcpSocket::new_v4().expect("a socket");
                    socket.set_reuseaddr(true).expect("an option");
                    socket.bind(here).expect("its port");
                    self.until_away(false).await;
                    listener = socket.listen(1_024).expect("a listener");
                }
            }
        }
    }

    async fn until_away(&self, is_away: bool) {
        _ = self.is_away.subscribe().wait_for(|is| *is == is_away).await;
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
                let losing = *self.losing.lock().expect("a lock");
                if losing.is_some_and(|losing| bytes.windows(losing.len()).any(|part| part == losing)) {
                    is_dead = true;
                    self.lost.fetch_add(1, Ordering::SeqCst);
                }
                _ = self.is_stalled.subscribe().wait_for(|is| !*is).await;
                if !is_dead && to_server.write_all(bytes).await.is_err() {
                    return;
                }
            }
        };
        tokio::select! { _ = out => {}, () = back => {}, _ = cuts.changed() => {}, () = self.until_away(true) => {} }
    }

    /// From now on: a connection that notifies falls silent with that.
    pub fn lose_notifications(&self) {
        self.lose(NOTIFICATION);
    }

    /// From now on: a connection that commits falls silent with that.
    pub fn lose_commits(&self) {
        self.lose(COMMITTED);
    }

    fn lose(&self, answer: &'static [u8]) {
        self.lost.store(0, Ordering::SeqCst);
        *self.losing.lock().expect("a lock") = Some(answer);
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

    /// Ends all connections and refuses new ones, until it [comes back](Self::come_back).
    pub fn go_away(&self) {
        self.is_away.send_replace(true);
    }

    pub fn come_back(&self) {
        self.is_away.send_replace(false);
    }

    /// Nothing comes back from the database until it goes on: as from one that is stopped, or whose disk hangs.
    pub fn stall(&self) {
        self.is_stalled.send_replace(true);
    }

    pub fn go_on(&self) {
        self.is_stalled.send_replace(false);
    }

    pub fn heal(&self) {
        *self.losing.lock().expect("a lock") = None;
    }
}
