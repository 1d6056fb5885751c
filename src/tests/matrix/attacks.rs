//! What another site, or a forged request, does at every endpoint of the table.

use axum::http::{HeaderValue, StatusCode};

use super::callers::{OWNER, TEAMMATE, World, read};
use super::table::rows;

#[tokio::test]
async fn nothing_is_changed_by_another_sites_page() {
    let world = World::new().await;
    let (owners, desk) = (world.owners_things().await, world.keys_and_switches().await);
    let foreign: [(Option<&str>, Option<&str>); 7] = [
        (Some("cross-site"), Some("https://evil.example")),
        // A neighbour under the same domain, and an address typed by hand.
        (Some("same-site"), Some("https://blog.shop.example")),
        (Some("none"), None),
        // Browsers that do not say.
        (None, Some("https://evil.example")),
        (None, Some("https://shop.example.evil.example")),
        (None, Some("null")),
        (None, None),
    ];
    let mut tried = 0;
    for row in rows().filter(|row| !row.only_reads() && row.acts_by_cookie()) {
        for (site, origin) in foreign {
            for caller in [OWNER, TEAMMATE] {
                let mut request = world.request(&row, caller);
                let headers = request.headers_mut();
                headers.remove("sec-fetch-site");
                for (name, value) in [("sec-fetch-site", site), ("origin", origin)] {
                    value.map(|value| headers.insert(name, HeaderValue::from_static(value)));
                }
                let answer = world.server.send(request).await;
                let what = format!("{} {site:?} {origin:?}", row.address);
                assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{what}");
                assert!(!answer.headers().contains_key("set-cookie"), "{what}");
                tried += 1;
            }
        }
    }
    assert!(tried > 400, "{tried}");
    assert_eq!((world.owners_things().await, world.keys_and_switches().await), (owners, desk));
}

#[tokio::test]
async fn a_forged_host_is_in_no_page_redirect_or_cookie() {
    let reading = World::new().await;
    for row in rows() {
        let changing = if row.only_reads() { None } else { Some(World::new().await) };
        let world = changing.as_ref().unwrap_or(&reading);
        for (caller, accept) in [(0, "text/html"), (OWNER, "application/json"), (OWNER, "text/html")] {
            let mut request = world.request(&row, caller);
            let headers = request.headers_mut();
            headers.insert("accept", HeaderValue::from_static(accept));
            headers.insert("referer", HeaderValue::from_static("https://shop.example/account"));
            for name in ["host", "x-forwarded-host", "x-host", "x-original-host"] {
                headers.insert(name, HeaderValue::from_static("evil.example"));
            }
            headers.insert("forwarded", HeaderValue::from_static("host=evil.example"));
            let answer = world.server.send(request).await;
            for (name, value) in answer.headers() {
                let value = value.to_str().unwrap();
                // Where scripts may have put the widget's cookies and the marker, they are taken away: for the host that
                // was asked.
                let by_scripts =
                    ["intercom-", "messenger-session-"].iter().any(|start| value.starts_with(start));
                let expires = name == "set-cookie" && by_scripts && value.contains("Max-Age=0");
                assert!(!value.contains("evil.example") || expires, "{} {name}: {value}", row.address);
            }
            assert!(!read(answer).await.contains("evil.example"), "{}", row.address);
        }
    }
}

#[tokio::test]
async fn a_host_with_more_than_a_name_in_it_adds_nothing_to_a_cookie() {
    for host in ["a.example; Domain=b.example", "a.example;HttpOnly", "a.example, x=y", "a b.example"] {
        let world = World::new().await;
        let row = rows().find(|row| row.address == "/api/log_out").unwrap();
        let mut request = world.request(&row, OWNER);
        request.headers_mut().insert("host", HeaderValue::from_static(host));
        let answer = world.server.send(request).await;
        assert_eq!(answer.status(), StatusCode::OK);
        for line in answer.headers().get_all("set-cookie") {
            let line = line.to_str().unwrap();
            assert!(!line.contains("Domain=") && !line.contains("x=y"), "{host}: {line}");
        }
    }
}
