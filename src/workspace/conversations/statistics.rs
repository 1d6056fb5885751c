//! A conversation's figures: how long people waited, and how often what happened.

use super::{Author, PartKind};
use crate::database::{Db, read};

/// What the figures need of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PartFact {
    pub kind: PartKind,
    pub author: Author,
    /// The number of the teammate who made the part.
    pub teammate: Option<i64>,
    /// Whether an assignment names a teammate or a team.
    pub names_somebody: bool,
    /// The time in Unix milliseconds.
    pub at_ms: i64,
}

/// A conversation's figures. Times (`…_at`) are Unix seconds, the others seconds or counts. None where it did not happen.
///
/// They begin with the person's first message, or with the conversation where the person has written nothing. Notes, and
/// what the workspace itself writes, are no answers. Source: Intercom's REST API, "The conversation model"
/// (`statistics`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConversationStatistics {
    /// Until the last assignment before the first answer.
    pub time_to_assignment: Option<i64>,
    /// Until the first answer.
    pub time_to_admin_reply: Option<i64>,
    pub time_to_first_close: Option<i64>,
    pub time_to_last_close: Option<i64>,
    /// The median of the times from a message that waits until its answer. A close ends the wait.
    pub median_time_to_reply: Option<i64>,
    pub first_contact_reply_at: Option<i64>,
    pub first_assignment_at: Option<i64>,
    /// Time of the first answer to the person.
    pub first_admin_reply_at: Option<i64>,
    pub first_close_at: Option<i64>,
    pub last_assignment_at: Option<i64>,
    /// Time of the first answer since the last assignment.
    pub last_assignment_admin_reply_at: Option<i64>,
    pub last_contact_reply_at: Option<i64>,
    pub last_admin_reply_at: Option<i64>,
    pub last_close_at: Option<i64>,
    /// The number of the teammate who closed last.
    pub last_closed_by: Option<i64>,
    /// How often it was opened while closed.
    pub count_reopens: i64,
    /// How often a teammate or a team was named.
    pub count_assignments: i64,
    /// All parts, with the one that began the conversation.
    pub count_conversation_parts: i64,
}

/// The figures of a conversation of the app. None where the app has no such conversation.
pub async fn statistics(
    db: &Db,
    app_id: &str,
    number: i64,
) -> Result<Option<ConversationStatistics>, sqlx::Error> {
    let created_at: Option<i64> = read!(db, optional value
        "select created_at from conversations where app_id = $1 and number = $2" => app_id, number)?;
    let Some(created_at) = created_at else { return Ok(None) };
    let parts: Vec<PartFact> = read!(db, all
        "select kind, author, teammate, (assigned_to is not null or assigned_team is not null) as names_somebody, at_ms
         from parts where conversation = $1 order by number" => number)?;
    Ok(Some(ConversationStatistics::of(created_at, &parts)))
}

impl ConversationStatistics {
    /// The figures of a conversation that began at `created_at`, in Unix seconds, with these parts in their order.
    pub fn of(created_at: i64, parts: &[PartFact]) -> Self {
        let from = parts.iter().position(|part| part.author == Author::Person).unwrap_or(0);
        let begun = match parts.get(from) {
            Some(first) if first.author == Author::Person => first.at(),
            _ => created_at,
        };
        let mut found = Self { count_conversation_parts: count(parts.len()), ..Self::default() };
        let (mut waits, mut waiting_since, mut is_closed) = (Vec::new(), None, false);
        for part in parts.get(from..).unwrap_or_default() {
            let at = part.at();
            match (part.kind, part.author) {
                (PartKind::Comment | PartKind::Open, Author::Person) => {
                    waiting_since.get_or_insert(at);
                    found.first_contact_reply_at.get_or_insert(at);
                    found.last_contact_reply_at = Some(at);
                }
                (PartKind::Comment, Author::Teammate) => {
                    found.last_admin_reply_at = Some(at);
                    if found.last_assignment_at.is_some() {
                        found.last_assignment_admin_reply_at.get_or_insert(at);
                    }
                    if found.first_contact_reply_at.is_some() {
                        found.first_admin_reply_at.get_or_insert(at);
                    }
                    waits.extend(waiting_since.take().map(|since| at - since));
                }
                (PartKind::Assignment | PartKind::AssignAndReopen, _) if part.names_somebody => {
                    found.count_assignments += 1;
                    found.first_assignment_at.get_or_insert(at);
                    found.last_assignment_at = Some(at);
                    found.last_assignment_admin_reply_at = None;
                    if found.first_admin_reply_at.is_none() {
                        found.time_to_assignment = Some(at - begun);
                    }
                }
                (PartKind::Close, _) => {
                    waiting_since = None;
                    found.first_close_at.get_or_insert(at);
                    (found.last_close_at, found.last_closed_by) = (Some(at), part.teammate);
                }
                _ => {}
            }
            match part.kind {
                PartKind::Close => is_closed = true,
                PartKind::Open | PartKind::AssignAndReopen => {
                    found.count_reopens += i64::from(is_closed);
                    is_closed = false;
                }
                // A closed conversation that is snoozed opens by itself later.
                PartKind::Snooze => is_closed = false,
                PartKind::Comment | PartKind::Note | PartKind::Assignment => {}
            }
        }
        found.time_to_admin_reply = found.first_admin_reply_at.map(|at| at - begun);
        found.time_to_first_close = found.first_close_at.map(|at| at - begun);
        found.time_to_last_close = found.last_close_at.map(|at| at - begun);
        found.median_time_to_reply = median(waits);
        found
    }
}

impl PartFact {
    fn at(&self) -> i64 {
        self.at_ms.div_euclid(1_000)
    }
}

/// The middle one, or the mean of the two in the middle.
fn median(mut times: Vec<i64>) -> Option<i64> {
    times.sort_unstable();
    let upper = *times.get(times.len() / 2)?;
    match times.len() % 2 {
        0 => times.get(times.len() / 2 - 1).map(|lower| i64::midpoint(*lower, upper)),
        _ => Some(upper),
    }
}

fn count(parts: usize) -> i64 {
    i64::try_from(parts).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversations::{Act, Assignment, Conversation, ConversationState};
    use proptest::prelude::*;

    const BEGUN: i64 = 100;

    /// An act, its time in Unix seconds, and the state before and after it.
    type Done = (Act, i64, ConversationState, ConversationState);

    /// The parts that these acts make, and the acts that made one.
    fn played(acts: &[(Act, i64)]) -> (Vec<PartFact>, Vec<Done>) {
        let mut conversation = Conversation::begun(1, "app", "p", BEGUN);
        let (mut parts, mut done) = (Vec::new(), Vec::new());
        for (act, at) in acts {
            let before = conversation.state;
            let Some(kind) = conversation.apply(*act, *at) else { continue };
            let author = act.author();
            parts.push(PartFact {
                kind,
                author,
                teammate: (author == Author::Teammate).then_some(*at % 3),
                names_somebody: matches!(act, Act::Assign(to) if to.names_somebody()),
                at_ms: at * 1_000 + 999,
            });
            done.push((*act, *at, before, conversation.state));
        }
        (parts, done)
    }

    fn of(acts: &[(Act, i64)]) -> ConversationStatistics {
        ConversationStatistics::of(BEGUN, &played(acts).0)
    }

    #[test]
    fn a_conversation_that_is_assigned_answered_closed_and_opened_again() {
        let acts = [
            (Act::Message, 100),
            (Act::Note, 105),
            (Act::Assign(Assignment::Team(Some(1))), 110),
            (Act::Assign(Assignment::Teammate(Some(2))), 120),
            (Act::Reply, 160),
            (Act::Close, 200),
            (Act::Message, 300),
            (Act::Assign(Assignment::Teammate(Some(3))), 310),
            (Act::Message, 320),
            (Act::Reply, 400),
            (Act::Reply, 410),
            (Act::Close, 502),
        ];
        let expected = ConversationStatistics {
            time_to_assignment: Some(20),
            time_to_admin_reply: Some(60),
            time_to_first_close: Some(100),
            time_to_last_close: Some(402),
            median_time_to_reply: Some(80),
            first_contact_reply_at: Some(100),
            first_assignment_at: Some(110),
            first_admin_reply_at: Some(160),
            first_close_at: Some(200),
            last_assignment_at: Some(310),
            last_assignment_admin_reply_at: Some(400),
            last_contact_reply_at: Some(320),
            last_admin_reply_at: Some(410),
            last_close_at: Some(502),
            last_closed_by: Some(1),
            count_reopens: 1,
            count_assignments: 3,
            count_conversation_parts: 12,
        };
        assert_eq!(of(&acts), expected);
    }

    #[test]
    fn nothing_happened_nothing_is_said() {
        assert_eq!(ConversationStatistics::of(BEGUN, &[]), ConversationStatistics::default());
    }

    #[test]
    fn a_note_a_close_and_what_the_workspace_does_are_no_answers() {
        let acts = [(Act::Message, 100), (Act::Note, 110), (Act::Snooze(200), 120), (Act::Wake, 200)];
        let found = of(&acts);
        assert_eq!((found.first_admin_reply_at, found.median_time_to_reply), (None, None));
        assert_eq!((found.count_reopens, found.count_conversation_parts), (0, 4), "a snooze is no close");
        let closed = of(&[(Act::Message, 100), (Act::Close, 110), (Act::Reply, 120)]);
        assert_eq!((closed.median_time_to_reply, closed.first_admin_reply_at), (None, Some(120)));
    }

    #[test]
    fn a_message_of_the_team_is_no_answer_before_its_person_writes_and_their_wait_begins_then() {
        let (mut parts, _) = played(&[(Act::Reply, 100), (Act::Message, 5_000), (Act::Reply, 5_030)]);
        // As the person answers a message of the team: the conversation was closed.
        parts[1].kind = PartKind::Open;
        let found = ConversationStatistics::of(BEGUN, &parts);
        assert_eq!((found.time_to_admin_reply, found.first_admin_reply_at), (Some(30), Some(5_030)));
        assert_eq!((found.count_reopens, found.count_conversation_parts), (0, 3));
        let unanswered = of(&[(Act::Reply, 100), (Act::Close, 150)]);
        assert_eq!((unanswered.first_admin_reply_at, unanswered.time_to_first_close), (None, Some(50)));
    }

    #[test]
    fn the_median_of_an_even_number_is_between_both_in_the_middle() {
        assert_eq!(median(vec![9, 1, 4, 2]), Some(3));
        assert_eq!((median(vec![7]), median(Vec::new())), (Some(7), None));
    }

    fn acts() -> impl Strategy<Value = Vec<(Act, i64)>> {
        let to = || prop::option::of(1..4_i64);
        let act = prop_oneof![
            4 => Just(Act::Message),
            3 => Just(Act::Reply),
            1 => Just(Act::Note),
            2 => Just(Act::Close),
            1 => Just(Act::Reopen),
            1 => Just(Act::Wake),
            1 => (BEGUN..3 * BEGUN).prop_map(Act::Snooze),
            2 => to().prop_map(|to| Act::Assign(Assignment::Teammate(to))),
            1 => to().prop_map(|to| Act::Assign(Assignment::Team(to))),
        ];
        prop::collection::vec((act, 0..50_i64), 0..25).prop_map(|steps| {
            let mut now = BEGUN;
            let later = |(act, later)| {
                now += later;
                (act, now)
            };
            steps.into_iter().map(later).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn counts_are_what_happened_and_times_are_in_order(acts in acts()) {
            let (parts, done) = played(&acts);
            let found = ConversationStatistics::of(BEGUN, &parts);
            let from = done.iter().position(|(act, ..)| *act == Act::Message).unwrap_or(0);
            let since = &done[from..];
            let assigned = |act: &Act| matches!(act, Act::Assign(to) if to.names_somebody());
            let assignments = since.iter().filter(|(act, ..)| assigned(act)).count();
            let reopens = since.iter().skip(1).filter(|(_, _, before, after)| {
                (*before, *after) == (ConversationState::Closed, ConversationState::Open)
            });
            let starts_closed = since.first().is_some_and(|(_, _, before, _)| *before == ConversationState::Closed);
            // Only closes since the beginning make a reopening.
            if !starts_closed {
                prop_assert_eq!(found.count_reopens, count(reopens.count()));
            }
            prop_assert_eq!(found.count_assignments, count(assignments));
            prop_assert_eq!(found.count_conversation_parts, count(done.len()));
            let last = |wanted: fn(&Act) -> bool| since.iter().rfind(|(act, ..)| wanted(act)).map(|(_, at, ..)| *at);
            prop_assert_eq!(found.last_contact_reply_at, last(|act| *act == Act::Message));
            prop_assert_eq!(found.last_admin_reply_at, last(|act| *act == Act::Reply));
            prop_assert_eq!(found.last_close_at, last(|act| *act == Act::Close));
            prop_assert_eq!(found.last_assignment_at, last(|act| matches!(act, Act::Assign(to) if to.names_somebody())));
            for (first, last) in [
                (found.first_contact_reply_at, found.last_contact_reply_at),
                (found.first_admin_reply_at, found.last_admin_reply_at),
                (found.first_assignment_at, found.last_assignment_at),
                (found.first_close_at, found.last_close_at),
                (found.last_assignment_at, found.last_assignment_admin_reply_at),
                (found.first_contact_reply_at, found.first_admin_reply_at),
                (found.time_to_first_close, found.time_to_last_close),
            ] {
                prop_assert!(first.is_none() || last.is_none() || first <= last);
            }
            let spans = [found.time_to_assignment, found.time_to_admin_reply, found.time_to_first_close, found.median_time_to_reply];
            prop_assert!(spans.into_iter().flatten().all(|seconds| seconds >= 0));
            prop_assert_eq!(found.time_to_admin_reply.is_some(), found.first_admin_reply_at.is_some());
        }
    }
}
