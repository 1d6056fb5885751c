//! What people write, are called and look at, as hostile as it gets: in the panel and at the desk it is text, or of the kinds
//! of HTML that a message may have.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{
    BufferQueue, CommentToken, StartTag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer,
};
use std::cell::RefCell;
use std::collections::BTreeSet;

use super::*;

/// A line each; `\n`, `\t` and `\u{…}` stand for characters.
pub fn strings() -> Vec<String> {
    let lines = include_str!("hostile.txt").lines().filter(|line| !line.is_empty());
    let strings: Vec<_> = lines
        .map(|line| {
            let line = line.replace("\\n", "\n").replace("\\t", "\t");
            let mut pieces = line.split("\\u{");
            let mut whole = pieces.next().unwrap_or_default().to_owned();
            for piece in pieces {
                let (code, rest) = piece.split_once('}').expect("a code");
                let code = u32::from_str_radix(code, 16).expect("a number");
                whole.push(char::from_u32(code).expect("a character"));
                whole.push_str(rest);
            }
            whole
        })
        .collect();
    assert!(strings.len() >= 80);
    strings
}

/// What may stand in a message, and in no other text that people choose.
const OF_MESSAGES: &[(&str, &[&str])] = &[
    ("a", &["href", "rel", "target"]),
    ("img", &["src", "alt", "width", "height", "referrerpolicy", "loading"]),
    ("ol", &["start"]),
];
const PLAIN_OF_MESSAGES: [&str; 30] = [
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "strong",
    "b",
    "em",
    "i",
    "sub",
    "sup",
    "small",
    "strike",
    "del",
    "s",
    "p",
    "br",
    "hr",
    "blockquote",
    "ul",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "pre",
    "code",
];

/// An element with its attributes' names, each with a value where that says where something leads.
type Seen = BTreeSet<(String, String)>;

/// All that a browser could find in a document or a fragment.
#[derive(Default)]
struct Found {
    seen: RefCell<Seen>,
    scripts: RefCell<usize>,
}

impl TokenSink for Found {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let TagToken(tag) = token else {
            let written = match token {
                CommentToken(words) => words.to_string(),
                _ => String::new(),
            };
            assert!(!written.contains("alert"), "in a comment: {written}");
            return TokenSinkResult::Continue;
        };
        if tag.kind != StartTag {
            return TokenSinkResult::Continue;
        }
        let name = tag.name.to_string();
        let mut seen = self.seen.borrow_mut();
        seen.insert((name.clone(), String::new()));
        for attribute in &tag.attrs {
            let (key, value) = (attribute.name.local.to_string(), attribute.value.to_string());
            if key == "href" || key == "src" {
                safe_address(&name, &key, &value);
            }
            seen.insert((name.clone(), key));
        }
        match &*name {
            "script" => {
                *self.scripts.borrow_mut() += 1;
                TokenSinkResult::RawData(ScriptData)
            }
            "style" | "noscript" => TokenSinkResult::RawData(Rawtext),
            "title" | "textarea" => TokenSinkResult::RawData(Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }
}

fn safe_address(element: &str, attribute: &str, value: &str) {
    let scheme = value.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let is_safe = match (element, scheme.as_deref()) {
        // Our own files, drawings and pages.
        (_, None) => value.starts_with(['/', '#']) || value.starts_with("panel."),
        ("img", Some(scheme)) => scheme == "https",
        (_, Some(scheme)) => ["http", "https", "mailto", "tel"].contains(&scheme) || value.starts_with('/'),
    };
    assert!(is_safe && !value.contains(char::is_control), "{element} {attribute}={value:?}");
}

fn found(html: &str) -> (Seen, usize) {
    let tokenizer = Tokenizer::new(Found::default(), Default::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    _ = tokenizer.feed(&input);
    tokenizer.end();
    (tokenizer.sink.seen.into_inner(), tokenizer.sink.scripts.into_inner())
}

/// With what people wrote there is nothing in it that is not in the same without, or may stand in a message.
pub fn harmless(html: &str, calm: &str, words_of_messages: bool) {
    let ((seen, scripts), (known, before)) = (found(html), found(calm));
    assert_eq!(scripts, before, "scripts");
    let may = |(element, attribute): &(String, String)| {
        let of = OF_MESSAGES.iter().find(|(name, _)| name == element);
        words_of_messages
            && (of.is_some_and(|(_, attributes)| attribute.is_empty() || attributes.contains(&&**attribute))
                || attribute.is_empty() && PLAIN_OF_MESSAGES.contains(&&**element)
                || element == "div" && attribute == "class")
    };
    let strange: Vec<_> = seen.difference(&known).filter(|one| !may(one)).collect();
    assert!(strange.is_empty(), "{strange:?}");
}

struct Both {
    panel: String,
    home: String,
    desk: String,
}

impl Desk {
    async fn shown(&self, visitor: &str, id: i64) -> Both {
        let home = self.person(&format!("home?app_id={}", self.app_id()), None, visitor).await.1;
        let request = Request::get(format!("/workspace/inbox/{id}"));
        let request = request.header("cookie", &self.cookie).header("accept", "text/html");
        let (status, desk) = self.asked(request.body(Body::empty()).expect("a request")).await;
        assert_eq!(status, StatusCode::OK);
        Both { panel: self.reads(visitor, id).await, home, desk }
    }

    /// The newest of their pages from then on.
    async fn looks_at(&self, visitor: &str, title: &str, name: &str) {
        self.server.state.clock.advance(1);
        let page = json!({ "url": "https://shop.example/plans", "title": title });
        let settings = json!({ "name": name });
        let update = json!({ "app_id": self.app_id(), "call": "update", "page": page, "settings": settings });
        let (status, body) = self.person("ping", Some(update), visitor).await;
        assert_eq!(status, StatusCode::OK, "{body}");
    }
}

fn form(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

/// A conversation in which both sides have written, calmly.
async fn calm() -> (Desk, String, i64, Both) {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    let id = desk.writes(&visitor, "k", None, "Hello").await;
    for (key, call) in [("a", "inbox_reply"), ("b", "inbox_note")] {
        assert_eq!(desk.acts(call, &format!("id={id}&key={key}&text=Hello")).await.0, StatusCode::OK);
    }
    desk.looks_at(&visitor, "Plans", "Marit").await;
    let calm = desk.shown(&visitor, id).await;
    (desk, visitor, id, calm)
}

#[tokio::test]
async fn a_persons_hostile_text_is_text_on_both_sides() {
    let (desk, visitor, id, calm) = calm().await;
    for (n, text) in strings().iter().enumerate() {
        desk.server.state.clock.advance(3);
        desk.writes(&visitor, &format!("k{n}"), Some(id), text).await;
        // The newest is what the lists show.
        if n % 20 == 0 {
            let both = desk.shown(&visitor, id).await;
            harmless(&both.home, &calm.home, false);
        }
    }
    let both = desk.shown(&visitor, id).await;
    assert!(both.panel.contains("&lt;script&gt;alert(1)") && both.desk.contains("&lt;script&gt;alert(1)"));
    for (html, calm) in [(&both.panel, &calm.panel), (&both.home, &calm.home), (&both.desk, &calm.desk)] {
        // Of what a message may have, a person's has links.
        let of_links = |html: &str| {
            found(html).0.into_iter().any(|(element, _)| element == "strong" || element == "img")
        };
        harmless(html, calm, true);
        assert_eq!(of_links(html), of_links(calm));
    }
}

#[tokio::test]
async fn a_teammates_hostile_markdown_keeps_what_is_allowed_and_nothing_else() {
    let (desk, visitor, id, calm) = calm().await;
    for (n, text) in strings().iter().enumerate() {
        for (call, kind) in [("inbox_reply", "r"), ("inbox_note", "n")] {
            let (status, body) = desk.acts(call, &format!("id={id}&key={kind}{n}&text={}", form(text))).await;
            // Of some nothing is left, and nothing is no message.
            assert!(status == StatusCode::OK || body.contains("Write something"), "{text}: {status} {body}");
        }
    }
    let (status, _) = desk
        .acts("inbox_reply", &format!("id={id}&key=good&text={}", form("**Yes**, https://a.example")))
        .await;
    assert_eq!(status, StatusCode::OK);
    let both = desk.shown(&visitor, id).await;
    harmless(&both.panel, &calm.panel, true);
    harmless(&both.home, &calm.home, false);
    harmless(&both.desk, &calm.desk, true);
    let link = r#"<a href="https://a.example" "#;
    for html in [&both.panel, &both.desk] {
        assert!(html.contains("<strong>Yes</strong>") && html.contains(link));
        assert!(html.contains("https://www.youtube.com/watch?v=x") && !html.contains("evil.example/embed"));
    }
}

#[tokio::test]
async fn a_hostile_name_and_page_title_are_text_on_both_sides() {
    let (desk, visitor, id, calm) = calm().await;
    for text in strings() {
        desk.looks_at(&visitor, &text, &text).await;
        let both = desk.shown(&visitor, id).await;
        for (html, calm) in [(&both.panel, &calm.panel), (&both.home, &calm.home), (&both.desk, &calm.desk)] {
            harmless(html, calm, false);
        }
    }
    desk.looks_at(&visitor, "<b>A title</b>", "<b>Marit</b>").await;
    let both = desk.shown(&visitor, id).await;
    assert!(both.desk.contains("&lt;b&gt;A title") && both.desk.contains("&lt;b&gt;Marit"), "as text");
    assert!(both.home.contains("&lt;b&gt;Marit"), "as text");
}
