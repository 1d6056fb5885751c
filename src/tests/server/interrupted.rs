//! A network that fails: streams of both sides are cut at any byte, and taken up again.

use leptos_messenger::server::{Limits, TrustedProxies, serve_until};
use serde_json::Value;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Take};
use tokio::net::{TcpListener, TcpStream};

use super::inbox::Desk;

/// For a stream that does not report what it should.
const PATIENCE: Duration = Duration::from_secs(60);
const FIRST: &str = "text-0";

#[derive(Clone, Copy, Debug)]
enum Side {
    Person,
    Teammate,
}

/// A page of either side, which reads the conversation when its stream says so, and at no other time.
struct Page<'a> {
    desk: &'a Desk,
    address: SocketAddr,
    side: Side,
    credential: String,
    conversation: i64,
    /// As it was read last: the texts of its parts.
    read: Vec<String>,
    /// Up to where.
    cursor: String,
}

/// An open stream, which the network ends after so many bytes.
struct Stream {
    lines: BufReader<Take<TcpStream>>,
    /// How many came so far.
    bytes: u64,
}

impl<'a> Page<'a> {
    /// In a conversation that has begun.
    async fn load(desk: &'a Desk, address: SocketAddr, side: Side) -> Self {
        let credential = desk.visitor().await;
        let conversation = desk.writes(&credential, "k", None, FIRST).await;
        let (read, cursor) = (Vec::new(), String::new());
        let mut page = Self { desk, address, side, credential, conversation, read, cursor };
        page.read_now().await;
        page
    }

    async fn read_now(&mut self) {
        let thread = self.desk.reads(&self.credential, self.conversation).await;
        let after = |text: &'static str| thread.split(text).skip(1);
        match self.side {
            Side::Person => {
                let cursor = after("data-cursor=\"").next().expect("a cursor");
                cursor.split('"').next().expect("a number").clone_into(&mut self.cursor);
                let word =
                    |part: &str| part.split(['<', '>', ' ']).find(|word| is_ours(word)).map(str::to_owned);
                self.read = after("data-part=\"").filter_map(word).collect();
            }
            Side::Teammate => {
                let thread = self.desk.thread(self.conversation).await;
                let parts = thread["parts"].as_array().expect("parts");
                let text = |part: &Value| part["text"].as_str().expect("a text").to_owned();
                self.read = parts.iter().map(text).collect();
            }
        }
    }

    async fn open(&self, bytes: u64) -> Stream {
        let head = match self.side {
            Side::Person => format!(
                "/messenger/web/stream?app_id={}&after={} HTTP/1.0\r\nauthorization: Bearer {}",
                self.desk.app_id(),
                self.cursor,
                self.credential
            ),
            Side::Teammate => format!("/workspace/inbox/stream HTTP/1.0\r\ncookie: {}", self.desk.cookie),
        };
        let mut connection = TcpStream::connect(self.address).await.expect("a connection");
        let request = format!("GET {head}\r\nhost: shop.example\r\n\r\n");
        connection.write_all(request.as_bytes()).await.expect("sent");
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(connection.read_u8().await.expect("a head"));
        }
        assert!(answer.starts_with(b"HTTP/1.0 200 "), "{}", String::from_utf8_lossy(&answer));
        Stream { lines: BufReader::new(connection.take(bytes)), bytes: 0 }
    }

    /// Follows until the network ends the stream, or all these texts are read.
    async fn follow(&mut self, stream: &mut Stream, all: Option<&[String]>) {
        let following = async {
            while all.is_none_or(|all| self.read != all)
                && let Some(event) = stream.next().await
            {
                let says_so = match self.side {
                    Side::Person => event == "change",
                    Side::Teammate => event == "change" || event == "ready",
                };
                if says_so {
                    self.read_now().await;
                }
            }
        };
        let within = tokio::time::timeout(PATIENCE, following).await;
        within.unwrap_or_else(|_| panic!("{all:?} was sent, and the stream led to {:?}", self.read));
    }

    /// The other side writes.
    async fn receives(&self, sent: &mut Vec<String>) {
        let text = format!("text-{}", sent.len());
        match self.side {
            Side::Person => {
                let form = format!("id={}&key={text}&text={text}", self.conversation);
                assert_eq!(self.desk.acts("inbox_reply", &form).await.0, 200);
            }
            Side::Teammate => {
                self.desk.writes(&self.credential, &text, Some(self.conversation), &text).await;
            }
        }
        sent.push(text);
        // Nobody sends too much in a minute.
        self.desk.server.state.clock.advance(10);
    }
}

impl Stream {
    /// The name of the next whole event, as an `EventSource` has it: without data there is none. None where the network ends
    /// it before.
    async fn next(&mut self) -> Option<String> {
        let (mut name, mut has_data) = (None, false);
        loop {
            let mut line = String::new();
            // A connection that is reset has ended, too.
            _ = self.lines.read_line(&mut line).await;
            self.bytes += line.len() as u64;
            match line.strip_suffix('\n')? {
                "" if has_data => return name,
                "" => name = None,
                line => {
                    has_data |= line.starts_with("data:");
                    name = line.strip_prefix("event: ").map(str::to_owned).or(name);
                }
            }
        }
    }
}

fn is_ours(word: &str) -> bool {
    word.starts_with("text-")
}

async fn serve(desk: &Desk) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let router = desk.server.router.clone();
    let limits = Limits::of(900, TrustedProxies::default());
    tokio::spawn(serve_until(std::future::pending(), listener, router, limits));
    address
}

#[tokio::test]
async fn a_stream_that_is_cut_at_any_byte_and_taken_up_again_leads_to_everything() {
    let desk = Desk::open().await;
    let address = serve(&desk).await;
    for side in [Side::Person, Side::Teammate] {
        let (mut page, mut sent) = (Page::load(&desk, address, side).await, vec![FIRST.to_owned()]);
        // What a stream says first, and a change.
        let mut whole = page.open(u64::MAX).await;
        page.receives(&mut sent).await;
        let both = async { while whole.next().await.as_deref() != Some("change") {} };
        tokio::time::timeout(PATIENCE, both).await.expect("a change");
        page.read_now().await;
        for bytes in 0..=whole.bytes {
            let mut stream = page.open(bytes).await;
            page.receives(&mut sent).await;
            page.follow(&mut stream, None).await;
            drop(stream);
            // With and without something that nobody could report.
            if bytes % 2 == 0 {
                page.receives(&mut sent).await;
            }
            let mut again = page.open(u64::MAX).await;
            page.follow(&mut again, Some(&sent)).await;
            assert_eq!(page.read, sent, "{side:?}, cut after {bytes} bytes");
        }
    }
}

#[tokio::test]
async fn what_is_sent_at_the_moment_a_stream_is_taken_up_again_is_not_missed() {
    let desk = Desk::open().await;
    let address = serve(&desk).await;
    for side in [Side::Person, Side::Teammate] {
        let (mut page, mut sent) = (Page::load(&desk, address, side).await, vec![FIRST.to_owned()]);
        for moment in 0..100 {
            let receiving = async {
                // A little later each time.
                for _ in 0..moment {
                    tokio::task::yield_now().await;
                }
                page.receives(&mut sent).await;
            };
            let (mut stream, ()) = tokio::join!(page.open(u64::MAX), receiving);
            page.follow(&mut stream, Some(&sent)).await;
            assert_eq!(page.read, sent, "{side:?}");
        }
    }
}
