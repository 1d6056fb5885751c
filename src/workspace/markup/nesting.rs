//! How deep elements are nested.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, StartTag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer};
use std::cell::RefCell;
use std::collections::HashMap;

/// Elements that may be nested. A parser's work grows with the square of their count.
const DEEPEST: usize = 100;
/// Elements that hold nothing, or end where the next one begins.
const ENDS_ITSELF: [&str; 10] = ["br", "hr", "img", "input", "p", "li", "tr", "td", "th", "option"];

/// Whether HTML is nested deeper than anybody means to write.
pub fn is_deep(html: &str) -> bool {
    let tags = Tokenizer::new(Open::default(), Default::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    _ = tags.feed(&input);
    tags.end();
    tags.sink.0.into_inner().deepest > DEEPEST
}

#[derive(Default)]
struct Open(RefCell<Depth>);

#[derive(Default)]
struct Depth {
    by_name: HashMap<String, usize>,
    now: usize,
    deepest: usize,
}

impl TokenSink for Open {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        if let TagToken(tag) = token
            && !ENDS_ITSELF.contains(&&*tag.name)
        {
            let mut depth = self.0.borrow_mut();
            let open = depth.by_name.entry(tag.name.to_string()).or_default();
            if tag.kind == StartTag {
                *open += 1;
                depth.now += 1;
                depth.deepest = depth.deepest.max(depth.now);
            } else if *open > 0 {
                *open -= 1;
                depth.now -= 1;
            }
        }
        TokenSinkResult::Continue
    }
}
