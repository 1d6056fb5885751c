//! What a demo's team has said of its people: tags, notes, segments, and a newsletter with its consents.

use serde_json::{Value, json};

use crate::batch::Batch;
use crate::companies::Company;
use crate::ledger::ChangedBy;
use crate::notes::{self, NoteOn};
use crate::people::Person;
use crate::refusal::Refusal;
use crate::segments;
use crate::subscription_types::{
    self, ConsentType, ContentType, NewSubscriptionType, SubscriptionTypeState, SubscriptionTypeUpdate,
    Translation,
};
use crate::tags::{self, Tagged};
use crate::teammates;

const BY: &ChangedBy = &ChangedBy::Import;
/// Euros a month from which a company is a key account.
const KEY_ACCOUNT: i64 = 280;

/// Adds tags, notes, segments and consents to the people and companies of a demo. They are the same in every demo.
pub async fn add(
    batch: &mut Batch,
    app_id: &str,
    people: &[Person],
    companies: &[Company],
) -> Result<(), Refusal> {
    add_tags(batch, app_id, people, companies).await?;
    // A demo has its first teammate, unless it is made by hand.
    let author = teammates::answers(&mut batch.transaction, app_id, 1).await?.then_some(1);
    for (nth, text) in [
        (22, "Two bags came torn. A new box is on its way: **call before Friday**."),
        (41, "Opens a second shop in spring, and asks for a price for 40 kg a month."),
    ] {
        if let Some(person) = people.get(nth) {
            notes::write(batch, BY, app_id, NoteOn::Person(&person.id), author, text).await?;
        }
    }
    if let Some(company) = companies.first() {
        let text = "Invoices go to their accountant, not to the shop.";
        notes::write(batch, BY, app_id, NoteOn::Company(&company.id), author, text).await?;
    }
    for (name, condition) in [
        ("Wholesale", json!({ "custom": "wholesale", "type": "truth", "operator": "is", "value": true })),
        (
            "Full carts",
            json!({ "custom": "cart_value_cents", "type": "number", "operator": "greater", "value": 4_000 }),
        ),
        ("Leads", json!({ "field": "role", "operator": "is", "value": "lead" })),
    ] {
        segments::make(batch, BY, app_id, name, &json!({ "version": 2, "all": [condition] })).await?;
    }
    add_newsletter(batch, app_id, people).await
}

async fn add_tags(
    batch: &mut Batch,
    app_id: &str,
    people: &[Person],
    companies: &[Company],
) -> Result<(), Refusal> {
    let wholesale = tags::make(batch, BY, app_id, "Wholesale").await?.id;
    let complaint = tags::make(batch, BY, app_id, "Complaint").await?.id;
    let newsletter = tags::make(batch, BY, app_id, "Newsletter").await?.id;
    let key_account = tags::make(batch, BY, app_id, "Key account").await?.id;
    for (nth, person) in people.iter().enumerate() {
        let buys_wholesale = person.attributes.get("wholesale") == Some(&Value::Bool(true));
        for (tag, is_theirs) in
            [(&wholesale, buys_wholesale), (&complaint, nth % 23 == 22), (&newsletter, is_reader(nth))]
        {
            if is_theirs {
                tags::attach(batch, BY, app_id, tag, Tagged::Person(&person.id)).await?;
            }
        }
    }
    for company in companies {
        let spends = company.details.get("monthly_spend").and_then(Value::as_i64);
        if spends.is_some_and(|euros| euros >= KEY_ACCOUNT) {
            tags::attach(batch, BY, app_id, &key_account, Tagged::Company(&company.id)).await?;
        }
    }
    Ok(())
}

/// Adds a newsletter, to which some have subscribed, and some no longer.
async fn add_newsletter(batch: &mut Batch, app_id: &str, people: &[Person]) -> Result<(), Refusal> {
    let translation = |name: &str, description: &str, locale: &str| Translation {
        name: name.to_owned(),
        description: description.to_owned(),
        locale: locale.to_owned(),
    };
    let new = NewSubscriptionType {
        consent_type: ConsentType::OptIn,
        content_types: vec![ContentType::Email],
        translations: vec![
            translation("Newsletter", "New coffees, once a month.", "en"),
            translation("Rundbrief", "Neue Kaffees, einmal im Monat.", "de"),
        ],
    };
    let made = subscription_types::make(batch, BY, app_id, new).await?;
    let live = SubscriptionTypeUpdate { state: Some(SubscriptionTypeState::Live), ..Default::default() };
    subscription_types::change(batch, BY, app_id, &made.id, live).await?;
    for (nth, person) in people.iter().enumerate().filter(|(nth, _)| is_reader(*nth) || nth % 29 == 28) {
        subscription_types::choose(batch, BY, app_id, &made.id, &person.id, is_reader(nth)).await?;
    }
    Ok(())
}

fn is_reader(nth: usize) -> bool {
    nth % 4 == 1
}
