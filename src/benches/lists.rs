//! What lists and counts of a million people cost, and to write to a tenth of them, or to tag them: `make bench`. A
//! database's name as an argument measures that one alone. `PEOPLE` sets another number of people.

#![expect(clippy::expect_used, reason = "a bench that cannot run says why and stops")]
#![expect(clippy::disallowed_methods, reason = "what is measured is time")]

mod conditions;
#[expect(dead_code, reason = "the pings alone are measured over TLS, too")]
mod databases;
mod exporting;
mod figures;
#[expect(dead_code, reason = "the other benches use more of it")]
mod load;
#[expect(dead_code, reason = "the other bench uses more of it")]
mod messages;
mod orders;
mod population;
mod sending;
#[expect(dead_code, reason = "the other benches use more of it")]
mod server;
mod tagging;
#[expect(dead_code, reason = "the other bench uses more of it")]
mod teammate;
#[expect(dead_code, reason = "the tests use more of it")]
mod visitor;
mod waits;

use leptos_messenger::clock::Clock;
use leptos_messenger::database::Db;
use leptos_messenger::workspace::filter::Filter;
use leptos_messenger::workspace::filter::sql::{Cursor, Sort};
use leptos_messenger::workspace::lists::{self, Page};
use leptos_messenger::workspace::people::Person;
use std::time::{Duration, Instant};

use conditions::Conditions;
use databases::Database;
use figures::Target::{AtLeast, AtMost};
use orders::Order;
use server::Server;
use waits::Waits;

const PEOPLE: u64 = 1_000_000;
/// Rows of a page.
const ROWS: u64 = 50;
/// Of each page.
const CALLS: usize = 200;
/// After which a page is asked for no more.
const LONGEST: Duration = Duration::from_secs(10);
/// Of each count.
const COUNTS: usize = 5;
const PAGE_MS: f64 = 100.0;
/// Of an order that no index has: as long as a count may take.
const UNINDEXED_PAGE_MS: f64 = 2_000.0;
const PING_MS: f64 = 100.0;
/// Beyond what is there already, whatever the length of the file.
const EXPORT_MIB: f64 = 32.0;
/// A tenth of the people.
const LARGE_CARTS: &str = r#"{"version":2,"all":[{"custom":"cart_value_cents","type":"number","operator":"greater","value":90000}]}"#;
/// Visitors beside the message that is sent.
const CONNECTIONS: usize = 16;
const SECONDS: Duration = Duration::from_secs(3);

#[tokio::main]
async fn main() {
    let postgres = std::env::var("TEST_POSTGRES_URL").ok();
    let people = std::env::var("PEOPLE").ok().map_or(PEOPLE, |people| people.parse().expect("a number"));
    let asked: Vec<String> = std::env::args().skip(1).filter(|name| !name.starts_with('-')).collect();
    for database in [Some(Database::sqlite()), postgres.map(Database::Postgres)].into_iter().flatten() {
        if asked.is_empty() || asked.iter().any(|name| name == database.name()) {
            measure(&database, people).await;
        }
    }
}

async fn measure(database: &Database, people: u64) {
    let url = database.fresh().await;
    let app_id = Server::start(&url).await.app_id.clone();
    let (clock, began) = (Clock::System, Instant::now());
    population::fill(&url, &app_id, people, clock.seconds()).await;
    println!("{}, {people} people made in {:.0} s", database.name(), began.elapsed().as_secs_f64());
    let app = App { db: Db::open(&url).await.expect("the database"), app_id, now: clock.seconds() };
    let run = format!("lists of {people} people, {}", database.name());
    println!(
        "  conditions                   people   page: p50 ms    p99 ms   next page: p50    p99 ms   count: worst ms"
    );
    let by_time = Sort::default();
    for Conditions { name, filter, count_ms } in conditions::all() {
        let first = app.page(&filter, &by_time, None).await;
        let first_waits = app.pages(&filter, &by_time, None).await;
        // A page that is the last has none that follows.
        let next_waits = match &first.next {
            Some(cursor) => Some(app.pages(&filter, &by_time, Some(cursor)).await),
            None => None,
        };
        let (fit, count_waits) = app.counts(&filter).await;
        let (next_p50, next_p99) =
            next_waits.as_ref().map_or((0.0, 0.0), |next| (next.ms(0.5), next.ms(0.99)));
        println!(
            "  {name:<24} {fit:>10} {:>14.2} {:>9.2} {next_p50:>16.2} {next_p99:>9.2} {:>17.1}",
            first_waits.ms(0.5),
            first_waits.ms(0.99),
            count_waits.ms(1.0)
        );
        figures::record(
            &run,
            &format!("{name}: first page, p99 in ms"),
            first_waits.ms(0.99),
            AtMost(PAGE_MS),
        );
        if next_waits.is_some() {
            figures::record(&run, &format!("{name}: next page, p99 in ms"), next_p99, AtMost(PAGE_MS));
        }
        figures::record(
            &run,
            &format!("{name}: count, longest in ms"),
            count_waits.ms(1.0),
            AtMost(count_ms),
        );
    }
    sorted(&app, &run).await;
    export(&app, &run).await;
    tag(&app, &url, &run).await;
    send(&app, &url, &run).await;
}

async fn sorted(app: &App, run: &str) {
    println!("  order                       first page: p50 ms    p99 ms   next page: p50    p99 ms");
    let everybody = filter(r#"{"version":2,"all":[]}"#);
    let users = filter(r#"{"version":2,"all":[{"field":"role","operator":"is","value":"user"}]}"#);
    for Order { name, sort, is_indexed } in orders::all() {
        for (filter, of) in [(&everybody, ""), (&users, ", users")] {
            let first = app.page(filter, &sort, None).await;
            let first_waits = app.pages(filter, &sort, None).await;
            let next_waits = app.pages(filter, &sort, first.next.as_ref()).await;
            let order = format!("{name}{of}");
            println!(
                "  {order:<34} {:>11.2} {:>9.2} {:>16.2} {:>9.2}",
                first_waits.ms(0.5),
                first_waits.ms(0.99),
                next_waits.ms(0.5),
                next_waits.ms(0.99)
            );
            let target = if is_indexed { PAGE_MS } else { UNINDEXED_PAGE_MS };
            figures::record(
                run,
                &format!("by {order}: pages, p99 in ms"),
                first_waits.ms(0.99).max(next_waits.ms(0.99)),
                AtMost(target),
            );
        }
    }
}

async fn tag(app: &App, url: &str, run: &str) {
    let expected = lists::count(&app.db, &app.app_id, &filter(LARGE_CARTS), app.now).await.expect("a count");
    let tagged = tagging::run(url, CONNECTIONS, LARGE_CARTS).await;
    println!(
        "  a teammate tags {} people in {:.1} s; {} pings meanwhile: {:.1} ms p99, {:.1} ms at most",
        tagged.people,
        tagged.seconds,
        tagged.meanwhile.count(),
        tagged.meanwhile.ms(0.99),
        tagged.meanwhile.ms(1.0)
    );
    figures::record(
        run,
        "people who are tagged, of those of the list",
        tagged.people as f64 / expected as f64,
        AtLeast(1.0),
    );
    figures::record(
        run,
        "tagging a tenth: longest ping meanwhile, ms",
        tagged.meanwhile.ms(1.0),
        AtMost(PING_MS),
    );
}

fn filter(json: &str) -> Filter {
    Filter::from_json(&serde_json::from_str(json).expect("a filter's JSON")).expect("a filter")
}

async fn export(app: &App, run: &str) {
    let exported = exporting::run(&app.db, &app.app_id, &filter(LARGE_CARTS), app.now).await;
    println!(
        "  a file of {} people, {:.0} MB, in {:.1} s; {:.1} MiB more memory meanwhile",
        exported.people, exported.megabytes, exported.seconds, exported.more_memory_mib
    );
    figures::record(
        run,
        "a CSV file of a tenth: memory more, MiB",
        exported.more_memory_mib,
        AtMost(EXPORT_MIB),
    );
}

async fn send(app: &App, url: &str, run: &str) {
    let expected = lists::count(&app.db, &app.app_id, &filter(LARGE_CARTS), app.now).await.expect("a count");
    messages::send(url, &app.app_id, LARGE_CARTS, app.now).await;
    let sent = sending::run(url, CONNECTIONS, SECONDS).await;
    println!("  {sent}");
    figures::record(
        run,
        "people whom a message finds, of those it is for",
        sent.people as f64 / expected as f64,
        AtLeast(1.0),
    );
    figures::record(run, "longest ping meanwhile, ms", sent.meanwhile.ms(1.0), AtMost(PING_MS));
}

struct App {
    db: Db,
    app_id: String,
    /// Unix seconds.
    now: i64,
}

impl App {
    async fn page(&self, filter: &Filter, sort: &Sort, after: Option<&Cursor>) -> Page<Person> {
        lists::list(&self.db, &self.app_id, filter, sort, after, ROWS, self.now).await.expect("a page")
    }

    /// Asks for one page, again and again.
    async fn pages(&self, filter: &Filter, sort: &Sort, after: Option<&Cursor>) -> Waits {
        let (began, mut waits) = (Instant::now(), Vec::new());
        while waits.len() < CALLS && began.elapsed() < LONGEST {
            let asked = Instant::now();
            self.page(filter, sort, after).await;
            waits.push(asked.elapsed());
        }
        waits.into_iter().collect()
    }

    /// How many fit, and how long it took to count them.
    async fn counts(&self, filter: &Filter) -> (i64, Waits) {
        let (mut fit, mut waits) = (0, Vec::new());
        for _ in 0..COUNTS {
            let asked = Instant::now();
            fit = lists::count(&self.db, &self.app_id, filter, self.now).await.expect("a count");
            waits.push(asked.elapsed());
        }
        (fit, waits.into_iter().collect())
    }
}
