//! A conversation comes in pages: neither side reads more of it than it can show.

use super::*;

const MOST_BYTES: usize = 500_000;

impl Desk {
    /// A page of the person's, with the address of the one before it.
    async fn read_before(&self, credential: &str, id: i64, before: Option<i64>) -> (String, Option<i64>) {
        let before = before.map(|before| format!("&before={before}")).unwrap_or_default();
        let path = format!("conversations/{id}?app_id={}{before}", self.app_id());
        let (status, html) = self.person(&path, None, credential).await;
        assert_eq!(status, StatusCode::OK, "{html}");
        let earlier = html
            .split_once("data-do=\"earlier\" value=\"")
            .map(|(_, rest)| rest.split_once('"').expect("a value").0.parse().expect("a number"));
        (html, earlier)
    }

    async fn thread_before(&self, id: i64, before: Option<i64>) -> (String, Value) {
        let before = before.map(|before| format!("&before={before}")).unwrap_or_default();
        let path = format!("/api/inbox_conversation?id={id}{before}");
        let (status, body) = self.get(&path, &self.cookie).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        let read = parsed(&body);
        (body, read)
    }

    /// Fills the conversation up to so many parts, each with this text.
    async fn fill(&self, id: i64, parts: i64, text: &str) {
        let body = json!({ "text": text }).to_string().replace('\'', "''");
        let fill = format!(
            "insert into parts (number, conversation, kind, author, audience, body, at_ms)
             with recursive n(i) as (select 1 union all select i + 1 from n where i < {})
             select {id} + i, {id}, 'comment', 'person', 'person', '{body}', 1800000000000 + i * 1000 from n",
            parts - 1
        );
        execute(&self.server.state.db, &fill).await;
        let counter = format!("update event_counter set number = {}", id + parts);
        execute(&self.server.state.db, &counter).await;
    }
}

/// The numbers of the parts on a page of the panel.
fn numbers(html: &str) -> Vec<i64> {
    let of_bubble = |part: &str| part.split_once('"').expect("a number").0.parse().expect("a number");
    html.split("data-part=\"").skip(1).map(of_bubble).collect()
}

#[tokio::test]
async fn both_sides_read_a_long_conversation_in_pages_of_two_hundred_parts_and_miss_none() {
    let desk = Desk::open().await;
    let marit = desk.visitor().await;
    let id = desk.writes(&marit, "k1", None, "Hello").await;
    desk.fill(id, 450, "Hello again").await;
    let all: Vec<i64> = (id..id + 450).collect();

    let (mut read, mut before, mut sizes) = (Vec::new(), None, Vec::new());
    loop {
        let (html, earlier) = desk.read_before(&marit, id, before).await;
        let page = numbers(&html);
        sizes.push(page.len());
        read.splice(0..0, page);
        before = earlier;
        if before.is_none() {
            break;
        }
    }
    assert_eq!((sizes, &read), (vec![200, 200, 50], &all));

    let (mut read, mut before, mut sizes) = (Vec::new(), None, Vec::new());
    loop {
        let (_, thread) = desk.thread_before(id, before).await;
        let page =
            thread["parts"].as_array().expect("parts").iter().map(|part| part["id"].as_i64().expect("an id"));
        let page: Vec<i64> = page.collect();
        sizes.push(page.len());
        read.splice(0..0, page);
        before = thread["earlier"].as_i64();
        if before.is_none() {
            break;
        }
    }
    assert_eq!((sizes, &read), (vec![200, 200, 50], &all));
}

#[tokio::test]
async fn no_page_of_a_conversation_is_larger_than_half_a_megabyte() {
    let desk = Desk::open().await;
    let marit = desk.visitor().await;
    for (key, text) in [
        ("links", "http://a ".repeat(1_111)),
        ("signs", "<&>\"'".repeat(2_000)),
        ("words", "Moored at pier 4. ".repeat(550)),
        ("letters", "ø".repeat(10_000)),
    ] {
        let id = desk.writes(&marit, key, None, "Hello").await;
        desk.fill(id, 210, &text).await;
        let (html, earlier) = desk.read_before(&marit, id, None).await;
        assert!(html.len() <= MOST_BYTES, "{key}: {} bytes of HTML", html.len());
        let (body, thread) = desk.thread_before(id, None).await;
        assert!(body.len() <= MOST_BYTES, "{key}: {} bytes of JSON", body.len());
        // Nor is it much smaller than it may be.
        assert!(html.len().max(body.len()) > MOST_BYTES / 4, "{key}: {} and {}", html.len(), body.len());
        assert_eq!(thread["earlier"].as_i64(), earlier);
        let (_, next) = desk.read_before(&marit, id, earlier).await;
        assert!(next < earlier, "{key}: {next:?} {earlier:?}");
    }
}
