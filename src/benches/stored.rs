//! Impressions that were stored before the measurement: of a thousand visitors, in the order of time.

use crate::databases::execute;

const PEOPLE: u64 = 1_000;

pub async fn fill(database_url: &str, app_id: &str, impressions: u64) {
    let numbers = |most: u64| {
        format!("with recursive n (n) as (select 1 union all select n + 1 from n where n < {most})")
    };
    let statements = [
        format!(
            "{} insert into people (id, app_id, role, visitor_id, verified, details, attributes, impressions, created_at,
                                 last_seen_at)
             select 'person-' || n, '{app_id}', 'visitor', 'visitor-' || n, false, '{{}}', '{{}}', 0, 0, 0 from n",
            numbers(PEOPLE)
        ),
        format!(
            "{} insert into impressions (id, app_id, person_id, url, title, referrer, created_at)
             select 'impression-' || n, '{app_id}', 'person-' || (1 + cast(n as bigint) * 7919 % {PEOPLE}),
                    'http://shop.example/coffees/' || n, 'A coffee', '', 1700000000 + n from n",
            numbers(impressions)
        ),
    ];
    execute(database_url, statements).await;
}
