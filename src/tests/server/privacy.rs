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

pub async fn privacy(settings: Settings) -> String {
    words(&page(settings, "/privacy").await)
}

#[tokio::test]
async fn whose_the_messenger_is_and_what_its_script_learns_is_shown() {
    let intercoms = "made and run by Intercom, who keep for us what it sends.";
    let learns = "your network address and what your browser says of itself";
    let own = "goes to our own server";
    let can_write = "so that you can write to us, send us files, and answer the messages that we show you";
    let of_browsers = "your browser’s name and version, its system and language, and your time zone";
    for (settings, is_hosted) in [(&[][..], false), (HOSTED, true)] {
        let page = privacy(settings).await;
        let shown = [intercoms, learns, own, can_write, of_browsers].map(|words| page.contains(words));
        assert_eq!(shown, [is_hosted, is_hosted, !is_hosted, true, true], "{page}");
        assert!(!page.contains("cannot write"), "{page}");
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
    let unwritten = "If you did neither, it";
    let wrote = "If you wrote to us and never logged in, it";
    let last = "after your last visit or the last change of your conversations, whichever is later.";
    for (settings, shown) in [
        (&[][..], format!("{unwritten} forgets you 365 days after your last visit.")),
        (&[("IMPRESSION_DAYS", "30")], format!("{unwritten} forgets you 30 days after your last visit.")),
        (&[("IMPRESSION_DAYS", "0")], format!("{unwritten} knows you until you ask us to delete it.")),
        (&[], format!("{wrote} forgets you 730 days {last}")),
        (&[("LEAD_DAYS", "90")], format!("{wrote} forgets you 90 days {last}")),
        (&[("LEAD_DAYS", "0")], format!("{wrote} knows you until you ask us to delete it.")),
        (HOSTED, "at most as long as the workspace is set to".to_owned()),
        (WITH_TOKEN, "until it is sent, and is deleted 10 minutes later".to_owned()),
        (WITH_TOKEN, "could not be sent is deleted after 90 days".to_owned()),
        (&[], "Until you log out or do nothing here for 8 hours; 14 days at most.".to_owned()),
        (
            &[("SESSION_IDLE_SECONDS", "1800"), ("SESSION_MAX_SECONDS", "86400")],
            "Until you log out or do nothing there for 30 minutes; 1 day at most.".to_owned(),
        ),
    ] {
        let page = privacy(settings).await;
        assert!(page.contains(&shown), "{settings:?}, {shown}: {page}");
    }
    for (settings, days) in
        [(&[][..], "365 days at most."), (&[("IMPRESSION_DAYS", "30")], "30 days at most.")]
    {
        let page = privacy(settings).await;
        for row in ["held back a message of ours.", "a record of what the chat did, with your name."] {
            assert!(page.contains(&format!("{row}{days}")), "{row}{days}: {page}");
        }
    }
    let hosted = privacy(HOSTED).await;
    assert!(!hosted.contains("the workspace knows you") && !hosted.contains("could not be sent"), "{hosted}");
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
