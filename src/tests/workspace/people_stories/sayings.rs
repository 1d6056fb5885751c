//! What the team says of the people of a story, and what these choose to get.

use leptos_messenger::workspace::notes::{self, NoteOn};
use leptos_messenger::workspace::refusal::Refusal;
use leptos_messenger::workspace::subscription_types::{
    self, ConsentType, ContentType, NewSubscriptionType, SubscriptionTypeState, SubscriptionTypeUpdate,
    Translation,
};
use leptos_messenger::workspace::tags::{self, Tagged};

use super::checks::{Changes, People};
use super::player::Player;
use super::steps::Step;
use super::*;

/// Makes a subscription type that people get until they opt out.
pub async fn newsletter(bench: &Bench) -> String {
    let app_id = bench.workspace.app_id();
    let made = bench.acts(async |batch| {
        let words = |text: &str| text.to_owned();
        let new = NewSubscriptionType {
            consent_type: ConsentType::OptOut,
            content_types: vec![ContentType::Email],
            translations: vec![Translation {
                name: words("News"),
                description: words(""),
                locale: words("en"),
            }],
        };
        let id = subscription_types::make(batch, &INES, app_id, new).await?.id;
        let live = SubscriptionTypeUpdate { state: Some(SubscriptionTypeState::Live), ..Default::default() };
        subscription_types::change(batch, &INES, app_id, &id, live).await.map(|live| live.id)
    });
    made.await.0.expect("a newsletter")
}

impl Player<'_> {
    /// Has a teammate say something of a person who may be gone, or the person choose.
    pub(super) async fn says(&self, step: Step, id: &str) {
        let app_id = self.bench.workspace.app_id();
        let act = self.bench.acts(async |batch| match step {
            Step::Tag { tag, on, .. } => {
                let tag = tags::make(batch, &INES, app_id, ["Regular", "Late"][usize::from(tag)]).await?.id;
                match on {
                    true => tags::attach(batch, &INES, app_id, &tag, Tagged::Person(id)).await,
                    false => tags::detach(batch, &INES, app_id, &tag, Tagged::Person(id)).await,
                }
            }
            Step::Note { on: true, .. } => {
                let text = self.words("note");
                notes::write(batch, &INES, app_id, NoteOn::Person(id), None, &text).await.map(|_| ())
            }
            Step::Note { .. } => {
                let newest = notes::list(&mut batch.transaction, app_id, NoteOn::Person(id), None, 1).await?;
                match newest.first() {
                    Some(note) => notes::delete(batch, &INES, app_id, &note.id).await,
                    None => Ok(()),
                }
            }
            Step::Consent { on, .. } => {
                let by = ChangedBy::Person(id.to_owned());
                subscription_types::choose(batch, &by, app_id, &self.newsletter, id, on).await
            }
            _ => Ok(()),
        });
        match act.await.0 {
            Ok(()) | Err(Refusal::NoPerson) => {}
            Err(other) => panic!("{other}"),
        }
    }
}

/// What the team has said of each person and what each has chosen, as lines: `tag ID`, `note ID`, `consent ID in` or `out`.
pub type Sayings = BTreeMap<String, BTreeSet<String>>;

pub async fn sayings(bench: &Bench) -> Sayings {
    let select = "select subject || ' tag ' || tag from person_tags
                  union all select person_id || ' note ' || id from notes where person_id is not null
                  union all select person_id || ' consent ' || subscription_type || case when consented then ' in' else ' out' end
                            from consents";
    let mut sayings = Sayings::new();
    for line in texts(bench.workspace.db(), select).await {
        let (id, saying) = line.split_once(' ').expect("two words");
        sayings.entry(id.to_owned()).or_default().insert(saying.to_owned());
    }
    sayings
}

/// That each tag, note and consent that came or went in a step has its event, that no event is without one, and that a
/// merge handed over all there was. Returns how many came or went, and how many were handed over.
pub fn check_sayings(
    step: Step,
    before: &Sayings,
    after: &Sayings,
    there: &People,
    said: &BTreeMap<String, Changes>,
) -> (usize, usize) {
    let nothing = BTreeSet::new();
    let is_old_note =
        |saying: &String| saying.starts_with("note") && before.values().any(|all| all.contains(saying));
    let (mut count, mut handed_over) = (0, 0);
    for id in there.keys() {
        let (old, new) = (before.get(id).unwrap_or(&nothing), after.get(id).unwrap_or(&nothing));
        let event = |saying: &String, has_come: bool| {
            let (what, rest) = saying.split_once(' ').expect("two words");
            let kind = match (what, has_come) {
                ("tag", true) => "person_tagged",
                ("tag", false) => "person_untagged",
                ("note", true) => "person_note_written",
                ("note", false) => "person_note_deleted",
                (_, true) if rest.ends_with("in") => "person_subscribed",
                (_, true) => "person_unsubscribed",
                // The other choice has come.
                (_, false) => return None,
            };
            Some((kind.to_owned(), rest.split(' ').next().unwrap_or_default().to_owned()))
        };
        let come = new
            .difference(old)
            .filter(|saying| !is_old_note(saying))
            .filter_map(|saying| event(saying, true));
        let gone = old.difference(new).filter_map(|saying| event(saying, false));
        let mut expected: Vec<_> = come.chain(gone).collect();
        let is_saying = |kind: &str| {
            ["tagged", "note", "subscribed", "untagged", "unsubscribed"]
                .iter()
                .any(|word| kind.contains(word))
        };
        let subjects = said.get(id).map_or(&[][..], |changes| &changes.subjects);
        let mut events: Vec<_> = subjects.iter().filter(|(kind, _)| is_saying(kind)).cloned().collect();
        expected.sort();
        events.sort();
        assert_eq!(expected, events, "{step:?}: what was said of {id} (left), and what the ledger says");
        count += expected.len();
        for (_, merged) in subjects.iter().filter(|(kind, _)| kind == "person_merged") {
            for saying in before.get(merged).unwrap_or(&nothing) {
                let choice = saying.trim_end_matches(" in").trim_end_matches(" out");
                let is_there = new.iter().any(|own| own.starts_with(choice));
                assert!(is_there, "{step:?}: {id} lost “{saying}” of {merged}: {new:?}");
                handed_over += 1;
            }
        }
    }
    (count, handed_over)
}
