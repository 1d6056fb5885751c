//! The people and companies that a demo begins with.

use serde_json::{Map, Value, json};

use crate::batch::{Batch, Store};
use crate::clock::DAY;
use crate::companies::{self, Company, CompanyUpdate};
use crate::contacts::{self, NewPerson, PersonUpdate};
use crate::database::execute;
use crate::demo_tags;
use crate::error::Error;
use crate::field_update::FieldUpdate;
use crate::ledger::ChangedBy;
use crate::people::{Person, Role};
use crate::refusal::Refusal;

const USERS: usize = 210;
const LEADS: usize = 50;
const VISITORS: usize = 40;
/// Every demo has the same people.
const SEED: u64 = 0x7469_6465;

const GIVEN: [&str; 40] = [
    "Aino", "Amara", "Anders", "Astrid", "Beatriz", "Caoimhe", "Daan", "Dilnoza", "Eero", "Elif", "Emre",
    "Farah", "Giulia", "Hamza", "Ingrid", "Ioana", "Jakub", "Jelena", "Joona", "Kaja", "Kwame", "Leila",
    "Lukas", "Maja", "Marek", "Mei", "Milan", "Noor", "Oisín", "Olga", "Petra", "Rafael", "Saoirse", "Selma",
    "Sindre", "Tariq", "Tuva", "Vera", "Yusuf", "Zofia",
];
const FAMILY: [&str; 40] = [
    "Aalto",
    "Achterberg",
    "Aydın",
    "Berg",
    "Bianchi",
    "Byrne",
    "Costa",
    "Dahl",
    "Demir",
    "Dvořák",
    "Eriksen",
    "Fischer",
    "Georgescu",
    "Haddad",
    "Halvorsen",
    "Horvat",
    "Ivanova",
    "Jansen",
    "Kaya",
    "Kowalska",
    "Laine",
    "Lindqvist",
    "Lopes",
    "Mensah",
    "Moreau",
    "Murphy",
    "Nagy",
    "Nilsen",
    "Novak",
    "Okafor",
    "Petrović",
    "Rahimi",
    "Ricci",
    "Sato",
    "Sørensen",
    "Tamm",
    "Vasquez",
    "Virtanen",
    "Weber",
    "Yılmaz",
];
const PLACES: [&str; 20] = [
    "Harbour", "Fjord", "Lantern", "Kelp", "Beacon", "Anchor", "Skerry", "Tide", "Cove", "Drift", "Gannet",
    "Juniper", "Marram", "Pebble", "Quay", "Rope", "Slipway", "Thrift", "Wharf", "Yarrow",
];
const TRADES: [(&str, &str); 10] = [
    ("Bakery", "Food"),
    ("Books", "Retail"),
    ("Cycles", "Retail"),
    ("Dental", "Health"),
    ("Design", "Services"),
    ("Hotel", "Hospitality"),
    ("Kitchen", "Hospitality"),
    ("Law", "Services"),
    ("School", "Education"),
    ("Yoga", "Health"),
];
/// Plans of a company: the name, and what it spends in a month, in euros.
const PLANS: [(&str, i64); 3] = [("Cove", 24), ("Harbour", 58), ("Open sea", 140)];
const BROWSERS: [&str; 4] = ["Chrome", "Edge", "Firefox", "Safari"];
const ZONES: [(&str, &str); 6] = [
    ("nb-NO", "Europe/Oslo"),
    ("en-GB", "Europe/London"),
    ("de-DE", "Europe/Berlin"),
    ("fi-FI", "Europe/Helsinki"),
    ("tr-TR", "Europe/Istanbul"),
    ("pt-PT", "Europe/Lisbon"),
];

/// Makes people and companies, unless the app has those of a demo already. They are the same in every demo; their
/// times are counted back from now.
pub async fn offer_demo_people(store: &Store, app_id: &str) -> Result<(), Error> {
    let mut batch = Batch::begin(store).await?;
    if companies::find_by_company_id(&mut batch.transaction, app_id, &company_id(0)).await?.is_some() {
        return Ok(());
    }
    let failed = |refusal: Refusal| Error::internal(refusal.to_string());
    let mut demo = Demo { batch, app_id, dice: Dice(SEED) };
    let companies = demo.companies().await.map_err(failed)?;
    let people = demo.people(&companies).await.map_err(failed)?;
    demo_tags::add(&mut demo.batch, app_id, &people, &companies).await.map_err(failed)?;
    demo.batch.commit().await
}

fn company_id(number: usize) -> String {
    format!("demo-{:02}", number + 1)
}

struct Demo<'a> {
    batch: Batch,
    app_id: &'a str,
    dice: Dice,
}

impl Demo<'_> {
    async fn companies(&mut self) -> Result<Vec<Company>, Refusal> {
        let mut made = Vec::new();
        for number in 0..PLACES.len() * 2 {
            // No two companies of a place have one trade.
            let (trade, industry) = TRADES[(number * 7 + number / PLACES.len() * 3) % TRADES.len()];
            let (plan, price) = *self.dice.one_of(&PLANS);
            let name = format!("{} {trade}", PLACES[number % PLACES.len()]);
            let size = 2 + self.dice.below(120);
            let fields = json!({
                "plan": plan, "monthly_spend": price * i64::from(1 + size / 30), "size": size, "industry": industry,
                "website": format!("https://{}.example", word(&name)),
                "created_at": self.batch.now - i64::from(60 + self.dice.below(900)) * DAY,
                "delivery_day": self.dice.one_of(&["Monday", "Tuesday", "Thursday"]),
            });
            let update = CompanyUpdate { name: Some(name), fields: object(fields) };
            let id = company_id(number);
            let set = companies::set(&mut self.batch, &ChangedBy::Import, self.app_id, &id, update).await?;
            made.push(set.0);
        }
        Ok(made)
    }

    /// Makes visitors, and the leads and users whom it returns.
    async fn people(&mut self, companies: &[Company]) -> Result<Vec<Person>, Refusal> {
        let mut made = Vec::new();
        for number in 0..USERS + LEADS {
            let is_user = number < USERS;
            let (given, family) = (*self.dice.one_of(&GIVEN), *self.dice.one_of(&FAMILY));
            let company =
                is_user.then(|| self.dice.one_of(companies).clone()).filter(|_| self.dice.below(10) < 8);
            let host = company.as_ref().map_or_else(
                || "post.example".to_owned(),
                |company| format!("{}.example", word(&company.name)),
            );
            let age = 20 + i64::from(self.dice.below(700));
            let fields = PersonUpdate {
                user_id: if is_user {
                    FieldUpdate::To(format!("demo-{}", number + 1))
                } else {
                    FieldUpdate::Keep
                },
                email: FieldUpdate::To(format!("{}.{}{number}@{host}", word(given), word(family))),
                is_email_proved: is_user,
                name: FieldUpdate::To(format!("{given} {family}")),
                signed_up_at: if is_user {
                    FieldUpdate::To(self.batch.now - age * DAY)
                } else {
                    FieldUpdate::Keep
                },
                details: self.details(),
                attributes: if is_user { self.attributes() } else { Map::new() },
                ..PersonUpdate::default()
            };
            let role = if is_user { Role::User } else { Role::Lead };
            let new = NewPerson { role, fields };
            let (person, _) = contacts::create(&mut self.batch, &ChangedBy::Import, self.app_id, new).await?;
            if let Some(company) = company {
                companies::attach(&mut self.batch, &ChangedBy::Import, self.app_id, &company.id, &person.id)
                    .await?;
            }
            self.visits(&person.id, age).await?;
            made.push(person);
        }
        for _ in 0..VISITORS {
            let visitor = contacts::create_visitor(&mut self.batch, self.app_id).await?;
            let age = i64::from(1 + self.dice.below(60));
            self.visits(&visitor.id, age).await?;
        }
        Ok(made)
    }

    fn details(&mut self) -> Map<String, Value> {
        let mut details = Map::new();
        if self.dice.below(3) == 0 {
            let number = 10_000_000 + self.dice.below(89_999_999);
            details.insert("phone".to_owned(), format!("+47 {number}").into());
        }
        if self.dice.below(12) == 0 {
            details.insert("unsubscribed_from_emails".to_owned(), true.into());
        }
        details
    }

    fn attributes(&mut self) -> Map<String, Value> {
        let orders = self.dice.below(24);
        object(json!({
            "plan": self.dice.one_of(&PLANS).0,
            "order_count": orders,
            "cart_value_cents": if self.dice.below(3) == 0 { 900 + 100 * self.dice.below(90) } else { 0 },
            "favourite_roast": self.dice.one_of(&["light", "medium", "dark"]),
            "wholesale": self.dice.below(5) == 0,
        }))
    }

    /// Writes that the person came so many days ago, and has been here since.
    async fn visits(&mut self, id: &str, days: i64) -> Result<(), Refusal> {
        let first = self.batch.now - days * DAY;
        let since = i64::from(self.dice.below(u32::try_from(days).unwrap_or(1) * 24)) * 3_600;
        let sessions = i64::from(1 + self.dice.below(40));
        let views = sessions * i64::from(2 + self.dice.below(6));
        let (language, zone) = *self.dice.one_of(&ZONES);
        let browser = *self.dice.one_of(&BROWSERS);
        self.batch.change_visits(id, |person| {
            person.created_at = first;
            person.first_seen_at = Some(first);
            person.last_seen_at = first + since;
            (person.session_count, person.impressions) = (sessions, views);
            person.browser = Some(browser.to_owned());
            (person.language, person.time_zone) = (Some(language.to_owned()), Some(zone.to_owned()));
        });
        execute!(&mut self.batch.transaction,
            "update people set created_at = $2 where id = $1" => id, first)?;
        Ok(())
    }
}

/// A text as an address has it: small letters of English alone.
fn word(text: &str) -> String {
    let plain = |c: char| match c {
        'ı' => Some('i'),
        'ø' => Some('o'),
        'í' => Some('i'),
        'ř' => Some('r'),
        'á' => Some('a'),
        'ć' => Some('c'),
        c => c.is_ascii_alphanumeric().then_some(c),
    };
    text.to_lowercase().chars().filter_map(plain).collect()
}

fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(object) = value { object } else { Map::new() }
}

/// Numbers that look random, and are the same each time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed >> 32) % u64::from(end.max(1))) as u32
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let last = u32::try_from(all.len()).unwrap_or(1);
        &all[self.below(last) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Workspace;
    use crate::clock::Clock;
    use crate::database::{Db, read};

    async fn demo() -> (tempfile::TempDir, Workspace) {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
        let workspace = Workspace::open(db, Clock::manual(1_800_000_000), None).await.unwrap();
        for _ in 0..2 {
            offer_demo_people(workspace.store(), workspace.app_id()).await.unwrap();
        }
        (folder, workspace)
    }

    #[tokio::test]
    async fn a_demo_has_300_people_and_40_companies_once_and_they_are_the_same_in_every_demo() {
        let ((_one, one), (_other, other)) = (demo().await, demo().await);
        let people = async |workspace: &Workspace| -> Vec<String> {
            read!(workspace.db(), all values
                "select role || ' ' || coalesce(name, '') || ' ' || coalesce(email, '') || ' ' || session_count || ' ' ||
                   cast(attributes as text) from people order by 1").unwrap()
        };
        let found = people(&one).await;
        assert_eq!(found.len(), 300);
        assert_eq!(found, people(&other).await);
        let count = async |select: &'static str| -> i64 { read!(one.db(), one value select).unwrap() };
        assert_eq!(count("select count(*) from companies").await, 40);
        assert!(count("select count(distinct company) from company_members").await > 35);
        assert!(count("select count(*) from people where email not like '%@%.example'").await == 0);
        assert!(
            count(
                "select count(*) from people where last_seen_at > 1800000000 or last_seen_at < first_seen_at"
            )
            .await
                == 0
        );
        for (select, least) in [
            ("select count(*) from person_tags x join tags t on t.id = x.tag where t.name = 'Wholesale'", 20),
            ("select count(*) from person_tags x join tags t on t.id = x.tag where t.name = 'Complaint'", 10),
            ("select count(*) from company_tags", 3),
            ("select count(*) from notes", 3),
            ("select count(*) from segments", 3),
            ("select count(*) from consents where consented", 50),
            ("select count(*) from consents where not consented", 3),
        ] {
            let found = count(select).await;
            assert!(found >= least, "{select}: {found}");
            let again: i64 = read!(other.db(), one value select).unwrap();
            assert_eq!(found, again, "{select}");
        }
        assert_eq!(
            one.feed().after(one.app_id(), 0, 10).await.unwrap(),
            [],
            "the feed begins with the first visitor"
        );
    }
}
