//! Any JSON, small and mostly nasty.

use proptest::prelude::*;
use proptest::strategy::SBoxedStrategy;
use proptest::string::{RegexGeneratorStrategy, string_regex};
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// A text of this pattern.
/// A strategy that is a bare pattern reads it anew for each case, which costs more than the case.
pub fn like(pattern: &str) -> RegexGeneratorStrategy<String> {
    string_regex(pattern).expect("a pattern")
}

/// Returns the one strategy of texts for all: a recursive strategy makes its parts for each case.
pub fn text() -> SBoxedStrategy<String> {
    static TEXT: LazyLock<SBoxedStrategy<String>> = LazyLock::new(|| {
        let text = prop_oneof![
            4 => like("[ -~]{0,12}"),
            2 => like("\\PC*"),
            1 => Just(String::new()),
            1 => like("[\u{0}-\u{1f}\u{7f}-\u{9f}\u{200b}\u{feff}]{1,3}"),
            1 => like("[a-zé漢]{180,300}"),
        ];
        text.sboxed()
    });
    TEXT.clone()
}

pub fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        2 => any::<i64>().prop_map(Value::from),
        1 => any::<u64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        4 => text().prop_map(Value::from),
    ]
}

pub fn any_value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((text(), inner), 0..4)
                .prop_map(|fields| fields.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}

/// An object with some of these fields, and others.
pub fn object(names: &'static [&'static str]) -> impl Strategy<Value = Map<String, Value>> {
    let name = prop_oneof![4 => prop::sample::select(names).prop_map(str::to_owned), 1 => text()];
    prop::collection::vec((name, any_value()), 0..8).prop_map(|fields| fields.into_iter().collect())
}
