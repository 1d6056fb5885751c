//! What a form may hold: anything. And who may send it.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use leptos_messenger::error::Error;

use super::{MARIT, account};
use crate::server::{Server, header, text};

/// Every call of the shop that changes something: who may make it, and a form that is whole.
const CHANGES: [(&str, Who, &str); 7] = [
    ("add_to_cart", Who::Anybody, "coffee=kelp-forest&size=250g&grind=filter&often=once&quantity=1"),
    ("set_quantity", Who::Anybody, "item=kelp-forest.250g.filter.once&quantity=2"),
    ("remove_from_cart", Who::Anybody, "item=kelp-forest.250g.filter.once"),
    (
        "place_order",
        Who::Customer,
        "key=0123456789abcdef&seen=x&address%5Bname%5D=M&address%5Bstreet%5D=S&address%5Bpostcode%5D=5&address%5Bcity%5D=B&address%5Bcountry%5D=NO",
    ),
    ("order_again", Who::Customer, "id=nothing"),
    ("forget_address", Who::Customer, ""),
    ("set_subscription", Who::Customer, "id=nothing&state=paused"),
];
/// Pages that show one person's things, and the one thing that is asked for apart.
const READS: [(&str, Who); 5] = [
    ("/api/known", Who::Anybody),
    ("/cart", Who::Anybody),
    ("/checkout", Who::Anybody),
    ("/orders", Who::Customer),
    ("/account", Who::Customer),
];

#[derive(Clone, Copy, PartialEq)]
enum Who {
    Anybody,
    Customer,
}

async fn server() -> Server {
    Server::with(&[("LEPTOS_ENV", "DEV")]).await
}

fn post(function: &str, cookie: &str, body: impl Into<Body>) -> Request<Body> {
    Request::post(format!("/api/{function}"))
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "application/json")
        .header("cookie", cookie)
        .body(body.into())
        .unwrap()
}

#[tokio::test]
async fn each_call_is_taken_from_whom_it_is_for_never_from_another_site_and_never_kept() {
    let server = server().await;
    let customer = server.log_in("customer@example.com").await;
    for (function, who, form) in CHANGES {
        for cookie in ["", "session=gone", &customer] {
            let answer = server.send(post(function, cookie, form)).await;
            let refused = answer.status() == StatusCode::UNAUTHORIZED;
            assert_eq!(refused, who == Who::Customer && cookie != customer, "{function} by {cookie:?}");
            assert_eq!(header(&answer, "cache-control"), "no-store", "{function}");
            assert!(answer.status() != StatusCode::INTERNAL_SERVER_ERROR, "{function}");
        }
        let mut forged = post(function, &customer, form);
        forged.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
        assert_eq!(server.send(forged).await.status(), StatusCode::FORBIDDEN, "{function}");
    }
    for (path, who) in READS {
        for cookie in ["", &customer] {
            let request = Request::get(path)
                .header("cookie", cookie)
                .header("accept", if path.starts_with("/api/") { "application/json" } else { "text/html" });
            let answer = server.send(request.body(Body::empty()).unwrap()).await;
            let refused = answer.status() == StatusCode::FOUND;
            assert_eq!(refused, who == Who::Customer && cookie != customer, "{path} by {cookie:?}");
            let kept = header(&answer, "cache-control");
            assert!(kept == "no-store" || (refused && kept == "private, no-cache"), "{path}: {kept}");
        }
    }
}

#[tokio::test]
async fn empty_hostile_and_binary_forms_are_refused_in_words_and_change_nothing() {
    let server = server().await;
    let customer = server.log_in("customer@example.com").await;
    let mut bodies: Vec<Vec<u8>> = vec![
        b"".to_vec(),
        b"&&&=&=".to_vec(),
        b"\xff\xfe=\x00&coffee=\xc3\x28".to_vec(),
        b"coffee=%FF%FE&item=%00&quantity=1&key=%00".to_vec(),
        b"coffee=<script>alert(1)</script>&quantity=1".to_vec(),
        b"coffee=kelp-forest&quantity=1e9".to_vec(),
        b"coffee=kelp-forest&quantity=99999999999999999999".to_vec(),
        b"coffee=kelp-forest&quantity=0".to_vec(),
        b"coffee=kelp-forest&size=500g".to_vec(),
        b"coffee=kelp-forest&coffee=deep-fathom".to_vec(),
        b"coffee[0][a][b][c][d][e]=x".to_vec(),
        b"plan=trawler".to_vec(),
        b"item='; drop table orders; --&quantity=21".to_vec(),
        b"key=0123456789abcdef&seen=%00&name=x".to_vec(),
    ];
    bodies.push(format!("coffee={}&quantity=1&item={0}", "x".repeat(30_000)).into_bytes());
    for (function, ..) in CHANGES {
        for body in &bodies {
            let answer = server.send(post(function, &customer, body.clone())).await;
            let (status, shown) =
                (answer.status(), String::from_utf8_lossy(body).chars().take(80).collect::<String>());
            assert!(!status.is_server_error(), "{function}: {shown}: {status}");
            let reply = text(answer).await;
            if !status.is_success() {
                assert!(serde_json::from_str::<Error>(&reply).is_ok(), "{function}: {shown}: {reply}");
            }
        }
        let huge = server.send(post(function, &customer, "a".repeat(70_000))).await;
        assert_eq!(huge.status(), StatusCode::PAYLOAD_TOO_LARGE, "{function}");
    }
    for table in ["cart_lines", "orders", "subscriptions"] {
        let left = crate::database::texts(&server.state.db, &format!("select count(*) from {table}")).await;
        assert_eq!(left, ["0"], "{table}");
    }
}

#[tokio::test]
async fn a_form_drawn_for_another_person_places_no_order() {
    let server = server().await;
    let customer = server.log_in("customer@example.com").await;
    server.send(post("add_to_cart", &customer, "coffee=kelp-forest")).await;
    let seen = server.state.shop.cart(&account(MARIT)).await.unwrap().seal();
    let form = format!(
        "key=0123456789abcdef&seen={seen}&address%5Bname%5D=M&address%5Bstreet%5D=S&address%5Bpostcode%5D=5&address%5Bcity%5D=B&address%5Bcountry%5D=NO"
    );
    let other = server.send(post("place_order", &customer, format!("{form}&session_key=anothers"))).await;
    assert_eq!(other.status(), StatusCode::UNAUTHORIZED);
    let own = server.send(post("place_order", &customer, form)).await;
    assert_eq!(own.status(), StatusCode::OK, "{}", text(own).await);
}

#[tokio::test]
async fn nobody_can_put_words_into_the_checkouts_mouth_by_a_link() {
    use base64::{Engine, prelude::BASE64_URL_SAFE};
    let server = server().await;
    let customer = server.log_in("customer@example.com").await;
    server.send(post("add_to_cart", &customer, "coffee=kelp-forest")).await;
    let invalid =
        |field: &str| serde_json::json!({ "Invalid": { "field": field, "message": "Call 555-0100 to pay" } });
    let conflict = serde_json::json!({ "Conflict": { "message": "Call 555-0100 to pay" } });
    for forged in [invalid(""), invalid("street"), invalid("cart"), conflict] {
        let query =
            format!("__path=%2Fapi%2Fplace_order&__err={}", BASE64_URL_SAFE.encode(forged.to_string()));
        let request = Request::get(format!("/checkout?{query}")).header("accept", "text/html");
        let answer = server.send(request.header("cookie", &customer).body(Body::empty()).unwrap()).await;
        let page = text(answer).await;
        assert!(page.contains("This cannot be accepted.") && !page.contains("555-0100"), "{forged}: {page}");
    }
}
