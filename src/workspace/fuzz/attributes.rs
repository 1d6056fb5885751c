//! Random attributes keep the limits.

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::{fuzz, json};
use crate::data_attributes::{AttributeOf, Catalogue, Stated, Writer, take};
use crate::people::dates;
use crate::people::refusals::Refusals;

fn brought() -> impl Strategy<Value = Map<String, Value>> {
    let name = prop_oneof![
        3 => json::like("[a-z_]{1,4}"),
        1 => json::like("[a-z.$]{0,5}"),
        1 => json::text(),
        1 => json::like("[a-zé]{188,192}"),
    ];
    prop::collection::vec((name, json::any_value()), 0..12).prop_map(|fields| fields.into_iter().collect())
}

/// Makes the attributes that are held before, often nearly as many as there may be.
fn held() -> impl Strategy<Value = Map<String, Value>> {
    let few = prop::collection::vec((json::like("[a-z_]{1,4}"), any::<i64>()), 0..6);
    let count = prop_oneof![3 => Just(0_usize), 1 => 240..=250_usize];
    (few, count).prop_map(|(few, count)| {
        let many = (0..count).map(|n| (format!("held_{n}"), Value::from(n)));
        few.into_iter().map(|(name, value)| (name, Value::from(value))).chain(many).take(250).collect()
    })
}

#[test]
fn whatever_is_brought_the_limits_hold_and_each_is_taken_cleared_or_refused_by_name() {
    fuzz("attributes", (held(), brought()), |(held, brought)| {
        let mut now = held.clone();
        let mut refused = Refusals::default();
        let stated: Vec<Stated> =
            brought.iter().map(|(name, value)| Stated { name, value, by: Writer::Token }).collect();
        let mut catalogue = Catalogue::new(AttributeOf::Person, Vec::new(), (0, 0, 0), 1);
        take(&mut now, catalogue.admit(&held, &stated, &mut refused));
        prop_assert!(now.len() <= 250);
        for (name, value) in &now {
            prop_assert!(
                (1..=190).contains(&name.chars().count()) && !name.contains(['.', '$', '\0']),
                "{name:?}"
            );
            prop_assert!(!value.is_array() && !value.is_object() && !value.is_null(), "{name:?}: {value}");
            prop_assert!(
                value.as_str().is_none_or(|text| text.chars().count() <= 255 && !text.contains('\0'))
            );
        }
        for (name, value) in &held {
            prop_assert!(brought.contains_key(name) || now.get(name) == Some(value), "{name:?} was lost");
        }
        let mut left_out = 0;
        for (name, value) in &brought {
            let value = match dates::unix_seconds(value) {
                Some(seconds) if dates::is_date(name) => &Value::from(seconds),
                _ => value,
            };
            let taken = if value.is_null() { !now.contains_key(name) } else { now.get(name) == Some(value) };
            if !taken {
                left_out += 1;
                prop_assert!(now.get(name) == held.get(name), "{name:?} was changed and not taken");
            }
        }
        // One that is refused may have brought what was there already.
        prop_assert_eq!(refused.named.len(), refused.count().min(20));
        prop_assert!(refused.count() >= left_out, "{left_out} were left out, {} counted", refused.count());
        prop_assert!(
            refused
                .named
                .iter()
                .all(|refused| !refused.reason.is_empty() && !refused.name.contains(char::is_control))
        );
        Ok(())
    });
}
