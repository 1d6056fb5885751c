//! What no database holds, in every field of every endpoint: PostgreSQL has no NUL in a text.

use axum::body::Body;
use axum::http::{HeaderValue, Request, StatusCode, Uri};
use serde_json::{Value, json};
use std::collections::BTreeSet;

use super::callers::{OWNER, TEAMMATE, World};
use super::request_fields::{of_server_functions, of_the_messengers_requests};
use super::table::{Row, rows};
use crate::database::texts;
use crate::server::text;

/// Without a limit of pings: each field is another one.
const UNLIMITED: &[(&str, &str)] = &[
    ("LEPTOS_ENV", "PROD"),
    ("PUBLIC_URL", "https://shop.example"),
    ("PINGS_PER_MINUTE_PER_PERSON", "0"),
    ("PINGS_PER_MINUTE_PER_ADDRESS", "0"),
];

/// Calls with all their fields, where the table's have less.
const WHOLE: &str = r#"
GET  /api/known?session_key=$SESSION
GET  /api/inbox?folder=open&order=waiting&tag=t&after=w-1-1
GET  /lifecycle/stream?after=1-1
GET  /api/inbox_conversation?id=1&before=2
GET  /messenger/web/conversations/1?app_id=$APP&before=2
GET  /messenger/web/panel?app_id=$APP&language=de
POST /api/log_in | email=owner%40example.com&password=$PASSWORD&code=1&next=%2Fcart
POST /api/sign_up | name=N&email=new%40example.com&password=$PASSWORD&next=%2Fcart
POST /api/add_to_cart | coffee=kelp-forest&plan=p&size=250g&grind=filter&often=once&quantity=1
POST /api/place_order | key=$FORM&seen=x&address%5Bname%5D=M&address%5Bstreet%5D=S&address%5Bextra%5D=E&address%5Bpostcode%5D=5003&address%5Bcity%5D=B&address%5Bcountry%5D=NO&session_key=$SESSION
POST /api/workspace_set_messenger | usual_reply=300&sound=true&cookie_domain=shop.example&messages_per_day=2&time_zone=Europe/Oslo
POST /api/outbound_save | {"id":null,"draft":$DRAFT}
POST /api/outbound_preview | {"draft":$DRAFT,"person":"a"}
POST /api/outbound_matching | {"draft":$DRAFT}
POST /api/outbound_save | {"id":null,"draft":$KEPT}
POST /api/outbound_preview | {"draft":$KEPT,"person":"a"}
POST /api/outbound_matching | {"draft":$KEPT}
POST /api/outbound_fit | {"pages":[{"part":"path","operator":"is","value":"/"}],"url":"/"}
GET  /api/outbound_message?filter=%7B%22version%22%3A2%2C%22all%22%3A%5B%5D%7D
GET  /api/people_timeline?id=a&before=1_1-a_1-a
POST /api/person_consent | id=a&subscription=b&consented=true
POST /api/subscription_make | consent=opt_in&translations%5B0%5D%5Blocale%5D=en&translations%5B0%5D%5Bname%5D=N&translations%5B0%5D%5Bdescription%5D=D&by_email=true&by_text=true
POST /api/subscription_change | id=a&translations%5B0%5D%5Blocale%5D=en&translations%5B0%5D%5Bname%5D=N&translations%5B0%5D%5Bdescription%5D=D&by_email=true&by_text=true
POST /api/people_tag_many | filter=&whole=true&ids%5B%5D=a&name=t&removes=true
POST /api/people_archive_many | filter=&whole=true&ids%5B%5D=a&archived=true
POST /api/people_block_many | filter=&whole=true&ids%5B%5D=a&blocked=true
POST /api/people_delete_many | filter=&whole=true&ids%5B%5D=a&typed=no
GET  /api/list_people?filter=&after=%5B%221%22%2C%22a%22%5D&layout%5Bcolumns%5D%5B0%5D=kind
GET  /api/people_filter?filter=&segment=s&layout%5Bcolumns%5D%5B0%5D=kind
POST /api/people_address | {"model":"person","layout":{"columns":["kind"],"sort":"kind"},"groups":[[{"of":"custom","name":"plan","type":"text","operator":"is","value":"pro"}]]}
POST /api/inbox_assign | id=1&to=1
POST /api/person_own | id=a&owner=1
POST /api/person_save | id=&person%5Brole%5D=user&person%5Bname%5D=N&person%5Bemail%5D=n%40example.com&person%5Buser_id%5D=n&person%5Bphone%5D=1
POST /api/company_save | id=&company%5Bcompany_id%5D=c&company%5Bname%5D=N&company%5Bplan%5D=p&company%5Bmonthly_spend%5D=1&company%5Bsize%5D=1&company%5Bwebsite%5D=w&company%5Bindustry%5D=i
POST /lifecycle/calls | {"sent_at_ms":0,"entries":[{"page":"p","seq":1,"at_ms":0,"kind":{"Called":{"method":"boot","url":"/","title":"T","arguments":{"a":"b"},"token":"a.b"}}}]}
POST /messenger/web/ping | {"app_id":"$APP","ping_id":"p","call":"boot","visitor_id":"v","page":{"url":"https://shop.example/","title":"T","referrer":"r","locale":"de","timeZone":"Europe/Oslo","open":false,"typing":false,"hidden":false},"settings":{"name":"N","plan":"pro","phone":"1","created_at":1,"page_title":"T","user_id":"u","email":"e","user_hash":"h","intercom_user_jwt":"a.b.c","company":{"company_id":"c","name":"C","plan":"p"},"companies":[{"company_id":"c","name":"C"}]}}
POST /messenger/web/event | {"app_id":"$APP","ping_id":"p","name":"added-to-cart","metadata":{"a":"b"}}
POST /messenger/web/shutdown | {"ping_id":"p"}
POST /messenger/web/message | {"app_id":"$APP","key":"k","conversation":"1","text":"Hello","attachments":["a"],"page":{"url":"/","title":"T"}}
POST /messenger/web/message | {"app_id":"$APP","key":"k","text":"Hello","attachments":["a"]}
POST /messenger/web/outbound | {"app_id":"$APP","message":"1","what":"reacted","reaction":"sad"}
"#;
const DRAFT: &str = r#"{"title":"A","delivery":"person","recipient":"a","style":"chat","sender":1,"text":"Hello","button_label":"B","button_link":"/","pages":[{"part":"path","operator":"is","value":"/"}],"audience":[[{"of":"custom","name":"plan","type":"text","operator":"is","value":"pro"}]],"priority":0,"starts_at":"2027-01-01T00:00","stops_at":"2027-01-02T00:00"}"#;
/// A draft with a filter that its editor cannot draw.
const KEPT: &str = r#"{"title":"A","style":"chat","sender":1,"text":"Hello","button_label":"","button_link":"","pages":[],"audience":[],"kept_filter":"{\"version\":1,\"all\":[]}","priority":0,"starts_at":"","stops_at":""}"#;

/// Fields that lose what cannot be stored, and why the rest is taken: whoever looks at a page has not written its words.
const LEFT_OUT: [(&str, &str, &str); 7] = [
    ("/messenger/web/ping", "page/", "a page's title and referrer are cut"),
    ("/messenger/web/ping", "visitor_id", "another visitor id is made"),
    ("/messenger/web/ping", "settings/", "an attribute is refused alone, and named"),
    ("/messenger/web/event", "metadata/", "an entry is refused alone, and named"),
    ("/messenger/web/shutdown", "ping_id", "whoever leaves may always do so"),
    ("/messenger/web/message", "text", "what nobody typed is cut"),
    ("/messenger/web/message", "page/", "a page's title and address are cut"),
];
/// Refused as any other text that is no address: 422.
const NO_ADDRESS: (&str, &str) = ("/messenger/web/email", "email");
/// Kept in memory, as it came.
const NEVER_STORED: &str = "/lifecycle/calls";

const NULS: [&str; 4] = ["\0", "\0a", "a\0b", "a\0"];
/// As JSON has them: a lone surrogate, and numbers at and beyond the end of 64 bits.
const ODD: [&str; 4] = [r#""\ud800""#, "9223372036854775807", "-9223372036854775809", "1e400"];
/// A header itself holds no NUL.
const HEADERS: [(&str, &str); 8] = [
    ("cookie", "session=%00; cart=%00; draft=%00; browser=%00; consent=%00; intercom-id-x=%00"),
    ("authorization", "Bearer %00"),
    ("accept-language", "%00"),
    ("referer", "%00"),
    ("user-agent", "%00"),
    ("host", "%00"),
    ("x-forwarded-for", "%00"),
    ("last-event-id", "%00-%00"),
];

/// One call, whole.
struct Call {
    row: Row,
    caller: usize,
    address: String,
    form: String,
}

/// What a field of a call becomes.
struct Changed {
    field: String,
    address: String,
    form: String,
}

fn calls() -> Vec<Call> {
    let whole = WHOLE.lines().filter(|line| !line.is_empty()).map(|line| {
        let (call, form) = line.split_once(" | ").unwrap_or((line, ""));
        let (method, address) = call.split_once(' ').expect("a call");
        let address = address.trim();
        let path = address.split('?').next();
        let row = rows().find(|row| row.method == method && row.address.split('?').next() == path);
        let row = row.unwrap_or_else(|| panic!("{line}: not in the table"));
        (row, address, form)
    });
    let table = rows().map(|row| {
        let (address, form) = (row.address, row.form);
        (row, address, form)
    });
    let calls = whole.chain(table).map(|(row, address, form)| {
        // Whoever may: the others are refused before.
        let caller = if row.expected[OWNER].starts_with('2') { OWNER } else { TEAMMATE };
        Call {
            row,
            caller,
            address: address.to_owned(),
            form: form.replace("$DRAFT", DRAFT).replace("$KEPT", KEPT),
        }
    });
    calls.collect()
}

impl Call {
    fn path(&self) -> &str {
        self.address.split('?').next().unwrap_or_default()
    }

    fn is_json(&self) -> bool {
        self.form.starts_with('{')
    }

    /// Each part of the address, in turn, with each of these.
    fn changed_addresses(&self, values: &[&str]) -> Vec<Changed> {
        let (path, query) = self.address.split_once('?').unwrap_or((&self.address, ""));
        let mut changed = Vec::new();
        let mut add = |field: &str, address: String| {
            changed.push(Changed { field: field.to_owned(), address, form: self.form.clone() });
        };
        for value in values {
            let value = escaped(value);
            let segments: Vec<_> = path.split('/').collect();
            for at in 1..segments.len() {
                let mut segments = segments.clone();
                segments[at] = &value;
                add("the path", format!("{}?{query}", segments.join("/")));
            }
            for (name, pairs) in with_each(query, &value) {
                add(&name, format!("{path}?{pairs}"));
            }
            add("a field that nobody asked for", format!("{path}?{query}&unknown={value}"));
        }
        changed
    }

    /// Each field of the body, in turn, with each of these texts.
    fn changed_bodies(&self, values: &[&str]) -> Vec<Changed> {
        match self.is_json() {
            true => {
                self.changed_json(&values.iter().map(|value| json!(value).to_string()).collect::<Vec<_>>())
            }
            false => self.changed_form(&values.iter().map(|value| escaped(value)).collect::<Vec<_>>()),
        }
    }

    /// The same with what is escaped already.
    fn changed_form(&self, values: &[String]) -> Vec<Changed> {
        let changed = values.iter().flat_map(|value| with_each(&self.form, value));
        changed.map(|(field, form)| Changed { field, form, address: self.address.clone() }).collect()
    }

    /// The same with what is JSON already.
    fn changed_json(&self, values: &[String]) -> Vec<Changed> {
        const HERE: &str = "@here@";
        let body: Value = serde_json::from_str(&self.form).expect("JSON");
        let mut fields = Vec::new();
        leaves(&body, String::new(), &mut fields);
        let mut changed = Vec::new();
        for (field, value) in fields.iter().flat_map(|field| values.iter().map(move |value| (field, value))) {
            let mut body = body.clone();
            *body.pointer_mut(field).expect("a field") = json!(HERE);
            let form = body.to_string().replace(&json!(HERE).to_string(), value);
            let field = field.trim_start_matches('/').to_owned();
            changed.push(Changed { field, form, address: self.address.clone() });
        }
        changed
    }

    fn request(&self, world: &World, changed: &Changed, session: &str) -> Request<Body> {
        let mut request = world.request(&self.row, self.caller);
        let address: Uri = world.filled(&changed.address, self.caller).parse().expect("an address");
        *request.uri_mut() = address;
        *request.body_mut() = Body::from(world.filled(&changed.form, self.caller));
        if self.address.starts_with("/messenger/") {
            let bearer = HeaderValue::try_from(format!("Bearer {session}")).expect("a credential");
            request.headers_mut().insert("authorization", bearer);
            let kind = HeaderValue::from_static("application/json");
            request.headers_mut().insert("content-type", kind);
        }
        request
    }

    fn is_left_out(&self, field: &str) -> bool {
        self.path() == NEVER_STORED
            || LEFT_OUT.iter().any(|(path, start, _)| *path == self.path() && field.starts_with(start))
    }
}

/// Of `a=b&c=d`, with this value in each place.
fn with_each(pairs: &str, value: &str) -> Vec<(String, String)> {
    let all: Vec<(&str, &str)> = pairs.split('&').filter_map(|pair| pair.split_once('=')).collect();
    let with = |at: usize| {
        let pair = |(n, (name, old)): (usize, &(&str, &str))| {
            format!("{name}={}", if n == at { value } else { old })
        };
        all.iter().enumerate().map(pair).collect::<Vec<_>>().join("&")
    };
    (0..all.len()).map(|at| (plain(all[at].0), with(at))).collect()
}

fn plain(name: &str) -> String {
    name.replace("%5B", "/").replace("%5D", "")
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Where the values stand that hold no others.
fn leaves(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| leaves(value, format!("{at}/{name}"), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, value)| leaves(value, format!("{at}/{n}"), found));
        }
        _ => found.push(at),
    }
}

/// The session of a visitor of the Messenger.
async fn visitor(world: &World) -> String {
    let boot = rows().find(|row| row.address == "/messenger/web/ping").expect("a ping");
    let answer = text(world.server.send(world.request(&boot, OWNER)).await).await;
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    answer["session"].as_str().expect("a session").to_owned()
}

/// How many rows each table has, and what the owner's and the teammates' say. A refused ping is an entry of the feed.
async fn stored(world: &World, with_feed: bool) -> Vec<String> {
    let db = &world.server.state.db;
    let tables = match db {
        leptos_messenger::database::Db::Sqlite { .. } => {
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
        }
        leptos_messenger::database::Db::Postgres(_) => {
            "select table_name from information_schema.tables where table_schema = 'public'"
        }
    };
    let tables = texts(db, tables).await.into_iter().filter(|name| with_feed || name != "events");
    let counts: Vec<String> =
        tables.map(|name| format!("select '{name} ' || count(*) as c from {name}")).collect();
    let mut stored = texts(db, &counts.join(" union all ")).await;
    stored.sort();
    stored.extend(world.owners_things().await);
    stored.extend(world.keys_and_switches().await);
    stored
}

#[tokio::test]
async fn each_field_of_each_endpoint_refuses_a_nul_with_400_and_stores_nothing() {
    let world = World::with(UNLIMITED).await;
    let (mut wrong, mut tried) = (BTreeSet::new(), 0);
    for call in calls() {
        let with_feed = !["/messenger/web/ping", "/messenger/web/event"].contains(&call.path());
        // Of this call alone: another may have ended it.
        let session = visitor(&world).await;
        let before = stored(&world, with_feed).await;
        let changed = call.changed_addresses(&NULS).into_iter().chain(call.changed_bodies(&NULS));
        for changed in changed.filter(|changed| !call.is_left_out(&changed.field)) {
            let answer = world.server.send(call.request(&world, &changed, &session)).await;
            let status = answer.status();
            tried += 1;
            // Else it may have no end.
            let said = if status == StatusCode::BAD_REQUEST { text(answer).await } else { String::new() };
            let field = format!(
                "\"field\":\"{}\"",
                changed.field.rsplit('/').find(|part| part.parse::<u8>().is_err()).unwrap()
            );
            let is_named = !call.address.starts_with("/api/")
                || changed.address != call.address
                || said.contains(&field);
            let expected = match (call.path(), &*changed.field) == NO_ADDRESS {
                true => StatusCode::UNPROCESSABLE_ENTITY,
                false => StatusCode::BAD_REQUEST,
            };
            if status != expected || !is_named {
                let Call { row, .. } = &call;
                wrong.insert(format!("{} {}: {}: {status} {said}", row.method, call.path(), changed.field));
            }
        }
        if stored(&world, with_feed).await != before {
            wrong.insert(format!("{} {}: something was stored", call.row.method, call.path()));
        }
    }
    println!("{tried} requests with a NUL");
    assert!(tried > 2_000, "{tried}");
    assert!(wrong.is_empty(), "of {tried}:\n{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

#[tokio::test]
async fn nothing_that_no_database_holds_fails_any_endpoint() {
    let reading = World::with(UNLIMITED).await;
    let (mut wrong, mut tried) = (BTreeSet::new(), 0);
    for call in calls() {
        let changing = if call.row.only_reads() { None } else { Some(World::with(UNLIMITED).await) };
        let world = changing.as_ref().unwrap_or(&reading);
        let session = visitor(world).await;
        let left_out = call.changed_bodies(&NULS).into_iter().filter(|one| call.is_left_out(&one.field));
        let odd = match call.is_json() {
            true => call.changed_json(&ODD.map(str::to_owned)),
            false => call.changed_form(&["%ED%A0%80", ODD[1], ODD[2], ODD[3]].map(str::to_owned)),
        };
        let addresses = call.changed_addresses(&ODD[1..3]);
        for changed in left_out.chain(odd).chain(addresses) {
            let answer = world.server.send(call.request(world, &changed, &session)).await;
            tried += 1;
            if answer.status().is_server_error() {
                let form = changed.form.chars().take(300).collect::<String>();
                wrong.insert(format!("{} {} {form}: {}", call.row.method, changed.address, answer.status()));
            }
        }
        let whole = Changed { field: String::new(), address: call.address.clone(), form: call.form.clone() };
        let mut request = call.request(world, &whole, &session);
        for (name, value) in HEADERS {
            request.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        let status = world.server.send(request).await.status();
        tried += 1;
        if status.is_server_error() {
            wrong.insert(format!("{} {} with odd headers: {status}", call.row.method, call.address));
        }
    }
    println!("{tried} odd requests");
    assert!(tried > 2_000, "{tried}");
    assert!(wrong.is_empty(), "of {tried}:\n{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

/// Of the calls to these paths.
fn tried_fields(path: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let mut tried = BTreeSet::new();
    for call in calls().iter().filter(|call| path(call.path())) {
        let query = call.address.split_once('?').map_or("", |(_, query)| query);
        let mut fields: Vec<String> = with_each(query, "").into_iter().map(|(name, _)| name).collect();
        match call.is_json() {
            true => leaves(&serde_json::from_str(&call.form).expect("JSON"), String::new(), &mut fields),
            false => fields.extend(with_each(&call.form, "").into_iter().map(|(name, _)| name)),
        }
        tried.extend(fields.iter().flat_map(|field| field.split('/')).map(str::to_owned));
    }
    tried
}

#[test]
fn each_field_that_a_request_may_have_is_tried() {
    let functions = of_server_functions();
    assert!(functions.len() > 50, "the functions can be read: {functions:?}");
    let mut missing = Vec::new();
    for (endpoint, fields) in functions {
        let tried = tried_fields(|path| path == format!("/api/{endpoint}"));
        missing.extend(fields.difference(&tried).map(|field| format!("/api/{endpoint}: {field}")));
    }
    let tried = tried_fields(|path| path.starts_with("/messenger/") || path.starts_with("/lifecycle"));
    let tried: BTreeSet<_> = tried.iter().map(|field| field.replace('_', "").to_lowercase()).collect();
    let requests = of_the_messengers_requests();
    assert!(requests.len() > 10, "the requests can be read: {requests:?}");
    for (request, fields) in requests {
        let untried = fields.into_iter().filter(|field| !tried.contains(&field.replace('_', "")));
        missing.extend(untried.map(|field| format!("{request}: {field}")));
    }
    assert_eq!(missing, [""; 0], "not in the table of whole calls");
}
