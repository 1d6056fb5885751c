//! Messages of teammates in the database, written as the server would write them.

use crate::databases::execute;

/// Visitors with a large cart. Each condition but the last fits a visitor of the load, so that each is evaluated.
const VISITORS_WITH_A_CART: &str = r#"{"version":2,"all":[
    {"field":"role","operator":"is","value":"visitor"},
    {"field":"page_views","operator":"less","value":1000000000},
    {"company":"plan","operator":"is_not","value":"Harbour"},
    {"company_custom":"seats","type":"number","operator":"is_unknown"},
    {"event":"ordered","measure":"count","operator":"less","value":3},
    {"event":"ordered","measure":"last","operator":"is_unknown"},
    {"custom":"cart_value_cents","type":"number","operator":"greater","value":4000}]}"#;
/// The attributes that a visitor's boot brings: these messages are for that visitor.
pub const CART: &str = r#"{"cart_value_cents":4001}"#;
/// Users with a large cart: no visitor is among them.
pub const CUSTOMERS: &str = r#"{"version":2,"all":[{"field":"role","operator":"is","value":"user"},{"custom":"cart_value_cents","type":"number","operator":"greater","value":4000}]}"#;
const EVERYBODY: &str = r#"{"version":2,"all":[]}"#;

/// Each server reads the messages anew at its next ping.
const TELL: &str = "update event_counter set live_messages = live_messages + 1";

/// Starts so many messages for visitors with a cart, of which the first ten are for the page of the load.
pub async fn start_many(database_url: &str, app_id: &str, messages: u64) {
    let statement = format!(
        r#"with recursive n (n) as (select 1 union all select n + 1 from n where n < {messages})
           insert into outbound_messages (number, app_id, delivery, style, state, title, sender, content, pages, audience,
                                          priority, created_at, updated_at)
           select -n, '{app_id}', 'auto', 'chat', 'live', 'A message', 1, '{{"text":"Hello"}}',
                  case when n <= 10 then '[{{"part":"path","operator":"starts_with","value":"/coffees"}}]'
                       else '[{{"part":"path","operator":"is","value":"/other"}},{{"part":"path","operator":"matches","value":"/page-*/of/*"}}]' end{json},
                  '{VISITORS_WITH_A_CART}'{json}, 0, 0, 0 from n where n <= {messages}"#,
        json = cast(database_url)
    );
    execute(database_url, [statement, TELL.to_owned()]).await;
}

/// A notification for everybody, on `path` alone. Its number is free.
pub fn start(database_url: &str, app_id: &str, number: usize, path: &str) -> [String; 2] {
    let json = cast(database_url);
    let statement = format!(
        r#"insert into outbound_messages (number, app_id, delivery, style, state, title, sender, content, pages, audience,
                                          priority, created_at, updated_at)
           values (-{number}, '{app_id}', 'auto', 'notification', 'live', 'A message', 1, '{{"text":"Hello"}}'{json},
                   '[{{"part":"path","operator":"is","value":"{path}"}}]'{json}, '{EVERYBODY}'{json}, 0, 0, 0)"#
    );
    [statement, TELL.to_owned()]
}

/// So many people whom `CUSTOMERS` fits.
pub async fn make_customers(database_url: &str, app_id: &str, people: u64) {
    let json = cast(database_url);
    let statement = format!(
        "with recursive n (n) as (select 1 union all select n + 1 from n where n < {people})
         insert into people (id, app_id, role, user_id, verified, details, attributes, impressions, created_at, last_seen_at)
         select 'p' || n, '{app_id}', 'user', 'u' || n, false, '{{}}'{json}, '{{\"cart_value_cents\":4001}}'{json}, 0, 0, 0 from n"
    );
    execute(database_url, [statement]).await;
}

/// A message that was sent at this time, in Unix seconds, to all people whom the filter fits. It has found none yet.
pub async fn send(database_url: &str, app_id: &str, audience: &str, sent_at: i64) {
    let json = cast(database_url);
    let statement = format!(
        r#"insert into outbound_messages (number, app_id, delivery, style, state, title, sender, content, pages, audience,
                                          priority, created_at, updated_at, sent_at, sent_up_to)
           values (-1, '{app_id}', 'manual', 'chat', 'live', 'A message', 1, '{{"text":"Hello"}}'{json}, '[]'{json},
                   '{audience}'{json}, 0, 0, 0, {sent_at}, '')"#
    );
    execute(database_url, [statement, TELL.to_owned()]).await;
}

/// What follows a text so that it is JSON.
pub fn cast(database_url: &str) -> &'static str {
    if database_url.starts_with("postgres") { "::json" } else { "" }
}
