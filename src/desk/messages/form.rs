//! The values that the editor holds while a teammate writes.

use leptos::prelude::*;

use super::state::{ConditionDraft, DeliveryDraft, MessageDraft, PageDraft};
use crate::workspace::filter::fields::{OF_COMPANY, OF_PERSON, choices, operators, type_of};

/// A message while it is written. Each field has a signal of its own, so that the others stand still.
#[derive(Clone, Copy)]
pub struct Form {
    pub title: RwSignal<String>,
    pub delivery: RwSignal<DeliveryDraft>,
    pub recipient: RwSignal<String>,
    pub style: RwSignal<String>,
    pub sender: RwSignal<i64>,
    pub text: RwSignal<String>,
    pub button_label: RwSignal<String>,
    pub button_link: RwSignal<String>,
    pub pages: Rows<PageDraft>,
    pub groups: RwSignal<Vec<Group>>,
    /// A filter that no groups can say.
    pub kept_filter: StoredValue<Option<String>>,
    pub priority: RwSignal<i64>,
    pub starts_at: RwSignal<String>,
    pub stops_at: RwSignal<String>,
}

/// Rows that come and go, each known by its key.
pub type Rows<T> = RwSignal<Vec<FormRow<T>>>;

pub struct FormRow<T: 'static> {
    pub key: usize,
    pub value: RwSignal<T>,
}

impl<T> Copy for FormRow<T> {}

impl<T> Clone for FormRow<T> {
    fn clone(&self) -> Self {
        *self
    }
}

/// Conditions of which one is enough.
#[derive(Clone, Copy)]
pub struct Group {
    pub key: usize,
    pub conditions: Rows<ConditionDraft>,
}

impl Form {
    pub fn of(draft: MessageDraft) -> Self {
        let groups = draft.audience.into_iter().enumerate();
        let groups = groups.map(|(key, conditions)| Group { key, conditions: rows(conditions) }).collect();
        Self {
            title: RwSignal::new(draft.title),
            delivery: RwSignal::new(draft.delivery),
            recipient: RwSignal::new(draft.recipient),
            style: RwSignal::new(draft.style),
            sender: RwSignal::new(draft.sender),
            text: RwSignal::new(draft.text),
            button_label: RwSignal::new(draft.button_label),
            button_link: RwSignal::new(draft.button_link),
            pages: rows(draft.pages),
            groups: RwSignal::new(groups),
            kept_filter: StoredValue::new(draft.kept_filter),
            priority: RwSignal::new(draft.priority),
            starts_at: RwSignal::new(draft.starts_at),
            stops_at: RwSignal::new(draft.stops_at),
        }
    }

    /// The draft as the form holds it. Reads every field.
    pub fn draft(self) -> MessageDraft {
        MessageDraft {
            title: self.title.get(),
            delivery: self.delivery.get(),
            recipient: self.recipient.get(),
            style: self.style.get(),
            sender: self.sender.get(),
            text: self.text.get(),
            button_label: self.button_label.get(),
            button_link: self.button_link.get(),
            pages: values(self.pages),
            audience: self.groups.get().into_iter().map(|group| values(group.conditions)).collect(),
            kept_filter: self.kept_filter.get_value(),
            priority: self.priority.get(),
            starts_at: self.starts_at.get(),
            stops_at: self.stops_at.get(),
        }
    }
}

fn rows<T: Send + Sync + 'static>(values: Vec<T>) -> Rows<T> {
    let rows = values.into_iter().enumerate();
    RwSignal::new(rows.map(|(key, value)| FormRow { key, value: RwSignal::new(value) }).collect())
}

pub fn values<T: Clone + Send + Sync + 'static>(rows: Rows<T>) -> Vec<T> {
    rows.get().into_iter().map(|row| row.value.get()).collect()
}

/// Adds a row behind the others.
pub fn add<T: Send + Sync + 'static>(rows: Rows<T>, value: T) {
    rows.update(|rows| {
        let key = rows.iter().map(|row| row.key + 1).max().unwrap_or_default();
        rows.push(FormRow { key, value: RwSignal::new(value) });
    });
}

pub fn remove<T: Send + Sync + 'static>(rows: Rows<T>, key: usize) {
    rows.update(|rows| rows.retain(|row| row.key != key));
}

pub fn add_group(groups: RwSignal<Vec<Group>>) {
    groups.update(|groups| {
        let key = groups.iter().map(|group| group.key + 1).max().unwrap_or_default();
        groups.push(Group { key, conditions: rows(vec![ConditionDraft::of("field", "role")]) });
    });
}

impl ConditionDraft {
    /// A condition with the first operator of the field's type.
    pub fn of(of: &str, name: &str) -> Self {
        let r#type = match of {
            "custom" | "company_custom" if name.ends_with("_at") => "date",
            "custom" | "company_custom" => "text",
            "event" => "number",
            _ => type_of(of, name).as_str(),
        };
        let mut condition = Self {
            of: of.to_owned(),
            name: name.to_owned(),
            r#type: String::new(),
            operator: String::new(),
            value: String::new(),
        };
        condition.retype(r#type);
        condition
    }

    /// The condition in words. Its value may have a name.
    pub fn sentence(&self, named: Option<String>) -> String {
        let Self { of, name, r#type, operator, value } = self;
        let value = named.as_ref().unwrap_or(value);
        let known = match of.as_str() {
            "field" => OF_PERSON.as_slice(),
            "company" => OF_COMPANY.as_slice(),
            _ => &[],
        };
        let known = known.iter().find(|(field, ..)| field == name).map(|(.., words)| (*words).to_owned());
        let field = known.unwrap_or_else(|| match (of.as_str(), r#type.as_str()) {
            ("company_custom", _) => format!("Company’s {name}"),
            ("event", "date") => format!("The last {name}"),
            ("event", _) => format!("The number of {name}"),
            _ => name.clone(),
        });
        let words = operators(r#type).iter().find(|(one, _)| one == operator);
        let words = words.map_or(operator.as_str(), |(_, words)| words);
        if let Some(comparison) = words.strip_suffix("days ago") {
            return format!("{field} {comparison}{value} days ago");
        }
        match (operator.as_str(), r#type.as_str()) {
            ("is_known" | "is_unknown", _) => format!("{field} {words}"),
            (_, "text" | "tag" | "segment") => format!("{field} {words} “{value}”"),
            _ => format!("{field} {words} {value}"),
        }
    }

    /// Changes the type of the value. The operator and the value start anew.
    pub fn retype(&mut self, r#type: &str) {
        r#type.clone_into(&mut self.r#type);
        self.operator = operators(r#type).first().map_or("", |(operator, _)| operator).to_owned();
        self.value = match r#type {
            "choice" => choices(&self.name).last().unwrap_or(&""),
            "truth" => "true",
            _ => "",
        }
        .to_owned();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_said_in_words() {
        for ((of, name, r#type, operator, value), sentence) in [
            (("field", "role", "choice", "is", "user"), "Role is user"),
            (("field", "email", "text", "ends_with", "@shop.example"), "E-mail ends with “@shop.example”"),
            (("field", "email", "text", "is_known", "left"), "E-mail is known"),
            (
                ("field", "last_seen_at", "date", "less_than_days_ago", "7"),
                "Last seen is less than 7 days ago",
            ),
            (("field", "signed_up_at", "date", "before", "2027-01-15"), "Signed up is before 2027-01-15"),
            (
                ("custom", "cart_value_cents", "number", "greater", "4000"),
                "cart_value_cents is greater than 4000",
            ),
            (("company", "plan", "text", "is", "Harbour"), "Company plan is “Harbour”"),
            (("company_custom", "vip", "truth", "is", "true"), "Company’s vip is true"),
            (("event", "ordered", "number", "greater", "2"), "The number of ordered is greater than 2"),
            (("event", "ordered", "date", "is_unknown", ""), "The last ordered is unknown"),
            (("field", "tag", "tag", "is_not", "a7"), "Tag is not “a7”"),
        ] {
            let [of, name, r#type, operator, value] = [of, name, r#type, operator, value].map(str::to_owned);
            assert_eq!(ConditionDraft { of, name, r#type, operator, value }.sentence(None), sentence);
        }
        let condition = ConditionDraft { value: "a7".to_owned(), ..ConditionDraft::of("field", "tag") };
        assert_eq!(condition.sentence(Some("Wholesale".to_owned())), "Tag is “Wholesale”");
    }
}
