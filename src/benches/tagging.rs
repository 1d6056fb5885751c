//! People's pings while a teammate tags all of a list.

use leptos_messenger::database::Db;

use crate::sending::{count, while_browsing};
use crate::server::Server;
use crate::teammate::{TEAMMATE, Teammate};
use crate::waits::Waits;

pub struct Tagged {
    pub people: i64,
    pub seconds: f64,
    pub meanwhile: Waits,
}

/// The teammate tags all whom this filter, as JSON, fits.
pub async fn run(database_url: &str, connections: usize, filter: &str) -> Tagged {
    let server = Server::start_with(database_url, &TEAMMATE).await;
    let mut teammate = Teammate::log_in(&server.address).await;
    let filter: String = filter.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let form = format!("filter={filter}&whole=true&name=Large+carts");
    let (seconds, meanwhile) = while_browsing(&server, connections, async {
        teammate.post("/api/people_tag_many", form).await;
    })
    .await;
    let db = Db::open(database_url).await.expect("the database");
    let people = count(
        &db,
        "select count(*) from person_tags where tag = (select id from tags where name = 'Large carts')",
    )
    .await;
    db.close().await;
    Tagged { people, seconds, meanwhile }
}
