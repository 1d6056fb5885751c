//! Every cookie that the server sets, at whichever endpoint.

use axum::http::HeaderValue;
use leptos_messenger::messenger::server::ExpiredWidgetCookies;
use std::collections::BTreeSet;

use super::callers::{HTTP, HTTPS, OWNER, World};
use super::table::rows;
use crate::server::{Server, text};

const OVER_HTTP: [&str; 5] = ["browser", "cart", "chat", "draft", "session"];
const OVER_HTTPS: [&str; 5] = ["__Host-browser", "__Host-cart", "__Host-session", "chat", "draft"];

#[tokio::test]
async fn over_http_every_cookie_is_out_of_reach_of_scripts_and_of_other_sites_posts() {
    let names = set(HTTP, "Path=/; Max-Age=N; HttpOnly; SameSite=Lax").await;
    assert_eq!(names, OVER_HTTP.map(str::to_owned).into());
}

#[tokio::test]
async fn over_https_every_cookie_is_sent_over_https_alone_and_what_identifies_people_is_bound_to_the_host() {
    let names = set(HTTPS, "Path=/; Max-Age=N; HttpOnly; SameSite=Lax; Secure").await;
    assert_eq!(names, OVER_HTTPS.map(str::to_owned).into());
}

#[tokio::test]
async fn the_privacy_page_names_every_cookie_that_is_set_and_no_other() {
    let widgets = ExpiredWidgetCookies::new("…", "shop.example").with_device_and_marker().lines();
    let widgets: Vec<_> = widgets.iter().filter_map(|line| line.split('=').next()).collect();
    for (settings, own) in [(HTTP, OVER_HTTP), (HTTPS, OVER_HTTPS)] {
        let page = text(Server::with(settings).await.open("/privacy").await).await;
        let listed = page.split("<dt><code>").skip(1).filter_map(|after| after.split('<').next());
        let set = own.iter().chain(&widgets).copied().collect::<BTreeSet<_>>();
        assert_eq!(listed.clone().count(), set.len(), "each once");
        assert_eq!(listed.collect::<BTreeSet<_>>(), set);
        assert_eq!(page.contains("begins with __Host-"), own == OVER_HTTPS);
    }
}

/// The names of all cookies that any endpoint sets, by fetch or by plain form; each has these flags and no others.
async fn set(settings: &'static [(&'static str, &'static str)], flags: &str) -> BTreeSet<String> {
    let reading = World::with(settings).await;
    let mut names = BTreeSet::new();
    for row in rows() {
        let changing = if row.only_reads() { None } else { Some(World::with(settings).await) };
        let world = changing.as_ref().unwrap_or(&reading);
        for (caller, accept) in [(0, "application/json"), (OWNER, "text/html"), (OWNER, "application/json")] {
            let mut request = world.request(&row, caller);
            request.headers_mut().insert("accept", HeaderValue::from_static(accept));
            let answer = world.server.send(request).await;
            for line in answer.headers().get_all("set-cookie") {
                let line = line.to_str().unwrap();
                names.extend(checked(line, flags).unwrap_or_else(|| panic!("{}: {line}", row.address)));
            }
        }
    }
    names
}

/// The name of a cookie of ours; of those that scripts set (the widget's, the pattern's marker), only that they go.
fn checked(line: &str, flags: &str) -> Option<Option<String>> {
    let (pair, own) = line.split_once("; ")?;
    let (name, value) = pair.split_once('=')?;
    if name.starts_with("intercom-") || name.starts_with("messenger-session-") {
        return (value.is_empty() && own.starts_with("Path=/; Max-Age=0; SameSite=Lax")).then_some(None);
    }
    let age = own.split("Max-Age=").nth(1)?.split(';').next()?;
    (own.replace(age, "N") == flags && age.parse::<u32>().is_ok()).then(|| Some(name.to_owned()))
}
