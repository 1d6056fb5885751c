//! Notifies open streams of the parts of conversations that are stored.
//!
//! One task of the process reads each new event once, whoever wrote it, and passes it on by topic. A stream that does not
//! keep up is dropped, connects anew and reads the state anew.

use sqlx::QueryBuilder;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio::time::sleep;

use super::readers::{Queue, Readers};
use super::typing::{PresentTeammate, Typing};
use crate::background::{report, supervise};
use crate::database::{Db, push_list, read};
use crate::ledger::LedgerKind;

/// Streams that one person may have open at this server.
const PERSONS_STREAMS: usize = 5;
/// Events that are read at a time.
const READ: i64 = 500;
/// Time until events that could not be read are read again.
const PAUSE: Duration = Duration::from_secs(1);

/// The topic of a stream.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// All conversations of an app: for teammates.
    App(String),
    /// The parts that a person may read of their own conversations.
    Person(String),
    /// All that happens with the person or company with this id: for teammates.
    Record(String),
}

/// Something that happens in a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The conversation has a new part, or a side has read on.
    Part { conversation: i64, part: i64 },
    /// The other side is writing: the teammate with this name, or the person.
    Typing { conversation: i64, name: Option<Arc<str>> },
    /// A teammate has the conversation open, for the other teammates.
    Present { conversation: i64, teammate: Arc<PresentTeammate> },
    /// The timeline of a person or a company has a new entry.
    Record,
}

/// The changes of a topic, for one stream.
pub type Changes = Queue<Topic, Change>;

/// The topics of a server and their open streams.
#[derive(Clone, Default)]
pub struct Topics(Arc<Readers<Topic, Change>>);

#[derive(sqlx::FromRow)]
struct LedgerRow {
    number: i64,
    app_id: String,
    person_id: Option<String>,
    company_id: Option<String>,
    conversation: Option<i64>,
    kind: LedgerKind,
    /// Whether teammates list the conversation. They list no message that its person has not answered.
    is_listed: bool,
}

impl Topics {
    /// Starts passing on every part above the latest number, while somebody may announce one.
    pub fn start(db: Db, mut latest: watch::Receiver<u64>, typing: broadcast::Receiver<Typing>) -> Self {
        let topics = Self::default();
        let readers = topics.clone();
        supervise("typing", move || readers.clone().follow_typing(typing.resubscribe()));
        let readers = topics.clone();
        // Kept over a panic: what was passed on is not passed on again.
        let read = Arc::new(AtomicI64::new(latest.borrow_and_update().cast_signed()));
        supervise("conversation_streams", move || {
            readers.clone().follow(db.clone(), latest.clone(), read.clone())
        });
        topics
    }

    /// Whether anything that a person may read has changed since the event with this number.
    pub async fn has_news(db: &Db, person_id: &str, after: i64) -> Result<bool, sqlx::Error> {
        let found: Option<(i64,)> = read!(db, |db| async move {
            let mut select = QueryBuilder::new("select number from ledger where person_id = ");
            select.push_bind(person_id).push(" and number > ").push_bind(after).push(" and kind in ");
            push_list(&mut select, LedgerKind::of_panels());
            select.push(" limit 1").build_query_as().fetch_optional(db).await
        })?;
        Ok(found.is_some())
    }

    /// Subscribes from now on. The queue ends where its reader is too slow.
    /// Returns None where the topic has too many readers already.
    pub fn subscribe(&self, topic: Topic) -> Option<Changes> {
        match topic {
            Topic::App(_) | Topic::Record(_) => Some(self.0.subscribe(topic)),
            Topic::Person(_) => self.0.subscribe_up_to(PERSONS_STREAMS, topic),
        }
    }

    /// Whether somebody reads the topic at this server.
    pub fn is_read(&self, topic: &Topic) -> bool {
        self.0.is_read(topic)
    }

    async fn follow(self, db: Db, mut latest: watch::Receiver<u64>, read: Arc<AtomicI64>) {
        loop {
            let to = latest.borrow_and_update().cast_signed();
            while read.load(Ordering::Relaxed) < to {
                let after = read.load(Ordering::Relaxed);
                let rows = changes(&db, after).await;
                report("conversation_streams", &rows);
                let Ok(rows) = rows else {
                    // There may be no other event for long: streams would report nothing until then.
                    if latest.has_changed().is_err() {
                        return;
                    }
                    sleep(PAUSE).await;
                    continue;
                };
                let is_all = rows.len() < READ.unsigned_abs() as usize;
                // Some may be newer than what was announced: nobody is notified of them twice.
                let last = rows.last().map_or(after, |row| row.number);
                let last = if is_all { last.max(to) } else { last };
                // The ledger has no page views and no events of people. Most of the time no page shows them.
                let acting = match self.0.reads_any(|topic| matches!(topic, Topic::Record(_))) {
                    true => acting(&db, after, last).await,
                    false => Ok(Vec::new()),
                };
                report("conversation_streams", &acting);
                read.store(last, Ordering::Relaxed);
                self.pass_on(&rows);
                for person_id in acting.unwrap_or_default() {
                    self.0.send(&Topic::Record(person_id), &Change::Record);
                }
            }
            if latest.changed().await.is_err() {
                return;
            }
        }
    }

    async fn follow_typing(self, mut typing: broadcast::Receiver<Typing>) {
        loop {
            match typing.recv().await {
                Ok(typing) => self.pass_on_typing(typing),
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    }

    /// Passes on who is typing to the other side, and what a teammate does to teammates.
    fn pass_on_typing(&self, Typing { app_id, person_id, conversation, teammate }: Typing) {
        let Some(teammate) = teammate else {
            return self.0.send(&Topic::App(app_id), &Change::Typing { conversation, name: None });
        };
        if teammate.is_typing {
            let name = Some(Arc::from(teammate.name.as_str()));
            self.0.send(&Topic::Person(person_id), &Change::Typing { conversation, name });
        }
        self.0.send(&Topic::App(app_id), &Change::Present { conversation, teammate: Arc::new(teammate) });
    }

    fn pass_on(&self, rows: &[LedgerRow]) {
        for row in rows {
            // What is deleted has no timeline to read anew.
            let is_gone = matches!(row.kind, LedgerKind::PersonDeleted | LedgerKind::CompanyDeleted);
            for id in [&row.person_id, &row.company_id].into_iter().flatten().filter(|_| !is_gone) {
                self.0.send(&Topic::Record(id.clone()), &Change::Record);
            }
            let (Some(conversation), Some(person_id)) = (row.conversation, &row.person_id) else { continue };
            let change = Change::Part { conversation, part: row.number };
            if row.is_listed && row.kind.readers().desk {
                self.0.send(&Topic::App(row.app_id.clone()), &change);
            }
            if row.kind.readers().person {
                self.0.send(&Topic::Person(person_id.clone()), &change);
            }
        }
    }
}

async fn changes(db: &Db, after: i64) -> Result<Vec<LedgerRow>, sqlx::Error> {
    read!(db, all
        "select l.number, l.app_id, l.person_id, l.company_id, l.conversation, l.kind,
                exists (select 1 from conversations c where c.number = l.conversation) as is_listed
         from ledger l where l.number > $1 and (l.person_id is not null or l.company_id is not null)
         order by l.number limit $2" => after, READ)
}

/// The people of whom the feed has entries with numbers above `after`, up to `last`.
async fn acting(db: &Db, after: i64, last: i64) -> Result<Vec<String>, sqlx::Error> {
    read!(db, all values
        "select distinct person_id from events where number > $1 and number <= $2 and person_id is not null"
        => after, last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::timeout;

    fn row(number: i64, person_id: &str, kind: LedgerKind) -> LedgerRow {
        LedgerRow {
            number,
            app_id: "a".into(),
            person_id: Some(person_id.into()),
            company_id: None,
            conversation: Some(1),
            kind,
            is_listed: true,
        }
    }

    fn part(change: Change) -> i64 {
        let Change::Part { part, .. } = change else { panic!("no part: {change:?}") };
        part
    }

    #[test]
    fn who_is_typing_is_said_to_the_other_side_and_where_a_teammate_is_to_teammates_alone() {
        let topics = Topics::default();
        let subscribe = |topic| topics.subscribe(topic).expect("a place");
        let mut desk = subscribe(Topic::App("a".into()));
        let mut marit = subscribe(Topic::Person("marit".into()));
        let mut tomas = subscribe(Topic::Person("tomas".into()));
        let ines = |is_typing| PresentTeammate { number: 1, name: "Ines".into(), is_typing };
        for teammate in [None, Some(ines(false)), Some(ines(true))] {
            let (app_id, person_id) = ("a".into(), "marit".into());
            topics.pass_on_typing(Typing { app_id, person_id, conversation: 7, teammate });
        }
        let typing = |name: Option<&str>| Change::Typing { conversation: 7, name: name.map(Arc::from) };
        let present = |is_typing| Change::Present { conversation: 7, teammate: Arc::new(ines(is_typing)) };
        let received =
            |changes: &mut Changes| std::iter::from_fn(|| changes.try_recv().ok()).collect::<Vec<_>>();
        assert_eq!(received(&mut desk), [typing(None), present(false), present(true)]);
        assert_eq!(received(&mut marit), [typing(Some("Ines"))]);
        assert_eq!(received(&mut tomas), []);
    }

    #[test]
    fn a_person_is_notified_of_their_own_parts_and_of_no_note() {
        let topics = Topics::default();
        let subscribe = |topic| topics.subscribe(topic).expect("a place");
        let mut desk = subscribe(Topic::App("a".into()));
        let mut marit = subscribe(Topic::Person("marit".into()));
        let mut elsewhere = subscribe(Topic::App("b".into()));
        topics.pass_on(&[
            row(1, "marit", LedgerKind::ConversationTeammateReplied),
            row(2, "marit", LedgerKind::ConversationNoted),
            row(3, "tomas", LedgerKind::ConversationTeammateReplied),
        ]);
        let received = |receiver: &mut Changes| {
            std::iter::from_fn(|| receiver.try_recv().ok()).map(part).collect::<Vec<_>>()
        };
        assert_eq!(received(&mut desk), [1, 2, 3]);
        assert_eq!(received(&mut marit), [1]);
        assert!(received(&mut elsewhere).is_empty());
    }

    #[test]
    fn a_record_is_changed_by_whatever_the_ledger_says_of_its_person_or_company() {
        let topics = Topics::default();
        let subscribe = |topic| topics.subscribe(topic).expect("a place");
        let mut records = ["marit", "nordlys", "tomas"].map(|id| subscribe(Topic::Record(id.into())));
        topics.pass_on(&[
            LedgerRow {
                company_id: Some("nordlys".into()),
                conversation: None,
                ..row(1, "marit", LedgerKind::CompanyPersonAttached)
            },
            row(2, "marit", LedgerKind::ConversationNoted),
            LedgerRow { conversation: None, ..row(3, "tomas", LedgerKind::PersonDeleted) },
        ]);
        let count = |changes: &mut Changes| std::iter::from_fn(|| changes.try_recv().ok()).count();
        assert_eq!(records.each_mut().map(count), [2, 1, 0]);
    }

    #[test]
    fn a_message_without_an_answer_is_reported_to_its_person_and_to_no_desk() {
        let topics = Topics::default();
        let subscribe = |topic| topics.subscribe(topic).expect("a place");
        let mut desk = subscribe(Topic::App("a".into()));
        let mut marit = subscribe(Topic::Person("marit".into()));
        topics.pass_on(&[LedgerRow {
            is_listed: false,
            ..row(1, "marit", LedgerKind::ConversationTeammateReplied)
        }]);
        assert_eq!((marit.try_recv().map(part), desk.try_recv().is_err()), (Ok(1), true));
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_passed_on_as_soon_as_it_can_be() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
        let Db::Sqlite { writer, .. } = &db else { panic!("no SQLite") };
        let run = async |statement: &'static str| _ = sqlx::query(statement).execute(writer).await.unwrap();
        let latest = watch::Sender::new(0);
        let nobody = broadcast::Sender::new(1);
        let topics = Topics::start(db.clone(), latest.subscribe(), nobody.subscribe());
        let mut marit = topics.subscribe(Topic::Person("marit".into())).expect("a place");
        // The app is of no account here.
        run("pragma foreign_keys = off").await;
        run("insert into ledger (number, app_id, at_ms, kind, person_id, conversation, fields)
             values (7, 'a', 0, 'conversation_read', 'marit', 1, '[]')")
        .await;
        run("alter table ledger rename to elsewhere").await;
        latest.send_replace(7);
        // Longer than a look takes, and less than the pause after it.
        assert!(timeout(PAUSE / 4, marit.recv()).await.is_err());
        run("alter table elsewhere rename to ledger").await;
        let change = timeout(20 * PAUSE, marit.recv()).await.expect("it is read again");
        assert_eq!(part(change.unwrap()), 7);
    }

    #[test]
    fn a_person_has_five_streams_and_a_desk_any_number() {
        let topics = Topics::default();
        let open = |topic: Topic| (0..6).map(|_| topics.subscribe(topic.clone())).collect::<Vec<_>>();
        let has_place = |opened: &[Option<_>]| opened.iter().map(Option::is_some).collect::<Vec<_>>();
        assert_eq!(has_place(&open(Topic::Person("marit".into()))), [true, true, true, true, true, false]);
        assert_eq!(has_place(&open(Topic::App("a".into()))), [true; 6]);
    }
}
