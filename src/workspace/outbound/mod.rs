//! Messages that teammates send to people on a page.
//!
//! A [`Message`] says where it may appear ([`PageRules`]), for whom ([`Filter`](crate::filter::Filter)) and what it says. Each ping
//! brings the page and the person: [`live`] finds the messages whose page it is, [`choose`] picks at most one of them, and
//! [`deliver`] writes down that this session has it, in the ping's transaction. The panel fetches it, shows it, and reports
//! what the person does with it.

/// Which of several messages a ping gets, and why not the others.
mod choose;
/// How many people a message is for.
mod count;
/// What a ping gets.
mod deliver;
/// What an app begins with where it is shown.
mod demo;
/// How teammates write messages.
mod edit;
/// Which people match.
mod find_people;
/// The messages that are live, in each server's memory.
mod live;
mod message;
/// Where a message may appear.
mod page_rule;
/// Who got which message, and what they did with it.
mod receipts;
/// To which one person a message goes.
mod recipient;
/// What the panel reports.
mod report;
/// How a manual message finds its people.
mod send;
/// What the panel shows.
mod show;
/// How teammates start, send and stop messages, and try them out.
mod start;
/// What is known of a person, as a filter reads it.
mod subject;
/// Variables in a message's text.
mod template;
/// Which variables a text may have.
mod variables;
/// Why a message shows or not.
mod why;

pub use count::{AudienceSize, audience, count_people};
pub use deliver::{Delivered, Recipient, ShownMessage, deliver};
pub use demo::offer_demo_messages;
pub use edit::{Draft, MessageCounts, counts, duplicate, message, messages, save};
pub use live::{Candidates, LiveMessages};
pub use message::{Button, Content, Delivery, Message, OutboundState, Style};
pub use page_rule::{PageRules, SettledPage};
pub use receipts::{Reaction, hand_over};
pub use recipient::{Candidate, recipients};
pub use report::{MessageReport, ReportReply, report};
pub use send::send_all;
pub use show::{Outbound, preview, shown};
pub use start::{start, stop, test};
pub use why::why;
