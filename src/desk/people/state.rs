//! The data of people and companies, as teammates read them.

use crate::desk::filter::{ConditionDraft, FilterNames};
use crate::json::Readable;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Readable)]
pub enum PersonKind {
    Visitor,
    /// A visitor who wrote.
    Lead,
    User,
    /// A user whose identity a token proved.
    VerifiedUser,
}

impl PersonKind {
    pub fn label(self) -> &'static str {
        match self {
            Self::Visitor => "Visitor",
            Self::Lead => "Lead",
            Self::User => "User, not verified",
            Self::VerifiedUser => "Identity verified",
        }
    }
}

/// An attribute of a person, a company or an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Fact {
    pub name: String,
    pub value: String,
}

impl Fact {
    pub fn new(name: &str, value: impl Into<String>) -> Self {
        Self { name: name.to_owned(), value: value.into() }
    }
}

/// A page of a list of people or companies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct PeopleList {
    /// The names of the columns: of the name, of the time, and of each cell.
    pub columns: Vec<String>,
    pub rows: Vec<ListRow>,
    /// The address of the next page. None where this is the last page.
    pub next: Option<String>,
    /// The address of the whole list as a file.
    pub csv: String,
}

/// The filter of a list, as its form has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct ListFilter {
    /// The lists that there are.
    pub lists: Vec<ListLink>,
    /// The model that the list is of: `person` or `company`.
    pub model: String,
    /// The groups of conditions. One condition of each group must be true.
    pub groups: Vec<Vec<ConditionDraft>>,
    /// What a filter asks that no groups can say, in sentences, each with the count of the groups around it.
    pub kept_sentences: Vec<(usize, String)>,
    pub names: FilterNames,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct ListLink {
    pub name: String,
    pub address: String,
    pub is_current: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct ListRow {
    pub id: String,
    pub name: String,
    /// Time at which a person was last seen, or a company last changed.
    pub at_ms: Option<i64>,
    pub cells: Vec<String>,
}

/// What the text of a teammate means.
#[cfg_attr(
    feature = "ssr",
    expect(clippy::large_enum_variant, reason = "a page holds one of them, and `Readable` knows no `Box`")
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub enum Found {
    /// Several of whom the teammate chooses one, or nobody.
    Choice(Vec<Named>),
    One(Record),
}

/// A person or a company, by the workspace's own id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Named {
    pub id: String,
    pub name: String,
}

/// What is known of a person or a company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Record {
    pub id: String,
    pub name: String,
    /// What it is, in words, such as “Lead, archived”.
    pub kind: String,
    pub is_archived: bool,
    pub facts: Vec<Fact>,
    /// What a teammate may change.
    pub fields: Vec<Field>,
    /// The companies of a person, or the people of a company.
    pub members: Vec<Named>,
    /// None of a company.
    pub person: Option<PersonRecord>,
}

/// What is known of a person alone. Times are Unix seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct PersonRecord {
    pub is_blocked: bool,
    /// The number of the teammate who answers for the person.
    pub owner: Option<i64>,
    /// When the person came, wrote and was written to.
    pub moments: Vec<(String, i64)>,
    /// The last changes, the newest first.
    pub changes: Vec<(String, i64)>,
    /// The teammates of the app: number and name.
    pub teammates: Vec<(i64, String)>,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Field {
    pub name: String,
    pub label: String,
    pub value: String,
}

impl Field {
    pub fn new(name: &str, label: &str, value: impl Into<String>) -> Self {
        Self { name: name.to_owned(), label: label.to_owned(), value: value.into() }
    }
}

/// What a teammate says of a person. An empty text clears the field.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    /// Of a new person.
    pub role: String,
    pub name: String,
    pub email: String,
    pub user_id: String,
    pub phone: String,
}

/// What a teammate says of a company. An empty text clears the field, but for the name, which stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CompanyForm {
    /// Of a new company.
    pub company_id: String,
    pub name: String,
    pub plan: String,
    pub monthly_spend: String,
    pub size: String,
    pub website: String,
    pub industry: String,
}
