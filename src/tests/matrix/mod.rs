//! Every endpoint of the server, tried by everybody: the authorisation matrix. [`table`] is the whole of it.

mod attacks;
mod callers;
mod cookies;
mod documents;
mod log_in;
mod request_fields;
mod secret;
mod sessions;
mod table;
mod unstorable;

use axum::body::Body;
use axum::http::Request;
use leptos::server_fn::axum::server_fn_paths;
use std::collections::BTreeSet;

use crate::database::texts;
use crate::server::header;
use callers::{CALLERS, EXPIRED, OWNER, TEAMMATE, World};
use table::{Row, rows};

/// Whoever may not is first, so that the thing asked for is still there; the ended session before all others, as a
/// sign-up sweeps it out.
const TURNS: [usize; 7] = [EXPIRED, 0, 2, 5, 6, TEAMMATE, OWNER];

#[tokio::test]
async fn each_endpoint_answers_whom_the_table_says_and_what_is_the_owners_stays_theirs() {
    let reading = World::new().await;
    let mut wrong = Vec::new();
    for row in rows() {
        let changing = if row.only_reads() { None } else { Some(World::new().await) };
        let world = changing.as_ref().unwrap_or(&reading);
        let outcomes = tried(world, &row, &mut wrong).await;
        if outcomes != row.expected {
            wrong.push(format!("{} {}: {outcomes:?}, not {:?}", row.method, row.address, row.expected));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn tried(world: &World, row: &Row, wrong: &mut Vec<String>) -> [String; 7] {
    let mut outcomes = [const { String::new() }; 7];
    assert!(world.has_the_expired_session().await, "{} {}", row.method, row.address);
    for caller in TURNS {
        let (owners, desk) = (world.owners_things().await, world.keys_and_switches().await);
        outcomes[caller] = world.ask(row, caller).await;
        let refused = !outcomes[caller].starts_with('2');
        if (row.only_reads() || refused || caller != OWNER) && world.owners_things().await != owners {
            wrong.push(format!("{} {}: {} changed the owner's", row.method, row.address, CALLERS[caller]));
        }
        if (row.only_reads() || refused) && world.keys_and_switches().await != desk {
            wrong.push(format!("{} {}: {} changed the keys", row.method, row.address, CALLERS[caller]));
        }
    }
    outcomes
}

#[tokio::test]
async fn what_a_page_calls_by_itself_is_no_use_of_a_session_and_all_else_is() {
    let reading = World::new().await;
    let mut wrong = Vec::new();
    for row in rows().filter(Row::asks_for_a_session) {
        let changing = if row.only_reads() { None } else { Some(World::new().await) };
        let world = changing.as_ref().unwrap_or(&reading);
        let last_use = world.filled("select '' || last_used_at from sessions where key = '$SESSION'", OWNER);
        let before = texts(&world.server.state.db, &last_use).await;
        world.server.state.clock.advance(61);
        world.ask(&row, OWNER).await;
        // A session that has ended meanwhile was used.
        if (texts(&world.server.state.db, &last_use).await == before) != row.of_page {
            wrong
                .push(format!("{} {}: see CALLS_OF_PAGES in src/server/session.rs", row.method, row.address));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// As axum calls what answers where no route does.
const FALLBACK: &str = "/{*__private__axum_fallback}";

#[tokio::test]
async fn the_table_names_every_endpoint() {
    let world = World::new().await;
    let (there, named) = (there(&world).await, named(&world));
    assert_eq!(there.difference(&named).collect::<Vec<_>>(), [""; 0], "not in the table");
    assert_eq!(named.difference(&there).collect::<Vec<_>>(), [""; 0], "in the table alone");
}

/// Each method of each route that the server has.
async fn there(world: &World) -> BTreeSet<String> {
    let routes = patterns(world);
    assert!(routes.len() > 60, "the list of routes can be read: {routes:?}");
    for (path, _) in server_fn_paths() {
        assert!(routes.iter().any(|route| route == path), "{path}");
    }
    let mut there = BTreeSet::new();
    for route in &routes {
        let methods = allowed(world, route).await;
        there.extend(methods.into_iter().map(|method| format!("{method} {route}")));
    }
    there
}

/// Those that the table tries.
fn named(world: &World) -> BTreeSet<String> {
    let routes = patterns(world);
    let named = rows().map(|row| {
        let address = world.filled(row.address, OWNER);
        let path = address.split('?').next().unwrap_or_default();
        let fitting = routes.iter().filter(|route| leads_to(route, path));
        let route = fitting.max_by_key(|route| (route.split('{').next().map(str::len), !route.contains('{')));
        format!("{} {}", row.method, route.map_or(FALLBACK, String::as_str))
    });
    named.collect()
}

/// The paths of all routes, as the router itself lists them: axum has no other way to ask.
fn patterns(world: &World) -> Vec<String> {
    let router = format!("{:?}", world.router());
    let listed = router.split("RouteId(").filter_map(|entry| entry.split_once("): \"")?.1.split_once('"'));
    listed.map(|(path, _)| path.to_owned()).collect()
}

fn leads_to(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some(rest), Some(_)) if rest.starts_with("{*") => return true,
            (Some(one), Some(found)) if one.starts_with('{') && !found.is_empty() => {}
            (Some(one), Some(found)) if one == found => {}
            _ => return false,
        }
    }
}

/// What a route says it takes when it is asked for something else; one that takes anything is asked to GET.
async fn allowed(world: &World, pattern: &str) -> Vec<String> {
    let request = Request::builder()
        .method("PROPFIND")
        .uri(pattern.replace(['{', '}', '*'], ""))
        .header("sec-fetch-site", "same-origin")
        .body(Body::empty());
    let answer = world.server.send(request.unwrap()).await;
    let allow = header(&answer, "allow");
    let allow = if answer.status() == 405 && !allow.is_empty() { allow } else { "GET" };
    allow.split(',').filter(|method| *method != "HEAD").map(str::to_owned).collect()
}
