//! What a row states of a person, by the columns' targets.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

use super::target::{Field, Target, attribute_name, boolean, number, time};
use crate::attributes::{AttributeOf, AttributeType, Definition};
use crate::identity::folded;
use crate::people::{Role, dates};

/// Why a row is refused: the column, and the reason in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub column: String,
    pub reason: String,
}

/// Whom a row names, and their company. The e-mail is in small letters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    pub id: Option<String>,
    pub user_id: Option<String>,
    pub email: Option<String>,
    /// The id that the app gave the company.
    pub company_id: Option<String>,
}

/// What a row states of a person. An empty cell states nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stated {
    /// The cells of the fields that are texts.
    pub id: Option<String>,
    pub user_id: Option<String>,
    pub email: Option<String>,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub company_id: Option<String>,
    pub company_name: Option<String>,
    /// Names of tags, as they stand in the cell.
    pub tags: Option<String>,
    pub role: Option<Role>,
    pub owner: Option<i64>,
    /// Unix seconds.
    pub signed_up_at: Option<i64>,
    /// Custom attributes, each of its type.
    pub attributes: Map<String, Value>,
}

/// Reads the rows of a file whose columns go to these targets.
pub struct Reader {
    columns: Vec<String>,
    targets: Vec<Target>,
    /// The attributes that are written, by name.
    attributes: BTreeMap<String, Definition>,
}

impl Reader {
    /// Of targets that were checked. An attribute that is to be made is as if it were there.
    pub fn new(columns: &[String], targets: &[Target], definitions: &[Definition]) -> Self {
        let of_people = definitions.iter().filter(|one| one.of == AttributeOf::Person);
        let mut attributes: BTreeMap<_, _> = of_people.map(|one| (one.name.clone(), one.clone())).collect();
        for (column, target) in columns.iter().zip(targets) {
            if let Target::NewAttribute(data_type) = target {
                let name = attribute_name(column);
                let new = Definition::new(0, AttributeOf::Person, name, 0);
                attributes.insert(name.to_owned(), Definition { data_type: Some(*data_type), ..new });
            }
        }
        Self { columns: columns.to_vec(), targets: targets.to_vec(), attributes }
    }

    /// The name of the column that goes to a field.
    pub fn column_of(&self, field: Field) -> String {
        let at = self.targets.iter().position(|target| *target == Target::Field(field));
        at.map_or_else(|| field.as_str().to_owned(), |at| self.column(at))
    }

    /// The name of the column that goes to an attribute.
    pub fn column_of_attribute(&self, name: &str) -> String {
        let goes_there = |(column, target): (&String, &Target)| match target {
            Target::Attribute(attribute) => attribute == name,
            Target::NewAttribute(_) => attribute_name(column) == name,
            _ => false,
        };
        let at = self.columns.iter().zip(&self.targets).position(goes_there);
        at.map_or_else(|| name.to_owned(), |at| self.column(at))
    }

    fn column(&self, at: usize) -> String {
        match self.columns.get(at) {
            Some(name) if !name.is_empty() => name.clone(),
            _ => format!("Column {}", at + 1),
        }
    }

    /// The cells that are not empty, with their place and target.
    fn stated<'a>(&'a self, cells: &'a [String]) -> impl Iterator<Item = (usize, &'a Target, &'a str)> + 'a {
        let cells = self.targets.iter().zip(cells).enumerate();
        cells
            .map(|(at, (target, cell))| (at, target, cell.as_str()))
            .filter(|(_, target, cell)| **target != Target::LeaveOut && !cell.trim().is_empty())
    }

    /// Whom a row names, whatever else is in it.
    pub fn named(&self, cells: &[String]) -> Named {
        let mut named = Named::default();
        for (_, target, cell) in self.stated(cells) {
            match target {
                Target::Field(Field::Id) => named.id = Some(cell.trim().to_owned()),
                Target::Field(Field::UserId) => named.user_id = Some(cell.to_owned()),
                Target::Field(Field::Email) => named.email = Some(folded(cell)),
                Target::Field(Field::CompanyId) => named.company_id = Some(cell.to_owned()),
                _ => {}
            }
        }
        named
    }

    pub fn read(&self, cells: &[String]) -> Result<Stated, Problem> {
        if cells.len() != self.columns.len() {
            let reason =
                format!("The row has {} cells, and the file {} columns.", cells.len(), self.columns.len());
            return Err(Problem { column: String::new(), reason });
        }
        let mut stated = Stated::default();
        for (at, target, cell) in self.stated(cells) {
            self.read_cell(&mut stated, at, target, cell)
                .map_err(|reason| Problem { column: self.column(at), reason: reason.to_owned() })?;
        }
        Ok(stated)
    }

    fn read_cell(
        &self,
        stated: &mut Stated,
        at: usize,
        target: &Target,
        cell: &str,
    ) -> Result<(), &'static str> {
        let text = || Some(cell.to_owned());
        let trimmed = cell.trim();
        let field = match target {
            Target::LeaveOut => return Ok(()),
            Target::Attribute(name) => return self.read_attribute(stated, name, cell),
            Target::NewAttribute(_) => {
                let column = self.columns.get(at).map(String::as_str).unwrap_or_default();
                return self.read_attribute(stated, attribute_name(column), cell);
            }
            Target::Field(field) => field,
        };
        match field {
            Field::Id => stated.id = Some(trimmed.to_owned()),
            Field::UserId => stated.user_id = text(),
            Field::Email => stated.email = Some(trimmed.to_owned()),
            Field::Name => stated.name = text(),
            Field::Phone => stated.phone = text(),
            Field::Tags => stated.tags = text(),
            Field::CompanyId => stated.company_id = text(),
            Field::CompanyName => stated.company_name = text(),
            Field::Role => {
                let role = trimmed.to_lowercase().parse();
                stated.role = Some(role.map_err(|()| "It is user or lead.")?);
            }
            Field::Owner => {
                stated.owner = Some(trimmed.parse().map_err(|_| "It is a teammate's number.")?);
            }
            Field::SignedUpAt => stated.signed_up_at = Some(time(cell).ok_or(dates::FORM)?),
        }
        Ok(())
    }

    fn read_attribute(&self, stated: &mut Stated, name: &str, cell: &str) -> Result<(), &'static str> {
        let definition = self.attributes.get(name).filter(|definition| definition.archived_at.is_none());
        let definition = definition.ok_or("The attribute was archived meanwhile.")?;
        let value = match definition.data_type {
            Some(AttributeType::Number) => number(cell).map(Value::Number).ok_or("It is a number.")?,
            Some(AttributeType::Boolean) => Value::Bool(boolean(cell).ok_or("It is true or false.")?),
            Some(AttributeType::Date) => time(cell).map(Value::from).ok_or(dates::FORM)?,
            _ => Value::String(cell.to_owned()),
        };
        stated.attributes.insert(name.to_owned(), definition.value(&value)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn reader() -> Reader {
        let columns = [
            "id",
            "user_id",
            "E-mail",
            "role",
            "",
            "seats",
            "vip",
            "custom_attributes.paid_at",
            "signed_up_at",
        ];
        let codes = [
            "id",
            "user_id",
            "email",
            "role",
            "owner",
            "attribute:seats",
            "new:boolean",
            "new:date",
            "signed_up_at",
        ];
        let seats = Definition::new(1, AttributeOf::Person, "seats", 1);
        let seats = Definition { data_type: Some(AttributeType::Number), ..seats };
        let targets = codes.map(|code| Target::of_code(code).expect("a target"));
        Reader::new(&columns.map(str::to_owned), &targets, &[seats])
    }

    fn cells(cells: [&str; 9]) -> Vec<String> {
        cells.map(str::to_owned).to_vec()
    }

    #[test]
    fn each_cell_has_its_type_and_an_empty_one_states_nothing() {
        let row = [
            "",
            "u_1",
            " Marit@Example.com ",
            "User",
            "7",
            "-4.5",
            "yes",
            "1800000000",
            "2027-01-15T08:00:00Z",
        ];
        let stated = reader().read(&cells(row)).expect("a row");
        assert_eq!(stated.email.as_deref(), Some("Marit@Example.com"));
        assert_eq!((stated.id, stated.role, stated.owner), (None, Some(Role::User), Some(7)));
        assert_eq!(stated.signed_up_at, Some(1_800_000_000));
        let attributes = json!({ "seats": -4.5, "vip": true, "paid_at": 1_800_000_000 });
        assert_eq!(Value::Object(stated.attributes), attributes);
        let named = reader().named(&cells(row));
        let email = Some("marit@example.com".to_owned());
        assert_eq!(named, Named { user_id: Some("u_1".into()), email, ..Named::default() });
        assert_eq!(
            reader().read(&cells(["", "u_1", "", "", "", " ", "", "", ""])).expect("a row").attributes.len(),
            0
        );
    }

    #[test]
    fn a_cell_of_another_type_and_a_row_of_another_length_are_refused_with_the_column() {
        for (at, cell, column, reason) in [
            (3, "boss", "role", "user or lead"),
            (4, "Ines", "Column 5", "number"),
            (5, "many", "seats", "It is a number."),
            (6, "maybe", "vip", "true or false"),
            (7, "soon", "custom_attributes.paid_at", "It is a date"),
            (8, "2027-13-01", "signed_up_at", "It is a date"),
        ] {
            let mut row = ["", "u_1", "", "", "", "", "", "", ""];
            row[at] = cell;
            let problem = reader().read(&cells(row)).expect_err(cell);
            assert!(problem.column == column && problem.reason.contains(reason), "{problem:?}");
        }
        let problem = reader().read(&["x".to_owned()]).expect_err("a short row");
        assert_eq!(problem.reason, "The row has 1 cells, and the file 9 columns.");
    }
}
