//! The data of people and companies, as teammates read them.

use super::attribute::RecordAttribute;
use super::happening::RecordTimeline;
use crate::desk::filter::{ConditionDraft, FilterNames};
use crate::json::Readable;
use crate::workspace::markup::SafeHtml;
#[cfg(feature = "ssr")]
use crate::workspace::tags::AppliedTag;
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

/// The filter that all companies fit.
pub const ALL_COMPANIES: &str = r#"{"version":2,"of":"company","all":[]}"#;

/// How a list is shown: in its address, and kept over its pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListLayout {
    /// The keys of the chosen columns. None stands for the usual ones.
    pub columns: Vec<String>,
    /// The key of the column by which the list is sorted, after a minus where the list descends. An empty text stands for the
    /// time by which each list is in order.
    pub sort: String,
}

/// A page of a list of people or companies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct PeopleList {
    /// The columns beside the name, of which some are shown.
    pub columns: Vec<ListColumn>,
    /// One for the name, and one for each column that is shown.
    pub headings: Vec<ListHeading>,
    pub rows: Vec<ListRow>,
    /// Of a list in which nobody is: how its last condition is to blame.
    pub nobody: Option<WiderList>,
    /// The address of the next page. None where this is the last page.
    pub next: Option<String>,
    /// The address of the whole list as a file. None for a teammate who does not manage people.
    pub csv: Option<String>,
    /// The address of a new message to all of the list. None of a list of companies.
    pub message: Option<String>,
    /// The names of the app's tags.
    pub tags: Vec<String>,
}

/// A list without its last condition, which has somebody in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct WiderList {
    /// How many it has, in words.
    pub count: String,
    /// The condition that it does not have, in words.
    pub condition: String,
    pub address: String,
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
    /// The segment that the list is of, or whose conditions are being changed.
    pub segment: Option<ListSegment>,
}

/// A segment, beside the filter of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct ListSegment {
    pub id: String,
    pub name: String,
    /// The address of the list with the segment's own conditions, where these can be changed. None there.
    pub edit: Option<String>,
    /// Whether the filter is no more the segment's.
    pub is_changed: bool,
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
    /// One for each column that is shown.
    pub cells: Vec<ListCell>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct ListColumn {
    pub key: String,
    pub label: String,
    pub is_shown: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct ListHeading {
    pub label: String,
    /// The address of the list sorted by this column, or the other way round where it is sorted so. None where it cannot be.
    pub sorted: Option<String>,
    /// Whether the list descends. None where the list is sorted by another column.
    pub is_descending: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub enum ListCell {
    Text(String),
    /// Unix milliseconds.
    Time(i64),
}

impl Default for ListCell {
    fn default() -> Self {
        Self::Text(String::new())
    }
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

/// A person, a company or a tag, by the workspace's own id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Readable)]
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
    /// What is known beside the custom attributes.
    pub facts: Vec<Fact>,
    /// The custom attributes, those with a value first.
    pub attributes: Vec<RecordAttribute>,
    /// What a teammate may change.
    pub fields: Vec<Field>,
    /// The companies of a person, or the people of a company.
    pub members: Vec<Named>,
    pub tags: RecordTags,
    /// The notes on it, the newest first.
    pub notes: Vec<RecordNote>,
    /// The newest page of all that happened.
    pub timeline: RecordTimeline,
    /// None of a company.
    pub person: Option<PersonRecord>,
    /// Whether the teammate who reads manages people.
    pub manages_people: bool,
}

/// What is known of a person alone. Times are Unix seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct PersonRecord {
    pub is_blocked: bool,
    /// The number of the teammate who answers for the person.
    pub owner: Option<i64>,
    /// When the person came, wrote and was written to.
    pub moments: Vec<(String, i64)>,
    /// The teammates of the app: number and name.
    pub teammates: Vec<(i64, String)>,
    /// The subscription types that the person may choose, or has chosen.
    pub consents: Vec<RecordConsent>,
}

/// Whether a person gets what a subscription type is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct RecordConsent {
    /// The id of the subscription type.
    pub id: String,
    pub name: String,
    pub consents: bool,
    /// Whether it can be chosen: nobody chooses what is archived.
    pub is_live: bool,
}

/// The tags of a person, a company or a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct RecordTags {
    /// The tags that it has, by name.
    pub applied: Vec<Named>,
    /// The names of the app's other tags.
    pub others: Vec<String>,
}

#[cfg(feature = "ssr")]
impl RecordTags {
    /// `all` are the ids and names of the app's tags, by name.
    pub fn of(applied: Vec<AppliedTag>, all: Vec<(String, String)>) -> Self {
        let others = all.into_iter().filter(|(id, _)| applied.iter().all(|tag| tag.id != *id));
        Self {
            others: others.map(|(_, name)| name).collect(),
            applied: applied.into_iter().map(|tag| Named { id: tag.id, name: tag.name }).collect(),
        }
    }
}

/// A teammate's note on a person or a company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct RecordNote {
    pub id: String,
    /// The name of the teammate who wrote it.
    pub author: String,
    pub text: String,
    /// The HTML that the page shows in place of the text.
    pub html: Option<SafeHtml>,
    pub at_ms: i64,
}

/// What becomes of a visitor or lead who is merged into a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct MergePreview {
    pub from: Named,
    /// The user, who stays.
    pub into: Named,
    /// The values in which both differ.
    pub rows: Vec<MergeRow>,
}

/// A value of two people, and of the one who stays after the merge. An empty text stands for none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct MergeRow {
    pub name: String,
    pub of_from: String,
    pub of_into: String,
    pub afterwards: String,
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

/// A page's address without the origin.
pub fn path_of(url: &str) -> &str {
    let after = url.find("://").map_or(0, |at| at + 3);
    url[after..].find('/').map_or("/", |at| &url[after + at..])
}

/// An address of a list, which goes on to name the segment with this id. Nothing but an id is added.
pub fn of_segment(address: String, segment: &str) -> String {
    if segment.is_empty() || !segment.chars().all(|c| c.is_ascii_alphanumeric()) {
        return address;
    }
    let sign = if address.contains('?') { '&' } else { '?' };
    format!("{address}{sign}segment={segment}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_segment_by_an_id_alone() {
        for (address, segment, expected) in [
            ("/workspace/people", "s1", "/workspace/people?segment=s1"),
            ("/workspace/people?filter=f", "s1", "/workspace/people?filter=f&segment=s1"),
            ("/workspace/people", "", "/workspace/people"),
            ("/workspace/people", "a&who=b", "/workspace/people"),
        ] {
            assert_eq!(of_segment(address.to_owned(), segment), expected);
        }
    }
}
