use super::arrival::{Arrival, How, arrive};
use super::{Ping, Refusal, Reply};
use crate::workspace::Workspace;
use crate::workspace::feed::{FeedKind, PingAccepted, RefusedAttribute};
use crate::workspace::identity::{self, VerifiedUser};
use crate::workspace::people::{Person, attributes};
use crate::workspace::writer::{Batch, Work};

/// A ping, and who it is proved to come from.
pub struct Claimed {
    pub ping: Ping,
    pub user: Option<VerifiedUser>,
    /// Of the session that it rides on.
    pub credential: Option<String>,
}

/// Verifies, stores and answers. The answer comes after the commit, and the feed knows by then.
pub async fn receive(
    workspace: &Workspace,
    ping: Ping,
    credential: Option<String>,
) -> Result<Reply, Refusal> {
    if ping.app_id != workspace.app_id() {
        return Err(Refusal::UnknownApp);
    }
    let now = workspace.clock().seconds();
    let user = match identity::verify(&ping.stated, workspace.identity_secret(), now) {
        Ok(user) => user,
        Err(refusal) => return Err(workspace.refuse(Some(&ping), refusal.into()).await),
    };
    let claimed = Box::new(Claimed { ping, user, credential });
    workspace.hand_in(Work::Ping(claimed)).await?.ok_or(Refusal::Internal)
}

/// Attributes and an impression, unless the call repeats the one before or only brings a new token.
pub async fn take(batch: &mut Batch, claimed: &Claimed) -> Result<Reply, Refusal> {
    let arrival = arrive(batch, claimed).await?;
    let Claimed { ping, user, .. } = claimed;
    let user = user.as_ref();
    let Arrival { mut person, mut session, how } = arrival;
    let (call, url) = (ping.call, ping.page.url.clone());
    let fingerprint = ping.fingerprint();
    let repeats = session.last_ping_hash == fingerprint;
    let says_nothing = repeats || ping.brings_no_data() && session.last_url == url;

    if repeats && matches!(how, How::Riding) {
        let feed = FeedKind::RepeatDropped { call, url, person: person.for_feed() };
        batch.tell(&ping.app_id, ping.ping_id.as_deref(), feed);
        return Ok(Reply::new(&person, None, Vec::new()));
    }
    let (attributes, refused_attributes) = take_attributes(&mut person, ping, user);
    if says_nothing && matches!(how, How::Renewed) {
        let expires_at = session.expires_at;
        let feed =
            FeedKind::TokenRenewed { call, url, person: person.for_feed(), expires_at, checks: Vec::new() };
        batch.tell(&ping.app_id, ping.ping_id.as_deref(), feed);
        let reply = Reply::new(&person, None, refused_attributes);
        batch.people.save(person);
        return Ok(reply);
    }
    batch.impressions.add(&ping.app_id, &mut person, &ping.page, batch.now_ms)?;
    session.last_url.clone_from(&url);
    session.last_ping_hash = fingerprint;
    batch.sessions.save(session);
    let (credential, merged_from) = match how {
        How::Opened { credential, merged_from } => (Some(credential), merged_from),
        How::Riding | How::Renewed => (None, None),
    };
    let feed = FeedKind::PingAccepted(PingAccepted {
        call,
        url,
        title: ping.page.title.clone(),
        person: person.for_feed(),
        impression: person.impressions,
        merged_from,
        attributes,
        refused_attributes: refused_attributes.clone(),
        company: None,
        checks: Vec::new(),
        warnings: warnings(user),
    });
    batch.tell(&ping.app_id, ping.ping_id.as_deref(), feed);
    let reply = Reply::new(&person, credential, refused_attributes);
    batch.people.save(person);
    Ok(reply)
}

/// Takes what is said in clear, then what the token says: the token wins. Tells how many attributes were taken, and
/// what was not.
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
    let signed = user.into_iter().flat_map(|user| user.attributes.clone());
    let mut brought = ping.attributes.clone();
    brought.extend(signed.filter(|(name, _)| attributes::is_custom(name)));
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
    match user {
        Some(user) if user.expires_at.is_none() => {
            vec!["The token has no exp: whoever finds it may use it for ever.".to_owned()]
        }
        _ => Vec::new(),
    }
}
