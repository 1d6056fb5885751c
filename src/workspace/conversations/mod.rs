//! Conversations of people with the teammates of an app.
//!
//! A [`Conversation`] has a state and times. Its parts only append: messages, notes, and changes of the state. [`rules`]
//! says what each [`Act`] makes of a conversation, and [`PartKind::audience`] who may read the part. One number is a
//! part's id, order and cursor: the number of the event that made it. The event itself holds ids and no text.

mod act;
mod assignment;
mod audience;
mod body;
mod change;
mod conversation;
mod file;
mod inbox;
mod lead_email;
mod message;
mod opening;
mod part;
#[cfg(test)]
mod properties;
mod rate;
mod rating;
mod read;
mod rows;
mod rules;
mod seen;
mod send;
mod shared_names;
mod snooze;
mod source;
mod statistics;
mod unanswered;
mod unread;
mod usual_reply;

pub use act::{DeskAct, TeammateAct, act};
pub use assignment::Assignment;
pub use audience::Audience;
pub use body::{BadText, Body};
pub use change::{ConversationUpdate, change};
pub use conversation::{Conversation, ConversationState, Priority};
pub use file::{TeammateFile, upload_file};
pub use inbox::{
    Cursor, InboxCounts, Listed, ListedConversation, MOST_COUNTED, OtherConversation, PAGE, inbox,
    inbox_counts, newest, not_closed, others, person_of, read_thread, teammates_read_to,
};
pub use lead_email::{LeadEmail, keep_email};
pub use message::{MessageRequest, parse, store_message};
pub use opening::{Opening, opening};
pub use part::{Author, PartKind};
pub use rate::{rate, request_rating};
pub use rating::Rating;
pub use read::{ConversationRow, OpeningButton, Thread, is_of, list, thread};
pub use rows::{Part, SignedPart, hand_over, is_any_due, person_in};
pub use rules::Act;
pub use seen::{SeenRequest, seen_by_person, seen_by_teammate};
pub use send::{Sent, WireId};
pub use shared_names::{NameNumbers, SharedNames};
pub use snooze::end_snoozes;
pub use source::{ConversationSource, DeliveredAs, SourcePage};
pub use statistics::{ConversationStatistics, PartFact, statistics};
pub use unread::{ConversationCounts, UnreadAnswer, counts, newest_answer};
pub use usual_reply::{UsualReplies, UsualReply};
