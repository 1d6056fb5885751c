//! Reads a data file that is compiled in.

use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// The tables of a TOML text's array `name`.
/// A text that cannot be read has none: the tests read each file as it is shipped.
pub fn rows<T: DeserializeOwned>(text: &str, name: &str) -> Vec<T> {
    let read = toml::from_str::<BTreeMap<String, Vec<T>>>(text);
    let logged = read.inspect_err(|error| tracing::error!(%error, name, "a data file cannot be read"));
    logged.unwrap_or_default().remove(name).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::{catalogue::CoffeeRow, guides::GuideRow};
    use super::*;

    #[test]
    fn a_file_is_read_as_a_whole_and_a_key_that_nobody_knows_is_refused() {
        let (coffees, guides) = (include_str!("catalogue/coffees.toml"), include_str!("guides/guides.toml"));
        assert_eq!(rows::<CoffeeRow>(coffees, "coffee").len(), coffees.matches("[[coffee]]").count());
        assert_eq!(rows::<GuideRow>(guides, "guide").len(), guides.matches("[[guide]]").count());
        for (text, key) in [(coffees, "mark = "), (guides, "gear = "), (guides, "seconds = ")] {
            let more = text.replacen(key, &format!("colour = 1\n{key}"), 1);
            assert!(
                rows::<CoffeeRow>(&more, "coffee").is_empty() && rows::<GuideRow>(&more, "guide").is_empty()
            );
        }
    }
}
