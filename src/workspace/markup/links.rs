//! The addresses in a plain text.

use leptos::prelude::*;

const REL: &str = "noopener noreferrer nofollow";
const SCHEMES: [&str; 2] = ["https://", "http://"];
/// Characters after an address that are rarely meant as part of it.
const AFTER_IT: [char; 11] = ['.', ',', ';', ':', '!', '?', '\'', '’', '*', '_', '~'];
/// Brackets that an address holds in pairs alone.
const PAIRS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];

/// Bytes that surround a piece of text, and a link.
#[cfg(feature = "ssr")]
const NODE: usize = 8;
#[cfg(feature = "ssr")]
const LINK: usize = 100;

/// A piece of a plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span<'a> {
    Text(&'a str),
    /// An address of the web.
    Link(&'a str),
}

/// Shows a plain text as text, in which addresses are links.
pub fn linked(text: &str) -> AnyView {
    let one = |span: Span<'_>| match span {
        Span::Text(text) => text.to_owned().into_any(),
        Span::Link(address) => {
            view! { <a href=address.to_owned() rel=REL target="_blank">{address.to_owned()}</a> }.into_any()
        }
    };
    spans(text).into_iter().map(one).collect_view().into_any()
}

/// Bytes of HTML at most that [`linked`] makes of a text.
#[cfg(feature = "ssr")]
pub fn linked_bytes(text: &str) -> usize {
    let bytes = |span: Span<'_>| match span {
        Span::Text(text) => escaped(text) + NODE,
        Span::Link(address) => 2 * escaped(address) + LINK,
    };
    spans(text).into_iter().map(bytes).sum()
}

/// Bytes at most that a text has in HTML or JSON.
#[cfg(feature = "ssr")]
pub fn escaped(text: &str) -> usize {
    let is_longer =
        |byte: &u8| byte.is_ascii_control() || matches!(byte, b'"' | b'\'' | b'&' | b'<' | b'>' | b'\\');
    text.len() + 5 * text.bytes().filter(is_longer).count()
}

/// Splits a text into pieces, in order.
pub fn spans(text: &str) -> Vec<Span<'_>> {
    let (mut spans, mut from) = (Vec::new(), 0);
    let mut at = 0;
    while let Some(found) = text[at..].find(['h', 'H']) {
        let start = at + found;
        let Some(length) = address(&text[..start], &text[start..]) else {
            at = start + 1;
            continue;
        };
        if from < start {
            spans.push(Span::Text(&text[from..start]));
        }
        at = start + length;
        spans.push(Span::Link(&text[start..at]));
        from = at;
    }
    if from < text.len() {
        spans.push(Span::Text(&text[from..]));
    }
    spans
}

/// Length of the address with which a text begins, if it begins with one.
fn address(before: &str, text: &str) -> Option<usize> {
    let begins =
        |scheme: &&str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let scheme = SCHEMES.into_iter().find(begins)?;
    let is_host = |first: char| first.is_alphanumeric() || first == '[';
    if before.ends_with(char::is_alphanumeric) || !text[scheme.len()..].starts_with(is_host) {
        return None;
    }
    let mut address = &text[..text.find(ends_it).unwrap_or(text.len())];
    // How many more close than open.
    let count = |wanted: char| address.matches(wanted).count();
    let mut unpaired = PAIRS.map(|(open, close)| count(close).saturating_sub(count(open)));
    while let Some(last) = address.chars().next_back() {
        let closing = PAIRS.iter().position(|(_, close)| *close == last);
        match closing.and_then(|pair| unpaired.get_mut(pair)) {
            Some(unpaired) if *unpaired > 0 => *unpaired -= 1,
            _ if AFTER_IT.contains(&last) => {}
            _ => break,
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    Some(address.len())
}

/// Whether a character ends an address: space, quotation marks, and signs of direction.
fn ends_it(one: char) -> bool {
    one.is_whitespace()
        || one.is_control()
        || matches!(one, '<' | '>' | '"' | '`' | '“' | '”' | '«' | '»')
        || matches!(one, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_address_is_a_link_and_what_ends_the_sentence_is_not_part_of_it() {
        for (text, link) in [
            ("See https://a.example/x.", "https://a.example/x"),
            ("(http://a.example/x_(y))!", "http://a.example/x_(y)"),
            ("HTTPS://A.example?q=1&r=%20#z, and", "HTTPS://A.example?q=1&r=%20#z"),
            ("«https://a.example»", "https://a.example"),
            ("https://a.example/\u{202e}gpj", "https://a.example/"),
            ("https://bøk.example/é…", "https://bøk.example/é…"),
            ("http://[::1]:3000/", "http://[::1]:3000/"),
        ] {
            let links: Vec<_> =
                spans(text).into_iter().filter(|span| matches!(span, Span::Link(_))).collect();
            assert_eq!(links, [Span::Link(link)], "{text}");
        }
    }

    #[test]
    fn what_is_no_address_of_the_web_is_text() {
        for text in [
            "javascript:alert(1)",
            "xhttps://a.example",
            "https://",
            "https:// a",
            "http://)",
            "ftp://a.example",
            "h",
        ] {
            assert_eq!(spans(text), [Span::Text(text)]);
        }
        assert_eq!(spans(""), []);
    }

    proptest! {
        #[test]
        fn no_character_is_lost_and_every_link_begins_with_a_scheme(
            pieces in prop::collection::vec(prop_oneof![Just("http://"), Just("HTTPS://"), Just("h"), Just(")"), Just("("), Just(" "), Just("a."), Just("é"), Just("<")], 0..40)
        ) {
            let text = pieces.concat();
            let spans = spans(&text);
            let whole: String = spans.iter().map(|span| match span { Span::Text(text) | Span::Link(text) => *text }).collect();
            prop_assert_eq!(&whole, &text);
            for span in spans {
                if let Span::Link(link) = span {
                    let link = link.to_ascii_lowercase();
                    prop_assert!(link.starts_with("http://") || link.starts_with("https://"));
                }
            }
        }
    }
}
