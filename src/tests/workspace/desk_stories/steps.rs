//! The steps of random stories of the desk. Numbers in them choose among what the story has so far.

use super::filters::{Condition, Conditions};
use proptest::collection::vec;
use proptest::prelude::*;

#[derive(Clone, Debug)]
pub enum Step {
    /// A teammate makes a user with this user_id, plan and cart.
    MakeUser(u8, Option<u8>, Option<u8>),
    /// A teammate makes a lead with this e-mail, plan and cart.
    MakeLead(u8, Option<u8>, Option<u8>),
    SetPlan(usize, Option<u8>),
    SetCart(usize, Option<u8>),
    /// A teammate merges the first person into the second.
    MergePeople(usize, usize),
    Archive(usize, bool),
    Delete(usize),
    MakeTag(u8),
    RenameTag(usize, u8),
    MergeTags(usize, usize),
    DeleteTag(usize),
    /// A person gets a tag, or loses it.
    Tag(usize, usize, bool),
    /// All of a list get a tag, or lose it.
    TagList(Conditions, usize, bool),
    MakeSegment(u8, Conditions),
    /// A list's conditions are saved over a segment.
    SaveSegment(usize, Conditions),
    RenameSegment(usize, u8),
    MergeSegments(usize, usize),
    DeleteSegment(usize),
    /// A teammate opens a list.
    Look(Conditions),
    Import(Vec<Row>),
    /// Undoes one of the imports so far.
    Undo(usize),
}

/// A row of a file: user_id, e-mail, plan, cart and the name of a tag, each by its number.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub user: Option<u8>,
    pub email: Option<u8>,
    pub plan: Option<u8>,
    pub cart: Option<u8>,
    pub tag: Option<u8>,
}

fn row() -> impl Strategy<Value = Row> {
    let of = prop::option::weighted;
    (of(0.7, 0..4_u8), of(0.5, 0..4_u8), of(0.4, 0..3_u8), of(0.3, 0..4_u8), of(0.5, 0..4_u8))
        .prop_map(|(user, email, plan, cart, tag)| Row { user, email, plan, cart, tag })
}

/// Conditions; of a list, they may name a segment.
fn conditions(of_list: bool) -> impl Strategy<Value = Conditions> {
    let nth = || 0..8_usize;
    let segment = (any::<bool>(), nth()).prop_map(|(not, segment)| Condition::Segment { not, segment });
    let condition = prop_oneof![
        4 => (any::<bool>(), vec(nth(), 1..3)).prop_map(|(not, tags)| Condition::Tag { not, tags }),
        1 => any::<bool>().prop_map(Condition::HasTags),
        2 => (any::<bool>(), 0..3_u8).prop_map(|(not, plan)| Condition::Plan { not, plan }),
        1 => any::<bool>().prop_map(Condition::HasPlan),
        2 => (0..4_u8).prop_map(Condition::CartOver),
        1 => any::<bool>().prop_map(Condition::IsUser),
        if of_list { 4 } else { 1 } => segment,
    ];
    let part = (any::<bool>(), vec(condition, 1..3));
    let parts = (any::<bool>(), vec(part, 1..3));
    parts.prop_map(|(any, parts)| Conditions { any, parts })
}

pub fn story() -> impl Strategy<Value = Vec<Step>> {
    let nth = || 0..8_usize;
    let (plan, cart) = (|| prop::option::of(0..3_u8), || prop::option::of(0..4_u8));
    let people = prop_oneof![
        4 => (0..4_u8, plan(), cart()).prop_map(|(user, plan, cart)| Step::MakeUser(user, plan, cart)),
        4 => (0..4_u8, plan(), cart()).prop_map(|(email, plan, cart)| Step::MakeLead(email, plan, cart)),
        2 => (nth(), plan()).prop_map(|(who, plan)| Step::SetPlan(who, plan)),
        2 => (nth(), cart()).prop_map(|(who, cart)| Step::SetCart(who, cart)),
        5 => (nth(), nth()).prop_map(|(from, into)| Step::MergePeople(from, into)),
        2 => (nth(), any::<bool>()).prop_map(|(who, on)| Step::Archive(who, on)),
        2 => nth().prop_map(Step::Delete),
    ];
    let tags = prop_oneof![
        4 => (0..4_u8).prop_map(Step::MakeTag),
        1 => (nth(), 0..4_u8).prop_map(|(tag, name)| Step::RenameTag(tag, name)),
        4 => (nth(), nth()).prop_map(|(from, into)| Step::MergeTags(from, into)),
        2 => nth().prop_map(Step::DeleteTag),
        5 => (nth(), nth(), prop::bool::weighted(0.7)).prop_map(|(who, tag, on)| Step::Tag(who, tag, on)),
        3 => (conditions(true), nth(), prop::bool::weighted(0.7))
            .prop_map(|(of, tag, on)| Step::TagList(of, tag, on)),
    ];
    let segments = prop_oneof![
        5 => (0..4_u8, conditions(false)).prop_map(|(name, of)| Step::MakeSegment(name, of)),
        3 => (nth(), conditions(false)).prop_map(|(segment, of)| Step::SaveSegment(segment, of)),
        1 => (nth(), 0..4_u8).prop_map(|(segment, name)| Step::RenameSegment(segment, name)),
        2 => (nth(), nth()).prop_map(|(from, into)| Step::MergeSegments(from, into)),
        1 => nth().prop_map(Step::DeleteSegment),
        2 => conditions(true).prop_map(Step::Look),
    ];
    let imports = prop_oneof![
        3 => vec(row(), 1..4).prop_map(Step::Import),
        3 => nth().prop_map(Step::Undo),
    ];
    let steps = vec(prop_oneof![4 => people, 6 => tags, 4 => segments, 6 => imports], 5..13);
    (vec(conditions(false), 2), steps).prop_map(|(segments, steps)| {
        let segments = (0..).zip(segments).map(|(name, of)| Step::MakeSegment(name, of));
        opening().into_iter().chain(segments).chain(steps).collect()
    })
}

/// Steps before the random ones: two users, two leads, and three tags, each of which somebody has.
fn opening() -> Vec<Step> {
    vec![
        Step::MakeUser(0, Some(0), None),
        Step::MakeUser(1, None, Some(1)),
        Step::MakeLead(0, Some(1), Some(2)),
        Step::MakeLead(1, None, None),
        Step::MakeTag(0),
        Step::MakeTag(1),
        Step::MakeTag(2),
        Step::Tag(0, 0, true),
        Step::Tag(1, 2, true),
        Step::Tag(2, 1, true),
    ]
}

/// How many steps of a story are its opening.
pub const OPENING: usize = 10;
