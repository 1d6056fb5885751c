//! The search page, with hostile questions among others.

use axum::http::StatusCode;

use super::get;
use crate::server::Server;

#[tokio::test]
async fn a_question_in_the_address_is_answered_without_a_script() {
    let server = Server::start().await;
    let page = get(&server, "/search?q=french+press").await;
    assert_eq!(page.status, StatusCode::OK);
    let words = page.words();
    assert!(words.contains("2 results for “french press”") && words.contains("Kelp Forest"), "{words}");
    assert!(page.html.contains("value=\"french press\""), "the question stays in the field");
    assert!(words.contains("Brewing guides"), "{words}");
}

#[tokio::test]
async fn no_question_and_no_result_each_say_what_to_do() {
    let server = Server::start().await;
    for empty in ["/search", "/search?q=", "/search?q=%20%20"] {
        let words = get(&server, empty).await.words();
        assert!(words.contains("What are you after?") && !words.contains("results"), "{empty}: {words}");
    }
    let nothing = get(&server, "/search?q=submarine").await.words();
    assert!(nothing.contains("Nothing found for “submarine”") && nothing.contains("Nothing in these waters"));
}

#[tokio::test]
async fn hostile_and_huge_questions_do_no_harm() {
    let server = Server::start().await;
    let hostile = get(&server, "/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22").await;
    assert_eq!(hostile.status, StatusCode::OK);
    assert!(!hostile.html.contains("<script>alert"), "what was asked is a text");
    for odd in ["%01", "%FF%FE", "%25", "'%20OR%201=1--", "%E2%80%AE", "*?[("] {
        assert_eq!(get(&server, &format!("/search?q={odd}")).await.status, StatusCode::OK, "{odd}");
    }
    let huge = get(&server, &format!("/search?q={}", "kenya+".repeat(5000))).await;
    assert_eq!((huge.status, huge.cards()), (StatusCode::OK, 1));
}
