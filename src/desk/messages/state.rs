//! The data of the messages page. An id is a decimal number; times are Unix seconds.

use crate::desk::filter::{ConditionDraft, FilterNames};
use crate::json::Readable;
use serde::{Deserialize, Serialize};

/// A message in the list, the one that was changed last first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct MessageRow {
    pub id: i64,
    pub title: String,
    pub style: String,
    pub state: MessageStage,
    /// The name of the teammate who sends the message.
    pub sender: String,
    pub figures: Figures,
}

/// The numbers of people by what they did with a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Figures {
    /// The people whom the message is for, as far as page views or sending have said.
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

/// The stage of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
#[serde(rename_all = "lowercase")]
pub enum MessageStage {
    Draft,
    /// A teammate has started the message, and its time has not come.
    Scheduled,
    Live,
    Stopped,
}

impl MessageStage {
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Scheduled => "Scheduled",
            Self::Live => "Live",
            Self::Stopped => "Stopped",
        }
    }
}

/// A message as a teammate writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct MessageDraft {
    pub title: String,
    #[serde(default)]
    pub delivery: DeliveryDraft,
    /// The id, `user_id` or e-mail of the one recipient. After a save it is the id.
    #[serde(default)]
    pub recipient: String,
    /// The style of the message: `chat`, `post`, `notification` or `inbox`.
    pub style: String,
    /// The number of the teammate who sends the message.
    pub sender: i64,
    pub text: String,
    /// The words on the button; "" for none.
    pub button_label: String,
    pub button_link: String,
    /// The rules of pages. The message appears where any of them fits.
    pub pages: Vec<PageDraft>,
    /// The groups of conditions. A person must meet one condition of each group.
    pub audience: Vec<Vec<ConditionDraft>>,
    /// The JSON of a filter that no groups can say. It is kept as it is, and `audience` is empty.
    #[serde(default)]
    pub kept_filter: Option<String>,
    pub priority: i64,
    /// The start as `YYYY-MM-DDTHH:MM` in UTC; "" for none.
    pub starts_at: String,
    pub stops_at: String,
}

/// The people whom a message goes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
#[serde(rename_all = "lowercase")]
pub enum DeliveryDraft {
    /// Everybody who matches, from the message's start on.
    #[default]
    Auto,
    /// Everybody who matches when the message is sent.
    Once,
    Person,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Readable)]
pub struct PageDraft {
    /// The part of the address: `path` or `query`.
    pub part: String,
    pub operator: String,
    pub value: String,
}

/// A message, and what its editor offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Editor {
    /// The message's id. None before it is saved.
    pub id: Option<i64>,
    pub state: MessageStage,
    /// Whether the message was sent: once more would be another message.
    pub is_sent: bool,
    pub draft: MessageDraft,
    /// The draft's kept filter in sentences, each with the count of the groups around it.
    pub kept_sentences: Vec<(usize, String)>,
    /// The teammates who may send it: number and name.
    pub teammates: Vec<(i64, String)>,
    /// The names that its conditions may use.
    pub names: FilterNames,
    /// People as whom the preview may show the message: id and name.
    pub people: Vec<(String, String)>,
}

/// The message as it comes to a chosen person, as HTML documents of the panel's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Preview {
    pub style: String,
    /// The message over the page. None of a message for the inbox.
    pub over: Option<String>,
    /// The conversation that a chat or a message for the inbox opens as.
    pub opened: Option<String>,
}

/// The number of people who match just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Matching {
    pub count: usize,
    /// Whether there are more people, who were not counted.
    pub more: bool,
}

/// The people who get a saved message if it is sent now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct AudienceCount {
    pub people: usize,
    /// Whether the message has no conditions.
    pub is_everybody: bool,
    /// The person whom the message is for, if it is for one alone.
    pub person: Option<RecipientRow>,
}

/// A person whom a teammate may mean as the one to get a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct RecipientRow {
    pub id: String,
    pub name: String,
    pub email: Option<String>,
    /// Whether the person has proved the e-mail.
    pub is_proved: bool,
    /// Whether the text means this person and nobody else.
    pub is_certain: bool,
}

impl RecipientRow {
    pub fn label(&self) -> String {
        match self.email.as_ref().filter(|email| **email != self.name) {
            Some(email) => format!("{}, {email}", self.name),
            None => self.name.clone(),
        }
    }

    /// The person, in words that distinguish them from others of the same name.
    pub fn distinction(&self) -> String {
        match (&self.email, self.is_proved) {
            (Some(_), true) => format!("{} (e-mail proved)", self.label()),
            (Some(_), false) => format!("{} (e-mail not proved)", self.label()),
            (None, _) => format!("{} ({})", self.name, self.id),
        }
    }
}

/// Why a message does not show to a person on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Explanation {
    /// The person of the answer, whom the text means. Of several, the teammate chooses one first.
    pub people: Vec<RecipientRow>,
    /// The answer as a sentence.
    pub verdict: String,
    pub shows: bool,
    /// The checks, each with the value that it saw.
    pub findings: Vec<FindingRow>,
    /// The person's last page views, the newest first.
    pub views: Vec<ViewRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct ViewRow {
    pub url: String,
    /// The time of the page view as `YYYY-MM-DDTHH:MM` in UTC.
    pub at: String,
    /// The answer for this page view as a sentence.
    pub verdict: String,
    /// The conditions, with the values of today. Empty where they were not asked.
    pub findings: Vec<FindingRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Readable)]
pub struct FindingRow {
    pub what: String,
    pub saw: String,
    pub passed: bool,
}
