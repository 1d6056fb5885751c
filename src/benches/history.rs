//! Many conversations of twenty parts each, and how soon they are read.

use serde_json::Value;
use std::time::Instant;

use crate::databases::execute;
use crate::server::Server;
use crate::teammate::Teammate;
use crate::visitor::Visitor;
use crate::waits::Waits;

/// Conversations of each person, and chats that they were shown and have not answered.
const EACH: u64 = 5;
/// Parts of each conversation.
pub const PARTS: u64 = 20;
/// Of each kind of request.
const REQUESTS: u64 = 500;
/// Rows that a page of the teammates' list has, and the panel's list.
const ROWS: [usize; 2] = [30, 50];

/// The parts of one conversation lie far apart, as they do where many people write at a time. Every tenth conversation is
/// open, and in half of those the person waits.
pub async fn fill(database_url: &str, app_id: &str, conversations: u64) {
    let numbers = |most: u64| {
        format!("with recursive n (n) as (select 1 union all select n + 1 from n where n < {most})")
    };
    let (people, parts) = (conversations / EACH, conversations * PARTS);
    let last = parts - conversations;
    let statements = [
        format!(
            "{} insert into people (id, app_id, role, visitor_id, verified, details, attributes, impressions, created_at,
                                 last_seen_at)
             select 'person-' || n, '{app_id}', 'visitor', 'visitor-' || n, false, '{{}}', '{{}}', 0, 0, 0 from n",
            numbers(people)
        ),
        format!(
            "{} insert into conversations (number, app_id, person_id, state, waiting_since, source, created_at, updated_at,
                                        person_first_at, last_part, parts, person_read_to, teammates_read_to)
             select n, '{app_id}', 'person-' || (1 + n % {people}), case when n % 10 = 0 then 'open' else 'closed' end,
                    case when n % 20 = 0 then 1700000000 + n end, '{{\"url\":\"\",\"title\":\"\"}}', 1600000000 + n,
                    1700000000 + n, 1600000000 + n, n + {last}, {PARTS}, 0, 0 from n",
            numbers(conversations)
        ),
        format!(
            "{} insert into parts (number, conversation, kind, author, teammate, audience, body, at_ms)
             select n, 1 + (n - 1) % {conversations}, case when (n / {conversations}) % 4 = 3 then 'note' else 'comment' end,
                    case when (n / {conversations}) % 2 = 0 then 'person' else 'teammate' end,
                    case when (n / {conversations}) % 2 = 0 then null else 1 end,
                    case when (n / {conversations}) % 4 = 3 then 'teammates' else 'person' end,
                    '{{\"text\":\"Is the kettle on? I would like to know before I set out.\"}}',
                    1600000000000 + n from n",
            numbers(parts)
        ),
        format!(
            "{} insert into outbound_messages (number, app_id, delivery, style, state, title, sender, content, pages, audience,
                                            priority, created_at, updated_at)
             select {parts} + n, '{app_id}', 'auto', 'chat', 'stopped', 'A chat', 1, '{{}}', '[]', '{{}}', 0, 0, 0 from n",
            numbers(EACH)
        ),
        format!(
            "insert into outbound_receipts (message, person_id, session, at_ms, number, body)
             select m.number, p.id, 'none', 1700000000000, {parts} + {EACH} + row_number() over (order by m.number, p.id),
                    '{{\"text\":\"Shall we help you choose?\"}}' from outbound_messages m cross join people p"
        ),
        format!("update event_counter set number = {parts} + {EACH} + {conversations}"),
    ];
    execute(database_url, statements).await;
    if database_url.starts_with("postgres") {
        execute(database_url, ["analyze".to_owned()]).await;
    }
}

/// What is asked for, and how long it took.
pub async fn read(server: &Server, database_url: &str, conversations: u64) -> Vec<(&'static str, Waits)> {
    let mut teammate = Teammate::log_in(&server.address).await;
    let mut measured = Vec::new();
    let waiting = |n: u64| format!("w-{}-0", 1_700_000_000 + n);
    let updated = |n: u64| format!("u-{}-0", 1_700_000_000 + conversations - n);
    // So many conversations lie before the page that is asked for. The last twentieth is as long as a page.
    let before = |nth: u64| nth * conversations / REQUESTS;
    let lists = [
        ("list: first page, open", Vec::new(), ""),
        ("list: those who wait, any page", (0..REQUESTS).map(|n| waiting(before(n))).collect(), ""),
        ("list: past the last who waits", vec![waiting(conversations - 1)], ""),
        ("list: closed, any page", (0..REQUESTS).map(|n| updated(before(n) * 19 / 20)).collect(), "closed"),
    ];
    for (name, afters, folder) in lists {
        let mut waits = Vec::new();
        for n in 0..REQUESTS as usize {
            let after = n.checked_rem(afters.len()).map_or("", |n| afters[n].as_str());
            let asked = Instant::now();
            let list = teammate.get(&format!("/api/inbox?folder={folder}&after={after}"), None).await;
            waits.push(asked.elapsed());
            let rows = serde_json::from_str::<Value>(&list).expect("a list")["rows"].as_array().map(Vec::len);
            assert_eq!(rows, Some(ROWS[0]), "{name}, after {after}");
        }
        measured.push((name, waits.into_iter().collect()));
    }
    let mut waits = Vec::new();
    for n in 0..REQUESTS {
        let id = 1 + n * 7_919 % conversations;
        let asked = Instant::now();
        let thread = teammate.get(&format!("/api/inbox_conversation?id={id}"), None).await;
        waits.push(asked.elapsed());
        assert!(thread.contains("kettle"), "{thread}");
    }
    measured.push(("thread", waits.into_iter().collect()));
    measured.extend(read_by_person(server, database_url, &mut teammate).await);
    measured
}

/// The panel's list and threads, of somebody who has as many conversations as the list shows.
async fn read_by_person(
    server: &Server,
    database_url: &str,
    connection: &mut Teammate,
) -> [(&'static str, Waits); 2] {
    let visitor =
        Visitor::boot(&server.address, &server.app_id, "http://shop.example/").await.expect("a visitor");
    let most = ROWS[1];
    let own = format!(
        "update conversations set person_id = (select person_id from messenger_sessions limit 1) where number <= {most}"
    );
    execute(database_url, [own]).await;
    let mut get = async |path: String, expected: usize| {
        let asked = Instant::now();
        let path = format!("/messenger/web/{path}?app_id={}", server.app_id);
        let page = connection.get(&path, Some(visitor.credential())).await;
        let took = asked.elapsed();
        assert_eq!(page.matches("kettle").count(), expected, "{page}");
        took
    };
    let (mut lists, mut threads) = (Vec::new(), Vec::new());
    for n in 0..REQUESTS {
        lists.push(get("messages".to_owned(), most).await);
        // Every fourth part is a note.
        let parts = PARTS as usize;
        threads.push(get(format!("conversations/{}", 1 + n % most as u64), parts - parts / 4).await);
    }
    [("the panel's list", lists.into_iter().collect()), ("the panel's thread", threads.into_iter().collect())]
}
