//! A browser may go away at any moment.

use axum::body::Body;
use axum::http::Request;
use std::panic::{set_hook, take_hook};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::{Server, text};

static PANICS: AtomicUsize = AtomicUsize::new(0);
/// Pages with a list or forms, for a visitor and for a customer.
const PAGES: [&str; 8] = [
    "/coffees",
    "/coffees/lighthouse-blend",
    "/plans",
    "/cart",
    "/checkout",
    "/signup",
    "/account",
    "/orders",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_early_a_browser_goes_away_no_part_of_its_page_panics() {
    let server = Server::with(&[("DEMO_ACCOUNTS", "1")]).await;
    let customer = server.log_in("customer@example.com").await;
    let former = take_hook();
    set_hook(Box::new(move |panic| {
        if panic.to_string().contains("already been disposed") {
            PANICS.fetch_add(1, Ordering::Relaxed);
        }
        former(panic);
    }));
    for path in PAGES {
        for cookie in ["", &customer] {
            for round in 0..50_u64 {
                let request = Request::get(path).header("accept", "text/html").header("cookie", cookie);
                let page =
                    async { text(server.send(request.body(Body::empty()).expect("a request")).await).await };
                _ = tokio::time::timeout(Duration::from_micros(round * 600), page).await;
            }
        }
        // Behind all of them.
        assert_eq!(server.open("/coffees").await.status(), 200);
        assert_eq!(PANICS.load(Ordering::Relaxed), 0, "{path}");
    }
}
