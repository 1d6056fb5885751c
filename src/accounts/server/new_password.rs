//! What a new password must be: long enough, and none that are tried first. No rule says which signs it is made of:
//! people meet such rules in ways that are guessed just as soon. (NIST SP 800-63B, "Password Verifiers".)

use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

use super::Accounts;
use super::password::LONGEST_PASSWORD;
use crate::accounts::refusals;
use crate::error::Error;

const SHORTEST_PASSWORD: usize = 10;

/// The words that the commonest passwords are made of, this shop's own among them.
/// None of the lists of leaked passwords has a crate that is kept up and small. Of those with ten signs, nearly all are
/// one or two of these words or runs with an ending.
const WORDS: &str = include_str!("common_words.txt");
/// The runs of keys, letters and figures.
/// They go along the rows of a keyboard and down its columns, over the keys for figures, up two ladders at once. Parts
/// of them, forth or back, are passwords.
const RUNS: &str = include_str!("common_runs.txt");
/// The greatest length of a password that is made of few common parts.
/// A longer one is not made of so few parts, but may be one part again and again.
const LONGEST_COMMON: usize = 40;
/// The number of words and runs that a common password has at most.
const PARTS: u8 = 2;
/// The greatest length of an ending. It is figures and signs, such as a year and an exclamation mark; or one letter.
const LONGEST_ENDING: usize = 6;
/// The most letters that stand before the words and runs of a common password.
const LONGEST_OPENING: usize = 2;

static COMMON: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| WORDS.split_whitespace().map(folded).collect());
/// The runs in small letters, forth and back.
static FOLDED_RUNS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    let forth = RUNS.split_whitespace().map(folded);
    forth.flat_map(|run| [run.iter().rev().copied().collect(), run]).collect()
});

impl Accounts {
    /// Checks a new password where passwords are hashed.
    /// The longest texts take too long for a thread that others wait for.
    pub(super) async fn check_new(
        &self,
        field: &'static str,
        password: &str,
        name: &str,
        email: &str,
    ) -> Result<(), Error> {
        let (password, name, email) = (password.to_owned(), name.to_owned(), email.to_owned());
        self.passwords.off_the_async_threads(move || check_new(field, &password, &name, &email)).await?
    }
}

fn check_new(field: &str, password: &str, name: &str, email: &str) -> Result<(), Error> {
    if password.len() > LONGEST_PASSWORD {
        return Err(Error::invalid(field, refusals::PASSWORD_TOO_LONG));
    }
    if password.nfc().count() < SHORTEST_PASSWORD {
        return Err(Error::invalid(field, refusals::PASSWORD_TOO_SHORT));
    }
    let password = folded(password);
    if is_made_of(&COMMON, &password) {
        return Err(Error::invalid(field, refusals::PASSWORD_COMMON));
    }
    let own = own_words(name, email);
    if is_made_of(&[COMMON.as_slice(), &own].concat(), &password) {
        return Err(Error::invalid(field, refusals::PASSWORD_PERSONAL));
    }
    Ok(())
}

/// Returns the composed characters of a text (NFC), in small letters.
fn folded(text: &str) -> Vec<char> {
    text.nfc().flat_map(char::to_lowercase).collect()
}

/// The words of name and address, whole and in parts.
fn own_words(name: &str, email: &str) -> Vec<Vec<char>> {
    let local = email.split('@').next().unwrap_or_default();
    let parts = name.split_whitespace().chain(local.split(['.', '+', '-', '_']));
    let joined = name.split_whitespace().collect::<String>();
    let words = [name, email, local, &joined].into_iter().chain(parts).map(folded);
    words.filter(|word| word.len() > 2).collect()
}

fn is_made_of(words: &[Vec<char>], password: &[char]) -> bool {
    let unit = unit(password);
    let made_of = |text: &[char]| {
        let opening = text.iter().take(LONGEST_OPENING).take_while(|c| c.is_alphabetic()).count();
        text.len() <= LONGEST_COMMON && (0..=opening).any(|len| is_covered(words, &text[len..], PARTS, true))
    };
    // One part again and again: what is repeated may be short.
    unit.len() <= 3 || made_of(password) || unit.len() < password.len() && made_of(unit)
}

/// The part that the whole text repeats; the text itself if it repeats none.
fn unit(text: &[char]) -> &[char] {
    let repeats = |len: &usize| text.iter().zip(&text[*len..]).all(|(one, next)| one == next);
    let len = (1..=text.len() / 2).find(repeats).unwrap_or(text.len());
    &text[..len]
}

/// Whether so many words and runs, and at most one ending, are all that the text holds.
fn is_covered(words: &[Vec<char>], text: &[char], parts: u8, may_end: bool) -> bool {
    if text.is_empty() {
        return parts < PARTS;
    }
    let rest = |len: usize| is_covered(words, &text[len..], parts - 1, may_end);
    if parts > 0 {
        let word = words.iter().any(|word| starts_with(text, word) && rest(word.len()));
        if word || (3..=longest_run(text)).any(rest) {
            return true;
        }
    }
    let ending = text.iter().take(LONGEST_ENDING).take_while(|c| !c.is_alphabetic()).count().max(1);
    may_end && (1..=ending).any(|len| is_covered(words, &text[len..], parts, false))
}

/// Whether the text begins with the word. A figure or sign may stand for the letter that it looks like.
fn starts_with(text: &[char], word: &[char]) -> bool {
    text.len() >= word.len()
        && text.iter().zip(word).all(|(sign, letter)| sign == letter || looks_like(*sign, *letter))
}

fn looks_like(sign: char, letter: char) -> bool {
    matches!(
        (sign, letter),
        ('0', 'o') | ('1' | '!', 'i' | 'l') | ('3', 'e') | ('4' | '@', 'a') | ('5' | '$', 's') | ('7', 't')
    )
}

/// The length of the beginning that is one run, or one sign again and again.
fn longest_run(text: &[char]) -> usize {
    let of = |run: &Vec<char>| {
        let common =
            |from: usize| text.iter().zip(&run[from..]).take_while(|(one, other)| one == other).count();
        (0..run.len()).map(common).max().unwrap_or_default()
    };
    let same = text.iter().take_while(|sign| Some(*sign) == text.first()).count();
    FOLDED_RUNS.iter().map(of).max().unwrap_or_default().max(same)
}
