//! Many people of an app, with their companies, tags and events: the same rows on both databases, and in each run.

use crate::databases::execute;
use crate::messages::cast;

/// People for each company.
const COMPANY: u64 = 10;
/// So many of a thousand people have a tag: the first one, the second, and each other but the third.
const TAGGED: [u64; 3] = [300, 10, 20];
const TAGS: u64 = 20;
/// One of so many people has the third tag, and another the rare name.
const RARE: u64 = 20_000;
const ZONES: &str = "Africa/Cairo Africa/Johannesburg Africa/Lagos Africa/Nairobi America/Argentina/Buenos_Aires America/Bogota \
    America/Chicago America/Denver America/Halifax America/Lima America/Los_Angeles America/Mexico_City \
    America/New_York America/Phoenix America/Sao_Paulo America/Toronto America/Vancouver Asia/Dhaka Asia/Dubai \
    Asia/Hong_Kong Asia/Jakarta Asia/Karachi Asia/Kolkata Asia/Manila Asia/Seoul Asia/Singapore Asia/Tokyo \
    Australia/Perth Australia/Sydney Europe/Athens Europe/Berlin Europe/Istanbul Europe/Lisbon Europe/London \
    Europe/Madrid Europe/Oslo Europe/Paris Europe/Rome Europe/Warsaw Pacific/Auckland";
const DAY: u64 = 86_400;

/// The beginning of the ids of people and companies.
const ID: &str = "k3x9qzvw7mjhtr";

/// The id of a person or company with this number, as SQL. Ids are in another order than their rows, as random ones are.
fn id(number: &str) -> String {
    // By a prime number: no two have one id.
    format!("('{ID}' || (1000000000 + ({number}) * 618033989 % 1000000007))")
}

/// The id of the company with this number.
pub fn company(number: u64) -> String {
    format!("{ID}{}", 1_000_000_000 + number * 618_033_989 % 1_000_000_007)
}

/// The id of the tag with this number.
pub fn tag(number: u64) -> String {
    format!("tag-{number}")
}

/// A number from 0 up to but without `most`, as SQL. To each row `n` it looks random, and with each factor different.
fn spread(factor: u64, most: u64) -> String {
    format!("(n * {factor} % 1000003 % {most})")
}

/// The rows of `insert`, one for each `n` from 1.
fn rows(most: u64, insert: &str) -> String {
    format!(
        "with recursive n (n) as (select cast(1 as bigint) union all select n + 1 from n where n < {most}) insert into {insert}"
    )
}

/// Makes so many people, last seen in the 90 days before `now`, in Unix seconds.
pub async fn fill(database_url: &str, app_id: &str, people: u64, now: i64) {
    let json = cast(database_url);
    let mut statements = vec![
        people_of(app_id, people, now, json),
        companies(app_id, people / COMPANY, now, json),
        members(people, now),
    ];
    statements.extend(tags(app_id, people));
    statements.push(events(app_id, people, now, json));
    // PostgreSQL does so by itself, some time after so many rows.
    if database_url.starts_with("postgres") {
        statements.push("vacuum (analyze)".to_owned());
    }
    execute(database_url, statements).await;
}

fn people_of(app_id: &str, people: u64, now: i64, json: &str) -> String {
    let id = id("n");
    let role = spread(271_829, 100);
    let (plan, city, cart) = (spread(314_159, 1_000), spread(141_421, 20_000), spread(173_207, 100_001));
    // Of 90 days, in steps of eight seconds.
    let seen = format!("{now} - n * 223621 % 1000003 * {} / 1000", 90 * DAY / 1_000);
    let zones = ZONES
        .split_whitespace()
        .zip(0..)
        .map(|(zone, n)| format!("when {n} then '{zone}' "))
        .collect::<String>();
    rows(
        people,
        &format!(
            r#"people (id, app_id, role, visitor_id, user_id, email, email_folded, name, owner, signed_up_at, lead_since,
                       verified, details, attributes, impressions, created_at, first_seen_at, last_seen_at, session_count,
                       browser, os, language, time_zone, updated_at)
               select {id}, '{app_id}', case when {role} < 60 then 'user' when {role} < 85 then 'lead' else 'visitor' end,
                      case when {role} >= 60 then 'visitor-' || n end, case when {role} < 60 then 'user-' || n end,
                      case when {role} < 85 then 'person' || n || '@shop.example' end,
                      case when {role} < 85 then 'person' || n || '@shop.example' end,
                      case when n % {RARE} = 1 then 'Zacharias Quill' when {role} < 85 then 'Ada Person ' || n end,
                      case when {owned} < 2 then 1 + n % 7 end, case when {role} < 60 then {made} end,
                      case when {role} >= 60 and {role} < 85 then {made} end, {role} < 50,
                      ('{{"phone":"+49301' || n || '","utm_source":"spring-' || (n % 12) || '"}}'){json},
                      ('{{"plan":"' || case when {plan} < 500 then 'taster' when {plan} < 800 then 'home'
                                            when {plan} < 950 then 'office' when {plan} < 999 then 'harbour'
                                            else 'lighthouse' end
                       || '","city":"City ' || {city} || '","cart_value_cents":' || {cart}
                       || ',"vip":' || case when {plan} >= 990 then 'true' else 'false' end
                       || ',"trial_at":' || ({made} + {trial}) || '}}'){json},
                      1 + n % 40, {made}, {made}, {seen}, 1 + n % 9,
                      case n % 3 when 0 then 'Chrome' when 1 then 'Firefox' else 'Safari' end,
                      case n % 2 when 0 then 'Windows' else 'Mac OS X' end, case n % 4 when 0 then 'de' else 'en' end,
                      case n % 40 {zones}end, {seen}
               from n"#,
            owned = spread(577_217, 100),
            made = format!("{now} - {} - n * 3", 90 * DAY),
            trial = 14 * DAY,
        ),
    )
}

/// Of a thousand, a hundred have the plan Harbour, and one has the plan Lighthouse.
fn companies(app_id: &str, companies: u64, now: i64, json: &str) -> String {
    let plan = spread(618_041, 1_000);
    rows(
        companies,
        &format!(
            r#"companies (id, app_id, company_id, name, details, attributes, created_at, updated_at)
               select {id}, '{app_id}', 'company-' || n, 'Company ' || n,
                      ('{{"plan":"' || case when {plan} < 100 then 'Harbour' when {plan} < 101 then 'Lighthouse'
                                            else 'Quay' end
                       || '","size":' || (n % 500) || ',"industry":"Coffee"}}'){json},
                      ('{{"seats":' || (n % 50) || '}}'){json}, {now} - n, {now} - n * 7 from n"#,
            id = id("n"),
        ),
    )
}

/// Seven people of ten act for a company.
fn members(people: u64, now: i64) -> String {
    let company = id(&format!("1 + {}", spread(693_149, people / COMPANY)));
    rows(
        people,
        &format!(
            "company_members (company, person_id, active, last_seen_at)
             select {company}, {}, true, {now} - n from n where {} < 7",
            id("n"),
            spread(865_979, 10)
        ),
    )
}

fn tags(app_id: &str, people: u64) -> impl Iterator<Item = String> {
    let made = rows(
        TAGS,
        &format!(
            "tags (id, app_id, name, name_folded, created_at, made_by)
             select 'tag-' || n, '{app_id}', 'Tag ' || n, 'tag ' || n, 1, 'workspace' from n"
        ),
    );
    let [first, second, others] = TAGGED;
    let applied = (1..=TAGS).map(move |number| {
        let has_it =
            |of_thousand: u64| format!("{} < {of_thousand}", spread(404_321 + number * 7_919, 1_000));
        let has_it = match number {
            1 => has_it(first),
            2 => has_it(second),
            3 => format!("n % {RARE} = 3"),
            _ => has_it(others),
        };
        rows(
            people,
            &format!(
                "person_tags (tag, subject, applied_at, applied_by)
                 select '{}', {}, 1, 'workspace' from n where {has_it}",
                tag(number),
                id("n")
            ),
        )
    });
    std::iter::once(made).chain(applied)
}

/// Three names. Some people have many events, and most have none.
fn events(app_id: &str, people: u64, now: i64, json: &str) -> String {
    // Few products of two numbers are frequent.
    let person = format!("1 + {} * {} % {people}", spread(350_003, 1_001), spread(742_009, 1_001));
    rows(
        people / 2,
        &format!(
            "data_events (id, app_id, person_id, name, metadata, created_at)
             select 'event-' || n, '{app_id}', {},
                    case when n % 10 < 6 then 'ordered' when n % 10 < 9 then 'invited' else 'reviewed' end,
                    '{{}}'{json}, {now} - n * 15 from n",
            id(&person)
        ),
    )
}
