//! Tags: words by which teammates and programs sort people, companies, conversations and parts.
//!
//! An app has up to 1,000 tags, and a thing up to 100. No two tags of an app differ by case alone: whoever makes a tag that
//! is there gets that one. Source: Intercom's REST API, "Tags".
//! Each function works in a [`Batch`](crate::batch::Batch), says who acts, and puts each change into the ledger in the
//! transaction of the change.

mod apply;
mod merge;
mod tag;
mod tagged;

pub use apply::{
    AppliedTag, attach, detach, export, hand_over, in_conversations_of, names_of, of, of_conversations,
    of_parts,
};
pub use merge::merge;
pub use tag::{
    ListedTag, Tag, TagCounts, delete, find, find_by_name, list, make, names, names_on_conversations, rename,
};
pub use tagged::Tagged;
