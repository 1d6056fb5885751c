//! Where each column of a file goes.

use serde_json::{Number, Value};
use std::collections::HashSet;

use crate::attributes::{AttributeOf, AttributeType, Definition};
use crate::error::Error;
use crate::people::attributes::{broken_name, is_custom};
use crate::people::dates;

/// What the names of custom attributes begin with in an exported file.
pub const CUSTOM: &str = "custom_attributes.";

/// Where a column goes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    LeaveOut,
    /// A field of every person.
    Field(Field),
    /// The custom attribute with this name.
    Attribute(String),
    /// A custom attribute that has the column's name, and that the import makes.
    NewAttribute(AttributeType),
}

foundation::text_enum! {
    /// A field of every person that a file may state.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Field {
        /// The workspace's own id of somebody who is there.
        Id = "id",
        UserId = "user_id",
        Email = "email",
        Name = "name",
        Phone = "phone",
        Role = "role",
        /// The number of the teammate who answers for the person.
        Owner = "owner",
        /// Names of tags, with commas between them.
        Tags = "tags",
        SignedUpAt = "signed_up_at",
        /// The id that the app gave a company, which the person joins.
        CompanyId = "company_id",
        CompanyName = "company_name",
    }
}

impl Target {
    /// The target as forms and rows write it. Empty of a column that is left out.
    pub fn code(&self) -> String {
        match self {
            Self::LeaveOut => String::new(),
            Self::Field(field) => field.as_str().to_owned(),
            Self::Attribute(name) => format!("attribute:{name}"),
            Self::NewAttribute(data_type) => format!("new:{}", data_type.as_str()),
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        match code.split_once(':') {
            _ if code.is_empty() => Some(Self::LeaveOut),
            None => code.parse().ok().map(Self::Field),
            Some(("attribute", name)) => Some(Self::Attribute(name.to_owned())),
            Some(("new", data_type)) => data_type.parse().ok().map(Self::NewAttribute),
            Some(_) => None,
        }
    }
}

/// The name of the attribute that a column makes.
pub fn attribute_name(column: &str) -> &str {
    column.strip_prefix(CUSTOM).unwrap_or(column)
}

/// The person's attribute of this name that may be written.
pub fn active<'a>(definitions: &'a [Definition], name: &str) -> Option<&'a Definition> {
    let mut of_people = definitions.iter().filter(|one| one.of == AttributeOf::Person);
    of_people.find(|one| one.name == name && one.archived_at.is_none())
}

/// Whether a new attribute of people may have this name.
pub fn is_free(name: &str, definitions: &[Definition]) -> bool {
    broken_name(name).is_none()
        && is_custom(name)
        && !definitions.iter().any(|one| one.of == AttributeOf::Person && one.name == name)
}

/// A number as JSON writes it.
pub fn number(text: &str) -> Option<Number> {
    serde_json::from_str(text.trim()).ok()
}

pub fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" => Some(true),
        "false" | "no" => Some(false),
        _ => None,
    }
}

/// A point in time, as Unix seconds.
pub fn time(text: &str) -> Option<i64> {
    let value = number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number);
    dates::unix_seconds(&value)
}

/// Refuses targets of which no row could be read. The first word of each sentence is for a teammate.
pub fn check(columns: &[String], targets: &[Target], definitions: &[Definition]) -> Result<(), Error> {
    let refused = |words: String| Err(Error::invalid("columns", words));
    if columns.len() != targets.len() {
        return refused("Each column of the file goes somewhere, or is left out.".to_owned());
    }
    let mut taken = HashSet::new();
    for (column, target) in columns.iter().zip(targets) {
        let key = match target {
            Target::LeaveOut => continue,
            Target::Field(field) => Target::Field(*field),
            Target::Attribute(name) if active(definitions, name).is_some() => Target::Attribute(name.clone()),
            Target::Attribute(name) => {
                return refused(format!("The app has no attribute “{name}”, or it is archived."));
            }
            Target::NewAttribute(data_type) => {
                let name = attribute_name(column);
                let is_list = *data_type == AttributeType::List;
                let is_other = dates::is_date(name) && *data_type != AttributeType::Date;
                if is_list || is_other || !is_free(name, definitions) {
                    return refused(format!("No new attribute can have the name “{name}” and this type."));
                }
                Target::Attribute(name.to_owned())
            }
        };
        if !taken.insert(key) {
            return refused(format!("Two columns go to one field. One of them is “{column}”."));
        }
    }
    let is_taken = |field: Field| taken.contains(&Target::Field(field));
    if is_taken(Field::CompanyName) && !is_taken(Field::CompanyId) {
        return refused(
            "A company's name goes with its id: one column has to be the company's id.".to_owned(),
        );
    }
    let names_people = [Field::Id, Field::UserId, Field::Email].into_iter().any(is_taken);
    match names_people {
        true => Ok(()),
        false => refused("One column has to be the user_id, the e-mail or the id of a person.".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str, data_type: AttributeType) -> Definition {
        let definition = Definition::new(1, AttributeOf::Person, name, 1);
        Definition { data_type: Some(data_type), ..definition }
    }

    #[test]
    fn a_target_is_read_back_from_its_code_and_nothing_else_is_one() {
        let fields = Field::ALL.map(Target::Field);
        let others = [
            Target::LeaveOut,
            Target::Attribute("a:b".to_owned()),
            Target::NewAttribute(AttributeType::Date),
        ];
        for target in fields.iter().chain(&others) {
            assert_eq!(Target::of_code(&target.code()).as_ref(), Some(target));
        }
        assert!(["x", "new:x", "old:name"].into_iter().all(|code| Target::of_code(code).is_none()));
    }

    #[test]
    fn targets_that_name_nobody_or_one_field_twice_or_a_name_that_cannot_be_are_refused() {
        let plan = [known("plan", AttributeType::String)];
        let columns = ["a", "plan", "page_title", "x_at"].map(str::to_owned);
        let says = |codes: [&str; 4]| {
            let targets: Vec<Target> =
                codes.iter().map(|code| Target::of_code(code).expect("a target")).collect();
            check(&columns, &targets, &plan).err().map(|error| error.to_string())
        };
        assert_eq!(says(["email", "attribute:plan", "", "new:date"]), None);
        assert_eq!(says(["email", "company_name", "company_id", ""]), None);
        assert_eq!(says(["email", "", "company_id", ""]), None);
        for (codes, words) in [
            (["name", "", "", ""], "One column has to be"),
            (["email", "email", "", ""], "Two columns go to one field"),
            (["email", "new:string", "", ""], "No new attribute can have the name “plan”"),
            (["email", "", "new:string", ""], "No new attribute can have the name “page_title”"),
            (["email", "", "", "new:number"], "No new attribute can have the name “x_at”"),
            (["email", "company_name", "", ""], "A company's name goes with its id"),
            (["email", "attribute:none", "", ""], "The app has no attribute “none”"),
        ] {
            let said = says(codes).expect(words);
            assert!(said.contains(words), "{said}");
        }
    }
}
