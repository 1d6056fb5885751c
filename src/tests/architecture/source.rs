//! A Rust file, taken apart: its code, and the texts in it.

/// Comments are gone and texts are empty in the code; every line keeps its number.
pub struct Source {
    pub code: String,
    /// Each text with the line that it begins in.
    pub texts: Vec<(usize, String)>,
}

impl Source {
    pub fn read(text: &str) -> Self {
        let mut source = Self { code: String::new(), texts: Vec::new() };
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let (part, is_text) = match c {
                '/' if rest.starts_with("//") => (line(rest), false),
                '/' if rest.starts_with("/*") => (block(rest), false),
                'r' | '"' if let Some(part) = raw_text(rest).filter(|_| !source.is_in_a_word()) => {
                    (part, true)
                }
                '"' => (quoted(rest), true),
                '\'' if let Some(letter) = letter(rest) => (letter, false),
                c => {
                    source.code.push(c);
                    rest = &rest[c.len_utf8()..];
                    continue;
                }
            };
            if is_text {
                source.texts.push((source.line(), part.trim_matches(['r', '#', '"']).to_owned()));
                source.code.push_str("\"\"");
            }
            source.code.extend(part.chars().filter(|c| *c == '\n'));
            rest = &rest[part.len()..];
        }
        source
    }

    fn line(&self) -> usize {
        self.code.matches('\n').count() + 1
    }

    fn is_in_a_word(&self) -> bool {
        self.code.ends_with(is_of_a_word)
    }
}

pub fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn line(rest: &str) -> &str {
    rest.find('\n').map_or(rest, |end| &rest[..end])
}

/// Comments in blocks stand in each other.
fn block(rest: &str) -> &str {
    let (mut depth, mut at) = (0, 0);
    loop {
        let here = &rest[at..];
        match here.chars().next() {
            Some('/') if here.starts_with("/*") => (depth, at) = (depth + 1, at + 2),
            Some('*') if here.starts_with("*/") => (depth, at) = (depth - 1, at + 2),
            Some(c) => at += c.len_utf8(),
            None => return rest,
        }
        if depth == 0 {
            return &rest[..at];
        }
    }
}

/// `r"…"`, `r#"…"#`.
fn raw_text(rest: &str) -> Option<&str> {
    let inside = rest.strip_prefix('r')?;
    let hashes = inside.chars().take_while(|c| *c == '#').count();
    let inside = inside[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let begun = rest.len() - inside.len();
    Some(inside.find(&end).map_or(rest, |at| &rest[..begun + at + end.len()]))
}

fn quoted(rest: &str) -> &str {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '"' if !escaped => return &rest[..=at],
            c => escaped = c == '\\' && !escaped,
        }
    }
    rest
}

/// `'x'`, `'\''`: a lifetime is none.
fn letter(rest: &str) -> Option<&str> {
    let mut letters = rest.char_indices().skip(1);
    let (_, first) = letters.next()?;
    if first == '\\' {
        letters.next()?;
        return letters.find(|(_, c)| *c == '\'').map(|(at, _)| &rest[..=at]);
    }
    letters.next().filter(|(_, c)| *c == '\'').map(|(at, _)| &rest[..=at])
}
