use serde::Serialize;

use crate::batch::Batch;
use crate::conversations::{self, Block, LeadEmail, Message, Seen, Sent, TeammateAct};
use crate::data_events::{self, DataEvent, Tracked};
use crate::database::write_check;
use crate::error::Error;
use crate::feed::FeedKind;
use crate::limits::Network;
use crate::outbound::{self, Answered, Report};
use crate::ping::{self, Claimed, Ping, end_session, refused, take};
use crate::platform::Platform;
use crate::refusal::{Refusal, TooMany};

/// Something to write down.
pub enum Work {
    Ping(Box<Claimed>),
    Event {
        platform: Platform,
        event: Box<DataEvent>,
        credential: String,
    },
    Message {
        platform: Platform,
        message: Box<Message>,
        credential: String,
        /// None where the connection is not known.
        from: Option<Network>,
    },
    Act(Box<TeammateAct>),
    Block(Block),
    /// The person whose session this is has read up to this part.
    SeenByPerson {
        platform: Platform,
        seen: Seen,
        credential: String,
    },
    /// The lead whose session this is says where to write to them.
    LeadEmail {
        platform: Platform,
        given: LeadEmail,
        credential: String,
    },
    /// What the person whose session this is did with a message.
    Outbound {
        platform: Platform,
        report: Report,
        credential: String,
    },
    /// A teammate of the app has.
    SeenByTeammate(Seen),
    /// Opens the conversations whose snooze is over.
    EndSnoozes,
    Shutdown {
        platform: Platform,
        credential: String,
        ping_id: Option<String>,
    },
    /// What was refused before it came this far.
    Record {
        app_id: String,
        ping_id: Option<String>,
        kind: Box<FeedKind>,
    },
    /// Whether the workspace can be written.
    Check,
    /// What no code of ours should do.
    #[cfg(test)]
    Panic,
    /// The same, where nothing catches it.
    #[cfg(test)]
    Die,
}

impl Work {
    pub fn bytes(&self) -> usize {
        match self {
            Self::Ping(claimed) => claimed.ping.bytes,
            #[cfg(test)]
            Self::Die => panic!("as a test wanted"),
            _ => 0,
        }
    }

    /// For metrics.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Ping(_) => "ping",
            Self::Event { .. } => "event",
            Self::Message { .. } => "message",
            Self::Act(_) => "teammate_act",
            Self::Block(_) => "block",
            Self::SeenByPerson { .. } | Self::SeenByTeammate(_) => "seen",
            Self::LeadEmail { .. } => "lead_email",
            Self::Outbound { .. } => "outbound_report",
            Self::EndSnoozes => "snoozes",
            Self::Shutdown { .. } => "shutdown",
            Self::Record { .. } => "refusal",
            Self::Check => "check",
            #[cfg(test)]
            Self::Panic | Self::Die => "panic",
        }
    }
}

/// What the loader receives.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Reply {
    Ping(ping::Reply),
    Event(Tracked),
    Message(Sent),
    Outbound(Answered),
}

/// Work without a reply is answered by `None`.
pub type Answer = Result<Option<Reply>, Refusal>;

/// Answers each, in order, after the commit. Fails where any of it does: then nothing is written.
pub async fn carry_out(work: &[Work], mut batch: Batch) -> Result<Vec<Answer>, Error> {
    let credentials = work.iter().filter_map(|work| match work {
        Work::Ping(claimed) => claimed.credential.as_deref(),
        Work::Event { credential, .. }
        | Work::Message { credential, .. }
        | Work::SeenByPerson { credential, .. }
        | Work::LeadEmail { credential, .. }
        | Work::Outbound { credential, .. }
        | Work::Shutdown { credential, .. } => Some(credential.as_str()),
        Work::Act(_)
        | Work::Block(_)
        | Work::SeenByTeammate(_)
        | Work::EndSnoozes
        | Work::Record { .. }
        | Work::Check => None,
        #[cfg(test)]
        Work::Panic | Work::Die => None,
    });
    batch.load(credentials).await?;
    let mut answers = Vec::with_capacity(work.len());
    for one in work {
        answers.push(match one {
            Work::Ping(claimed) => match take(&mut batch, claimed).await {
                Ok(reply) => Ok(Some(Reply::Ping(reply))),
                Err(refusal) => {
                    let Ping { app_id, ping_id, .. } = &claimed.ping;
                    Err(record(&mut batch, app_id, ping_id.as_deref(), refusal, Some(&claimed.ping))?)
                }
            },
            Work::Event { platform, event, credential } => {
                match data_events::take(&mut batch, *platform, event, credential).await {
                    Ok(tracked) => Ok(Some(Reply::Event(tracked))),
                    Err(refusal) => {
                        Err(record(&mut batch, &event.app_id, event.ping_id.as_deref(), refusal, None)?)
                    }
                }
            }
            // A refused message is no entry of the feed: the person sees it, and sends again.
            Work::Message { platform, message, credential, from } => {
                match conversations::take(&mut batch, *platform, message, credential, *from).await {
                    Ok(sent) => Ok(Some(Reply::Message(sent))),
                    Err(Refusal::Internal) => return Err(Error::Internal),
                    Err(refusal) => Err(refusal),
                }
            }
            Work::Act(act) => match conversations::act(&mut batch, act).await {
                Ok(sent) => Ok(Some(Reply::Message(sent))),
                Err(Refusal::Internal) => return Err(Error::Internal),
                Err(refusal) => Err(refusal),
            },
            Work::Block(of) => done(conversations::block(&mut batch, of).await)?,
            Work::SeenByPerson { platform, seen, credential } => {
                done(conversations::seen_by_person(&mut batch, *platform, seen, credential).await)?
            }
            Work::LeadEmail { platform, given, credential } => {
                done(conversations::keep_email(&mut batch, *platform, given, credential).await)?
            }
            Work::Outbound { platform, report, credential } => {
                match outbound::report(&mut batch, *platform, report, credential).await {
                    Ok(answered) => Ok(answered.map(Reply::Outbound)),
                    Err(Refusal::Internal) => return Err(Error::Internal),
                    Err(refusal) => Err(refusal),
                }
            }
            Work::SeenByTeammate(seen) => done(conversations::seen_by_teammate(&mut batch, seen).await)?,
            Work::EndSnoozes => {
                conversations::end_snoozes(&mut batch).await?;
                Ok(None)
            }
            Work::Shutdown { platform, credential, ping_id } => {
                end_session(&mut batch, *platform, credential, ping_id.as_deref()).await?;
                Ok(None)
            }
            Work::Record { app_id, ping_id, kind } => {
                batch.record(app_id, ping_id.as_deref(), FeedKind::clone(kind));
                Ok(None)
            }
            Work::Check => {
                write_check(&mut batch.transaction, batch.now_ms).await?;
                Ok(None)
            }
            #[cfg(test)]
            Work::Panic | Work::Die => panic!("as a test wanted"),
        });
    }
    batch.commit().await?;
    Ok(answers)
}

/// Something that is answered by nothing. What failed inside fails the batch.
fn done(result: Result<(), Refusal>) -> Result<Answer, Error> {
    match result {
        Ok(()) => Ok(Ok(None)),
        Err(Refusal::Internal) => Err(Error::Internal),
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// Adds a refusal to the feed and returns it. What failed inside fails the batch.
fn record(
    batch: &mut Batch,
    app_id: &str,
    ping_id: Option<&str>,
    refusal: Refusal,
    ping: Option<&Ping>,
) -> Result<Refusal, Error> {
    match refusal {
        Refusal::Internal => return Err(Error::Internal),
        // What names no app of this workspace is no entry of a feed.
        Refusal::UnknownApp => {}
        // Of a flood, only how it began.
        Refusal::TooMany(TooMany { first: false, .. }) => {}
        _ => batch.record(app_id, ping_id, refused(&refusal, ping)),
    }
    Ok(refusal)
}
