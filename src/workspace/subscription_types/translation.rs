//! What a subscription type is called, in one language.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use crate::name::checked_name;
use crate::refusal::Refusal;

/// Translations that a subscription type may have.
const MOST: usize = 50;
/// Characters that a description may have.
const LONGEST_DESCRIPTION: usize = 1_000;
/// Characters that a locale may have. Source: RFC 5646, section 4.4.1.
const LONGEST_LOCALE: usize = 35;

/// What a subscription type is called, in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    pub name: String,
    pub description: String,
    /// The language, such as `en` or `pt-BR`.
    pub locale: String,
}

/// The translations as they are stored. Refuses what is empty, too long, or has a language twice.
pub fn checked(translations: Vec<Translation>) -> Result<Vec<Translation>, Refusal> {
    if translations.is_empty() || translations.len() > MOST {
        return Err(Refusal::Field("translations", "There are 1 to 50 translations."));
    }
    let checked: Result<Vec<_>, _> = translations.into_iter().map(Translation::checked).collect();
    let checked = checked?;
    let locales: BTreeSet<_> = checked.iter().map(|one| one.locale.to_lowercase()).collect();
    if locales.len() < checked.len() {
        return Err(Refusal::Field("locale", "Each language has one translation."));
    }
    Ok(checked)
}

impl Translation {
    fn checked(self) -> Result<Self, Refusal> {
        let (name, description) = (checked_name(&self.name)?, self.description.trim());
        let is_long = description.chars().count() > LONGEST_DESCRIPTION;
        if is_long || description.contains(char::is_control) {
            let why = "A description has at most 1,000 characters, and none of control.";
            return Err(Refusal::Field("description", why));
        }
        let is_of_a_locale = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if !(2..=LONGEST_LOCALE).contains(&self.locale.len()) || !self.locale.chars().all(is_of_a_locale) {
            return Err(Refusal::Field("locale", "A language is written as en or pt-BR is."));
        }
        Ok(Self { name: name.to_owned(), description: description.to_owned(), locale: self.locale })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn translation(name: &str, description: &str, locale: &str) -> Translation {
        Translation { name: name.into(), description: description.into(), locale: locale.into() }
    }

    #[test]
    fn a_translation_has_a_name_a_short_description_and_a_language_of_its_own() {
        let good = [translation(" News ", "", "en"), translation("Nyheter", " Hver måned ", "nb-NO")];
        let stored = checked(good.to_vec()).unwrap();
        assert_eq!(stored, [translation("News", "", "en"), translation("Nyheter", "Hver måned", "nb-NO")]);
        for (broken, field) in [
            (vec![], "translations"),
            (vec![translation("News", "", "en"); 51], "translations"),
            (vec![translation("", "", "en")], "name"),
            (vec![translation("a\0b", "", "en")], "name"),
            (vec![translation("News", "a\0b", "en")], "description"),
            (vec![translation("News", &"ø".repeat(1_001), "en")], "description"),
            (vec![translation("News", "", "e")], "locale"),
            (vec![translation("News", "", "e\0n")], "locale"),
            (vec![translation("News", "", "en"), translation("News", "", "EN")], "locale"),
        ] {
            match checked(broken.clone()) {
                Err(Refusal::Field(name, _)) => assert_eq!(name, field, "{broken:?}"),
                other => panic!("{broken:?}: {other:?}"),
            }
        }
    }
}
