//! Acts of a teammate in a conversation.

use super::body::BadText;
use super::rows::find;
use super::send::{KeyedSubmission, Sent, WireId, add};
use super::{Act, Assignment, Body};
use crate::attachments;
use crate::batch::Batch;
use crate::clock::DAY;
use crate::refusal::Refusal;
use crate::wire::is_plain_id;
use crate::{teammates, teams};

/// A teammate acts in a conversation of their app.
#[derive(Debug)]
pub struct TeammateAct {
    pub app_id: String,
    /// The teammate's number in the app.
    pub teammate: i64,
    pub conversation: i64,
    pub act: DeskAct,
}

/// An act of a teammate. [`DeskAct::reply`] and [`DeskAct::note`] make those with a text.
#[derive(Debug)]
pub enum DeskAct {
    Reply(KeyedText),
    Note(KeyedText),
    Assign(Assignment),
    Close,
    Reopen,
    /// Snoozes the conversation until this time, in Unix seconds.
    Snooze(i64),
}

/// A teammate's text and files with the client's key: the same key again gets the same answer.
#[derive(Debug)]
pub struct KeyedText {
    key: String,
    body: Body,
    /// Ids of files that the teammate has uploaded for a conversation of the person.
    files: Vec<String>,
}

impl KeyedText {
    fn of(key: String, text: &str, files: Vec<String>) -> Result<Self, Refusal> {
        if !is_plain_id(&key) {
            return Err(Refusal::Malformed("The message's key is not a plain id."));
        }
        if files.len() > attachments::MOST || !files.iter().all(|id| is_plain_id(id)) {
            return Err(Refusal::NoFile);
        }
        let body = match Body::formatted(text) {
            Ok(body) => body,
            Err(BadText::Empty) if !files.is_empty() => Body::without_text(),
            Err(BadText::Empty) => return Err(Refusal::Field("text", "Write something first.")),
            Err(BadText::TooLong(_)) => {
                return Err(Refusal::Field("text", "A message has 50000 characters at most."));
            }
        };
        Ok(Self { key, body, files })
    }
}

impl DeskAct {
    /// A reply with this text, which is Markdown or HTML of 1 to 50,000 characters, and with up to ten files of the
    /// teammate's. With a file, the text may be empty. Formatting takes time: make the act before it is submitted to the
    /// writer, on which pings wait.
    pub fn reply(key: String, text: &str, files: Vec<String>) -> Result<Self, Refusal> {
        KeyedText::of(key, text, files).map(Self::Reply)
    }

    /// A note for teammates, with a text and files as a [`reply`](Self::reply) has.
    pub fn note(key: String, text: &str, files: Vec<String>) -> Result<Self, Refusal> {
        KeyedText::of(key, text, files).map(Self::Note)
    }

    fn act(&self) -> Act {
        match self {
            Self::Reply(_) => Act::Reply,
            Self::Note(_) => Act::Note,
            Self::Assign(to) => Act::Assign(*to),
            Self::Close => Act::Close,
            Self::Reopen => Act::Reopen,
            Self::Snooze(until) => Act::Snooze(*until),
        }
    }

    fn text(&self) -> Option<&KeyedText> {
        match self {
            Self::Reply(text) | Self::Note(text) => Some(text),
            Self::Assign(_) | Self::Close | Self::Reopen | Self::Snooze(_) => None,
        }
    }
}

/// Seconds that a snooze lasts at most.
const LONGEST_SNOOZE: i64 = 28 * DAY;

/// Refuses an assignment to nobody of the app, and a snooze of over four weeks.
async fn check(batch: &mut Batch, app_id: &str, act: &DeskAct) -> Result<(), Refusal> {
    match act {
        DeskAct::Assign(to) => {
            let db = &mut batch.transaction;
            let answers = match to.named() {
                (Some(teammate), _) => teammates::answers(db, app_id, teammate).await?,
                (None, Some(team)) => teams::is_there(db, app_id, team).await?,
                (None, None) => true,
            };
            let why = "No teammate and no team of this app has that number.";
            answers.then_some(()).ok_or(Refusal::Field("to", why))
        }
        DeskAct::Snooze(until) if *until > batch.now.saturating_add(LONGEST_SNOOZE) => {
            Err(Refusal::Field("hours", "A snooze lasts from one hour to four weeks."))
        }
        _ => Ok(()),
    }
}

/// The refusal of an act by nobody of the app.
pub const NO_TEAMMATE: &str = "The app has no teammate with this number.";

/// Carries out a teammate's act, in a conversation of their app alone.
/// An act that changes nothing answers with the newest part.
pub async fn act(batch: &mut Batch, of: &TeammateAct) -> Result<Sent, Refusal> {
    let TeammateAct { app_id, teammate, conversation, act } = of;
    let found = find(&mut batch.transaction, app_id, *conversation).await?;
    if !teammates::answers(&mut batch.transaction, app_id, *teammate).await? {
        return Err(Refusal::Field("teammate", NO_TEAMMATE));
    }
    check(batch, app_id, act).await?;
    let as_it_is = Sent { conversation: WireId(found.number), part: WireId(found.last_part) };
    let Some(KeyedText { key, body, files }) = act.text() else {
        return Ok(add(batch, found, act.act(), Some(*teammate), None).await?.unwrap_or(as_it_is));
    };
    let author = teammate.to_string();
    let submission = KeyedSubmission {
        app_id,
        author: &author,
        key,
        to: Some(*conversation),
        act: act.act(),
        body,
        attachments: files,
    };
    if let Some(sent) = submission.again(batch).await? {
        return Ok(sent);
    }
    let of = (app_id.as_str(), found.person_id.as_str());
    if !attachments::may_send(&mut batch.transaction, of, Some(*teammate), files).await? {
        return Err(Refusal::NoFile);
    }
    let sent = add(batch, found, act.act(), Some(*teammate), Some(body.clone())).await?;
    let sent = sent.ok_or(Refusal::Internal)?;
    attachments::attach(&mut batch.transaction, files, sent.part.0).await?;
    submission.keep(batch, sent).await?;
    Ok(sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_teammates_text_is_formatted_and_a_bad_one_or_a_bad_key_makes_no_act() {
        let Ok(DeskAct::Reply(text)) = DeskAct::reply("k".into(), "It is **on**.", Vec::new()) else {
            panic!("no reply")
        };
        assert_eq!(text.body, Body::formatted("It is **on**.").unwrap());
        assert!(DeskAct::note("k".into(), &"ø".repeat(50_000), Vec::new()).is_ok());
        for bad in ["", " \n\0", "<script></script>", &"ø".repeat(50_001)] {
            assert!(matches!(DeskAct::note("k".into(), bad, Vec::new()), Err(Refusal::Field("text", _))));
        }
        for key in ["", "a b", &"k".repeat(65)] {
            assert!(
                matches!(DeskAct::reply(key.into(), "Hello", Vec::new()), Err(Refusal::Malformed(_))),
                "{key}"
            );
        }
    }

    #[test]
    fn up_to_ten_files_go_with_a_text_or_alone() {
        let files = |count| vec!["f".to_owned(); count];
        assert!(DeskAct::reply("k".into(), " ", files(10)).is_ok());
        assert!(matches!(DeskAct::reply("k".into(), "Hello", files(11)), Err(Refusal::NoFile)));
        assert!(matches!(DeskAct::note("k".into(), "Hello", vec!["a/b".into()]), Err(Refusal::NoFile)));
    }
}
