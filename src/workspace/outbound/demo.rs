//! The messages that a demo begins with.

use serde_json::json;

use super::edit::{messages, save};
use super::message::{Button, Content, Delivery, Draft, Style};
use super::page_rule::{AddressPart, Operator, PageRule, PageRules};
use super::start::start;
use crate::audit::Actor;
use crate::batch::Store;
use crate::database::{commit, read};
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
    let before: i64 = read!(&store.db, one value "select number from event_counter where id = 1")?;
    for draft in demo(sender.number)? {
        let number = save(store, app_id, by, None, &draft).await?;
        start(store, app_id, by, number, None).await?;
    }
    // The feed of a demo begins with its first visitor.
    commit!(&store.db,
        "delete from events where app_id = $1 and number > $2" => app_id, before)?;
    Ok(())
}

fn demo(sender: i64) -> Result<[Draft; 3], Error> {
    let users = json!({ "field": "role", "operator": "is", "value": "user" });
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
            audience: json!({ "version": 2, "all": conditions }),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Workspace;
    use crate::clock::Clock;
    use crate::database::Db;

    #[tokio::test]
    async fn the_feed_of_a_demo_says_nothing_of_the_messages_that_it_begins_with() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
        let workspace = Workspace::open(db, Clock::manual(1_800_000_000), None).await.unwrap();
        let (db, app_id) = (workspace.db(), workspace.app_id());
        commit!(db,
            "insert into teammates (app_id, number, account_id, name) values ($1, 1, 'a', 'Ines')" => app_id)
        .unwrap();
        offer_demo_messages(workspace.store(), app_id).await.unwrap();
        assert_eq!(messages(db, app_id).await.unwrap().len(), 3);
        assert_eq!(workspace.feed().after(app_id, 0, 10).await.unwrap(), []);
    }
}
