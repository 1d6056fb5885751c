//! The widget's cookies go with the reply that ends a session or withdraws consent.

use axum::Router;
use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Request, StatusCode, Version};
use axum::response::{Redirect, Response};
use axum::routing::{get, post};
use leptos::prelude::{Owner, provide_context};
use leptos_messenger::messenger::server::{
    ExpiredWidgetCookies, expire_all_widget_cookies, expire_widget_cookies, layer,
};

use super::console::console_of;
use super::host::{Host, open, routes, send};
use crate::server::{Server, text};

fn lines(response: &Response) -> Vec<&str> {
    response.headers().get_all("set-cookie").iter().map(|line| line.to_str().expect("text")).collect()
}

/// The first words of each line: names, in order, each once.
fn names(response: &Response) -> Vec<&str> {
    let mut names: Vec<_> = lines(response).iter().filter_map(|line| line.split('=').next()).collect();
    names.dedup();
    names
}

#[test]
fn the_widgets_cookies_expire_on_every_domain_that_it_may_have_put_them() {
    let lines = ExpiredWidgetCookies::new("app", "WWW.shop.example:3000").lines();
    for scope in ["SameSite=Lax", "Domain=www.shop.example", "Domain=shop.example"] {
        assert_eq!(lines.iter().filter(|line| line.ends_with(scope)).count(), 2, "{scope} in {lines:?}");
    }
    for address in ["127.0.0.1:3000", "localhost", "[::1]:3000", "", "a;b.example", "shop .example"] {
        assert_eq!(ExpiredWidgetCookies::new("app", address).lines().len(), 2, "{address}");
    }
    let all = ExpiredWidgetCookies::new("app", "www.shop.example:3000").with_device_and_marker().lines();
    assert!(all.starts_with(&lines), "{all:?}");
    for more in ["intercom-device-id-app=;", "messenger-session-app=;"] {
        assert_eq!(all[lines.len()..].iter().filter(|line| line.starts_with(more)).count(), 3, "{more}");
    }
    assert_eq!(all.len(), 12);
}

#[tokio::test]
async fn over_http_2_the_authority_names_the_domains() {
    let request = Request::get("https://www.shop.example:8443/").version(Version::HTTP_2);
    let page =
        send(Host::default().app(expire_widget_cookies), request.body(Body::empty()).expect("a request"))
            .await;
    for domain in ["Domain=www.shop.example", "Domain=shop.example"] {
        assert!(lines(&page).iter().any(|line| line.ends_with(domain)), "{domain} in {:?}", lines(&page));
    }
}

#[tokio::test]
async fn what_leptos_answers_takes_the_widgets_cookies_along() {
    let page = open(Host::default().app(expire_widget_cookies), "/").await;
    assert_eq!(names(&page), ["intercom-session-home", "intercom-id-home"]);
    let page = open(Host::default().app(expire_all_widget_cookies), "/").await;
    let all =
        ["intercom-session-home", "intercom-id-home", "intercom-device-id-home", "messenger-session-home"];
    assert_eq!(names(&page), all);
    let page = open(Host::without_workspace().app(expire_widget_cookies), "/").await;
    assert_eq!(lines(&page), [""; 0], "a Messenger that is off has no cookies");
}

/// Two routes of axum's own.
fn own_routes() -> Router {
    let session_ends = [("set-cookie", "session=; Max-Age=0")];
    let log_out = async move |expired: ExpiredWidgetCookies| (session_ends, expired, Redirect::to("/"));
    let refuse = async |expired: ExpiredWidgetCookies| (expired.with_device_and_marker(), "as you wish");
    Router::new().route("/log-out", post(log_out)).route("/refuse", post(refuse))
}

async fn post_to(app: Router, path: &str) -> Response {
    send(app, Request::post(path).header("host", "shop.example").body(Body::empty()).expect("a request"))
        .await
}

#[tokio::test]
async fn what_a_route_of_axums_own_answers_takes_them_along_too() {
    let app = own_routes().layer(layer(Host::default()));
    let reply = post_to(app.clone(), "/log-out").await;
    assert_eq!(reply.status(), StatusCode::SEE_OTHER);
    assert_eq!(names(&reply), ["session", "intercom-session-elsewhere", "intercom-id-elsewhere"]);
    assert!(
        lines(&reply)
            .contains(&"intercom-session-elsewhere=; Path=/; Max-Age=0; SameSite=Lax; Domain=shop.example")
    );
    let reply = post_to(app, "/refuse").await;
    let more = ["intercom-device-id-elsewhere", "messenger-session-elsewhere"];
    assert_eq!(names(&reply), [&["intercom-session-elsewhere", "intercom-id-elsewhere"][..], &more].concat());
    let off = post_to(own_routes().layer(layer(Host::without_workspace())), "/log-out").await;
    assert_eq!(names(&off), ["session"]);
}

#[tokio::test]
async fn a_route_that_the_layer_does_not_reach_answers_500_and_names_the_missing_line() {
    let reply = post_to(own_routes(), "/log-out").await;
    assert_eq!(reply.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert!(lines(&reply).is_empty());
    assert!(
        text(reply).await.starts_with(".layer(messenger::server::layer(host)) is missing over this route")
    );
}

#[test]
fn what_cannot_be_done_is_said_on_the_console() {
    let path = concat!(module_path!(), "::what_cannot_be_done_is_said_on_the_console");
    let Some(said) = console_of(path) else {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        return runtime.block_on(async {
            eprintln!("-- outside");
            expire_widget_cookies();
            eprintln!("-- without the layer");
            open(routes(expire_all_widget_cookies), "/").await;
            eprintln!("-- a route without the layer");
            post_to(own_routes(), "/log-out").await;
            eprintln!("-- a request of leptos without a reply");
            let renders = async |request: Parts| {
                Owner::new().with(|| {
                    provide_context(request);
                    expire_widget_cookies();
                })
            };
            open(Router::new().route("/", get(renders)).layer(layer(Host::default())), "/").await;
            eprintln!("-- as it should be");
            open(Host::default().app(expire_widget_cookies), "/").await;
            open(Host::without_workspace().app(expire_widget_cookies), "/").await;
        });
    };
    let parts: Vec<_> = said.split("-- ").collect();
    let [_, outside, without, route, replyless, right] = &parts[..] else { panic!("{said}") };
    let not_expired = "the Messenger's cookies were not expired: ";
    let missing = format!("{not_expired}.layer(messenger::server::layer(host)) is missing");
    assert!(outside.contains(&format!("{not_expired}no request is being answered")), "{said}");
    assert!(without.contains(&missing) && route.contains(&missing), "{said}");
    assert!(replyless.contains(&format!("{not_expired}leptos makes no reply here")), "{said}");
    assert!(!right.contains("Messenger"), "{said}");
}

#[tokio::test]
async fn the_shops_log_outs_and_withdrawn_consent_expire_them() {
    let server = Server::with(&[
        ("LEPTOS_ENV", "DEV"),
        ("INTERCOM_APP_ID", "hosted1x"),
        ("INTERCOM_IDENTITY_SECRET", "between-us"),
    ])
    .await;
    for (endpoint, form, expired) in [
        ("log_out", "", 2),
        ("log_out_everywhere", "", 2),
        ("set_consent", "given=false", 3),
        ("set_consent", "given=true", 0),
    ] {
        let cookie = server.log_in("customer@example.com").await;
        let request = Request::post(format!("/api/{endpoint}"))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", cookie)
            .header("host", "shop.example");
        let reply = server.send(request.body(Body::from(form)).expect("a request")).await;
        assert_eq!(reply.status(), StatusCode::OK, "{endpoint}");
        let names = names(&reply);
        let widgets = ["intercom-session-hosted1x", "intercom-id-hosted1x", "intercom-device-id-hosted1x"];
        let found: Vec<_> = names.iter().filter(|name| name.starts_with("intercom-")).copied().collect();
        assert_eq!(found, widgets[..expired], "{endpoint}");
        assert!(names.len() > found.len(), "{endpoint} sets a cookie of its own");
    }
}
