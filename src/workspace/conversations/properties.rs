//! Random stories over the rules alone: no database, and many of them. `INTERLEAVINGS` says how many.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use std::cell::Cell;

use super::{Act, Assignment, Author, Conversation, ConversationState, PartKind};
use crate::conversations::Audience;

const BEGUN: i64 = 100;

#[derive(Clone, Debug)]
enum Step {
    Act(Act),
    /// A side has read up to a part of this number, which need not exist.
    Read(Author, i64),
}

/// A conversation, and what a reader of its history knows of it.
struct Story {
    conversation: Conversation,
    now: i64,
    /// The acts that changed something, each with its time.
    done: Vec<(Act, i64)>,
}

/// Makes what happens, each step with the seconds since the step before.
fn story() -> impl Strategy<Value = Vec<(Step, i64)>> {
    let act = prop_oneof![
        4 => Just(Act::Message),
        2 => Just(Act::Reply),
        1 => Just(Act::Note),
        2 => Just(Act::Close),
        1 => Just(Act::Reopen),
        3 => Just(Act::Wake),
        2 => assignment().prop_map(Act::Assign),
        1 => Just(Act::Unassign),
        2 => prop_oneof![0..2_000_i64, BEGUN..5 * BEGUN].prop_map(Act::Snooze),
    ];
    let reader = prop_oneof![Just(Author::Person), Just(Author::Teammate)];
    let step = prop_oneof![
        4 => act.prop_map(Step::Act),
        1 => (reader, -5..40_i64).prop_map(|(reader, part)| Step::Read(reader, part)),
    ];
    prop::collection::vec((step, 0..90_i64), 0..20)
}

fn assignment() -> impl Strategy<Value = Assignment> {
    let to = || prop::option::of(1..4_i64);
    prop_oneof![
        to().prop_map(Assignment::Teammate),
        to().prop_map(Assignment::Team),
        to().prop_map(Assignment::TeamAlone),
    ]
}

/// The events that stories must have come to, each in one of a hundred at least.
/// A promise about what never happens says nothing.
const REACHED: [&str; 8] = [
    "a message to a closed conversation",
    "a message to a snoozed conversation",
    "a reply to a person who waits",
    "a snooze that is over",
    "another teammate or team",
    "a teammate and a team at once",
    "an assignment that reopens",
    "a side that reads on",
];

/// Whether the step came to each of the events, in the order of [`REACHED`].
fn reached(before: &Conversation, after: &Conversation, step: &Step, part: Option<PartKind>) -> [bool; 8] {
    let is = |act: fn(&Act) -> bool| matches!(step, Step::Act(done) if act(done)) && part.is_some();
    let message = is(|act| matches!(act, Act::Message));
    [
        message && before.state == ConversationState::Closed,
        message && before.state == ConversationState::Snoozed,
        is(|act| matches!(act, Act::Reply)) && before.waiting_since.is_some(),
        is(|act| matches!(act, Act::Wake))
            && before.state == ConversationState::Snoozed
            && after.state == ConversationState::Open,
        assignees(after) != assignees(before),
        after.teammate_assignee.is_some() && after.team_assignee.is_some(),
        part == Some(PartKind::AssignAndReopen),
        matches!(step, Step::Read(..))
            && (after.person_read_to, after.teammates_read_to)
                != (before.person_read_to, before.teammates_read_to),
    ]
}

/// The numbers of the teammate and of the team who are to answer.
fn assignees(of: &Conversation) -> (Option<i64>, Option<i64>) {
    (of.teammate_assignee, of.team_assignee)
}

/// Checks the promise after every step of so many stories.
fn holds(promise: impl Fn(&Story, &Conversation, &Step, Option<PartKind>) -> Result<(), TestCaseError>) {
    let cases = std::env::var("INTERLEAVINGS").ok().and_then(|cases| cases.parse().ok()).unwrap_or(20_000);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let counts = [const { Cell::new(0_u32) }; REACHED.len()];
    let outcome = TestRunner::new(config).run(&story(), |steps| {
        let conversation = Conversation::begun(1, "app", "person", BEGUN);
        let mut story = Story { conversation, now: BEGUN, done: Vec::new() };
        let mut came = [false; REACHED.len()];
        for (step, later) in steps {
            story.now += later;
            let before = story.conversation.clone();
            let part = story.take(&step);
            promise(&story, &before, &step, part)?;
            let comes = reached(&before, &story.conversation, &step, part);
            came = std::array::from_fn(|at| came[at] || comes[at]);
        }
        for (count, came) in counts.iter().zip(came) {
            count.set(count.get() + u32::from(came));
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    for (what, count) in REACHED.iter().zip(&counts) {
        assert!(count.get() >= cases / 100, "{what}: in {} of {cases} stories", count.get());
    }
}

impl Story {
    fn take(&mut self, step: &Step) -> Option<PartKind> {
        match *step {
            Step::Read(by, part) => {
                self.conversation.read(by, part);
                None
            }
            Step::Act(act) => {
                let kind = self.conversation.apply(act, self.now)?;
                self.done.push((act, self.now));
                self.conversation.last_part += 1;
                Some(kind)
            }
        }
    }

    /// The first message since somebody answered or closed.
    fn unanswered_since(&self) -> Option<i64> {
        let settled = self.done.iter().rposition(|(act, _)| matches!(act, Act::Reply | Act::Close));
        let open = &self.done[settled.map_or(0, |settled| settled + 1)..];
        open.iter().find(|(act, _)| *act == Act::Message).map(|(_, at)| *at)
    }
}

#[test]
fn any_message_of_the_person_opens_the_conversation_and_says_so_where_it_was_closed_or_snoozed() {
    holds(|story, before, step, part| {
        if matches!(step, Step::Act(Act::Message)) {
            prop_assert_eq!(story.conversation.state, ConversationState::Open);
            let expected =
                if before.state == ConversationState::Open { PartKind::Comment } else { PartKind::Open };
            prop_assert_eq!(part, Some(expected));
        }
        prop_assert_eq!(
            story.conversation.state == ConversationState::Snoozed,
            story.conversation.snoozed_until.is_some()
        );
        Ok(())
    });
}

#[test]
fn a_person_waits_since_their_first_message_that_nobody_has_answered_or_closed() {
    holds(|story, _, _, _| {
        prop_assert_eq!(story.conversation.waiting_since, story.unanswered_since());
        Ok(())
    });
}

#[test]
fn what_a_side_has_read_never_goes_back_nor_beyond_what_there_is() {
    holds(|story, before, step, _| {
        let after = &story.conversation;
        let marks = |one: &Conversation| [one.person_read_to, one.teammates_read_to];
        for (mark, was) in marks(after).into_iter().zip(marks(before)) {
            prop_assert!(mark >= was && mark <= after.last_part);
        }
        let Step::Read(reader, part) = *step else { return Ok(()) };
        let [person, teammates] = marks(after);
        let (own, other, others_was) = match reader {
            Author::Person => (person, teammates, before.teammates_read_to),
            Author::Teammate | Author::Bot => (teammates, person, before.person_read_to),
        };
        prop_assert!(own >= part.min(after.last_part), "as far as they have read");
        prop_assert_eq!(other, others_was, "and nobody else has");
        Ok(())
    });
}

#[test]
fn a_person_reads_what_either_side_wrote_to_the_other_and_nothing_else() {
    holds(|_, _, step, part| {
        if let (Step::Act(act), Some(kind)) = (step, part) {
            let expected = match act {
                Act::Message | Act::Reply => Audience::Person,
                Act::Note
                | Act::Assign(_)
                | Act::Close
                | Act::Reopen
                | Act::Snooze(_)
                | Act::Wake
                | Act::Unassign => Audience::Teammates,
            };
            prop_assert_eq!(kind.audience(act.author()), expected);
        }
        Ok(())
    });
}

#[test]
fn what_appends_no_part_changes_nothing_and_what_appends_one_is_the_newest_change() {
    holds(|story, before, step, part| {
        if matches!(step, Step::Act(_)) {
            match part {
                None => prop_assert_eq!(&story.conversation, before),
                Some(_) => prop_assert_eq!(story.conversation.updated_at, story.now),
            }
        }
        Ok(())
    });
}

#[test]
fn only_an_assignment_changes_who_answers_and_it_leaves_the_side_that_it_does_not_name() {
    holds(|story, before, step, part| {
        let after = &story.conversation;
        let (teammate, team) = assignees(before);
        let expected = match step {
            Step::Act(Act::Assign(Assignment::Teammate(to))) => (*to, team),
            Step::Act(Act::Assign(Assignment::Team(to))) => (teammate, *to),
            Step::Act(Act::Assign(Assignment::TeamAlone(to))) => (None, *to),
            Step::Act(Act::Unassign) => (None, team),
            _ => (teammate, team),
        };
        prop_assert_eq!(assignees(after), expected);
        if part == Some(PartKind::AssignAndReopen) {
            prop_assert_eq!(
                (before.state, after.state),
                (ConversationState::Closed, ConversationState::Open)
            );
        }
        Ok(())
    });
}
