//! The pages say of people's data what the settings make of it.

use axum::body::Body;
use axum::http::Request;

use super::{Server, text};

type Settings = &'static [(&'static str, &'static str)];

const HOSTED: Settings = &[("INTERCOM_APP_ID", "hosted1x"), ("INTERCOM_IDENTITY_SECRET", "between-us")];
const WITH_TOKEN: Settings = &[HOSTED[0], HOSTED[1], ("INTERCOM_ACCESS_TOKEN", "dG9r")];

async fn page(settings: Settings, path: &str) -> String {
    let server = Server::with(settings).await;
    let main = text(server.open(path).await).await;
    main.split_once("<main").unwrap().1.split_once("</main>").unwrap().0.to_owned()
}

/// As somebody reads it.
fn words(html: &str) -> String {
    html.split('<').map(|part| part.split_once('>').map_or(part, |(_, words)| words)).collect()
}

async fn privacy(settings: Settings) -> String {
    words(&page(settings, "/privacy").await)
}

#[tokio::test]
async fn whose_the_messenger_is_and_what_its_script_learns_is_shown() {
    let intercoms = "made and run by Intercom, who keep for us what it sends.";
    let learns = "your network address and what your browser says of itself";
    let own = "goes to our own server";
    let is_open = "so that you can ask us things";
    let kept = "What you write to us, and the files that you send, are kept with the conversation";
    let of_browsers = "the workspace keeps your browser’s name, its language and your time zone";
    let of_files = "the network address that a file came from is kept with it for a day, in a scrambled form";
    for (settings, is_hosted) in [(&[][..], false), (HOSTED, true)] {
        let page = privacy(settings).await;
        let shown =
            [intercoms, learns, own, is_open, kept, of_browsers, of_files].map(|words| page.contains(words));
        assert_eq!(shown, [is_hosted, is_hosted, !is_hosted, true, true, !is_hosted, !is_hosted], "{page}");
    }
}

#[tokio::test]
async fn that_the_server_sends_by_itself_is_shown_where_it_does() {
    for (settings, sends) in [(&[][..], false), (HOSTED, false), (WITH_TOKEN, true)] {
        let page = privacy(settings).await;
        assert_eq!(page.contains("passes these three on by itself, to the same workspace"), sends, "{page}");
    }
}

#[tokio::test]
async fn how_long_is_shown_as_the_settings_say() {
    for (settings, shown) in [
        (&[][..], "the pages and the moments are kept for 365 days at most"),
        (&[("IMPRESSION_DAYS", "30")], "the pages and the moments are kept for 30 days at most"),
        (&[("IMPRESSION_DAYS", "0")], "What was sent before is kept until you ask us to delete it."),
        (
            &[][..],
            "your messages, files and e-mail are deleted 730 days after your last visit or our last answer.",
        ),
        (&[("LEAD_DAYS", "90")], "are deleted 90 days after your last visit or our last answer."),
        (HOSTED, "at most as long as the workspace there is set to"),
        (&[], "Until you log out or do nothing here for 8 hours; 14 days at most."),
        (
            &[("SESSION_IDLE_SECONDS", "1800"), ("SESSION_MAX_SECONDS", "86400")],
            "Until you log out or do nothing here for 30 minutes; 1 day at most.",
        ),
    ] {
        let page = privacy(settings).await;
        assert!(page.contains(shown), "{settings:?}: {page}");
    }
    for settings in [HOSTED, &[("LEAD_DAYS", "0")]] {
        let page = privacy(settings).await;
        assert!(!page.contains("If you wrote to us and never logged in"), "{settings:?}: {page}");
    }
}

#[tokio::test]
async fn that_the_workspace_forgets_an_account_is_promised_only_where_it_does() {
    for (settings, forgets) in [(&[][..], true), (HOSTED, false), (WITH_TOKEN, true)] {
        let page = privacy(settings).await;
        assert_eq!(page.contains("is told to forget you too"), forgets, "{page}");
        assert_eq!(page.contains("is not deleted with it: ask us to"), !forgets, "{page}");
    }
}

#[tokio::test]
async fn everything_that_is_sent_of_a_person_is_named() {
    let page = privacy(&[]).await;
    for named in [
        "your account’s number, your name, your email address and the day you became a customer",
        "the company’s number and name, your plan, and what you spent here in the last thirty days",
        "how many things lie in your cart, and what they cost together",
        "how many orders you have placed, and when you placed the last one",
        "your plan, if you have one, and the roast you have ordered most",
        "which coffee or plan, how many of it, and what they cost",
        "its number, what it cost, how many things are in it, and the plan",
        "the number of their order, the plan, what a delivery costs, and how often it comes",
    ] {
        assert!(page.contains(named), "{named}: {page}");
    }
}

#[tokio::test]
async fn whoever_wants_something_deleted_or_found_is_given_the_address_that_is_set() {
    const AT: (&str, &str) = ("CONTACT_EMAIL", "ask@shop.example");
    let link = r#"<a href="mailto:ask@shop.example">ask@shop.example<"#;
    for path in ["/privacy", "/search?q=anchovies"] {
        let html = page(&[AT], path).await;
        assert!(html.contains(link) && words(&html).contains("or ask at the counter."), "{path}: {html}");
    }
    // Where the workspace does not forget by itself.
    const EMBEDDED: Settings = &[AT, ("DEMO_ACCOUNTS", "1")];
    const ELSEWHERE: Settings = &[AT, ("DEMO_ACCOUNTS", "1"), HOSTED[0], HOSTED[1]];
    for (settings, is_asked) in [(EMBEDDED, false), (ELSEWHERE, true)] {
        let server = Server::with(settings).await;
        let cookie = server.log_in("customer@example.com").await;
        let request = Request::get("/account").header("accept", "text/html").header("cookie", cookie);
        let html = text(server.send(request.body(Body::empty()).unwrap()).await).await;
        assert_eq!(html.contains(link), is_asked, "{html}");
    }
}
