//! Conversations of people with the teammates of an app.
//!
//! A [`Conversation`] has a state and times. Its parts only append: messages, notes, and changes of the state. [`rules`]
//! says what each [`Act`] makes of a conversation, and [`PartKind::audience`] who may read the part. One number is a
//! part's id, order and cursor: the number of the event that made it. The event itself holds ids and no text.

/// A teammate acts.
mod act;
/// A teammate has a person write no more.
mod block;
/// A message's text, as it is stored and shown.
mod body;
mod conversation;
/// What a teammate may read.
mod inbox;
/// Where a lead can be written to.
mod lead_email;
/// A person writes.
mod message;
/// A teammate's message begins one.
mod opening;
mod part;
/// What the rules keep to in any story.
#[cfg(test)]
mod properties;
/// What a person may read.
mod read;
mod rows;
mod rules;
/// Up to where each side has read.
mod seen;
/// What both sides' sends have in common: the key, the part, the event.
mod send;
/// Ends when its time has come.
mod snooze;
/// What a person has not read.
mod unread;
/// How soon a first answer usually comes.
mod usual_reply;

pub use act::{DeskAct, TeammateAct, act};
pub use block::{Block, block};
pub use body::{BadText, Body};
pub use conversation::{Conversation, ConversationState, SourcePage};
pub use inbox::{Cursor, ListedConversation, PAGE, inbox, newest, not_closed, person_of, whole};
pub use lead_email::{LeadEmail, keep_email};
pub use message::{MessageRequest, parse, store_message};
pub use opening::{Opening, open};
pub use part::{Author, PartKind};
pub use read::{ConversationRow, Thread, is_of, list, thread};
pub use rows::{Part, SignedPart, hand_over, is_any_due};
pub use rules::Act;
pub use seen::{SeenRequest, seen_by_person, seen_by_teammate};
pub use send::{Sent, WireId};
pub use snooze::end_snoozes;
pub use unread::{ConversationCounts, UnreadAnswer, counts, counts_now, newest_answer};
pub use usual_reply::{UsualReplies, UsualReply};
