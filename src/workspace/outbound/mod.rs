//! Messages that teammates send to people on a page.
//!
//! A [`Message`] says where it may appear ([`PageRules`]), for whom ([`Filter`](crate::filter::Filter)) and what it says.
//! Each ping brings the page and the person: [`live`] finds the messages whose page it is. [`evaluate`] says which of them
//! are for the person; the [`evaluator`] does so for all pings that wait at once. Most page views show nothing: those are
//! [`considered`], and the reply waits for no further commit. Else the writer decides by receipts: [`choose`] picks at most
//! one message, and [`deliver`] writes down that this session has it. The panel fetches it, shows it, and reports what the
//! person does with it. A chat is a conversation once its person answers.

mod choose;
mod conditions;
mod considered;
mod count;
mod deliver;
mod demo;
mod edit;
mod evaluate;
mod evaluator;
mod find_people;
mod live;
mod merged;
mod message;
mod page_rule;
mod receipts;
mod recipient;
mod report;
mod send;
mod show;
mod start;
mod template;
mod variables;
mod why;

pub use considered::{ConsideredView, record_considered};
pub use count::{AudienceSize, audience, count_people};
pub use deliver::{Delivered, ShownMessage, deliver};
pub use demo::offer_demo_messages;
pub use edit::{MessageCounts, counts, duplicate, message, messages, save};
pub use evaluate::{EvaluatedView, PageView};
pub use evaluator::Evaluator;
pub use live::{Candidates, LiveMessages};
pub use merged::replace_merged;
pub use message::{Button, Content, Delivery, Draft, Message, OutboundState, Style};
pub use page_rule::{PageRules, SettledPage};
pub use receipts::{Reaction, hand_over};
pub use recipient::{Candidate, recipients};
pub use report::{MessageReport, report};
pub use send::send_all;
pub use show::{Outbound, preview, shown};
pub use start::{start, stop, test};
pub use why::{Answer, why};
