//! A hundred thousand conversations of twenty parts each, and how soon they are read.

use std::time::Instant;

use crate::databases::execute;
use crate::server::Server;
use crate::teammate::Teammate;
use crate::waits::Waits;

const PEOPLE: u64 = 20_000;
pub const CONVERSATIONS: u64 = 100_000;
pub const PARTS: u64 = 2_000_000;
/// Of each kind of request.
const REQUESTS: u64 = 500;

/// The parts of one conversation lie far apart, as they do where many people write at a time. Every tenth conversation is
/// open, and in half of those the person waits.
pub async fn fill(database_url: &str, app_id: &str) {
    let numbers = |most: u64| {
        format!("with recursive n (n) as (select 1 union all select n + 1 from n where n < {most})")
    };
    let last = PARTS - CONVERSATIONS;
    let statements = [
        format!(
            "{} insert into people (id, app_id, kind, visitor_id, verified, details, attributes, impressions, created_at,
                                 last_seen_at)
             select 'person-' || n, '{app_id}', 'visitor', 'visitor-' || n, false, '{{}}', '{{}}', 0, 0, 0 from n",
            numbers(PEOPLE)
        ),
        format!(
            "{} insert into conversations (number, app_id, person_id, state, waiting_since, source, created_at, updated_at,
                                        last_part, parts, person_read_to, teammates_read_to)
             select n, '{app_id}', 'person-' || (1 + n % {PEOPLE}), case when n % 10 = 0 then 'open' else 'closed' end,
                    case when n % 20 = 0 then 1700000000 + n end, '{{\"url\":\"\",\"title\":\"\"}}', 1600000000 + n,
                    1700000000 + n, n + {last}, {PARTS} / {CONVERSATIONS}, 0, 0 from n",
            numbers(CONVERSATIONS)
        ),
        format!(
            "{} insert into parts (number, conversation, kind, author, teammate, audience, body, at_ms)
             select n, 1 + (n - 1) % {CONVERSATIONS}, case when (n / {CONVERSATIONS}) % 4 = 3 then 'note' else 'comment' end,
                    case when (n / {CONVERSATIONS}) % 2 = 0 then 'person' else 'teammate' end,
                    case when (n / {CONVERSATIONS}) % 2 = 0 then null else 1 end,
                    case when (n / {CONVERSATIONS}) % 4 = 3 then 'teammates' else 'person' end,
                    '{{\"text\":\"Is the kettle on? I would like to know before I set out.\"}}',
                    1600000000000 + n from n",
            numbers(PARTS)
        ),
        format!("update event_counter set number = {PARTS}"),
    ];
    execute(database_url, statements).await;
    if database_url.starts_with("postgres") {
        execute(database_url, ["analyze".to_owned()]).await;
    }
}

/// What is asked for, and how long it took.
pub async fn read(server: &Server) -> Vec<(&'static str, Waits)> {
    let mut teammate = Teammate::log_in(&server.address).await;
    let mut measured = Vec::new();
    let waiting = |n: u64| format!("w-{}-0", 1_700_000_000 + n);
    let updated = |n: u64| format!("u-{}-0", 1_700_000_000 + n);
    let lists = [
        ("list: first page, open", Vec::new(), ""),
        ("list: those who wait, any page", (0..REQUESTS).map(|n| waiting(n * 200)).collect(), ""),
        ("list: past the last who waits", vec![waiting(CONVERSATIONS - 1)], ""),
        ("list: closed, any page", (0..REQUESTS).map(|n| updated(n * 200)).collect(), "closed"),
    ];
    for (name, afters, folder) in lists {
        let mut waits = Vec::new();
        for n in 0..REQUESTS as usize {
            let after = n.checked_rem(afters.len()).map_or("", |n| afters[n].as_str());
            let asked = Instant::now();
            teammate.get(&format!("/api/inbox?folder={folder}&after={after}"), None).await;
            waits.push(asked.elapsed());
        }
        measured.push((name, waits.into_iter().collect()));
    }
    let mut waits = Vec::new();
    for n in 0..REQUESTS {
        let id = 1 + n * 7_919 % CONVERSATIONS;
        let asked = Instant::now();
        let thread = teammate.get(&format!("/api/inbox_conversation?id={id}"), None).await;
        waits.push(asked.elapsed());
        assert!(thread.contains("kettle"), "{thread}");
    }
    measured.push(("thread", waits.into_iter().collect()));
    measured
}
