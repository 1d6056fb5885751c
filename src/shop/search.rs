//! A search over coffees and guides: every word must be found, and where it is found says how much it counts.

use super::{SearchResults, Use, catalogue, guides};

/// The longest beginning of a question that is searched for.
const LONGEST: usize = 100;
const MOST_WORDS: usize = 8;

/// Finds the coffees and guides that have all the words. If nothing has them, one typo in each is forgiven.
pub fn search(question: &str) -> SearchResults {
    let words = words(question);
    if words.is_empty() {
        return SearchResults::default();
    }
    let found = search_by(|fields| score(&words, fields, starts_or_contains));
    match found == SearchResults::default() {
        true => search_by(|fields| score(&words, fields, is_near)),
        false => found,
    }
}

fn search_by(score: impl Fn([&str; 4]) -> Option<u32>) -> SearchResults {
    let coffees = catalogue::rows().map(|row| {
        let made_for = row.made_for.map_or("", Use::words);
        let facts = [row.roast.words(), &row.process, &row.farms, &row.origin(), made_for].join(" ");
        (score([&row.name, &row.notes, &facts, &row.story]), row)
    });
    let guides = guides::rows().map(|row| {
        let steps: String = row.steps.iter().flat_map(|step| [&step.name, " ", &step.text, " "]).collect();
        (score([&row.name, &row.summary, &row.grind, &[row.story.as_str(), &steps].join(" ")]), row)
    });
    SearchResults {
        coffees: best_first(coffees).map(catalogue::CoffeeRow::coffee).collect(),
        guides: best_first(guides).map(guides::GuideRow::card).collect(),
    }
}

fn best_first<R>(rows: impl Iterator<Item = (Option<u32>, R)>) -> impl Iterator<Item = R> {
    let mut found: Vec<_> = rows.filter_map(|(score, row)| Some((score?, row))).collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, row)| row)
}

/// The weight of a hit in the name, in the notes, among the facts, in the text.
/// Any number of the later ones weighs less than one of the earlier.
const WEIGHTS: [u32; 4] = [1000, 100, 10, 1];

/// The sum over all words, or nothing if one of them is nowhere.
fn score(words: &[String], fields: [&str; 4], hit: fn(&str, &str) -> u32) -> Option<u32> {
    let fields = fields.map(fold);
    let mut sum = 0;
    for word in words {
        let hits = WEIGHTS.into_iter().zip(fields.iter().map(|field| hit(word, field)));
        let (weight, hit) = hits.into_iter().find(|(_, hit)| *hit > 0)?;
        sum += weight * hit;
    }
    Some(sum)
}

/// Weighs a hit of a word in a field. The start of a word counts twice its middle.
fn starts_or_contains(word: &str, field: &str) -> u32 {
    match () {
        () if field.split(' ').any(|of| of.starts_with(word)) => 2,
        () if word.len() > 2 && field.contains(word) => 1,
        () => 0,
    }
}

fn is_near(word: &str, field: &str) -> u32 {
    match field.split(' ').any(|of| is_one_typo_away(word, of)) {
        true => 1,
        false => starts_or_contains(word, field),
    }
}

/// The fewest letters of a word in which a typo is forgiven. Shorter words have too many neighbours.
const SHORTEST_TYPO: usize = 4;

/// Whether one letter is missing, too many or another one, or two neighbours changed places.
fn is_one_typo_away(word: &str, other: &str) -> bool {
    let (word, other): (Vec<char>, Vec<char>) = (word.chars().collect(), other.chars().collect());
    if word.len() < SHORTEST_TYPO || other.len() < SHORTEST_TYPO {
        return false;
    }
    let same = word.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (word, other) = (&word[same..], &other[same..]);
    match (word, other) {
        ([a, b, rest @ ..], [c, d, others @ ..]) if (a, b) == (d, c) && rest == others => true,
        ([_, rest @ ..], [_, others @ ..]) if rest == others => true,
        ([_, rest @ ..], others) if rest == others => true,
        (rest, [_, others @ ..]) => rest == others,
        _ => false,
    }
}

fn words(question: &str) -> Vec<String> {
    let start: String = question.chars().take(LONGEST).collect();
    fold(&start).split_whitespace().take(MOST_WORDS).map(str::to_owned).collect()
}

/// Returns small letters without accents, words parted by one space.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'à'..='å' => folded.push('a'),
            'æ' => folded.push_str("ae"),
            'ç' => folded.push('c'),
            'è'..='ë' => folded.push('e'),
            'ì'..='ï' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ò'..='ö' | 'ø' => folded.push('o'),
            'ù'..='ü' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ß' => folded.push_str("ss"),
            // Accents that stand by themselves, and what stands within a word.
            '\u{300}'..='\u{36f}' | '\'' | '’' => {}
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ if folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn coffees(question: &str) -> Vec<String> {
        search(question).coffees.into_iter().map(|coffee| coffee.name).collect()
    }

    fn guides(question: &str) -> Vec<String> {
        search(question).guides.into_iter().map(|guide| guide.name).collect()
    }

    #[test]
    fn a_name_counts_more_than_a_note_and_a_note_more_than_a_text() {
        assert_eq!(coffees("espresso"), ["Pilot Boat Espresso", "Night Watch Espresso"]);
        assert_eq!(guides("espresso")[0], "Espresso");
        let sea = coffees("sea");
        assert_eq!(sea[0], "Sea Pink");
        assert!(sea.contains(&"Dead Calm Decaf".to_owned()), "the sea of its story");
        let cherry = coffees("cherry");
        let place = |name: &str| cherry.iter().position(|found| found == name).unwrap();
        assert!(place("Oystercatcher") < place("Hermit Crab"), "a note before a story: {cherry:?}");
    }

    #[test]
    fn case_accents_and_punctuation_make_no_difference() {
        for question in ["popayan", "POPAYÁN", "  popaya\u{301}n!! ", "Popayán, Cauca"] {
            assert_eq!(coffees(question), ["Slack Water Decaf"], "{question}");
        }
        assert_eq!(coffees("bakers chocolate"), coffees("baker’s chocolate"));
        assert_eq!(coffees("wet-hulled")[0], "Kelp Forest");
    }

    #[test]
    fn one_typo_in_a_word_is_forgiven_where_nothing_is_found_without() {
        for typo in ["lighthuose", "lighthous", "lightthouse", "lighthoule"] {
            assert_eq!(coffees(typo), coffees("lighthouse"), "{typo}");
        }
        assert_eq!(coffees("kenia washed"), ["Herring Gull"]);
        assert!(coffees("lihgthuose").is_empty(), "two typos");
        for (word, other, near) in [("kenya", "kenya", false), ("tea", "sea", false), ("moka", "mocka", true)]
        {
            assert_eq!(is_one_typo_away(word, other), near, "{word} {other}");
        }
    }

    #[test]
    fn every_word_must_be_found() {
        assert_eq!(coffees("kenya washed"), ["Herring Gull"]);
        assert!(coffees("kenya natural").is_empty());
        assert_eq!(guides("paper cold"), ["Cold brew"]);
    }

    #[test]
    fn a_question_without_a_word_finds_nothing() {
        for question in ["", "   ", "!?%_*", "\u{0}", "\u{301}"] {
            assert_eq!(search(question), SearchResults::default(), "{question:?}");
        }
    }

    #[test]
    fn of_a_huge_question_the_beginning_is_read() {
        assert!(coffees(&format!("kenya {}", "x".repeat(1 << 20))).is_empty());
        assert_eq!(coffees(&"kenya ".repeat(1 << 16)), ["Herring Gull"]);
    }

    proptest! {
        #[test]
        fn any_question_has_an_answer(question in "\\PC{0,40}") {
            let found = search(&question);
            prop_assert!(found.coffees.len() <= 24 && found.guides.len() <= 6);
        }

        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,80}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
