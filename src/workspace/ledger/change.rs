//! A change, before the ledger has it.

use super::LedgerKind;

/// The one who made a change, by an id that says nothing by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangedBy {
    /// A visitor, lead or user, by their id.
    Person(String),
    /// A teammate of the app, by their number.
    Teammate(i64),
    /// A program that uses the REST API, by its token's id.
    ApiToken(String),
    /// A rule that a teammate has set up.
    Automation,
    /// Rows that were brought from elsewhere.
    Import,
    /// The workspace itself, such as by its retention, or whoever has access to its server.
    Workspace,
}

impl ChangedBy {
    /// The actor's kind, as the ledger names it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Teammate(_) => "teammate",
            Self::ApiToken(_) => "api_token",
            Self::Automation => "automation",
            Self::Import => "import",
            Self::Workspace => "workspace",
        }
    }

    pub fn id(&self) -> Option<String> {
        match self {
            Self::Person(id) | Self::ApiToken(id) => Some(id.clone()),
            Self::Teammate(number) => Some(number.to_string()),
            Self::Automation | Self::Import | Self::Workspace => None,
        }
    }
}

/// Something that changed: ids and names of fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub kind: LedgerKind,
    pub by: ChangedBy,
    /// The person whom it is about.
    pub person_id: Option<String>,
    /// The company's id in the workspace.
    pub company_id: Option<String>,
    pub conversation: Option<i64>,
    /// The id of something else that it is about, such as a message's number.
    pub subject: Option<String>,
    /// The names of the fields that changed.
    pub fields: Vec<String>,
}

impl Change {
    pub fn new(kind: LedgerKind, by: ChangedBy) -> Self {
        let (person_id, company_id, conversation, subject, fields) = Default::default();
        Self { kind, by, person_id, company_id, conversation, subject, fields }
    }

    pub fn of_person(self, id: &str) -> Self {
        Self { person_id: Some(id.to_owned()), ..self }
    }

    pub fn of_company(self, id: &str) -> Self {
        Self { company_id: Some(id.to_owned()), ..self }
    }

    pub fn of_conversation(self, number: i64) -> Self {
        Self { conversation: Some(number), ..self }
    }

    pub fn about(self, id: impl ToString) -> Self {
        Self { subject: Some(id.to_string()), ..self }
    }

    /// Gives the change of a person to the person into whom they were merged.
    pub fn hand_over(&mut self, from: &str, to: &str) {
        if self.person_id.as_deref() == Some(from) {
            self.person_id = Some(to.to_owned());
        }
        if matches!(&self.by, ChangedBy::Person(id) if id == from) {
            self.by = ChangedBy::Person(to.to_owned());
        }
    }

    pub fn in_fields(self, fields: Vec<String>) -> Self {
        Self { fields, ..self }
    }
}

/// The names of the fields that are said to have changed.
pub fn changed_fields<'a>(fields: impl IntoIterator<Item = (&'a str, bool)>) -> Vec<String> {
    fields.into_iter().filter(|(_, is_changed)| *is_changed).map(|(name, _)| name.to_owned()).collect()
}
