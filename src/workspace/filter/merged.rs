//! Filters that name a tag or a segment which is merged into another one.

use super::fields::Type;
use super::test::{Check, Scalar};
use super::{Filter, FilterPart, Test};

impl Filter {
    /// The filter with `into` wherever this one names `from`, in conditions on tags or on segments: `of` says which. None if
    /// the filter names it nowhere.
    pub fn with_merged(mut self, of: Type, from: &str, into: &str) -> Option<Self> {
        let mut names_it = false;
        for part in &mut self.parts {
            let conditions = match part {
                FilterPart::Condition(condition) => std::slice::from_mut(condition),
                FilterPart::Group(_, conditions) => conditions.as_mut_slice(),
            };
            for condition in conditions.iter_mut().filter(|condition| condition.field.of() == of) {
                names_it |= condition.test.replace(from, into);
            }
        }
        names_it.then_some(self)
    }
}

impl Test {
    /// Puts a text in the place of another one. Returns false where the other is none of the values.
    fn replace(&mut self, from: &str, into: &str) -> bool {
        let Check::OneOf(values) = &mut self.check else { return false };
        let (from, into) = (Scalar::Text(from.to_owned()), Scalar::Text(into.to_owned()));
        if !values.contains(&from) {
            return false;
        }
        // A list that names both names the one that stays once.
        values.retain(|value| *value != into);
        values.iter_mut().filter(|value| **value == from).for_each(|value| *value = into.clone());
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn filter(of: &str, all: &Value) -> Filter {
        Filter::from_json(&json!({ "version": 2, "of": of, "all": all })).expect("a filter")
    }

    #[test]
    fn a_merged_tag_is_replaced_in_each_condition_on_tags_and_in_no_other_text() {
        let tag =
            |operator: &str, value: Value| json!({ "field": "tag", "operator": operator, "value": value });
        let name = json!({ "field": "name", "operator": "is", "value": "from" });
        for of in ["person", "company", "conversation"] {
            let before = json!([
                tag("is", json!("from")),
                { "any": [tag("is_not", json!("from")), tag("is", json!("other")), { "field": "tag", "operator": "is_known" }] },
                { "any": [tag("in", json!(["a", "from", "into"])), tag("not_in", json!(["from", "into"]))] },
            ]);
            let after = json!([
                tag("is", json!("into")),
                { "any": [tag("is_not", json!("into")), tag("is", json!("other")), { "field": "tag", "operator": "is_known" }] },
                { "any": [tag("in", json!(["a", "into"])), tag("is_not", json!("into"))] },
            ]);
            let merged = filter(of, &before).with_merged(Type::Tag, "from", "into");
            assert_eq!(merged, Some(filter(of, &after)), "{of}");
        }
        for named_nowhere in [json!([]), json!([name]), json!([tag("is", json!("into"))])] {
            assert_eq!(filter("person", &named_nowhere).with_merged(Type::Tag, "from", "into"), None);
        }
        let both = filter("person", &json!([name, tag("is", json!("from"))]));
        let merged = filter("person", &json!([name, tag("is", json!("into"))]));
        assert_eq!(both.with_merged(Type::Tag, "from", "into"), Some(merged));
    }

    #[test]
    fn a_merged_segment_is_replaced_in_conditions_on_segments_alone() {
        let is = |field: &str, value: &str| json!({ "field": field, "operator": "is", "value": value });
        let before = filter("person", &json!([is("segment", "from"), is("tag", "from")]));
        let after = filter("person", &json!([is("segment", "into"), is("tag", "from")]));
        assert_eq!(before.with_merged(Type::Segment, "from", "into"), Some(after));
    }

    #[test]
    fn a_filter_of_an_earlier_version_is_read_before_its_tag_is_replaced() {
        let all = json!([{ "field": "kind", "operator": "is", "value": "user" }, { "field": "tag", "operator": "is", "value": "from" }]);
        let earlier = Filter::from_json(&json!({ "version": 1, "all": all })).expect("a filter");
        let all = json!([{ "field": "role", "operator": "is", "value": "user" }, { "field": "tag", "operator": "is", "value": "into" }]);
        assert_eq!(earlier.with_merged(Type::Tag, "from", "into"), Some(filter("person", &all)));
    }
}
