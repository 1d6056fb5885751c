//! What the catalogue makes of stated values. Nothing here reads or writes.

use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

use super::{AttributeOf, AttributeType, Counts, Definition, Writer};
use crate::people::attributes::{MOST, broken_name};
use crate::people::refusals::Refusals;

/// Attributes that an app may have, of people, companies and conversations together. Archived ones do not count.
/// Source: Intercom's help, "Send custom user attributes to Intercom".
pub const MOST_ACTIVE: i64 = 250;
/// Attributes among them that unproved pages alone wrote: anybody can open such a page, as often as they like.
/// A limit of our own.
const MOST_UNPROVED: i64 = 100;

/// A value that somebody states.
#[derive(Clone, Copy, Debug)]
pub struct Stated<'a> {
    pub name: &'a str,
    pub value: &'a Value,
    pub by: Writer,
}

/// The part of an app's catalogue that stated values need.
pub struct Catalogue {
    of: AttributeOf,
    /// By name.
    pub known: BTreeMap<String, Definition>,
    /// The highest number of the app's attributes.
    last: i64,
    /// How many attributes are active.
    active: i64,
    /// How many of them unproved pages alone wrote.
    unproved: i64,
    now: i64,
    /// Names of the attributes that have their first value.
    pub learnt: BTreeSet<String>,
    /// Names of the attributes that more than unproved pages write from now on.
    pub proved: BTreeSet<String>,
}

impl Catalogue {
    /// A catalogue of the `known` attributes. The counts are of [`Catalogue::last`], `active` and `unproved`.
    pub fn new(of: AttributeOf, known: Vec<Definition>, (last, active, unproved): Counts, now: i64) -> Self {
        let known = known.into_iter().map(|definition| (definition.name.clone(), definition)).collect();
        let (learnt, proved) = Default::default();
        Self { of, known, last, active, unproved, now, learnt, proved }
    }

    /// The values that may be stored beside those that are `held`, as they are stored. Null clears.
    /// Learns the attributes that are stated for the first time.
    pub fn admit(
        &mut self,
        held: &Map<String, Value>,
        stated: &[Stated<'_>],
        refused: &mut Refusals,
    ) -> Map<String, Value> {
        let mut admitted = Map::new();
        let mut count = held.len();
        for one in stated {
            let is_one_more = !one.value.is_null() && !held.contains_key(one.name);
            match self.value_of(one) {
                Ok(_) if is_one_more && count >= MOST => {
                    refused.add(one.name, "There are at most 250 attributes.");
                }
                Ok(value) => {
                    count += usize::from(is_one_more);
                    self.learn(one);
                    admitted.insert(one.name.to_owned(), value);
                }
                Err(reason) => refused.add(one.name, reason),
            }
        }
        admitted
    }

    fn value_of(&self, Stated { name, value, by }: &Stated<'_>) -> Result<Value, &'static str> {
        if let Some(reason) = broken_name(name) {
            return Err(reason);
        }
        let known = self.known.get(*name);
        if let Some(reason) = known.and_then(|known| known.refuses(*by)) {
            return Err(reason);
        }
        if value.is_null() {
            return Ok(Value::Null);
        }
        let is_active = known.is_some_and(|known| known.data_type.is_some());
        if !is_active && *by == Writer::Api {
            return Err("The app has no such attribute: make it first.");
        }
        let value = match known {
            Some(known) => known.value(value)?,
            None => Definition::new(0, self.of, name, self.now).value(value)?,
        };
        if is_active {
            return Ok(value);
        }
        if self.active >= MOST_ACTIVE {
            return Err("The app has 250 attributes: a new one needs an archived one.");
        }
        if !by.is_proved() && self.unproved >= MOST_UNPROVED {
            return Err(
                "Pages without proof have made 100 attributes: a token, a program or a teammate makes more.",
            );
        }
        Ok(value)
    }

    /// Notes what an admitted value says of its attribute.
    fn learn(&mut self, Stated { name, value, by }: &Stated<'_>) {
        let Some(data_type) = AttributeType::of(name, value) else { return };
        let is_proved = by.is_proved();
        let known = self.known.entry((*name).to_owned()).or_insert_with(|| {
            self.last += 1;
            Definition::new(self.last, self.of, name, self.now)
        });
        if known.data_type.is_none() {
            (known.data_type, known.is_proved, known.updated_at) = (Some(data_type), is_proved, self.now);
            self.active += 1;
            self.unproved += i64::from(!is_proved);
            self.learnt.insert((*name).to_owned());
        } else if is_proved && !known.is_proved {
            known.is_proved = true;
            self.unproved -= 1;
            self.proved.insert((*name).to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const PAGE: Writer = Writer::Browser { is_proved: false };

    fn catalogue() -> Catalogue {
        Catalogue::new(AttributeOf::Person, Vec::new(), (0, 0, 0), 1)
    }

    /// States one value, and returns why it was refused.
    fn states(catalogue: &mut Catalogue, name: &str, value: &Value, by: Writer) -> Option<String> {
        let mut refused = Refusals::default();
        catalogue.admit(&Map::new(), &[Stated { name, value, by }], &mut refused);
        refused.named.pop().map(|refused| refused.reason)
    }

    #[test]
    fn an_app_has_250_attributes_and_unproved_pages_make_100_of_them() {
        let mut catalogue = catalogue();
        for nth in 0..100 {
            assert_eq!(states(&mut catalogue, &format!("page_{nth}"), &json!(1), PAGE), None);
        }
        assert!(states(&mut catalogue, "page_100", &json!(1), PAGE).is_some());
        for nth in 0..150 {
            assert_eq!(states(&mut catalogue, &format!("token_{nth}"), &json!(1), Writer::Token), None);
        }
        assert!(states(&mut catalogue, "token_150", &json!(1), Writer::Token).is_some());
        assert_eq!(states(&mut catalogue, "token_0", &json!(2), PAGE), None, "an attribute that is there");
        assert_eq!((catalogue.active, catalogue.unproved), (250, 100));
        assert_eq!(states(&mut catalogue, "page_0", &json!(2), Writer::Token), None);
        assert_eq!(catalogue.unproved, 99, "an attribute that a token states as well");
    }

    #[test]
    fn a_program_writes_attributes_that_are_there_alone() {
        let mut catalogue = catalogue();
        assert!(states(&mut catalogue, "plan", &json!("pro"), Writer::Api).is_some());
        assert_eq!(states(&mut catalogue, "plan", &json!("pro"), Writer::Token), None);
        assert_eq!(states(&mut catalogue, "plan", &json!("free"), Writer::Api), None);
    }

    #[test]
    fn a_refused_value_teaches_nothing() {
        let mut catalogue = catalogue();
        for bad in [json!(["a"]), json!({ "a": 1 }), json!("x".repeat(256)), Value::Null] {
            states(&mut catalogue, "plan", &bad, Writer::Token);
        }
        assert!(catalogue.known.is_empty() && catalogue.learnt.is_empty());
    }
}
