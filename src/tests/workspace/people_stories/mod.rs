//! Random stories of people: pages, log-ins, merges, edits, tags, notes, consents, archives, deletions and repeated
//! requests. After each step, what changed in the rows is what the ledger says, and a merge has handed over all there was;
//! at the end each id means who it should, and nothing is left of the deleted. `PROPTEST_CASES` says how many.

mod sayings;

use super::*;
use leptos_messenger::workspace::companies::{self, CompanyUpdate};
use leptos_messenger::workspace::contacts::{self, FoundPerson, NewPerson, PersonKey, fields_of};
use leptos_messenger::workspace::ledger::ChangedBy;
use leptos_messenger::workspace::people::Role;
use leptos_messenger::workspace::refusal::Refusal;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use crate::database::migrations::{Row, contents};
use sayings::{check_sayings, newsletter, sayings};

/// Stories at most, unless `PEOPLE_STORIES` says how many: each takes some 60 ms of a database.
const MOST: usize = 512;
/// People of one database.
const TOGETHER: usize = 16;
const INES: ChangedBy = ChangedBy::Teammate(1);

#[derive(Clone, Copy, Debug)]
enum Step {
    /// The browser boots as a visitor.
    Visit,
    /// The browser boots as the user.
    LogIn,
    /// A page, with an attribute of this value if there is one.
    Page(Option<u8>),
    /// The last ping once more, as after a lost answer.
    Again,
    /// A message to the team.
    Write,
    Event,
    /// The user acts for this company, which pays so much.
    Company(u8, u8),
    LogOut,
    /// A program makes a lead.
    MakeLead,
    /// A teammate changes a person: the last lead, or who the browser has.
    Edit {
        lead: bool,
        value: u8,
    },
    /// A teammate merges the last lead, or the browser's visitor, into the user.
    Merge {
        lead: bool,
    },
    Archive {
        lead: bool,
        on: bool,
    },
    Block {
        lead: bool,
        on: bool,
    },
    Attach {
        lead: bool,
        on: bool,
    },
    /// A teammate gives a person one of two tags, or takes it.
    Tag {
        lead: bool,
        tag: u8,
        on: bool,
    },
    /// A teammate writes a note on a person, or deletes the newest.
    Note {
        lead: bool,
        on: bool,
    },
    /// A person opts in to a newsletter, or out of it.
    Consent {
        lead: bool,
        on: bool,
    },
    Delete {
        lead: bool,
    },
}

fn story() -> impl Strategy<Value = Vec<Step>> {
    let lead = any::<bool>;
    let step = prop_oneof![
        2 => Just(Step::Visit),
        3 => Just(Step::LogIn),
        3 => prop::option::of(0_u8..3).prop_map(Step::Page),
        2 => Just(Step::Again),
        2 => Just(Step::Write),
        1 => Just(Step::Event),
        2 => (0_u8..2, 0_u8..2).prop_map(|(company, pays)| Step::Company(company, pays)),
        1 => Just(Step::LogOut),
        3 => Just(Step::MakeLead),
        2 => (lead(), 0_u8..3).prop_map(|(lead, value)| Step::Edit { lead, value }),
        4 => lead().prop_map(|lead| Step::Merge { lead }),
        1 => (lead(), lead()).prop_map(|(lead, on)| Step::Archive { lead, on }),
        1 => (lead(), lead()).prop_map(|(lead, on)| Step::Block { lead, on }),
        1 => (lead(), lead()).prop_map(|(lead, on)| Step::Attach { lead, on }),
        4 => (lead(), 0_u8..2, prop::bool::weighted(0.7)).prop_map(|(lead, tag, on)| Step::Tag { lead, tag, on }),
        3 => (lead(), prop::bool::weighted(0.7)).prop_map(|(lead, on)| Step::Note { lead, on }),
        2 => (lead(), lead()).prop_map(|(lead, on)| Step::Consent { lead, on }),
        3 => lead().prop_map(|lead| Step::Delete { lead }),
    ];
    prop::collection::vec(step, 6..36)
}

/// How often something happened: a story in which nothing does proves nothing.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    steps: usize,
    changes: usize,
    merged: usize,
    deleted: usize,
    repeated: usize,
    /// What the team said or took back, and what people chose.
    said: usize,
    /// Of that, what a merge handed over.
    handed_over: usize,
}

/// A browser, and the people who were behind it or whom a program made.
struct Player<'a> {
    bench: &'a Bench,
    name: String,
    /// The id of a subscription type.
    newsletter: String,
    session: Option<String>,
    visitor_id: Option<String>,
    /// Who the browser has.
    here: Option<String>,
    lead: Option<String>,
    last: Option<(&'static str, String, Value)>,
    /// Rises with each deletion: what was said before must be gone.
    life: usize,
    page: usize,
    /// Each id that was ever given, and the words of the life in which it was.
    ids: BTreeMap<String, usize>,
    merged: BTreeMap<String, String>,
    deleted: BTreeSet<String>,
    counts: Counts,
}

impl<'a> Player<'a> {
    fn new(bench: &'a Bench, nth: usize, newsletter: &str) -> Self {
        Self {
            bench,
            name: format!("canary{nth}x"),
            newsletter: newsletter.to_owned(),
            session: None,
            visitor_id: None,
            here: None,
            lead: None,
            last: None,
            life: 0,
            page: 0,
            ids: BTreeMap::new(),
            merged: BTreeMap::new(),
            deleted: BTreeSet::new(),
            counts: Counts::default(),
        }
    }

    fn user_id(&self) -> String {
        format!("{}-{}-user", self.name, self.life)
    }

    fn words(&self, what: &str) -> String {
        format!("{}-{}-{what}", self.name, self.life)
    }

    async fn pings(&mut self, call: &'static str, settings: Value) {
        self.page += 1;
        let url = format!("{HOME}{}", self.words(&format!("page{}", self.page)));
        self.last = Some((call, url.clone(), settings.clone()));
        self.sends(call, &url, settings).await;
    }

    async fn sends(&mut self, call: &str, url: &str, settings: Value) {
        let bench = self.bench;
        let visitor = self.visitor_id.clone();
        let answer = bench.ping_as(visitor.as_deref(), call, url, settings, self.session.as_deref()).await;
        if answer.status != StatusCode::OK {
            return;
        }
        let said = answer.json();
        let id = said["contact_id"].as_str().expect("an id").to_owned();
        if let Some(session) = said["session"].as_str() {
            self.session = Some(session.to_owned());
        }
        if let Some(from) = said["merged_from"].as_str() {
            self.counts.merged += 1;
            self.merged.insert(from.to_owned(), id.clone());
            if self.lead.as_deref() == Some(from) {
                self.lead = None;
            }
        }
        self.visitor_id = said["visitor_id"].as_str().map(str::to_owned);
        self.ids.entry(id.clone()).or_insert(self.life);
        self.here = Some(id);
    }

    fn target(&self, lead: bool) -> Option<String> {
        if lead { self.lead.clone() } else { self.here.clone() }
    }

    async fn takes(&mut self, step: Step) {
        let bench = self.bench;
        let app_id = bench.workspace.app_id();
        match step {
            Step::Visit => {
                self.session = None;
                self.pings("boot", json!({})).await;
            }
            Step::LogIn => {
                let claims =
                    json!({ "user_id": self.user_id(), "name": self.words("name"), "exp": NOW + 900_000 });
                self.pings("boot", json!({ "intercom_user_jwt": sign(&claims) })).await;
            }
            Step::Page(None) => self.pings("update", json!({})).await,
            Step::Page(Some(value)) => {
                self.pings("update", json!({ "taste": self.words(&format!("taste{value}")), "cups": value }))
                    .await;
            }
            Step::Again => {
                if let Some((call, url, settings)) = self.last.clone() {
                    self.counts.repeated += 1;
                    self.sends(call, &url, settings).await;
                }
            }
            Step::Write => {
                if let Some(session) = self.session.clone() {
                    let (key, text) = (format!("k{}", self.page), self.words("text"));
                    bench.write(&key, None, &text, &session).await;
                }
            }
            Step::Event => {
                let metadata = json!({ "what": self.words("event") });
                bench.track("looked", metadata, self.session.as_deref()).await;
            }
            Step::Company(company, pays) => {
                let id = self.words(&format!("company{company}"));
                let company = json!({ "company_id": id, "name": id, "monthly_spend": pays });
                self.pings("update", json!({ "company": company })).await;
            }
            Step::LogOut => {
                if let Some(session) = self.session.take() {
                    bench
                        .post(
                            "/messenger/web/shutdown",
                            json!({ "ping_id": "p" }).to_string(),
                            Some(&session),
                        )
                        .await;
                }
                (self.visitor_id, self.here) = (None, None);
            }
            Step::MakeLead => {
                self.page += 1;
                let email = format!("{}@example.com", self.words(&format!("lead{}", self.page)));
                let fields = fields_of(object(json!({ "email": email, "name": self.words("lead") })));
                let new = NewPerson { role: Role::Lead, fields: fields.expect("fields") };
                let mut batch = bench.workspace.begin().await.expect("a batch");
                let (made, _) =
                    contacts::create(&mut batch, &ChangedBy::Import, app_id, new).await.expect("a lead");
                batch.commit().await.expect("committed");
                self.ids.insert(made.id.clone(), self.life);
                self.lead = Some(made.id);
            }
            Step::Edit { lead, value } => {
                let Some(id) = self.target(lead) else { return };
                let taste =
                    if value == 0 { Value::Null } else { self.words(&format!("taste{value}")).into() };
                let fields = json!({ "phone": format!("{value}"), "custom_attributes": { "taste": taste } });
                let mut batch = bench.workspace.begin().await.expect("a batch");
                let fields = fields_of(object(fields)).expect("fields");
                match contacts::update(&mut batch, &INES, app_id, &id, fields).await {
                    Ok(_) => batch.commit().await.expect("committed"),
                    Err(Refusal::NoPerson) => {}
                    Err(other) => panic!("{other}"),
                }
            }
            Step::Merge { lead } => self.merges(lead).await,
            Step::Archive { lead, on } => {
                let Some(id) = self.target(lead) else { return };
                let mut batch = bench.workspace.begin().await.expect("a batch");
                if contacts::archive(&mut batch, &INES, app_id, &id, on).await.is_ok() {
                    batch.commit().await.expect("committed");
                }
            }
            Step::Block { lead, on } => {
                let Some(id) = self.target(lead) else { return };
                let mut batch = bench.workspace.begin().await.expect("a batch");
                if contacts::block(&mut batch, &INES, app_id, &id, on).await.is_ok() {
                    batch.commit().await.expect("committed");
                }
            }
            Step::Attach { lead, on } => self.attaches(lead, on).await,
            Step::Tag { lead, .. } | Step::Note { lead, .. } | Step::Consent { lead, .. } => {
                if let Some(id) = self.target(lead) {
                    self.says(step, &id).await;
                }
            }
            Step::Delete { lead } => {
                let Some(id) = self.target(lead) else { return };
                if bench.workspace.delete_person(&INES, &id).await.is_ok() {
                    self.counts.deleted += 1;
                    self.deleted.insert(id.clone());
                    self.life += 1;
                    let gone = |held: &Option<String>| held.as_deref() == Some(&id);
                    self.here.take_if(|held| *held == id);
                    if gone(&self.lead) {
                        self.lead = None;
                    }
                    // Another life begins: of the former one, who is left says nothing new.
                    (self.session, self.visitor_id, self.here, self.lead) = (None, None, None, None);
                }
            }
        }
    }

    async fn merges(&mut self, lead: bool) {
        let app_id = self.bench.workspace.app_id();
        let Some(from) = self.target(lead) else { return };
        let mut batch = self.bench.workspace.begin().await.expect("a batch");
        let user = contacts::find(&mut batch.transaction, app_id, PersonKey::UserId(&self.user_id())).await;
        let FoundPerson::One(user) = user.expect("a look-up") else { return };
        let Ok(person) = batch.person_of_app(app_id, &from).await else { return };
        let mut into = batch.person_of_app(app_id, &user.id).await.expect("the user");
        if contacts::merge(&mut batch, &INES, app_id, person, &mut into).await.is_err() {
            return;
        }
        batch.save_person(app_id, into, INES);
        batch.commit().await.expect("committed");
        self.counts.merged += 1;
        self.merged.insert(from.clone(), user.id.clone());
        self.lead.take_if(|held| *held == from);
        if self.here.as_deref() == Some(&from) {
            (self.session, self.visitor_id, self.here) = (None, None, None);
        }
    }

    async fn attaches(&mut self, lead: bool, on: bool) {
        let app_id = self.bench.workspace.app_id();
        let Some(id) = self.target(lead) else { return };
        let mut batch = self.bench.workspace.begin().await.expect("a batch");
        if batch.person_of_app(app_id, &id).await.is_err() {
            return;
        }
        let update = CompanyUpdate::default();
        let (company, _) = companies::set(&mut batch, &INES, app_id, &format!("of-team-{}", id), update)
            .await
            .expect("a company");
        match on {
            true => companies::attach(&mut batch, &INES, app_id, &company.id, &id).await,
            false => companies::detach(&mut batch, &INES, app_id, &company.id, &id).await,
        }
        .expect("done");
        companies::delete(&mut batch, &INES, app_id, &company.id).await.expect("deleted");
        batch.commit().await.expect("committed");
    }

    /// The person whom an id means, over all merges; none where that one was deleted.
    fn canonical(&self, id: &str) -> Option<String> {
        let mut id = id.to_owned();
        while let Some(into) = self.merged.get(&id) {
            id.clone_from(into);
        }
        (!self.deleted.contains(&id)).then_some(id)
    }
}

fn object(value: Value) -> serde_json::Map<String, Value> {
    serde_json::from_value(value).expect("an object")
}

/// Columns whose change is a change of the person.
const DATA: [&str; 16] = [
    "role",
    "user_id",
    "email",
    "email_proved",
    "name",
    "owner",
    "signed_up_at",
    "verified",
    "browser",
    "browser_version",
    "os",
    "location",
    "language",
    "time_zone",
    "blocked_at",
    "archived_at",
];

type People = BTreeMap<String, Row>;

async fn people(bench: &Bench) -> People {
    let all = crate::database::migrations::rows(bench.workspace.db(), "people").await;
    all.into_iter().map(|row| (row["id"].clone(), row)).collect()
}

/// The names of the fields in which a person differs, as the ledger names them.
fn changed(before: &Row, after: &Row) -> BTreeSet<String> {
    let columns = DATA.iter().filter(|name| before[**name] != after[**name]).map(|name| (*name).to_owned());
    let mut names: BTreeSet<String> = columns.collect();
    for (column, prefix) in [("details", ""), ("attributes", "custom_attributes.")] {
        let of = |row: &Row| object(serde_json::from_str(&row[column]).expect("JSON"));
        let (before, after) = (of(before), of(after));
        let all = before.keys().chain(after.keys());
        names.extend(
            all.filter(|name| before.get(*name) != after.get(*name)).map(|name| format!("{prefix}{name}")),
        );
    }
    names
}

/// What the ledger says of a person in a step: kinds, fields of `person_changed`, and kinds with their subjects.
#[derive(Default)]
struct Changes {
    kinds: Vec<String>,
    fields: BTreeSet<String>,
    subjects: Vec<(String, String)>,
}

/// What the ledger says of a step, by person.
async fn ledger_since(bench: &Bench, number: i64) -> BTreeMap<String, Changes> {
    let select = format!(
        "select person_id || ' ' || kind || ' ' || coalesce(subject, '-') || ' ' || cast(fields as text) from ledger
         where number > {number} and person_id is not null order by number"
    );
    let mut said: BTreeMap<String, Changes> = BTreeMap::new();
    for line in texts(bench.workspace.db(), &select).await {
        let mut words = line.splitn(4, ' ');
        let mut word = || words.next().unwrap_or_default().to_owned();
        let (id, kind, subject, fields) = (word(), word(), word(), word());
        let changes = said.entry(id).or_default();
        let fields: Vec<String> = serde_json::from_str(&fields).expect("names");
        changes.fields.extend(fields.into_iter().filter(|_| kind == "person_changed"));
        changes.subjects.push((kind.clone(), subject));
        changes.kinds.push(kind);
    }
    said
}

async fn last_number(bench: &Bench) -> i64 {
    texts(bench.workspace.db(), "select number || '' from event_counter").await[0].parse().expect("a number")
}

/// That each change of a row in a step has its event, and that no event is without a change.
fn check(step: Step, before: &People, after: &People, said: &BTreeMap<String, Changes>) -> usize {
    let none = Changes::default();
    let mut changes = 0;
    for (id, row) in after {
        let Changes { kinds, fields, .. } = said.get(id).unwrap_or(&none);
        let Some(old) = before.get(id) else {
            assert!(kinds.contains(&"person_created".to_owned()), "{step:?}: {id} was made: {kinds:?}");
            changes += 1;
            continue;
        };
        let mut expected = changed(old, row);
        let has = |kinds: &[String], one: &str| kinds.iter().any(|kind| kind == one);
        for (column, on, off) in [
            ("blocked_at", "person_blocked", "person_unblocked"),
            ("archived_at", "person_archived", "person_unarchived"),
        ] {
            let is_changed = expected.remove(column);
            let kind = if row[column] == "null" { off } else { on };
            assert_eq!(is_changed, has(kinds, on) || has(kinds, off), "{step:?}: {id} {column}: {kinds:?}");
            assert!(!is_changed || has(kinds, kind), "{step:?}: {id} {column}: {kinds:?}");
        }
        assert_eq!(&expected, fields, "{step:?}: what changed of {id} (left), and what the ledger says");
        changes += expected.len();
    }
    for id in before.keys().filter(|id| !after.contains_key(*id)) {
        let kinds = &said.get(id).unwrap_or(&none).kinds;
        let is_merged = said.values().any(|changes| changes.kinds.contains(&"person_merged".to_owned()));
        assert!(is_merged || kinds == &["person_deleted"], "{step:?}: {id} is gone: {kinds:?}");
        changes += 1;
    }
    changes
}

#[tokio::test]
async fn each_change_of_a_person_has_its_event_each_id_means_who_it_should_and_nothing_of_the_deleted_is_left()
 {
    let config = Config { failure_persistence: None, ..Config::default() };
    let wanted = std::env::var("PEOPLE_STORIES").ok().and_then(|count| count.parse().ok());
    let cases = wanted.unwrap_or_else(|| MOST.min(config.cases as usize));
    let mut runner = TestRunner::new(config);
    let (mut left, mut all) = (cases, Counts::default());
    while left > 0 {
        let together = left.min(TOGETHER);
        left -= together;
        let bench = Bench::new().await;
        let newsletter = newsletter(&bench).await;
        let mut deleted = BTreeSet::new();
        for nth in 0..together {
            let story = story().new_tree(&mut runner).expect("a story").current();
            let mut player = Player::new(&bench, nth, &newsletter);
            for step in &story {
                let (before, number) = (people(&bench).await, last_number(&bench).await);
                let sayings_before = sayings(&bench).await;
                player.takes(*step).await;
                let (after, said) = (people(&bench).await, ledger_since(&bench, number).await);
                player.counts.changes += check(*step, &before, &after, &said);
                let sayings_after = sayings(&bench).await;
                let (said, handed_over) =
                    check_sayings(*step, &sayings_before, &sayings_after, &after, &said);
                player.counts.said += said;
                player.counts.handed_over += handed_over;
                player.counts.steps += 1;
                bench.clock.advance(11);
            }
            read(&bench, &player, &story).await;
            deleted.extend(player.deleted);
            let Counts { steps, changes, merged, deleted, repeated, said, handed_over } = player.counts;
            all.steps += steps;
            all.changes += changes;
            all.merged += merged;
            all.deleted += deleted;
            all.repeated += repeated;
            all.said += said;
            all.handed_over += handed_over;
        }
        check_deleted(&bench, &deleted).await;
        let uncounted = "select p.id from people p
                         where p.impressions <> (select count(*) from impressions i where i.person_id = p.id)";
        let uncounted = texts(bench.workspace.db(), uncounted).await;
        assert!(uncounted.is_empty(), "people whose page views are not those that are there: {uncounted:?}");
    }
    // Past the test harness's capture: how much was tried is part of the result.
    let _ = writeln!(std::io::stderr(), "stories of people: {cases}, {all:?}");
    if cases >= 200 {
        let happens = all.changes > cases
            && all.merged > cases / 8
            && all.deleted > cases / 4
            && all.repeated > cases / 4
            && all.said > cases / 2
            && all.handed_over > cases / 16;
        assert!(happens, "too little happens in {cases} stories: {all:?}");
    }
}

/// Reads what a story has left.
async fn read(bench: &Bench, player: &Player<'_>, story: &[Step]) {
    for id in player.ids.keys() {
        let expected = player.canonical(id);
        let found = match bench.find(PersonKey::Id(id)).await {
            FoundPerson::Nobody => None,
            FoundPerson::One(person) => {
                assert_eq!(&person.id, id, "{story:?}");
                Some(person.id)
            }
            FoundPerson::Merged(person) => {
                assert_ne!(&person.id, id, "{story:?}");
                Some(person.id)
            }
            FoundPerson::Several(ids) => panic!("{ids:?} in {story:?}"),
        };
        assert_eq!(found, expected, "{id} in {story:?}");
    }
}

/// That nothing is left of the deleted but their entry in the ledger.
async fn check_deleted(bench: &Bench, deleted: &BTreeSet<String>) {
    for (table, rows) in contents(bench.workspace.db()).await {
        for row in rows {
            let of_deleted = row.values().any(|value| deleted.contains(value));
            let is_tombstone = table == "ledger" && row["kind"] == "person_deleted";
            assert!(!of_deleted || is_tombstone, "{table} keeps {row:?} of a deleted person");
        }
    }
}
