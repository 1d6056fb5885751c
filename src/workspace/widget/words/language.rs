//! The language that a request asks for.

use axum::extract::{FromRequestParts, Query};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use serde::Deserialize;
use std::convert::Infallible;

use super::{ALL, Words};

/// The words in the language that a request asks for.
/// They go by the page's `language_override` in its query, else by the browser's own languages.
/// Source: Intercom's docs, "Attributes & objects", `language_override`.
pub struct Language(pub &'static Words);

#[derive(Deserialize)]
struct LanguageQuery {
    #[serde(default)]
    language: Option<String>,
}

impl Language {
    pub fn of(stated: Option<&str>, accepted: Option<&str>) -> Self {
        let stated = stated.and_then(known);
        let accepted = || by_preference(accepted?).into_iter().find_map(known);
        Self(stated.or_else(accepted).unwrap_or(ALL[0]))
    }
}

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let asked = Query::<LanguageQuery>::try_from_uri(&parts.uri).ok();
        let stated = asked.and_then(|Query(asked)| asked.language);
        let accepted = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Ok(Self::of(stated.as_deref(), accepted))
    }
}

/// The words of a language tag: `de-AT` and `de_AT` are German.
fn known(tag: &str) -> Option<&'static Words> {
    let code = tag.split(['-', '_']).next().unwrap_or_default().trim();
    ALL.into_iter().find(|words| words.code.eq_ignore_ascii_case(code))
}

/// The languages of an `Accept-Language`, the preferred ones first. Source: RFC 9110, section 12.5.4.
fn by_preference(list: &str) -> Vec<&str> {
    let weighted = |language: &str| -> f32 {
        let weight = language.split_once(";q=").map(|(_, weight)| weight.trim().parse());
        weight.map_or(1.0, |weight| weight.unwrap_or(0.0))
    };
    let mut languages: Vec<&str> = list.split(',').filter(|language| weighted(language) > 0.0).collect();
    languages.sort_by(|one, other| weighted(other).total_cmp(&weighted(one)));
    languages.into_iter().map(|language| language.split(';').next().unwrap_or_default().trim()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_language_comes_before_the_browsers_and_english_after_both() {
        for (stated, accepted, code) in [
            (None, None, "en"),
            (Some("de"), Some("ar"), "de"),
            (Some("DE-at"), None, "de"),
            (Some("ar_EG"), None, "ar"),
            (Some("tlh"), Some("ar-EG,en;q=0.5"), "ar"),
            (Some(""), Some("fr,de;q=0.8"), "de"),
            (None, Some("en;q=0.3, ar;q=0.7,de;q=0.5"), "ar"),
            (None, Some("de;q=0,en"), "en"),
            (None, Some("de;q=x, ,;q=1,fr"), "en"),
            (None, Some("deutsch"), "en"),
        ] {
            assert_eq!(Language::of(stated, accepted).0.code, code, "{stated:?} {accepted:?}");
        }
    }
}
