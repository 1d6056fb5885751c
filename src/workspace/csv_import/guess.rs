//! Guesses where the columns of a file go, by their names and values.

use std::collections::HashSet;

use super::file::CsvFile;
use super::target::{CUSTOM, Field, Target, active, attribute_name, boolean, is_free, number};
use crate::attributes::{AttributeType, Definition};
use crate::people::dates;

/// Values that are looked at for the type of a new attribute.
const LOOKED_AT: usize = 200;

/// The names of columns by which other programs call a field.
const SYNONYMS: &[(&str, Field)] = &[
    ("e-mail", Field::Email),
    ("mail", Field::Email),
    ("email address", Field::Email),
    ("e-mail address", Field::Email),
    ("external_id", Field::UserId),
    ("userid", Field::UserId),
    ("user id", Field::UserId),
    ("full name", Field::Name),
    ("phone number", Field::Phone),
    ("telephone", Field::Phone),
    ("tag", Field::Tags),
    ("signed up", Field::SignedUpAt),
    ("company id", Field::CompanyId),
    ("companyid", Field::CompanyId),
    ("company name", Field::CompanyName),
    ("companyname", Field::CompanyName),
];

/// A column that may hold the ids or the names of companies. It is the name where another column is the id, and nothing
/// otherwise: companies with names for ids would come of a wrong guess.
const COMPANY: &str = "company";

/// Guesses where the columns go. What an export wrote goes back to where it came from.
pub fn guess(file: &CsvFile, definitions: &[Definition]) -> Vec<Target> {
    let mut taken = HashSet::new();
    let of = |(at, column): (usize, &String)| {
        let target = of_column(file, at, column, definitions);
        let is_free = target == Target::LeaveOut
            || matches!(target, Target::NewAttribute(_))
            || taken.insert(target.clone());
        if is_free { target } else { Target::LeaveOut }
    };
    file.columns.iter().enumerate().map(of).collect()
}

fn of_column(file: &CsvFile, at: usize, column: &str, definitions: &[Definition]) -> Target {
    let folded = column.to_lowercase();
    if let Some(field) = field_of(&folded) {
        return Target::Field(field);
    }
    let is_company_id = |column: &String| field_of(&column.to_lowercase()) == Some(Field::CompanyId);
    if folded == COMPANY && file.columns.iter().any(is_company_id) {
        return Target::Field(Field::CompanyName);
    }
    let name = attribute_name(column);
    match (active(definitions, name), column.starts_with(CUSTOM)) {
        (Some(known), _) => Target::Attribute(known.name.clone()),
        (None, true) if is_free(name, definitions) => Target::NewAttribute(type_of(file, at, name)),
        (None, _) => Target::LeaveOut,
    }
}

/// The field that a column of this name is, in small letters.
fn field_of(folded_column: &str) -> Option<Field> {
    let synonym = SYNONYMS.iter().find(|(name, _)| *name == folded_column).map(|(_, field)| *field);
    folded_column.parse().ok().or(synonym)
}

/// The type that fits all the values of a column.
fn type_of(file: &CsvFile, at: usize, name: &str) -> AttributeType {
    let values: Vec<&str> = file
        .rows
        .iter()
        .filter_map(|row| row.cells.get(at))
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .take(LOOKED_AT)
        .collect();
    let all = |fits: fn(&str) -> bool| !values.is_empty() && values.iter().all(|value| fits(value));
    match () {
        () if dates::is_date(name) => AttributeType::Date,
        () if all(|value| number(value).is_some()) => AttributeType::Number,
        () if all(|value| boolean(value).is_some()) => AttributeType::Boolean,
        () => AttributeType::String,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attributes::AttributeOf;

    fn file(text: &str) -> CsvFile {
        CsvFile::read(text.as_bytes()).expect(text)
    }

    fn known(name: &str, data_type: AttributeType) -> Definition {
        let definition = Definition::new(1, AttributeOf::Person, name, 1);
        Definition { data_type: Some(data_type), ..definition }
    }

    fn codes(text: &str, definitions: &[Definition]) -> Vec<String> {
        guess(&file(text), definitions).iter().map(Target::code).collect()
    }

    #[test]
    fn the_columns_of_an_exported_file_go_back_to_where_they_came_from() {
        let names = "id,role,name,email,phone,user_id,owner,tags,company_id,company_name,created_at,signed_up_at,browser,\
                     custom_attributes.plan,custom_attributes.seats,custom_attributes.vip,custom_attributes.paid_at";
        let file = format!("{names}\n,,,,,,,,,,,,,Harbour,3,true,1800000000\n,,,,,,,,,,,,,,-4.5,False,");
        let expected = [
            "id",
            "role",
            "name",
            "email",
            "phone",
            "user_id",
            "owner",
            "tags",
            "company_id",
            "company_name",
            "",
            "signed_up_at",
            "",
            "attribute:plan",
            "new:number",
            "new:boolean",
            "new:date",
        ];
        assert_eq!(codes(&file, &[known("plan", AttributeType::String)]), expected);
        let archived = Definition { archived_at: Some(1), ..known("plan", AttributeType::String) };
        assert_eq!(codes("custom_attributes.plan\nx", &[archived]), [""]);
    }

    #[test]
    fn names_of_other_programs_are_known_and_no_field_is_guessed_twice() {
        let guessed =
            codes("E-Mail,Mail,Full name,plan,secret\na,b,c,d,e", &[known("plan", AttributeType::String)]);
        assert_eq!(guessed, ["email", "", "name", "attribute:plan", ""]);
    }

    #[test]
    fn a_company_goes_by_its_id_and_a_lone_column_that_may_be_either_goes_nowhere() {
        assert_eq!(
            codes("email,Company ID,Company name\na,b,c", &[]),
            ["email", "company_id", "company_name"]
        );
        assert_eq!(codes("company,email,CompanyId\na,b,c", &[]), ["company_name", "email", "company_id"]);
        assert_eq!(codes("company,company id,company name\na,b,c", &[]), ["company_name", "company_id", ""]);
        assert_eq!(codes("email,company\na,b", &[]), ["email", ""]);
    }
}
