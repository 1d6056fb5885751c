//! The names that the fields of a form offer.

use leptos::prelude::*;

use super::state::{ConditionDraft, FilterNames};
use crate::workspace::filter::fields::Model;

/// Values of a field, each with its name.
pub type NamedValues = Vec<(String, String)>;

/// Names that this app uses.
#[derive(Clone, Copy)]
pub struct FieldNames {
    /// What the filter is of.
    pub model: Model,
    /// The attributes of people, with the type of their values.
    pub attributes: StoredValue<Vec<(String, String)>>,
    pub company_attributes: StoredValue<Vec<(String, String)>>,
    pub events: StoredValue<Vec<String>>,
    /// Tags, segments and teammates, each by the name of its type: value and name.
    named: StoredValue<Vec<(&'static str, NamedValues)>>,
}

impl FieldNames {
    pub fn new(model: Model, names: FilterNames) -> Self {
        let FilterNames { attributes, company_attributes, tags, segments, teammates, events } = names;
        Self {
            model,
            attributes: StoredValue::new(attributes),
            company_attributes: StoredValue::new(company_attributes),
            events: StoredValue::new(events),
            named: StoredValue::new(vec![("tag", tags), ("segment", segments), ("teammate", teammates)]),
        }
    }

    /// The attributes of this kind of field.
    fn of(self, of: &str) -> Option<StoredValue<Vec<(String, String)>>> {
        match of {
            "custom" if self.model == Model::Company => Some(self.company_attributes),
            "custom" => Some(self.attributes),
            "company_custom" => Some(self.company_attributes),
            _ => None,
        }
    }

    /// The values of a type that have names: none of another type.
    pub fn values(self, r#type: &str) -> NamedValues {
        self.named.with_value(|named| {
            let found = named.iter().find(|(one, _)| *one == r#type);
            found.map(|(_, values)| values.clone()).unwrap_or_default()
        })
    }

    /// The name of a condition's value, if it has one.
    pub fn name_of(self, condition: &ConditionDraft) -> Option<String> {
        let values = self.values(&condition.r#type).into_iter();
        values.filter(|(value, _)| *value == condition.value).map(|(_, name)| name).next()
    }

    /// A condition on this field.
    pub fn condition(self, of: &str, name: &str) -> ConditionDraft {
        let mut condition = ConditionDraft::of(of, name);
        let known = self.of(of).and_then(|known| {
            known.with_value(|known| {
                known.iter().find(|(one, _)| one == name).map(|(_, r#type)| r#type.clone())
            })
        });
        if let Some(r#type) = known {
            condition.retype(&r#type);
        }
        if let Some((value, _)) = self.values(&condition.r#type).into_iter().next() {
            condition.value = value;
        }
        condition
    }
}
