//! What the page knows of messages. An id is a decimal number; times are Unix seconds.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

use crate::workspace::markup::SafeHtml;

/// A message in the list, the one that was changed last first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct MessageRow {
    pub id: i64,
    pub title: String,
    pub style: String,
    pub state: Stage,
    /// The teammate's name.
    pub sender: String,
    pub figures: Figures,
}

/// How many people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Figures {
    /// It is for them, as far as page views or sending have said.
    pub matched: i64,
    pub sent: i64,
    pub seen: i64,
    pub clicked: i64,
    pub replied: i64,
    pub dismissed: i64,
    pub sad: i64,
    pub neutral: i64,
    pub happy: i64,
}

/// Where a message stands just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    Draft,
    /// Started, and its time has not come.
    Scheduled,
    Live,
    Stopped,
}

impl Stage {
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Scheduled => "Scheduled",
            Self::Live => "Live",
            Self::Stopped => "Stopped",
        }
    }
}

/// What a teammate writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct MessageDraft {
    pub title: String,
    #[serde(default)]
    pub delivery: DeliveryDraft,
    /// An id, a user_id or an e-mail, where it goes to one person. Once it is saved: the person's id.
    #[serde(default)]
    pub recipient: String,
    /// `chat`, `post`, `notification` or `inbox`.
    pub style: String,
    /// The teammate's number.
    pub sender: i64,
    pub text: String,
    /// "" for none.
    pub button_label: String,
    pub button_link: String,
    /// Any of them.
    pub pages: Vec<PageDraft>,
    /// All groups; in a group, any condition.
    pub audience: Vec<Vec<ConditionDraft>>,
    pub priority: i64,
    /// `YYYY-MM-DDTHH:MM` in UTC; "" for none.
    pub starts_at: String,
    pub stops_at: String,
}

/// Whom a message looks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
#[serde(rename_all = "lowercase")]
pub enum DeliveryDraft {
    /// Everybody who matches, from its start on.
    #[default]
    Auto,
    /// All who match when it is sent.
    Once,
    Person,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Readable)]
pub struct PageDraft {
    /// `path` or `query`.
    pub part: String,
    pub operator: String,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Readable)]
pub struct ConditionDraft {
    /// Which kind of field: `field`, `custom`, `company`, `company_custom` or `event`.
    pub of: String,
    /// Its name.
    pub name: String,
    /// `text`, `number`, `date`, `truth` or `kind`.
    pub r#type: String,
    pub operator: String,
    pub value: String,
}

/// A message, and what its editor offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Editor {
    /// None before it is saved.
    pub id: Option<i64>,
    pub state: Stage,
    /// It was sent: once more would be another message.
    pub is_sent: bool,
    pub draft: MessageDraft,
    /// Number and name.
    pub teammates: Vec<(i64, String)>,
    /// Names of attributes that people of the app have, and the type of their values.
    pub attributes: Vec<(String, String)>,
    /// The same of companies.
    pub company_attributes: Vec<(String, String)>,
    /// Names of events.
    pub events: Vec<String>,
    /// People whom the preview may show it as: id and name.
    pub people: Vec<(String, String)>,
}

/// What the message says to a chosen person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Preview {
    pub html: SafeHtml,
    pub sender: String,
}

/// How many people match just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Matching {
    pub count: usize,
    /// There are more, which were not counted.
    pub more: bool,
}

/// Who gets a message that is sent now, as it is saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct AudienceCount {
    pub people: usize,
    /// It has no conditions.
    pub is_everybody: bool,
    /// The one person whom it is for.
    pub person: Option<RecipientRow>,
}

/// A person whom a teammate may mean as the one to get a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct RecipientRow {
    pub id: String,
    pub name: String,
    pub email: Option<String>,
    /// The person has proved the e-mail.
    pub is_proved: bool,
    /// The text means this person and nobody else.
    pub is_certain: bool,
}

impl RecipientRow {
    pub fn label(&self) -> String {
        match self.email.as_ref().filter(|email| **email != self.name) {
            Some(email) => format!("{}, {email}", self.name),
            None => self.name.clone(),
        }
    }
}

/// Why a message does not show to a person on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Explanation {
    /// A sentence.
    pub verdict: String,
    pub shows: bool,
    /// Each with the value that it saw.
    pub findings: Vec<FindingRow>,
    /// The person's last page views, the newest first.
    pub views: Vec<ViewRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct ViewRow {
    pub url: String,
    /// In UTC, as people read it.
    pub at: String,
    /// A sentence.
    pub verdict: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Readable)]
pub struct FindingRow {
    pub what: String,
    pub saw: String,
    pub passed: bool,
}
