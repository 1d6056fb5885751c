//! Conditions of lists and segments: their JSON, and whom they fit by the model. Nothing here asks the product.

use super::model::{Model, Person};
use serde_json::{Value, json};

#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Has one of these tags. `not`: has none of them.
    Tag {
        not: bool,
        tags: Vec<usize>,
    },
    HasTags(bool),
    Plan {
        not: bool,
        plan: u8,
    },
    HasPlan(bool),
    CartOver(u8),
    IsUser(bool),
    Segment {
        not: bool,
        segment: usize,
    },
}

/// Groups of conditions. `any`: one of the groups must be true, and else each. A group says the same of its conditions.
#[derive(Clone, Debug, PartialEq)]
pub struct Conditions {
    pub any: bool,
    pub parts: Vec<(bool, Vec<Condition>)>,
}

impl Condition {
    fn fits(&self, person: &Person, model: &Model) -> bool {
        match self {
            Self::Tag { not, tags } => tags.iter().any(|tag| person.tags.contains_key(tag)) != *not,
            Self::HasTags(has) => person.tags.is_empty() != *has,
            Self::Plan { not, plan } => (person.fields.plan == Some(*plan)) != *not,
            Self::HasPlan(has) => person.fields.plan.is_some() == *has,
            Self::CartOver(cart) => person.fields.cart.is_some_and(|own| own > *cart),
            Self::IsUser(is_user) => person.is_user == *is_user,
            Self::Segment { not, segment } => {
                let conditions = model.segments.get(segment).map(|segment| &segment.conditions);
                conditions.is_some_and(|conditions| conditions.fit(person, model)) != *not
            }
        }
    }

    fn json(&self, tags: &[String], segments: &[String]) -> Value {
        let field = |name: &str, operator: &str, value: Value| json!({ "field": name, "operator": operator, "value": value });
        let is = |not: &bool| if *not { "is_not" } else { "is" };
        let known = |is_known: &bool| if *is_known { "is_known" } else { "is_unknown" };
        match self {
            Self::Tag { not, tags: named } => match named.as_slice() {
                [one] => field("tag", is(not), json!(tags[*one])),
                named => {
                    let ids: Vec<&String> = named.iter().map(|tag| &tags[*tag]).collect();
                    field("tag", if *not { "not_in" } else { "in" }, json!(ids))
                }
            },
            Self::HasTags(has) => json!({ "field": "tag", "operator": known(has) }),
            Self::Plan { not, plan } => {
                json!({ "custom": "plan", "type": "text", "operator": is(not), "value": format!("plan {plan}") })
            }
            Self::HasPlan(has) => json!({ "custom": "plan", "type": "text", "operator": known(has) }),
            Self::CartOver(cart) => {
                json!({ "custom": "cart", "type": "number", "operator": "greater", "value": cart })
            }
            Self::IsUser(is_user) => field("role", "is", json!(if *is_user { "user" } else { "lead" })),
            Self::Segment { not, segment } => field("segment", is(not), json!(segments[*segment])),
        }
    }
}

impl Conditions {
    pub fn fit(&self, person: &Person, model: &Model) -> bool {
        let joined = |any: bool, verdicts: Vec<bool>| match any {
            true => verdicts.into_iter().any(|verdict| verdict),
            false => verdicts.into_iter().all(|verdict| verdict),
        };
        let part = |(any, conditions): &(bool, Vec<Condition>)| {
            joined(*any, conditions.iter().map(|condition| condition.fits(person, model)).collect())
        };
        joined(self.any, self.parts.iter().map(part).collect())
    }

    /// The same of the tags and segments that the story has had so far. What has none to choose from is left out.
    pub fn chosen(mut self, tags: usize, segments: usize) -> Self {
        for (_, conditions) in &mut self.parts {
            conditions.retain(|condition| match condition {
                Condition::Tag { .. } => tags > 0,
                Condition::Segment { .. } => segments > 0,
                _ => true,
            });
            for condition in conditions {
                match condition {
                    Condition::Tag { tags: named, .. } => {
                        named.iter_mut().for_each(|tag| *tag %= tags);
                        named.dedup();
                    }
                    Condition::Segment { segment, .. } => *segment %= segments,
                    _ => {}
                }
            }
        }
        self.parts.retain(|(_, conditions)| !conditions.is_empty());
        // Of no condition, none can be true.
        self.any &= !self.parts.is_empty();
        self
    }

    pub fn json(&self, tags: &[String], segments: &[String]) -> Value {
        let join = |any: bool| if any { "any" } else { "all" };
        let part = |(any, conditions): &(bool, Vec<Condition>)| {
            let all: Vec<Value> = conditions.iter().map(|condition| condition.json(tags, segments)).collect();
            match all.as_slice() {
                [one] => one.clone(),
                all => json!({ join(*any): all }),
            }
        };
        let parts: Vec<Value> = self.parts.iter().map(part).collect();
        json!({ "version": 2, join(self.any): parts })
    }

    fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.parts.iter().flat_map(|(_, conditions)| conditions)
    }

    pub fn names_segment(&self) -> bool {
        self.conditions().any(|condition| matches!(condition, Condition::Segment { .. }))
    }

    pub fn tags(&self) -> impl Iterator<Item = &usize> {
        self.conditions().flat_map(|condition| match condition {
            Condition::Tag { tags, .. } => tags.as_slice(),
            _ => &[],
        })
    }

    /// Names the tag `into` in the place of the tag `from`, and in each condition once.
    pub fn merge_tag(&mut self, from: usize, into: usize) {
        for condition in self.parts.iter_mut().flat_map(|(_, conditions)| conditions) {
            if let Condition::Tag { tags, .. } = condition
                && tags.contains(&from)
            {
                tags.retain(|tag| *tag != into);
                tags.iter_mut().filter(|tag| **tag == from).for_each(|tag| *tag = into);
            }
        }
    }
}
