//! The Messenger's own words, in each of its languages.
//!
//! A language is a value of [`Words`]: one that lacks a text does not compile. Numbers, times and dates are written by the
//! browser (`Intl`), as the reader's own settings have them.

mod arabic;
mod english;
mod german;
mod language;

use serde::Serialize;

pub use language::Language;

/// All languages. The first one stands in for a missing one.
const ALL: [&Words; 3] = [&english::WORDS, &german::WORDS, &arabic::WORDS];

/// The words of a language. A place in braces, such as `{name}`, is where a view puts something in.
#[derive(Debug, Serialize)]
pub struct Words {
    /// The language's code. Source: BCP 47.
    pub code: &'static str,
    /// `ltr` or `rtl`, as the attribute `dir` has it.
    pub direction: &'static str,
    pub messenger: &'static str,
    pub close: &'static str,
    pub back: &'static str,
    pub home: &'static str,
    pub messages: &'static str,
    pub dismiss: &'static str,
    /// Words with `{workspace}`, after the sender's name.
    pub from: &'static str,
    /// The name of a post's three faces.
    pub reaction: &'static str,
    pub sad: &'static str,
    pub neutral: &'static str,
    pub happy: &'static str,
    pub reply: &'static str,
    /// The time of a preview, as `Intl.RelativeTimeFormat` writes it.
    pub now: &'static str,

    pub wait: &'static str,
    pub hello: &'static str,
    pub hello_name: &'static str,
    pub greeting: &'static str,
    /// Words with `{time}`, such as “10 minutes”.
    pub usual_reply: &'static str,
    pub send_us: &'static str,
    pub person_reads: &'static str,
    pub latest: &'static str,
    pub verified: &'static str,
    pub verified_name: &'static str,
    pub unverified: &'static str,
    pub unverified_name: &'static str,
    pub visitor: &'static str,
    pub visitor_unknown: &'static str,

    pub no_messages: &'static str,
    pub messages_stay: &'static str,
    pub conversations: &'static str,
    pub unread: &'static str,
    pub you: &'static str,
    /// Stands for a message that has files and no text.
    pub sent_files: &'static str,

    pub conversation: &'static str,
    pub message: &'static str,
    pub write: &'static str,
    pub send: &'static str,
    pub attach: &'static str,
    pub download: &'static str,
    pub new: &'static str,
    pub seen: &'static str,
    pub earlier: &'static str,
    pub ask_anything: &'static str,
    pub we_answer: &'static str,

    pub email_ask: &'static str,
    pub email: &'static str,
    pub email_purpose: &'static str,
    pub save: &'static str,
    pub email_wrong: &'static str,
    pub email_kept: &'static str,

    pub refused: &'static str,
    pub refused_what_now: &'static str,
    pub ended: &'static str,
    pub ended_what_now: &'static str,
    pub unreachable: &'static str,
    pub unreachable_what_now: &'static str,
    pub try_again: &'static str,

    pub launcher: Launcher,
    pub script: Script,
}

/// The words that the loader writes on the page.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Launcher {
    pub open: &'static str,
    pub open_unread: &'static str,
    pub close: &'static str,
    pub messenger: &'static str,
}

/// The words that the panel's script writes.
#[derive(Debug, Serialize)]
pub struct Script {
    pub sending: &'static str,
    pub reconnecting: &'static str,
    pub offline: &'static str,
    pub too_fast: &'static str,
    pub not_sent: &'static str,
    pub blocked: &'static str,
    pub logged_out: &'static str,
    pub new_messages: Plural,
    pub typing: &'static str,
    pub remove: &'static str,
    pub too_large: &'static str,
    pub too_many: &'static str,
    pub wrong_kind: &'static str,
    pub not_stored: &'static str,
    pub no_space: &'static str,
    pub too_many_lately: &'static str,
}

/// A text with `{count}`, for each category of number that the language has. Source: Unicode CLDR, plural rules.
#[derive(Debug, Serialize)]
pub struct Plural {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zero: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub two: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub few: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub many: Option<&'static str>,
    pub other: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::collections::BTreeMap;

    /// Each text by its name, plural forms aside.
    fn texts(words: &Words) -> BTreeMap<String, String> {
        fn add(texts: &mut BTreeMap<String, String>, name: &str, value: Value) {
            match value {
                Value::String(text) => _ = texts.insert(name.to_owned(), text),
                Value::Object(inner) => inner
                    .into_iter()
                    .filter(|(key, _)| key != "new_messages")
                    .for_each(|(key, value)| add(texts, &format!("{name}.{key}"), value)),
                other => panic!("{name} is no text: {other}"),
            }
        }
        let mut found = BTreeMap::new();
        add(&mut found, "words", serde_json::to_value(words).unwrap());
        found
    }

    fn places(text: &str) -> Vec<&str> {
        let mut places: Vec<&str> =
            text.split('{').skip(1).filter_map(|after| Some(after.split_once('}')?.0)).collect();
        places.sort_unstable();
        places
    }

    #[test]
    fn no_text_is_empty_and_each_has_the_places_of_the_english_one() {
        let english = texts(ALL[0]);
        assert!(english.len() > 50, "{}", english.len());
        for words in ALL {
            for (name, text) in texts(words) {
                assert!(!text.trim().is_empty(), "{} {name}", words.code);
                assert_eq!(places(&text), places(&english[&name]), "{} {name}", words.code);
            }
        }
    }

    #[test]
    fn no_language_has_words_that_are_still_english() {
        // The same in both languages, or in all.
        const ALIKE: [&str; 2] = ["words.direction", "words.messenger"];
        let english = texts(ALL[0]);
        for words in &ALL[1..] {
            for (name, text) in texts(words) {
                let may_be = ALIKE.contains(&name.as_str()) || name.ends_with(".messenger");
                assert!(may_be || text != english[&name], "{} {name}: {text}", words.code);
            }
        }
    }

    #[test]
    fn each_language_has_a_form_for_each_category_of_number() {
        for words in ALL {
            let forms = serde_json::to_value(&words.script.new_messages).unwrap();
            let mut has: Vec<&str> = forms.as_object().unwrap().keys().map(String::as_str).collect();
            has.sort_unstable();
            let expected: &[&str] = match words.code {
                "ar" => &["few", "many", "one", "other", "two", "zero"],
                _ => &["one", "other"],
            };
            assert_eq!(has, expected, "{}", words.code);
        }
    }
}
