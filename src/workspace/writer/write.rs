//! What the writer writes, and how it answers.

use crate::batch::Batch;
use crate::contacts::{self, Block};
use crate::conversations::{self, LeadEmail, MessageRequest, SeenRequest, Sent, TeammateAct};
use crate::data_events::{self, DataEvent, EventReply};
use crate::database::write_check;
use crate::error::Error;
use crate::feed::FeedKind;
use crate::limits::Network;
use crate::outbound::{self, ConsideredView, Delivered, EvaluatedView, MessageReport};
use crate::people::sessions::Bearer;
use crate::ping::{Ping, StoredPing, VerifiedPing, apply_ping, end_session, refused};
use crate::refusal::{Refusal, TooMany};

/// A change that the writer commits, with others at once.
pub enum Write {
    Ping(Box<VerifiedPing>),
    /// A stored page view takes the message that it shows.
    Deliver(Box<EvaluatedView>),
    /// The feed learns of a stored page view that shows no message.
    Considered(Box<ConsideredView>),
    Event(Bearer, Box<DataEvent>),
    Message {
        bearer: Bearer,
        message: Box<MessageRequest>,
        /// The client's network. None where the connection is not known.
        from: Option<Network>,
    },
    Act(Box<TeammateAct>),
    /// A teammate blocks or unblocks the person of a conversation.
    Block(Block),
    /// A person has read up to a part.
    SeenByPerson(Bearer, SeenRequest),
    /// A lead says where to write to them.
    LeadEmail(Bearer, LeadEmail),
    /// A person did something with an outbound message.
    Outbound(Bearer, MessageReport),
    /// A teammate of the app has read up to a part.
    SeenByTeammate {
        teammate: i64,
        seen: SeenRequest,
    },
    /// Opens the conversations whose snooze is over.
    EndSnoozes,
    Shutdown {
        bearer: Bearer,
        ping_id: Option<String>,
    },
    /// Adds an entry to the feed, such as a request that was refused before it reached the writer.
    Record {
        app_id: String,
        ping_id: Option<String>,
        kind: Box<FeedKind>,
    },
    /// Writes one row, to see whether the database takes it.
    Check,
    /// Panics while the batch is written, as no product code should.
    #[cfg(test)]
    Panic,
    /// Panics where nothing catches it.
    #[cfg(test)]
    Die,
}

impl Write {
    pub fn bytes(&self) -> usize {
        match self {
            Self::Ping(verified_ping) => verified_ping.ping.bytes,
            #[cfg(test)]
            Self::Die => panic!("as a test wanted"),
            _ => 0,
        }
    }

    /// The kind of the write, for metrics.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Ping(_) => "ping",
            Self::Deliver(_) => "delivery",
            Self::Considered(_) => "considered",
            Self::Event { .. } => "event",
            Self::Message { .. } => "message",
            Self::Act(_) => "teammate_act",
            Self::Block(_) => "block",
            Self::SeenByPerson { .. } | Self::SeenByTeammate { .. } => "seen",
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

/// The reply to a write, once it is committed.
pub enum WriteReply {
    Ping(Box<StoredPing>),
    Delivered(Delivered),
    Event(EventReply),
    Message(Sent),
}

/// The result of a write. None in place of a reply says only that it is committed.
pub type WriteResult = Result<Option<WriteReply>, Refusal>;

/// Commits the writes together, and answers each in order. Fails where one of them fails: then nothing is written.
pub async fn carry_out(writes: &[Write], mut batch: Batch) -> Result<Vec<WriteResult>, Error> {
    let bearers = writes.iter().filter_map(|writes| match writes {
        Write::Ping(verified_ping) => Some(&verified_ping.bearer),
        Write::Deliver(view) => Some(&view.bearer),
        Write::Considered(view) => Some(&view.bearer),
        Write::Event(bearer, _)
        | Write::Message { bearer, .. }
        | Write::SeenByPerson(bearer, _)
        | Write::LeadEmail(bearer, _)
        | Write::Outbound(bearer, _)
        | Write::Shutdown { bearer, .. } => Some(bearer),
        Write::Act(_)
        | Write::Block(_)
        | Write::SeenByTeammate { .. }
        | Write::EndSnoozes
        | Write::Record { .. }
        | Write::Check => None,
        #[cfg(test)]
        Write::Panic | Write::Die => None,
    });
    batch.load(bearers.map(|bearer| bearer.credential.as_str())).await?;
    let mut answers = Vec::with_capacity(writes.len());
    for one in writes {
        let batch = &mut batch;
        answers.push(match one {
            Write::Ping(verified_ping) => match apply_ping(batch, verified_ping).await {
                Ok(stored) => Ok(Some(WriteReply::Ping(Box::new(stored)))),
                Err(refusal) => {
                    let Ping { app_id, ping_id, .. } = &verified_ping.ping;
                    Err(record(batch, app_id, ping_id.as_deref(), refusal, Some(&verified_ping.ping))?)
                }
            },
            Write::Deliver(view) => {
                let delivered = outbound::deliver(batch, view).await;
                answer(delivered, |delivered| Some(WriteReply::Delivered(delivered)))?
            }
            Write::Considered(view) => answer(outbound::record_considered(batch, view).await, |()| None)?,
            Write::Event(bearer, event) => match data_events::store_event(batch, bearer, event).await {
                Ok(tracked) => Ok(Some(WriteReply::Event(tracked))),
                Err(refusal) => Err(record(batch, &event.app_id, event.ping_id.as_deref(), refusal, None)?),
            },
            // A refused message is no entry of the feed: the person sees it, and sends again.
            Write::Message { bearer, message, from } => {
                let sent = conversations::store_message(batch, bearer, message, *from).await;
                answer(sent, |sent| Some(WriteReply::Message(sent)))?
            }
            Write::Act(act) => {
                answer(conversations::act(batch, act).await, |sent| Some(WriteReply::Message(sent)))?
            }
            Write::Block(of) => answer(contacts::block_in_conversation(batch, of).await, |()| None)?,
            Write::SeenByPerson(bearer, seen) => {
                answer(conversations::seen_by_person(batch, bearer, seen).await, |()| None)?
            }
            Write::LeadEmail(bearer, given) => {
                answer(conversations::keep_email(batch, bearer, given).await, |()| None)?
            }
            Write::Outbound(bearer, report) => {
                answer(outbound::report(batch, bearer, report).await, |()| None)?
            }
            Write::SeenByTeammate { teammate, seen } => {
                answer(conversations::seen_by_teammate(batch, *teammate, seen).await, |()| None)?
            }
            Write::EndSnoozes => {
                conversations::end_snoozes(batch).await?;
                Ok(None)
            }
            Write::Shutdown { bearer, ping_id } => {
                end_session(batch, bearer, ping_id.as_deref()).await?;
                Ok(None)
            }
            Write::Record { app_id, ping_id, kind } => {
                batch.record(app_id, ping_id.as_deref(), FeedKind::clone(kind));
                Ok(None)
            }
            Write::Check => {
                write_check(&mut batch.transaction, batch.now_ms).await?;
                Ok(None)
            }
            #[cfg(test)]
            Write::Panic | Write::Die => panic!("as a test wanted"),
        });
    }
    batch.commit().await?;
    Ok(answers)
}

/// Makes an answer of a result: a refusal is an answer. An internal failure fails the batch.
fn answer<T>(
    result: Result<T, Refusal>,
    reply: impl FnOnce(T) -> Option<WriteReply>,
) -> Result<WriteResult, Error> {
    match result {
        Err(Refusal::Internal) => Err(Error::Internal),
        result => Ok(result.map(reply)),
    }
}

/// Adds a refusal to the feed and returns it. An internal failure fails the batch.
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
