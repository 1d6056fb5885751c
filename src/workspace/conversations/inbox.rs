//! The conversations that teammates list and read.

use sqlx::AssertSqlSafe;
use sqlx::types::Json;

use super::read::Thread;
use super::{Audience, Author, Body, Conversation, ConversationState};
use crate::database::{Db, read};

/// Conversations in a page of the list.
pub const PAGE: i64 = 30;
/// One more is read: it says that another page follows.
const READ: i64 = PAGE + 1;

/// A conversation in the teammates' list. Times are Unix seconds.
#[derive(Debug, sqlx::FromRow)]
pub struct ListedConversation {
    pub number: i64,
    pub person_id: String,
    pub waiting_since: Option<i64>,
    pub updated_at: i64,
    pub last_part: i64,
    pub teammates_read_to: i64,
    /// The newest message of either side: who wrote it, and its text.
    pub author: Author,
    /// The number of the teammate who wrote the newest message.
    pub teammate: Option<i64>,
    pub body: Option<Json<Body>>,
    pub teammate_assignee: Option<i64>,
    pub team_assignee: Option<i64>,
}

/// Which conversations are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed<'a> {
    pub app_id: &'a str,
    pub state: ConversationState,
    /// The id of a tag that they all have.
    pub tag: Option<&'a str>,
}

/// The end of a page of the list. The next page begins after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// The page ended among the conversations that wait for an answer.
    Waiting { since: i64, number: i64 },
    /// The page ended among the conversations that wait for no answer.
    Updated { at: i64, number: i64 },
}

/// The most conversations that a count counts: a folder of any size is counted as quickly.
pub const MOST_COUNTED: i64 = 1_000;

/// The numbers of an app's conversations in the teammates' lists, [`MOST_COUNTED`] each at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct InboxCounts {
    pub open: i64,
    /// Those of the open ones that wait for an answer.
    pub waiting: i64,
    pub snoozed: i64,
    pub closed: i64,
}

impl ListedConversation {
    pub fn cursor(&self) -> Cursor {
        match self.waiting_since {
            Some(since) => Cursor::Waiting { since, number: self.number },
            None => Cursor::Updated { at: self.updated_at, number: self.number },
        }
    }
}

/// A page of conversations, and one more if another page follows.
/// First come those that have waited longest, then the others, the newest first.
pub async fn inbox(
    db: &Db,
    of: Listed<'_>,
    after: Option<Cursor>,
) -> Result<Vec<ListedConversation>, sqlx::Error> {
    let (waiting_after, answered_after) = match after {
        None => (Some((i64::MIN, i64::MIN)), (i64::MAX, i64::MAX)),
        Some(Cursor::Waiting { since, number }) => (Some((since, number)), (i64::MAX, i64::MAX)),
        Some(Cursor::Updated { at, number }) => (None, (at, number)),
    };
    let mut found = match waiting_after {
        Some(after) => listed(db, WAITING, of, after, READ).await?,
        None => Vec::new(),
    };
    let room = READ - i64::try_from(found.len()).unwrap_or(READ);
    if room > 0 {
        found.extend(listed(db, ANSWERED, of, answered_after, room).await?);
    }
    Ok(found)
}

/// A page of conversations, and one more if another page follows, the last changed first.
/// `after` is the end of the page before.
pub async fn newest(
    db: &Db,
    of: Listed<'_>,
    after: Option<(i64, i64)>,
) -> Result<Vec<ListedConversation>, sqlx::Error> {
    listed(db, NEWEST, of, after.unwrap_or((i64::MAX, i64::MAX)), READ).await
}

/// Lists the conversations that wait for an answer, after a place of their list.
const WAITING: &str =
    "and (c.waiting_since, c.number) > ($3, $4) order by c.waiting_since, c.number limit $5";
/// Lists the conversations that wait for no answer, after a place of their list.
const ANSWERED: &str = "and c.waiting_since is null and (c.updated_at, c.number) < ($3, $4)
                        order by c.updated_at desc, c.number desc limit $5";
/// Lists all conversations, after a place of their list.
const NEWEST: &str =
    "and (c.updated_at, c.number) < ($3, $4) order by c.updated_at desc, c.number desc limit $5";

/// Leaves those that have a tag. As a join, SQLite would read the parts of the others, too.
const HAS_TAG: &str =
    "and exists (select 1 from conversation_tags x where x.tag = $6 and x.subject = c.number)";

async fn listed(
    db: &Db,
    rest: &'static str,
    Listed { app_id, state, tag }: Listed<'_>,
    (time, number): (i64, i64),
    most: i64,
) -> Result<Vec<ListedConversation>, sqlx::Error> {
    let has_tag = tag.map_or("", |_| HAS_TAG);
    let select = format!(
        "select c.number, c.person_id, c.waiting_since, c.updated_at, c.last_part, c.teammates_read_to, p.author, p.teammate, p.body,
                c.teammate_assignee, c.team_assignee
         from conversations c join parts p on p.number =
           (select max(number) from parts where conversation = c.number and audience = 'person')
         where c.app_id = $1 and c.state = $2 and c.person_first_at is not null {has_tag} {rest}"
    );
    // Constants.
    let select = AssertSqlSafe(select);
    match tag {
        None => read!(db, all select => app_id, state, time, number, most),
        Some(tag) => read!(db, all select => app_id, state, time, number, most, tag),
    }
}

pub async fn inbox_counts(db: &Db, app_id: &str) -> Result<InboxCounts, sqlx::Error> {
    read!(db, one
        "select
           (select count(*) from (select number from conversations where app_id = $1 and state = 'open'
              and person_first_at is not null limit $2) listed) as open,
           (select count(*) from (select number from conversations where app_id = $1 and state = 'open'
              and person_first_at is not null and waiting_since is not null limit $2) listed) as waiting,
           (select count(*) from (select number from conversations where app_id = $1 and state = 'snoozed'
              and person_first_at is not null limit $2) listed) as snoozed,
           (select count(*) from (select number from conversations where app_id = $1 and state = 'closed'
              and person_first_at is not null limit $2) listed) as closed" => app_id, MOST_COUNTED)
}

/// The id of a conversation's person. None where it is another app's.
pub async fn person_of(db: &Db, app_id: &str, number: i64) -> Result<Option<String>, sqlx::Error> {
    read!(db, optional value
        "select person_id from conversations where app_id = $1 and number = $2" => app_id, number)
}

/// Another conversation of a person.
#[derive(Debug, sqlx::FromRow)]
pub struct OtherConversation {
    pub number: i64,
    pub state: ConversationState,
    /// The time of the last change, in Unix seconds.
    pub updated_at: i64,
    /// The newest message of either side.
    pub body: Option<Json<Body>>,
}

/// A person's conversations except for this one, the last changed first.
pub async fn others(
    db: &Db,
    person_id: &str,
    number: i64,
    most: i64,
) -> Result<Vec<OtherConversation>, sqlx::Error> {
    read!(db, all
        "select c.number, c.state, c.updated_at, p.body from conversations c join parts p on p.number =
           (select max(number) from parts where conversation = c.number and audience = 'person')
         where c.person_id = $1 and c.number <> $2 and c.person_first_at is not null
         order by c.updated_at desc, c.number desc limit $3" => person_id, number, most)
}

/// Up to which part the teammates have read a conversation. None where it is another app's.
pub async fn teammates_read_to(db: &Db, app_id: &str, number: i64) -> Result<Option<i64>, sqlx::Error> {
    read!(db, optional value
        "select teammates_read_to from conversations where app_id = $1 and number = $2" => app_id, number)
}

/// The conversations of this one's person that the inbox lists as open or snoozed.
pub async fn not_closed(db: &Db, app_id: &str, number: i64) -> Result<Vec<i64>, sqlx::Error> {
    read!(db, all values
        "select number from conversations
         where state <> 'closed' and person_first_at is not null
           and person_id = (select person_id from conversations where app_id = $1 and number = $2)
         order by number" => app_id, number)
}

/// A page of a conversation, as a teammate of its app reads it. None where it is another app's.
/// It is the newest page, or the one before a part's number.
pub async fn read_thread(
    db: &Db,
    app_id: &str,
    number: i64,
    before: Option<i64>,
) -> Result<Option<Thread>, sqlx::Error> {
    let found: Option<Conversation> = read!(db, optional
        "select * from conversations where app_id = $1 and number = $2" => app_id, number)?;
    Thread::read(db, found, Audience::Teammates, before).await
}
