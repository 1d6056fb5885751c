//! A server that is killed between the order and its answer: the same form, sent again, shows the order that was made.
//! An answer that came all the same is matched with its order.

use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::{MARIT, account};
use crate::database::{Database, execute, texts};
use crate::workspace::crash::process::Server;
use crate::workspace::lost_answer::LostAnswer;
use leptos_messenger::clock::Clock;
use leptos_messenger::shop::Shop;
use leptos_messenger::shop::order::NewOrder;

const PATIENCE: Duration = Duration::from_secs(30);
/// In every other one the answer is lost for certain; in the others the kill may be faster than the answer, or not.
const ROUNDS: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_between_order_and_answer_has_placed_it_once() {
    let database = Database::fresh().await;
    let db = database.open().await;
    let mut ids = Vec::new();
    for round in 0..ROUNDS {
        let server = Server::start_with(&database.url, &[("DEMO_ACCOUNTS", "1")]).await;
        let (_, cookie, _) =
            post(&server.address, "log_in", "", "email=customer%40example.com&password=demo-password")
                .await
                .unwrap();
        execute(&db, "update stock set bags = 5 where slug = 'kelp-forest'").await;
        post(&server.address, "add_to_cart", &cookie, "coffee=kelp-forest&quantity=2").await.unwrap();
        let shop = Shop::open(db.clone(), Clock::System, false).await.unwrap();
        let seen = shop.cart(&account(MARIT)).await.unwrap().seal();
        let form = format!(
            "key=the-key-of-round-{round}&seen={seen}&address%5Bname%5D=M&address%5Bstreet%5D=S&address%5Bpostcode%5D=5&address%5Bcity%5D=B&address%5Bcountry%5D=NO"
        );
        let placed = format!("select id from orders where key = 'the-key-of-round-{round}'");
        let network = LostAnswer::before(&server.address).await;
        let is_lost = round % 2 == 0;
        let address = if is_lost { network.address.clone() } else { server.address.clone() };
        let kill = async {
            if is_lost {
                network.is_lost().await;
            }
            while texts(&db, &placed).await.is_empty() {
                tokio::task::yield_now().await;
            }
            server.kill();
        };
        let (first, killed) =
            tokio::join!(post(&address, "place_order", &cookie, &form), tokio::time::timeout(PATIENCE, kill));
        killed.expect("the order is placed");
        let first: Option<NewOrder> = match first {
            Some((status, _, answer)) => {
                assert_eq!(status, StatusCode::OK, "{answer}");
                Some(serde_json::from_str(&answer).unwrap())
            }
            None => None,
        };
        assert!(!is_lost || first.is_none(), "nobody got the answer");

        let server = Server::start_with(&database.url, &[("DEMO_ACCOUNTS", "1")]).await;
        let (status, _, answer) =
            post(&server.address, "place_order", &cookie, &form).await.expect("an answer");
        assert_eq!(status, StatusCode::OK, "{answer}");
        let answer: NewOrder = serde_json::from_str(&answer).unwrap();
        assert_eq!([answer.id.as_str()], texts(&db, &placed).await[..], "one order, and it is the first");
        assert!(first.is_none_or(|first| first.id == answer.id), "both answers are of the same order");
        ids.push(answer.id);
        let names: Vec<_> = answer.activity.events.into_iter().map(|event| event.name).collect();
        assert_eq!(names, ["completed-purchase"], "nobody knows whether the first answer came");
        assert_eq!(texts(&db, "select bags from stock where slug = 'kelp-forest'").await, ["3"]);
        assert_eq!(texts(&db, "select count(*) from cart_lines").await, ["0"]);
        server.kill();
    }
    // One to one: an order for each answered form, with its line, and no other.
    ids.sort_unstable();
    assert_eq!(texts(&db, "select id from orders order by id").await, ids);
    let lines = "select order_id from order_lines where quantity = 2 order by order_id";
    assert_eq!(texts(&db, lines).await, ids);
}

/// Status, cookie and body; none if the server went away before it answered.
async fn post(
    address: &str,
    function: &str,
    cookie: &str,
    form: &str,
) -> Option<(StatusCode, String, String)> {
    let stream = TcpStream::connect(address).await.ok()?;
    let (mut connection, driver) = handshake(TokioIo::new(stream)).await.ok()?;
    tokio::spawn(driver);
    let request = Request::post(format!("/api/{function}"))
        .header("host", "shop.example")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "application/json")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", cookie)
        .body(Full::<Bytes>::from(form.to_owned()))
        .ok()?;
    let response = connection.send_request(request).await.ok()?;
    let status = response.status();
    let line = response.headers().get("set-cookie").and_then(|line| line.to_str().ok()).unwrap_or_default();
    let cookie = line.split(';').next().unwrap_or_default().to_owned();
    let body = response.into_body().collect().await.ok()?.to_bytes();
    Some((status, cookie, String::from_utf8(body.into()).ok()?))
}
