//! The words of safe HTML.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer,
};
use std::cell::RefCell;

/// Elements within a line. Each other element ends it.
const WITHIN_A_LINE: [&str; 13] =
    ["strong", "b", "em", "i", "sub", "sup", "small", "strike", "del", "s", "code", "a", "img"];
/// The words for an image that has none.
const IMAGE: &str = "Image";

/// The words of safe HTML, line by line.
pub fn of(html: &str) -> String {
    let words = Tokenizer::new(WordSink::default(), Default::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    _ = words.feed(&input);
    words.end();
    let text = words.sink.0.into_inner();
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[derive(Default)]
struct WordSink(RefCell<String>);

impl TokenSink for WordSink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut text = self.0.borrow_mut();
        match token {
            CharacterTokens(written) => text.push_str(&written),
            TagToken(tag) if &*tag.name == "img" => text.push_str(&words_of_image(&tag)),
            // Cells stand side by side.
            TagToken(tag) if matches!(&*tag.name, "td" | "th") => text.push(' '),
            TagToken(tag) if !WITHIN_A_LINE.contains(&&*tag.name) => text.push('\n'),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn words_of_image(tag: &Tag) -> String {
    let alt = tag.attrs.iter().find(|attribute| tag.kind == StartTag && &*attribute.name.local == "alt");
    let alt = alt.map(|alt| alt.value.trim().to_owned()).filter(|alt| !alt.is_empty());
    alt.unwrap_or_else(|| IMAGE.to_owned())
}
