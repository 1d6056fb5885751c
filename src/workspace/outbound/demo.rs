//! The messages that a demo begins with.

use serde_json::json;

use super::edit::{messages, save};
use super::message::{Button, Content, Delivery, Draft, Style};
use super::page_rule::{AddressPart, Operator, PageRule, PageRules};
use super::start::start;
use crate::audit::Actor;
use crate::batch::Store;
use crate::error::Error;
use crate::teammates::teammates;

/// Starts a few messages of the app's first teammate, unless the app has one already.
pub async fn offer_demo_messages(store: &Store, app_id: &str) -> Result<(), Error> {
    let senders = teammates(&store.db, app_id).await?;
    let Some(sender) = senders.first() else { return Ok(()) };
    if !messages(&store.db, app_id).await?.is_empty() {
        return Ok(());
    }
    let by = Actor::Teammate { account_id: "demo", name: &sender.name, address: None };
    for draft in demo(sender.number)? {
        let number = save(store, app_id, by, None, &draft).await?;
        start(store, app_id, by, number, None).await?;
    }
    Ok(())
}

fn demo(sender: i64) -> Result<[Draft; 3], Error> {
    let users = json!({ "field": "kind", "operator": "is", "value": "user" });
    let cart =
        json!({ "custom": "cart_value_cents", "type": "number", "operator": "greater", "value": 4000 });
    let draft = |title: &str, style, text: &str, page: &str, conditions: &[&serde_json::Value]| {
        let page = PageRule::parse(AddressPart::Path, Operator::Matches, page).map_err(Error::internal)?;
        Ok::<_, Error>(Draft {
            title: title.to_owned(),
            delivery: Delivery::Auto,
            style,
            sender,
            content: Content { text: text.to_owned(), button: None },
            pages: PageRules::try_from(vec![page]).map_err(Error::internal)?,
            audience: json!({ "version": 1, "all": conditions }),
            priority: 0,
            starts_at: None,
            stops_at: None,
            recipient: None,
        })
    };
    let plans = draft(
        "Plan doubts on /plans",
        Style::Chat,
        "Hello {{ first_name | fallback:\"there\" }}, shall we help you choose?",
        "/plans*",
        &[&users, &cart],
    )?;
    let mut boat = draft(
        "The Guji boat is in",
        Style::Post,
        "## The Guji boat is in\n\nHello {{ first_name | fallback:\"there\" }}. The new crop landed on Monday: First Tide is back, \
         brighter than last year.",
        "/coffees",
        &[&users],
    )?;
    boat.content.button =
        Some(Button { label: "See First Tide".to_owned(), link: "/coffees/first-tide".to_owned() });
    let mut brewing = draft(
        "Grinding for visitors",
        Style::Notification,
        "**New to grinding?** The guide says how fine, pot by pot.",
        "/brewing",
        &[],
    )?;
    brewing.content.button =
        Some(Button { label: "Read the guide".to_owned(), link: "/brewing/pour-over".to_owned() });
    Ok([plans, boat, brewing])
}
