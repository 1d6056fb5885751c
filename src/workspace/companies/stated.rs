//! The companies that a page or a token states of its user.

use serde_json::{Map, Value};

use super::fields::{Field, is_good, read_field};
use crate::data_attributes::Writer;
use crate::people::refusals::Refusals;

/// Companies of one list; more are refused. A limit of our own: each costs rows.
const MOST: usize = 10;

/// The companies that a ping states: the one that its user acts for now, and others.
#[derive(Clone, Default)]
pub struct StatedCompanies {
    pub company: Option<Value>,
    pub companies: Option<Value>,
}

/// Who states the one company, and who the list.
#[derive(Clone, Copy)]
pub struct CompanyWriters {
    pub company: Writer,
    pub companies: Writer,
}

/// A stated company of the right form.
pub struct StatedCompany {
    pub company_id: String,
    pub name: String,
    pub details: Map<String, Value>,
    pub attributes: Map<String, Value>,
    /// Whether the user acts for it now.
    pub active: bool,
    pub by: Writer,
}

/// Reads the stated companies, the active one last: what is said there holds.
pub fn read(stated: &StatedCompanies, by: CompanyWriters, refused: &mut Refusals) -> Vec<StatedCompany> {
    let (list, whole): (&[Value], _) = match &stated.companies {
        None | Some(Value::Null) => (&[], true),
        Some(Value::Array(list)) => (&list[..list.len().min(MOST)], list.len() <= MOST),
        Some(_) => (&[], false),
    };
    if !whole {
        refused.add("companies", "It is a list of at most 10 companies; others were left out.");
    }
    let named = list.iter().enumerate().map(|(nth, company)| (format!("companies[{nth}]"), company, false));
    let company = stated.company.iter().filter(|company| !company.is_null());
    let named = named.chain(company.map(|company| ("company".to_owned(), company, true)));
    let mut companies = Vec::new();
    for (place, company, active) in named {
        let by = if active { by.company } else { by.companies };
        match StatedCompany::read(company, &place, (active, by), refused) {
            Ok(company) => companies.push(company),
            Err(reason) => refused.add(&place, reason),
        }
    }
    companies
}

impl StatedCompany {
    fn read(
        value: &Value,
        place: &str,
        (active, by): (bool, Writer),
        refused: &mut Refusals,
    ) -> Result<Self, &'static str> {
        let mut fields =
            value.as_object().cloned().ok_or("A company is an object with company_id and name.")?;
        let id = fields.remove("id");
        let company_id = match fields.remove("company_id").filter(|id| !id.is_null()).or(id) {
            Some(Value::String(id)) => id,
            Some(Value::Number(id)) => id.to_string(),
            _ => return Err("A company has a company_id, a text or a number."),
        };
        let Some(Value::String(name)) = fields.remove("name") else { return Err("A company has a name.") };
        if !is_good(&company_id) || !is_good(&name) {
            return Err("A company_id and a name have 1 to 255 visible characters.");
        }
        let (mut details, mut attributes) = (Map::new(), Map::new());
        for (field, value) in fields {
            match read_field(&field, value) {
                Ok(Field::Detail(value)) => _ = details.insert(field, value),
                Ok(Field::Attribute(value)) => _ = attributes.insert(field, value),
                Err(reason) => refused.add(&format!("{place}.{field}"), reason),
            }
        }
        Ok(Self { company_id, name, details, attributes, active, by })
    }
}
