//! The elements, attributes and addresses that a message may hold.

use ammonia::{Builder, Url, UrlRelative};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Elements that a message may hold.
/// Source: Intercom's REST API, "Create a message", allows HTML and does not list elements.
const ELEMENTS: [&str; 33] = [
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
    "ol",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "pre",
    "code",
    "a",
    "img",
];
/// Elements that are removed with their content, which is no text of the message.
const GONE_WHOLE: [&str; 14] = [
    "script", "style", "template", "title", "textarea", "select", "svg", "math", "object", "noscript",
    "noembed", "noframes", "xmp", "frameset",
];
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];
const REL: &str = "noopener noreferrer nofollow";
/// Digits that a numeric attribute may have.
const LONGEST_NUMBER: usize = 4;

/// The cleaner of messages, which has the last word.
pub static MESSAGE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = with_elements(ELEMENTS.into());
    builder.add_clean_content_tags(["iframe"]);
    builder
});

/// The cleaner that keeps frames, whose `src` names a video.
pub static WITH_FRAMES: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = with_elements(ELEMENTS.into_iter().chain(["iframe"]).collect());
    builder.add_tag_attributes("iframe", ["src"]).url_relative(UrlRelative::PassThrough);
    builder
});

fn with_elements(elements: HashSet<&'static str>) -> Builder<'static> {
    let attributes = [
        ("a", ["href"].as_slice()),
        ("img", &["src", "alt", "width", "height"]),
        // A list of Markdown may begin with any number.
        ("ol", &["start"]),
    ];
    let set = [
        ("a", [("target", "_blank")].as_slice()),
        ("img", &[("referrerpolicy", "no-referrer"), ("loading", "lazy")]),
    ];
    let of = |names: &[&'static str]| names.iter().copied().collect::<HashSet<_>>();
    let mut builder = Builder::empty();
    builder
        .tags(elements)
        .clean_content_tags(GONE_WHOLE.into())
        .generic_attributes(HashSet::new())
        .tag_attributes(attributes.into_iter().map(|(tag, names)| (tag, of(names))).collect())
        .set_tag_attribute_values(
            set.into_iter()
                .map(|(tag, values)| (tag, values.iter().copied().collect::<HashMap<_, _>>()))
                .collect(),
        )
        .url_schemes(SCHEMES.into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some(REL))
        .attribute_filter(|element, attribute, value| {
            is_allowed(element, attribute, value).then_some(Cow::Borrowed(value))
        });
    builder
}

/// Whether an attribute's value is allowed, beyond the rules for schemes.
fn is_allowed(element: &str, attribute: &str, value: &str) -> bool {
    match (element, attribute) {
        ("img", "src") => Url::parse(value).is_ok_and(|url| url.scheme() == "https"),
        // A path is one of the site around: the panel puts that site before it.
        ("a", "href") => Url::parse(value).is_ok() || is_path(value),
        (_, "width" | "height" | "start") => {
            (1..=LONGEST_NUMBER).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit())
        }
        _ => true,
    }
}

/// Whether an address is a path of the site. Browsers read `/\` as `//`, and leave out line ends and tabs.
fn is_path(address: &str) -> bool {
    let mut signs = address.chars();
    signs.next() == Some('/')
        && !matches!(signs.next(), Some('/' | '\\'))
        && !address.contains(char::is_control)
}
