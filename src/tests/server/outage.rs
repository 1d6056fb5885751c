//! PostgreSQL goes away while people write, and comes back.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use leptos_messenger::clock::Clock;
use leptos_messenger::database::{Db, Patience};
use serde_json::json;
use std::cell::{Cell, RefCell};
use std::time::Duration;
use tempfile::TempDir;
use tokio::time::timeout;

use super::inbox::{Desk, Stream, pass, texts_of};
use super::postgres_network::Network;
use crate::database::{Database, execute, texts};
use crate::shop::{MARIT, account};

/// The database is away for at most so long.
const OUTAGE: Duration = Duration::from_secs(10);
/// A busy machine may take so long to meet a condition.
const PATIENCE: Duration = Duration::from_secs(30);
/// What a request waits for a connection to the database. The usual 10 s would make the test as slow.
const CONNECTION: Duration = Duration::from_millis(500);
/// More than the time after which a stream asks whether it still stands.
const A_WHILE: Duration = Duration::from_secs(6);

/// What people do, one act after another, each again until it succeeds.
#[derive(Default)]
struct Acts {
    name: &'static str,
    done: Cell<usize>,
    refused: Cell<usize>,
}

impl Acts {
    fn of(name: &'static str) -> Self {
        Self { name, ..Self::default() }
    }

    async fn go_on(
        &self,
        until: &Cell<bool>,
        clock: &Clock,
        act: impl AsyncFn(usize) -> (StatusCode, String),
    ) {
        while !until.get() {
            // Nobody does too much in a minute.
            clock.advance(10);
            let answer = timeout(PATIENCE, act(self.done.get())).await;
            let (status, body) = answer.unwrap_or_else(|_| panic!("{}: no answer", self.name));
            if status == StatusCode::OK {
                self.done.update(|done| done + 1);
            } else {
                // No browser shows what an EventSource was answered.
                let is_bare = self.name == "inbox" && status == 500 && body.is_empty();
                assert!(is_bare || is_plain(status, &body), "{}: {status} {body}", self.name);
                self.refused.update(|refused| refused + 1);
            }
        }
    }
}

/// In the product's own words: the bare text of a panic is none.
fn is_plain(status: StatusCode, body: &str) -> bool {
    match status.as_u16() {
        500 if body.starts_with('<') => body.contains("Something went wrong on our side."),
        500 => [r#"{"errors":[{"code":"server_error"}]}"#, r#""Internal""#].contains(&body),
        503 => body.starts_with("not ready\nthe database does not store a row"),
        _ => false,
    }
}

/// A shop whose server reaches the database through the network, and another that reaches it all the time.
struct Outage {
    desk: Desk,
    other: Desk,
    network: Network,
    /// A customer's.
    cookie: String,
}

impl Outage {
    async fn prepare() -> Self {
        let Database { url, folder } = Database::fresh().await;
        let (clock, files) = (Clock::manual(1_800_000_000), folder.path().join("files"));
        let other = Desk::over(&url, folder, clock.clone()).await;
        let (network, through) = Network::to(&url).await;
        let patience = Patience { connection: CONNECTION, ..Patience::default() };
        let db = Db::open_with(&through, patience).await.expect("a database");
        let desk = Desk::on(db, TempDir::new().expect("a folder"), &files, clock).await;
        let cookie = other.server.log_in("customer@example.com").await;
        execute(&other.server.state.db, "update stock set bags = 1000").await;
        Self { desk, other, network, cookie }
    }

    /// The form that orders one bag.
    async fn order(&self, n: usize) -> String {
        let (status, body) =
            self.other.acts_as("add_to_cart", "coffee=kelp-forest&quantity=1", &self.cookie).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        let seen = self.other.server.state.shop.cart(&account(MARIT)).await.expect("a cart").seal();
        format!(
            "key=the-key-of-order-{n}&seen={seen}&address%5Bname%5D=M&address%5Bstreet%5D=S&address%5Bpostcode%5D=5&\
             address%5Bcity%5D=B&address%5Bcountry%5D=NO"
        )
    }

    async fn stored(&self, select: &str) -> Vec<String> {
        let mut rows = texts(&self.other.server.state.db, select).await;
        // By the number at their end.
        rows.sort_by_key(|row| (row.len(), row.clone()));
        rows
    }
}

async fn until(condition: impl Fn() -> bool) {
    while !condition() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Opens a stream as soon as the server lets it.
async fn open(desk: &Desk, path: &str, header: (&str, &str)) -> Stream {
    loop {
        let request = Request::get(path).header(header.0, header.1).body(Body::empty()).expect("a request");
        let answer = desk.server.send(request).await;
        if answer.status() == StatusCode::OK {
            return Stream::of(answer);
        }
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/with-postgres"]
async fn while_postgresql_is_gone_each_act_is_refused_in_words_and_after_it_each_that_succeeded_is_there_once()
 {
    let shop = Outage::prepare().await;
    let Outage { desk, other, network, cookie } = &shop;
    let clock = &desk.server.state.clock;
    let (writer, browsing, reader) = (other.visitor().await, other.visitor().await, other.visitor().await);
    let written = other.writes(&writer, "first", None, "first").await;
    let followed = other.writes(&reader, "k1", None, "Hello").await;
    let of_person =
        format!("/messenger/web/stream?app_id={}&after={}", desk.app_id(), other.workspace().feed().newest());
    let bearer = format!("Bearer {reader}");
    let streams = [
        (of_person.as_str(), ("authorization", bearer.as_str())),
        ("/workspace/inbox/stream", ("cookie", desk.cookie.as_str())),
    ];

    let message = async |n: usize| {
        let body = json!({ "app_id": desk.app_id(), "key": format!("m{n}"), "conversation": written.to_string(), "text": format!("m{n}") });
        desk.person("message", Some(body), &writer).await
    };
    let ping = async |n: usize| {
        let page = json!({ "url": format!("https://shop.example/{n}"), "title": "A page" });
        let body = json!({ "app_id": desk.app_id(), "call": "update", "page": page, "settings": {} });
        desk.person("ping", Some(body), &browsing).await
    };
    let reply = async |n: usize| desk.acts("inbox_reply", &format!("id={written}&key=r{n}&text=r{n}")).await;
    let form = RefCell::new((usize::MAX, String::new()));
    let order = async |n: usize| {
        if form.borrow().0 != n {
            let next = shop.order(n).await;
            *form.borrow_mut() = (n, next);
        }
        let form = form.borrow().1.clone();
        desk.acts_as("place_order", &form, cookie).await
    };
    let page = async |_: usize| {
        let request = Request::get("/orders").header("accept", "text/html").header("cookie", cookie);
        desk.asked(request.body(Body::empty()).expect("a request")).await
    };
    // Asked more often, it says the same.
    let ready = async |_: usize| {
        tokio::time::sleep(Duration::from_secs(1)).await;
        desk.get("/readyz", "").await
    };
    let stream = async |(path, header): (&str, (&str, &str))| {
        let request = Request::get(path).header(header.0, header.1).body(Body::empty()).expect("a request");
        let answer = desk.server.send(request).await;
        // An open one does not end.
        if answer.status() == StatusCode::OK {
            (StatusCode::OK, String::new())
        } else {
            (answer.status(), super::text(answer).await)
        }
    };

    let all = ["message", "ping", "reply", "order", "page", "ready", "panel", "inbox"].map(Acts::of);
    let is_over = Cell::new(false);
    let acting = async {
        let [messages, pings, replies, orders, pages, readiness, panels, inboxes] = &all;
        tokio::join!(
            messages.go_on(&is_over, clock, message),
            pings.go_on(&is_over, clock, ping),
            replies.go_on(&is_over, clock, reply),
            orders.go_on(&is_over, clock, order),
            pages.go_on(&is_over, clock, page),
            readiness.go_on(&is_over, clock, ready),
            panels.go_on(&is_over, clock, async |_| stream(streams[0]).await),
            inboxes.go_on(&is_over, clock, async |_| stream(streams[1]).await),
        )
    };
    let outage = async {
        let mut open_before = Vec::new();
        for (path, header) in streams {
            open_before.push(open(desk, path, header).await);
        }
        timeout(PATIENCE, until(|| all.iter().all(|acts| acts.done.get() > 1))).await.expect("all act");
        network.go_away();
        let refused = timeout(OUTAGE, until(|| all.iter().all(|acts| acts.refused.get() > 0))).await;
        let still: Vec<_> = all.iter().filter(|acts| acts.refused.get() == 0).map(|acts| acts.name).collect();
        assert!(refused.is_ok(), "nobody refused {still:?}");
        // Of another server, meanwhile.
        let (status, body) = other.acts("inbox_reply", &format!("id={followed}&key=k2&text=Meanwhile")).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        // What cannot be asked stands no more: the reader comes back.
        pass(A_WHILE).await;
        for stream in &mut open_before {
            while stream.next().await.is_some() {}
        }
        network.come_back();
        let again = async {
            for (path, header) in streams {
                let first = open(desk, path, header).await.next().await.expect("its first word");
                // The inbox reads its state whenever its stream is ready.
                assert!(first.starts_with("event: change\n") || header.0 == "cookie", "{first}");
            }
            assert!(desk.reads(&reader, followed).await.contains("Meanwhile"));
        };
        timeout(PATIENCE, again).await.expect("streams open again");
        let before = all.each_ref().map(|acts| acts.done.get());
        let done = || all.iter().zip(before).all(|(acts, before)| acts.done.get() > before + 1);
        timeout(PATIENCE, until(done)).await.expect("all succeed again");
        is_over.set(true);
    };
    tokio::join!(acting, outage);

    let [messages, pings, replies, orders, ..] = all.map(|acts| acts.done.get());
    let numbered =
        |letter: &str, count: usize| (0..count).map(|n| format!("{letter}{n}")).collect::<Vec<_>>();
    let parts = texts_of(&other.thread(written).await);
    let by = |letter: &str| parts.iter().filter(|text| text.starts_with(letter)).cloned().collect::<Vec<_>>();
    assert_eq!(by("m"), numbered("m", messages));
    assert_eq!(by("r"), numbered("r", replies));
    assert_eq!(
        shop.stored("select url from impressions where title = 'A page'").await,
        numbered("https://shop.example/", pings)
    );
    assert_eq!(shop.stored("select key from orders").await, numbered("the-key-of-order-", orders));
    let bags = shop.stored("select bags from stock where slug = 'kelp-forest'").await;
    assert_eq!(bags, [(1000 - orders).to_string()]);
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/with-postgres"]
async fn what_postgresql_stored_before_it_could_say_so_is_stored_once_when_it_is_sent_again() {
    let shop = Outage::prepare().await;
    let Outage { desk, other, network, cookie } = &shop;
    let writer = other.visitor().await;
    let id = other.writes(&writer, "first", None, "first").await;
    let message =
        json!({ "app_id": desk.app_id(), "key": "m1", "conversation": id.to_string(), "text": "m1" });
    let form = shop.order(1).await;
    let message = async || desk.person("message", Some(message.clone()), &writer).await;
    let reply = async || desk.acts("inbox_reply", &format!("id={id}&key=r1&text=r1")).await;
    let order = async || desk.acts_as("place_order", &form, cookie).await;
    twice(network, message).await;
    twice(network, reply).await;
    assert_eq!(texts_of(&other.thread(id).await), ["first", "m1", "r1"]);
    twice(network, order).await;
    assert_eq!(shop.stored("select key from orders").await, ["the-key-of-order-1"]);
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/with-postgres"]
async fn while_postgresql_stands_still_for_ten_seconds_nothing_acknowledged_is_lost_and_nothing_comes_twice()
{
    let shop = Outage::prepare().await;
    let Outage { desk, other, network, .. } = &shop;
    let writer = other.visitor().await;
    let id = other.writes(&writer, "first", None, "first").await;
    let reply = async |n: usize| desk.acts("inbox_reply", &format!("id={id}&key=r{n}&text=r{n}")).await;
    let ping = async |n: usize| {
        let page = json!({ "url": format!("https://shop.example/{n}"), "title": "A page" });
        let body = json!({ "app_id": desk.app_id(), "call": "update", "page": page, "settings": {} });
        desk.person("ping", Some(body), &writer).await
    };
    let all = ["reply", "ping"].map(Acts::of);
    let is_over = Cell::new(false);
    let clock = &desk.server.state.clock;
    let acting = async {
        tokio::join!(all[0].go_on(&is_over, clock, reply), all[1].go_on(&is_over, clock, ping));
    };
    let standing_still = async {
        timeout(PATIENCE, until(|| all.iter().all(|acts| acts.done.get() > 1))).await.expect("all act");
        network.stall();
        tokio::time::sleep(OUTAGE).await;
        assert_eq!(desk.get("/readyz", "").await.0, StatusCode::SERVICE_UNAVAILABLE);
        network.go_on();
        let before = all.each_ref().map(|acts| acts.done.get());
        let done = || all.iter().zip(before).all(|(acts, before)| acts.done.get() > before + 1);
        timeout(PATIENCE, until(done)).await.expect("all succeed again");
        is_over.set(true);
    };
    tokio::join!(acting, standing_still);
    let [replies, pings] = all.each_ref().map(|acts| acts.done.get());
    let expected: Vec<_> =
        std::iter::once("first".to_owned()).chain((0..replies).map(|n| format!("r{n}"))).collect();
    assert_eq!(texts_of(&other.thread(id).await), expected);
    let visited: Vec<_> = (0..pings).map(|n| format!("https://shop.example/{n}")).collect();
    assert_eq!(shop.stored("select url from impressions where title = 'A page'").await, visited);
    let ready = async {
        while desk.get("/readyz", "").await.0 != StatusCode::OK {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, ready).await.expect("it is ready again");
}

/// The first time it is stored, and nobody hears of it.
async fn twice(network: &Network, act: impl AsyncFn() -> (StatusCode, String)) {
    network.lose_commits();
    let cut = async {
        network.until_one_is_lost().await;
        network.heal();
        network.cut();
    };
    let ((status, body), ()) =
        timeout(PATIENCE, async { tokio::join!(act(), cut) }).await.expect("an answer");
    assert!(is_plain(status, &body), "{status} {body}");
    let (status, body) = timeout(PATIENCE, act()).await.expect("an answer");
    assert_eq!(status, StatusCode::OK, "{body}");
}
