//! What is said along with an event, within Intercom's limits.
//!
//! Source: Intercom's API reference, "Data events", and its OpenAPI description 2.16, `create_data_event_request`.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use std::fmt;

use crate::people::refusals::Refusals;
use crate::people::texts::{LONGEST_NAME, broken_text};

/// Values that an event may have. The first ten are kept.
const MOST_KEYS: usize = 10;
const LONGEST_URL: usize = 2_048;

/// The names and values of an event, in the order in which they were sent: the first ten are kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata(Vec<(String, Value)>);

impl Metadata {
    pub fn pairs(&self) -> &[(String, Value)] {
        &self.0
    }

    /// Splits the values that keep the limits from the others, which are refused one by one.
    pub fn within_limits(self) -> (Self, Refusals) {
        let (mut kept, mut refused) = (Vec::new(), Refusals::default());
        for (name, value) in self.0 {
            match broken_limit(kept.len(), &name, &value) {
                None => kept.push((name, value)),
                Some(reason) => refused.add(&name, reason),
            }
        }
        (Self(kept), refused)
    }
}

fn broken_limit(kept: usize, name: &str, value: &Value) -> Option<&'static str> {
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Some("A name has 1 to 190 characters.");
    }
    if name.contains(['.', '$']) || name.contains(char::is_control) {
        return Some("A name holds no dot, no dollar sign and no control characters.");
    }
    let broken = match value {
        Value::String(text) => broken_text(text),
        Value::Number(number) if name.ends_with("_date") && !number.is_i64() => {
            Some("A date is a whole number of Unix seconds.")
        }
        Value::Number(_) | Value::Bool(_) => None,
        Value::Object(fields) => broken_object(fields),
        Value::Null | Value::Array(_) => {
            Some("A value is a text, a number, true, false, a link or an amount.")
        }
    };
    broken.or((kept == MOST_KEYS).then_some("An event carries ten values; the first ten are kept."))
}

/// Why an object is refused. Only a link and an amount of money are nested.
fn broken_object(fields: &Map<String, Value>) -> Option<&'static str> {
    let field = |name: &str| fields.get(name).filter(|_| fields.len() == 2);
    match (field("url"), field("value"), field("amount"), field("currency")) {
        (Some(Value::String(url)), Some(Value::String(text)), ..) => {
            let good = ["http://", "https://"].iter().any(|scheme| url.starts_with(scheme))
                && url.len() <= LONGEST_URL
                && !url.contains(|c: char| c.is_control() || c.is_whitespace());
            if good { broken_text(text) } else { Some("A link's url begins with http:// or https://.") }
        }
        (_, _, Some(Value::Number(amount)), Some(Value::String(currency))) => {
            let good =
                amount.is_i64() && currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_alphabetic());
            (!good).then_some(
                "An amount is a whole number of the smallest unit, with a currency of three letters.",
            )
        }
        _ => Some("An object is a link {url, value} or an amount {amount, currency}."),
    }
}

impl<'de> Deserialize<'de> for Metadata {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Metadata;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_unit<E>(self) -> Result<Metadata, E> {
                Ok(Metadata::default())
            }

            /// Reads an object. A repeated name has its later value, as in JavaScript.
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Metadata, A::Error> {
                let mut places = std::collections::HashMap::new();
                let mut pairs: Vec<(String, Value)> = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    let place = *places.entry(name.clone()).or_insert(pairs.len());
                    match pairs.get_mut(place) {
                        Some(pair) => pair.1 = value,
                        None => pairs.push((name, value)),
                    }
                }
                Ok(Metadata(pairs))
            }
        }
        deserializer.deserialize_any(InOrder)
    }
}

impl Serialize for Metadata {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn taken(json: &str) -> (String, Vec<String>) {
        let metadata: Metadata = serde_json::from_str(json).expect("metadata");
        let (kept, refused) = metadata.within_limits();
        let refused = refused.named.into_iter().map(|refused| refused.name).collect();
        (serde_json::to_string(&kept).expect("JSON"), refused)
    }

    #[test]
    fn the_first_ten_are_kept_in_the_order_they_were_sent() {
        let pairs: Vec<String> = (0..12).rev().map(|n| format!("\"k{n:02}\":{n}")).collect();
        let (kept, refused) = taken(&format!("{{{}}}", pairs.join(",")));
        assert_eq!(kept, format!("{{{}}}", pairs[..10].join(",")));
        assert_eq!(refused, ["k01", "k00"]);
        // What is refused for itself takes no place.
        let (kept, refused) = taken(&format!("{{\"bad\":[],{}}}", pairs[..10].join(",")));
        assert_eq!((kept.matches(':').count(), refused), (10, vec!["bad".to_owned()]));
    }

    #[test]
    fn nothing_is_nested_but_links_and_amounts() {
        for good in [
            json!("text"),
            json!(-1.5),
            json!(true),
            json!({ "url": "https://shop.example/orders/7", "value": "7" }),
            json!({ "amount": 2900, "currency": "eur" }),
        ] {
            assert!(taken(&json!({ "it": good }).to_string()).1.is_empty(), "{good}");
        }
        for bad in [
            json!(null),
            json!([1]),
            json!({}),
            json!("x".repeat(256)),
            json!("\u{0}"),
            json!({ "url": "https://shop.example/" }),
            json!({ "url": "javascript:alert(1)", "value": "7" }),
            json!({ "url": "https://shop.example/", "value": "7", "more": 1 }),
            json!({ "amount": 29.5, "currency": "eur" }),
            json!({ "amount": 2900, "currency": "euro" }),
            json!({ "amount": { "amount": 1, "currency": "eur" }, "currency": "eur" }),
        ] {
            assert_eq!(taken(&json!({ "it": bad }).to_string()), ("{}".into(), vec!["it".into()]), "{bad}");
        }
        assert_eq!(
            taken(r#"{"order_date":"today","paid_date":1800000000,"sent_date":1.5}"#).1,
            ["sent_date"]
        );
        assert_eq!(taken(r#"{"a.b":1,"$":1,"":1,"c\u0007":1}"#).0, "{}");
    }

    #[test]
    fn of_a_name_that_comes_twice_the_later_value_counts() {
        assert_eq!(taken(r#"{"a":1,"b":2,"a":3}"#), (r#"{"a":3,"b":2}"#.into(), Vec::new()));
    }

    #[test]
    fn a_flood_of_bad_names_is_reported_briefly() {
        let pairs: Vec<String> = (0..5_000).map(|n| format!("\"k{n}\":[]")).collect();
        let metadata: Metadata = serde_json::from_str(&format!("{{{}}}", pairs.join(","))).expect("metadata");
        let (_, refused) = metadata.within_limits();
        assert_eq!((refused.named.len(), refused.more), (20, 4_980));
    }
}
