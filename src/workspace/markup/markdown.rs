//! HTML of Markdown, before it is cleaned.

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream, html};

use super::links::{Span, spans};

/// Makes HTML of Markdown as chats write it: a line's end is kept, and an address is a link.
pub fn html_of(source: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut html = String::with_capacity(source.len() * 2);
    // Links, images and code that are open: in them an address is a text.
    let mut within = 0_usize;
    let events = TextMergeStream::new(Parser::new_ext(source, options)).flat_map(|event| {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => within += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => within = within.saturating_sub(1),
            Event::InlineHtml(tag) if begins(tag, "<a ") => within += 1,
            Event::InlineHtml(tag) if begins(tag, "</a") => within = within.saturating_sub(1),
            Event::SoftBreak => return vec![Event::HardBreak],
            Event::Text(text) if within == 0 => return linked(text),
            _ => {}
        }
        vec![event]
    });
    html::push_html(&mut html, events);
    html
}

fn begins(tag: &str, with: &str) -> bool {
    tag.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
}

fn linked(text: &str) -> Vec<Event<'static>> {
    let of = |text: &str| CowStr::from(text.to_owned());
    let event = |span: Span<'_>| match span {
        Span::Text(text) => vec![Event::Text(of(text))],
        Span::Link(address) => {
            let link = Tag::Link {
                link_type: LinkType::Autolink,
                dest_url: of(address),
                title: "".into(),
                id: "".into(),
            };
            vec![Event::Start(link), Event::Text(of(address)), Event::End(TagEnd::Link)]
        }
    };
    spans(text).into_iter().flat_map(event).collect()
}
