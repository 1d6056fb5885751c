//! Visitors who browse until their server is killed.

use std::sync::atomic::{AtomicU32, Ordering};

use super::process::Server;
use super::visitor::Visitor;

/// What one visitor saw until the server was gone.
pub struct Visit {
    pub answered: Vec<String>,
    /// Asked for, and stored or not.
    pub unanswered: String,
}

pub async fn browse(server: &Server, round: u32, visitor: u32, answers: &AtomicU32) -> Visit {
    let url = |page: usize| format!("http://shop.example/{round}/{visitor}/{page}");
    let mut answered = Vec::new();
    if let Some(mut browser) = Visitor::boot(&server.address, &server.app_id, &url(0)).await {
        answered.push(url(0));
        while browser.update(&url(answered.len())).await.is_some() {
            answered.push(url(answered.len()));
            answers.fetch_add(1, Ordering::Relaxed);
        }
    }
    Visit { unanswered: url(answered.len()), answered }
}

/// One page more than was answered: its answer is lost on the way.
pub async fn browse_until_lost(server: &Server, network: &str, round: u32) -> Visit {
    let url = |page: usize| format!("http://shop.example/{round}/lost/{page}");
    let mut browser = Visitor::boot(&server.address, &server.app_id, &url(0)).await.expect("an answer");
    browser.reconnect(network).await.expect("a connection");
    assert_eq!(browser.update(&url(1)).await, None, "nobody got the answer");
    Visit { answered: vec![url(0)], unanswered: url(1) }
}
