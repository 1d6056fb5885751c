use serde::Serialize;
use sqlx::{Connection, SqliteConnection};

use super::arrival::{Arrival, How, arrive};
use super::{Ping, Refusal};
use crate::workspace::Workspace;
use crate::workspace::feed::{FeedKind, PingAccepted, RefusedAttribute};
use crate::workspace::identity::{self, VerifiedUser};
use crate::workspace::people::{self, Person, attributes, impressions, sessions};

/// What the loader is told.
#[derive(Debug, Serialize)]
pub struct Reply {
    /// The credential of the session that this ping opened, if it opened one: later pings carry it.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
    /// For the visitor cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    visitor_id: Option<String>,
    person: ReplyPerson,
    unread_count: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refused_attributes: Vec<RefusedAttribute>,
}

#[derive(Debug, Serialize)]
struct ReplyPerson {
    #[serde(rename = "type")]
    kind: &'static str,
    name: String,
}

/// Verifies, stores and answers. The answer comes after the commit, and the feed knows by then.
pub async fn receive(workspace: &Workspace, ping: &Ping, credential: Option<&str>) -> Result<Reply, Refusal> {
    if ping.app_id != workspace.app_id() {
        return Err(Refusal::UnknownApp);
    }
    let now = workspace.clock().seconds();
    let user = identity::verify(&ping.stated, workspace.identity_secret(), now)?;
    // Held until the feed is told: with one writer, the feed's order is the order of the commits.
    let mut writer = workspace.db().write().acquire().await?;
    let mut transaction = writer.begin().await?;
    let arrival = arrive(&mut transaction, ping, user.as_ref(), credential, now).await?;
    let (reply, happened) = store(&mut transaction, ping, user.as_ref(), arrival, now).await?;
    transaction.commit().await?;
    workspace.tell(&ping.app_id, ping.ping_id.as_deref(), happened);
    Ok(reply)
}

/// Ends the session that this credential opens; an unknown one is over already.
pub async fn end_session(workspace: &Workspace, credential: &str) -> Result<(), Refusal> {
    let mut writer = workspace.db().write().acquire().await?;
    let mut transaction = writer.begin().await?;
    let Some(session) = sessions::find(&mut transaction, workspace.app_id(), credential).await? else {
        return Ok(());
    };
    let person = people::find(&mut transaction, &session.person_id).await?.for_feed();
    sessions::end(&mut transaction, &session).await?;
    transaction.commit().await?;
    workspace.tell(workspace.app_id(), None, FeedKind::SessionEnded { person });
    Ok(())
}

/// Attributes and impression, unless the call only brought a new token or repeats the one before.
async fn store(
    db: &mut SqliteConnection,
    ping: &Ping,
    user: Option<&VerifiedUser>,
    arrival: Arrival,
    now: i64,
) -> Result<(Reply, FeedKind), Refusal> {
    let Arrival { mut person, session, how } = arrival;
    let fingerprint = ping.fingerprint();
    let repeated = session.last_ping_hash == fingerprint;
    let brings_nothing = repeated || ping.brings_no_data() && session.last_url == ping.page.url;
    if repeated && matches!(how, How::Riding) {
        let feed = FeedKind::RepeatDropped {
            call: ping.call,
            url: ping.page.url.clone(),
            person: person.for_feed(),
        };
        return Ok((reply(&person, None, Vec::new()), feed));
    }
    let (taken, refused_attributes) = take_attributes(&mut person, ping, user);
    if brings_nothing && matches!(how, How::Renewed) {
        people::save(db, &person, now).await?;
        let feed = FeedKind::TokenRenewed {
            call: ping.call,
            url: ping.page.url.clone(),
            person: person.for_feed(),
            expires_at: session.expires_at,
        };
        return Ok((reply(&person, None, refused_attributes), feed));
    }
    impressions::add(db, &ping.app_id, &mut person, &ping.page, now).await?;
    people::save(db, &person, now).await?;
    sessions::note(db, &session, &ping.page.url, &fingerprint).await?;
    let (credential, merged_from) = match how {
        How::Opened { credential, merged_from } => (Some(credential), merged_from),
        How::Riding | How::Renewed => (None, None),
    };
    let feed = FeedKind::PingAccepted(PingAccepted {
        call: ping.call,
        url: ping.page.url.clone(),
        title: ping.page.title.clone(),
        person: person.for_feed(),
        impression: person.impressions,
        merged_from,
        attributes: taken,
        refused_attributes: refused_attributes.clone(),
        warnings: warnings(user),
    });
    Ok((reply(&person, credential, refused_attributes), feed))
}

/// What is said in clear, then what the token says: the token wins. How many attributes were taken, and what was not.
fn take_attributes(
    person: &mut Person,
    ping: &Ping,
    user: Option<&VerifiedUser>,
) -> (usize, Vec<RefusedAttribute>) {
    if let Some(name) = &ping.name
        && user.is_none_or(|user| user.name.is_none())
    {
        person.name = Some(name.clone());
    }
    let mut brought = ping.attributes.clone();
    brought.extend(user.into_iter().flat_map(|user| user.attributes.clone()));
    let mut refused = attributes::merge(&mut person.attributes, &brought);
    let taken = brought.len() - refused.len();
    if ping.stated.email.is_some() && user.is_some_and(|user| user.email.is_none()) {
        refused.push(RefusedAttribute {
            name: "email".to_owned(),
            reason: "An email is taken from the token alone.".to_owned(),
        });
    }
    (taken, refused)
}

fn warnings(user: Option<&VerifiedUser>) -> Vec<String> {
    let endless = user.is_some_and(|user| user.expires_at.is_none());
    endless
        .then(|| "The token has no exp: whoever finds it may use it for ever.".to_owned())
        .into_iter()
        .collect()
}

fn reply(person: &Person, session: Option<String>, refused_attributes: Vec<RefusedAttribute>) -> Reply {
    Reply {
        session,
        visitor_id: person.visitor_id.clone(),
        person: ReplyPerson {
            kind: if person.is_user() { "user" } else { "visitor" },
            name: person.display_name(),
        },
        unread_count: 0,
        refused_attributes,
    }
}
