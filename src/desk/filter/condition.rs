//! A condition while a teammate writes it, and in words.

use super::state::ConditionDraft;
use crate::workspace::filter::fields::{Model, OF_COMPANY, choices, operators, type_of};

impl ConditionDraft {
    /// A condition with the first operator of the field's type.
    pub fn of(of: &str, name: &str) -> Self {
        let r#type = match of {
            "custom" | "company_custom" if name.ends_with("_at") => "date",
            "custom" | "company_custom" => "text",
            "event" => "number",
            _ => type_of(name).as_str(),
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

    /// The condition of a filter of this model, in words. Its value may have a name.
    pub fn sentence(&self, model: Model, named: Option<String>) -> String {
        let Self { of, name, r#type, operator, value } = self;
        let value = named.as_ref().unwrap_or(value);
        let known = match of.as_str() {
            "field" => model.fields().find(|(field, ..)| field == name),
            "company" => OF_COMPANY.iter().find(|(field, ..)| field == name),
            _ => None,
        };
        let known = known.map(|(.., words)| (*words).to_owned());
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
            assert_eq!(
                ConditionDraft { of, name, r#type, operator, value }.sentence(Model::Person, None),
                sentence
            );
        }
        let condition = ConditionDraft { value: "a7".to_owned(), ..ConditionDraft::of("field", "tag") };
        assert_eq!(condition.sentence(Model::Person, Some("Wholesale".to_owned())), "Tag is “Wholesale”");
    }
}
