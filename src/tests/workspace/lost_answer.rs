//! A network that loses one answer: by then the server has stored what was asked, and nobody who asked knows it.

use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// Before a server: passes one connection's requests on, and none of its answers. The connection ends with the server.
pub struct LostAnswer {
    pub address: String,
    lost: Arc<Notify>,
}

impl LostAnswer {
    pub async fn before(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let lost = Arc::new(Notify::new());
        let said = lost.clone();
        let server: SocketAddr = server.parse().expect("an address");
        tokio::spawn(async move {
            let (mut asking, _) = listener.accept().await.expect("a connection");
            let mut asked = TcpStream::connect(server).await.expect("the server");
            let (mut questions, _) = asking.split();
            let (mut answers, mut passed_on) = asked.split();
            let pass_on = async {
                let mut bytes = [0; 4_096];
                while let Ok(count @ 1..) = questions.read(&mut bytes).await {
                    if passed_on.write_all(&bytes[..count]).await.is_err() {
                        break;
                    }
                }
                std::future::pending::<()>().await;
            };
            let lose = async {
                if answers.read_u8().await.is_ok() {
                    said.notify_one();
                }
                let mut rest = Vec::new();
                _ = answers.read_to_end(&mut rest).await;
            };
            tokio::select! {
                () = pass_on => {}
                () = lose => {}
            }
        });
        Self { address, lost }
    }

    /// Until the server has answered: what it was asked is done.
    pub async fn is_lost(&self) {
        self.lost.notified().await;
    }
}
