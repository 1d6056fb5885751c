//! The widget's script and its ping route.

use super::*;

async fn get(bench: &Bench, path: &str, etag: Option<&str>) -> axum::response::Response {
    let mut request = Request::get(path);
    if let Some(etag) = etag {
        request = request.header(header::IF_NONE_MATCH, etag);
    }
    bench.send(request.body(Body::empty()).expect("a request")).await
}

#[tokio::test]
async fn the_script_is_served_for_its_app_alone() {
    let bench = Bench::new().await;
    let response = get(&bench, &format!("/widget/{}", bench.workspace.app_id()), None).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
    for unknown in ["/widget/another", "/widget/%00", "/widget/%27"] {
        assert_eq!(get(&bench, unknown, None).await.status(), StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn an_unchanged_script_is_not_sent_again() {
    let bench = Bench::new().await;
    for path in [&format!("/widget/{}", bench.workspace.app_id()), "/messenger/web/frame.js"] {
        let first = get(&bench, path, None).await;
        let etag = first.headers()[header::ETAG].to_str().expect("text").to_owned();
        let second = get(&bench, path, Some(&etag)).await;
        assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(second.headers()[header::ETAG], etag.as_str());
        assert_eq!(get(&bench, path, Some("\"other\"")).await.status(), StatusCode::OK);
    }
}

#[tokio::test]
async fn the_widgets_files_come_compressed_to_whoever_reads_brotli() {
    let bench = Bench::new().await;
    let ask = async |path: &str, reads: &str| {
        let request = Request::get(path).header(header::ACCEPT_ENCODING, reads).body(Body::empty());
        let answer = bench.send(request.expect("a request")).await;
        let vary = answer.headers().get_all(header::VARY).iter();
        assert!(vary.into_iter().any(|by| by == "accept-encoding"), "{path}");
        let encoding = answer.headers().get(header::CONTENT_ENCODING).cloned();
        (encoding, to_bytes(answer.into_body(), usize::MAX).await.expect("a body"))
    };
    let loader = format!("/widget/{}", bench.workspace.app_id());
    for path in [&loader, "/messenger/web/frame.js", "/messenger/web/panel.js", "/messenger/web/panel.css"] {
        let (encoding, compressed) = ask(path, "gzip, deflate, br;q=0.9, zstd").await;
        assert_eq!(encoding.expect("an encoding"), "br", "{path}");
        let mut text = Vec::new();
        brotli::BrotliDecompress(&mut &compressed[..], &mut text).expect("brotli");
        for reads in ["", "gzip", "br;q=0", "brotli"] {
            let (encoding, plain) = ask(path, reads).await;
            assert!(encoding.is_none() && plain == text, "{path} for {reads:?}");
        }
    }
}

#[tokio::test]
async fn the_script_holds_no_secret() {
    let bench = Bench::new().await;
    let response = get(&bench, &format!("/widget/{}", bench.workspace.app_id()), None).await;
    let script = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
    let script = String::from_utf8(script.to_vec()).expect("text");
    assert!(script.contains("Intercom") && !script.contains(SECRET));
}

#[tokio::test]
async fn what_is_too_large_is_413() {
    let bench = Bench::new().await;
    let answer = bench.ping("boot", HOME, json!({ "note": "x".repeat(64 * 1024) }), None).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(bench.last_reason().await, "The request is larger than 64 KiB.");
}

#[tokio::test]
async fn what_is_no_ping_is_400_and_nothing_of_it_is_repeated() {
    let bench = Bench::new().await;
    let page = json!({ "url": HOME });
    for body in [
        json!(null),
        json!([]),
        json!({ "canary": 1 }),
        json!({ "app_id": "canary", "call": "boot" }),
        json!({ "app_id": "canary", "call": "ping", "page": page }),
        json!({ "app_id": "canary", "call": "boot", "page": page, "settings": ["canary"] }),
        json!({ "app_id": "canary", "call": "boot", "page": page, "ping_id": "<canary>" }),
        json!({ "app_id": "canary", "call": "boot", "page": page, "ping_id": "c".repeat(65) }),
    ] {
        let answer = bench.post("/messenger/web/ping", body.to_string(), None).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
        assert!(!answer.body.contains("canary") && !bench.last_reason().await.contains("canary"));
    }
    for body in ["", "{", "\u{0}", "canary"] {
        let answer = bench.post("/messenger/web/ping", body.to_owned(), None).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn a_page_has_a_web_address() {
    let bench = Bench::new().await;
    for url in [
        "",
        "/coffees",
        "javascript:alert(1)",
        "file:///etc",
        "https://",
        "http:///x",
        "https://a\nb/",
        "ftp://a/",
    ] {
        assert_eq!(bench.ping("boot", url, json!({}), None).await.status, StatusCode::BAD_REQUEST, "{url:?}");
    }
    for url in ["http://127.0.0.1:3000/", "HTTPS://shop.example/ä?q=%20#h", "https://[::1]/"] {
        assert_eq!(bench.ping("boot", url, json!({}), None).await.status, StatusCode::OK, "{url:?}");
        assert_eq!(bench.last_accepted().await.url, url);
    }
}

#[tokio::test]
async fn long_texts_are_cut_at_a_character() {
    let bench = Bench::new().await;
    let url = format!("{HOME}{}", "ä".repeat(3_000));
    assert_eq!(bench.ping("boot", &url, json!({}), None).await.status, StatusCode::OK);
    assert_eq!(bench.last_accepted().await.url.chars().count(), 2_048);
}

#[tokio::test]
async fn an_unknown_app_is_404_and_no_entry_of_the_feed() {
    let bench = Bench::new().await;
    let body = json!({ "app_id": "another", "call": "boot", "page": { "url": HOME } });
    let answer = bench.post("/messenger/web/ping", body.to_string(), None).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(bench.entries().await.is_empty());
}

#[tokio::test]
async fn a_cookie_is_no_credential() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    let body = json!({ "app_id": bench.workspace.app_id(), "call": "update", "page": { "url": HOME } });
    let request = Request::post("/messenger/web/ping")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::COOKIE, format!("intercom-session-{}={credential}", bench.workspace.app_id()))
        .body(Body::from(body.to_string()))
        .expect("a request");
    let response = bench.send(request).await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    assert!(response.headers().get(header::SET_COOKIE).is_none());
}

#[tokio::test]
async fn no_reply_holds_the_secret() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await;
    let bare = bench.ping("update", HOME, json!({}), Some(&credential.credential())).await;
    let refused = bench.ping("update", HOME, json!({ "user_id": "u_1" }), None).await;
    for answer in [credential, bare, refused] {
        assert!(!answer.body.contains(SECRET));
    }
}

#[tokio::test]
async fn a_ping_and_an_event_are_json_or_refused_with_415() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    let ping = json!({ "app_id": bench.workspace.app_id(), "call": "update", "page": { "url": HOME } });
    let event = json!({ "app_id": bench.workspace.app_id(), "name": "x" });
    for (path, body) in [("/messenger/web/ping", &ping), ("/messenger/web/event", &event)] {
        let send = async |kind: Option<&str>| {
            let mut request =
                Request::post(path).header(header::AUTHORIZATION, format!("Bearer {credential}"));
            if let Some(kind) = kind {
                request = request.header(header::CONTENT_TYPE, kind);
            }
            bench.send(request.body(Body::from(body.to_string())).expect("a request")).await.status()
        };
        // The first three, a page of any origin may send without asking.
        for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
            assert_eq!(send(Some(kind)).await, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
        }
        for kind in [None, Some(""), Some("application/jsonp"), Some("text/plain, application/json")] {
            assert_eq!(send(kind).await, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind:?}");
        }
        assert_eq!(bench.last_refused().await.status, 415);
        for kind in ["application/json", "Application/JSON;charset=utf-8", "application/json ; charset=utf-8"]
        {
            assert_eq!(send(Some(kind)).await, StatusCode::OK, "{kind}");
        }
    }
}
