//! The panel's document, its files, and the fragment that it fetches.

use super::*;
use axum::Extension;
use axum::response::Response;
use leptos_messenger::workspace::widget::Development;

async fn get(bench: &Bench, path: &str, credential: Option<&str>) -> Response {
    let mut request = Request::get(path);
    if let Some(credential) = credential {
        request = request.header(header::AUTHORIZATION, format!("Bearer {credential}"));
    }
    bench.send(request.body(Body::empty()).expect("a request")).await
}

async fn text(response: Response) -> String {
    let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
    String::from_utf8(body.to_vec()).expect("text")
}

fn policy(response: &Response) -> &str {
    response.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("text")
}

impl Bench {
    fn panel(&self) -> String {
        format!("/messenger/web/panel?app_id={}", self.workspace.app_id())
    }

    /// On a server that runs in development.
    fn in_development(self) -> Self {
        Self { router: self.router.layer(Extension(Development)), ..self }
    }

    async fn home(&self, credential: &str) -> Response {
        get(self, &format!("/messenger/web/home?app_id={}", self.workspace.app_id()), Some(credential)).await
    }
}

#[tokio::test]
async fn the_document_is_sandboxed_and_loads_from_its_own_origin_alone() {
    let bench = Bench::new().await;
    let response = get(&bench, &bench.panel(), None).await;
    assert_eq!(
        policy(&response),
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob: https:; \
         base-uri 'none'; form-action 'none'; sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads; \
         frame-ancestors 'self'"
    );
    let html = text(response).await;
    let is_handler = |rest: &str| rest.trim_start_matches(char::is_alphabetic).starts_with('=');
    assert!(!html.contains(" style=") && !html.contains("<style") && !html.split(" on").any(is_handler));
    assert_eq!(html.matches("<script").count(), 1);
}

#[tokio::test]
async fn it_may_be_framed_by_the_allowed_origins_and_no_others() {
    let bench = Bench::new().await;
    let allowed = ["https://a.example".to_owned(), "http://b.example:8080".to_owned()];
    let bench = Bench { router: routes(bench.workspace.clone(), &allowed), ..bench };
    let response = get(&bench, &bench.panel(), None).await;
    assert!(policy(&response).ends_with("frame-ancestors 'self' https://a.example http://b.example:8080"));
}

#[tokio::test]
async fn an_unknown_app_has_no_panel_and_a_session_is_of_its_own_app_alone() {
    let bench = Bench::new().await;
    let credential = bench.boot_user("u_1").await.credential();
    let status = async |path| get(&bench, path, Some(&credential)).await.status();
    assert_eq!(status("/messenger/web/panel?app_id=another").await, StatusCode::NOT_FOUND);
    assert_eq!(status("/messenger/web/home?app_id=another").await, StatusCode::UNAUTHORIZED);
    for path in ["/messenger/web/panel", "/messenger/web/home"] {
        assert_eq!(status(path).await, StatusCode::BAD_REQUEST, "{path}");
    }
}

#[tokio::test]
async fn its_files_are_named_by_version_and_may_be_kept_for_ever() {
    let bench = Bench::new().await;
    let html = text(get(&bench, &bench.panel(), None).await).await;
    for (file, kind) in [("panel.js", "text/javascript"), ("panel.css", "text/css")] {
        let (_, after) = html.split_once(&format!("\"{file}?v=")).expect("its address");
        let version = after.split('"').next().expect("a version");
        let response = get(&bench, &format!("/messenger/web/{file}?v={version}"), None).await;
        assert!(response.headers()[header::CONTENT_TYPE].to_str().expect("text").starts_with(kind));
        assert!(response.headers()[header::CACHE_CONTROL].to_str().expect("text").ends_with("immutable"));
        assert_eq!(response.headers()[header::ETAG], format!("W/\"{version}\"").as_str());
    }
}

#[tokio::test]
async fn every_drawing_is_in_the_sprite() {
    let bench = Bench::new().await;
    let user = bench.boot_user("u_1").await.credential();
    let visitor = bench.ping("boot", HOME, json!({}), None).await.credential();
    for response in
        [get(&bench, &bench.panel(), None).await, bench.home(&user).await, bench.home(&visitor).await]
    {
        let html = text(response).await;
        assert!(html.contains("<svg"));
        assert!(!html.contains("\"></svg>"), "an empty drawing in {html}");
    }
}

#[tokio::test]
async fn a_verified_user_is_greeted_by_first_name_and_in_development_sees_that_they_are_verified() {
    let bench = Bench::new().await.in_development();
    let claims = json!({ "user_id": "u_1", "name": "Marit <b>Solheim", "exp": NOW + 7_200 });
    let settings = json!({ "intercom_user_jwt": sign(&claims) });
    let credential = bench.ping("boot", HOME, settings, None).await.credential();
    let response = bench.home(&credential).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    let html = text(response).await;
    assert!(html.contains("Hello <bdi>Marit<"), "{html}");
    assert!(html.contains("Your identity is verified") && html.contains("Marit &lt;b&gt;Solheim"), "{html}");
    assert!(!html.contains(&credential) && !html.contains("u_1"));
}

#[tokio::test]
async fn a_user_whom_nothing_proves_sees_that_in_development_and_is_shut_out_once_identity_is_enforced() {
    let bench = Bench::new().await.in_development();
    bench.enforce(false).await;
    let settings = json!({ "user_id": "u_1", "name": "Marit Solheim" });
    let credential = bench.ping("boot", HOME, settings, None).await.credential();
    let html = text(bench.home(&credential).await).await;
    assert!(html.contains("Hello <bdi>Marit<") && html.contains("Your identity is not verified"), "{html}");
    bench.enforce(true).await;
    assert_eq!(bench.home(&credential).await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_visitor_is_greeted_without_a_name_and_in_development_sees_that_they_are_a_visitor() {
    let bench = Bench::new().await.in_development();
    let credential = bench.ping("boot", HOME, json!({}), None).await.credential();
    let html = text(bench.home(&credential).await).await;
    assert!(html.contains(">Hello<") && html.contains("You are here as a visitor"), "{html}");
}

#[tokio::test]
async fn a_customer_sees_nothing_of_how_their_identity_is_known() {
    let bench = Bench::new().await;
    let visitor = bench.ping("boot", HOME, json!({}), None).await.credential();
    let verified = bench.boot_user("u_1").await.credential();
    bench.enforce(false).await;
    let stated = json!({ "user_id": "u_2", "name": "Marit Solheim" });
    let stated = bench.ping("boot", HOME, stated, None).await.credential();
    for credential in [visitor, verified, stated] {
        let html = text(bench.home(&credential).await).await;
        assert!(html.contains("Send us a message"), "{html}");
        for words in ["You are here as a visitor", "Your identity is", "signed token", "nothing proves"] {
            assert!(!html.contains(words), "{words}: {html}");
        }
    }
}

#[tokio::test]
async fn who_shows_no_live_session_receives_nothing() {
    let bench = Bench::new().await;
    let user = bench.boot_user("u_1").await.credential();
    let ended = bench.boot_user("u_2").await.credential();
    bench.post("/messenger/web/shutdown", "{}".to_owned(), Some(&ended)).await;
    let path = format!("/messenger/web/home?app_id={}", bench.workspace.app_id());
    let mut answers =
        vec![get(&bench, &path, None).await, bench.home("canary").await, bench.home(&ended).await];
    bench.clock.advance(7_200 + 11);
    answers.push(bench.home(&user).await);
    for answer in answers {
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(text(answer).await, "");
    }
}

#[tokio::test]
async fn document_and_launcher_speak_the_language_that_is_asked_for() {
    let bench = Bench::new().await;
    for (query, accepted, lang, dir, title) in [
        ("", "en", "en", "ltr", "Messenger"),
        ("", "de-AT,en;q=0.5", "de", "ltr", "Messenger"),
        ("&language=ar", "de", "ar", "rtl", "المراسلة"),
        ("&language=tlh", "fr", "en", "ltr", "Messenger"),
    ] {
        let request =
            Request::get(format!("{}{query}", bench.panel())).header(header::ACCEPT_LANGUAGE, accepted);
        let response = bench.send(request.body(Body::empty()).expect("a request")).await;
        assert!(response.headers().get_all(header::VARY).iter().any(|vary| vary == "accept-language"));
        let html = text(response).await;
        assert!(html.contains(&format!("<html lang=\"{lang}\" dir=\"{dir}\">")), "{query} {accepted}");
        assert!(html.contains(&format!("<title>{title} · ")), "{query} {accepted}");
    }
}
