//! Stores what a ping says.

use std::collections::BTreeSet;

use super::arrival::{Arrival, SessionUse, arrive};
use super::{PersonData, PingReply, StoredPing, VerifiedPing};
use crate::batch::Batch;
use crate::companies::{CompanyWriters, store_companies};
use crate::contacts;
use crate::data_attributes::{self, AttributeOf, Stated, Writer};
use crate::error::Error;
use crate::feed::{FeedKind, NotNow, PingAccepted};
use crate::ledger::ChangedBy;
use crate::outbound::PageView;
use crate::people::refusals::Refusals;
use crate::people::sessions::{Bearer, Session};
use crate::people::{Client, Person, details};
use crate::refusal::Refusal;
use crate::wire::Page;

/// Stores a ping's data and impression, unless the call repeats the one before or only brings a new token.
pub async fn apply_ping(batch: &mut Batch, verified_ping: &VerifiedPing) -> Result<StoredPing, Refusal> {
    let arrival = arrive(batch, verified_ping).await?;
    let VerifiedPing { ping, user, .. } = verified_ping;
    let Arrival { mut person, mut session, session_use } = arrival;
    let (is_user, verified) = (person.is_user(), session.is_verified());
    let (call, url) = (ping.call, ping.page.url.clone());
    let by = ChangedBy::Person(person.id.clone());
    let fingerprint = ping.fingerprint();
    let repeats = session.last_ping_hash == fingerprint;
    let says_nothing = repeats || ping.data.is_empty() && session.last_url == url;

    if repeats && matches!(session_use, SessionUse::Existing) {
        let feed = FeedKind::RepeatDropped { call, url, person: person.for_feed(verified) };
        batch.record_act(&ping.app_id, &person.id, ping.ping_id.as_deref(), feed);
        let reply = PingReply::new(&person, Refusals::default());
        let view = page_view(batch, verified_ping, (&person, &session), None).await?;
        // The reply before was lost, and what it said with it.
        let tells_counts = view.is_some();
        batch.sessions.save(session);
        let person_id = person.id.clone();
        batch.save_person(&ping.app_id, person, by);
        return Ok(StoredPing { reply, person_id, view, tells_counts });
    }
    let StoredData { attributes, company, refused } =
        store_data(batch, &mut person, verified, verified_ping).await?;
    let checks = user.as_ref().map(|user| user.checks.clone()).unwrap_or_default();
    if says_nothing && matches!(session_use, SessionUse::Renewed) {
        let (person_in_feed, expires_at) = (person.for_feed(verified), session.expires_at);
        let feed = FeedKind::TokenRenewed { call, url, person: person_in_feed, expires_at, checks };
        batch.record_act(&ping.app_id, &person.id, ping.ping_id.as_deref(), feed);
        let reply = PingReply::new(&person, refused);
        let person_id = person.id.clone();
        batch.people.note_seen(&person);
        batch.save_person(&ping.app_id, person, by);
        return Ok(StoredPing { reply, person_id, view: None, tells_counts: false });
    }
    if person.archived_at.is_some() {
        contacts::archive(batch, &by, &ping.app_id, &person.id, false).await?;
        person.archived_at = None;
    }
    let Page { locale, time_zone, .. } = &ping.page;
    let client = Client::new(&ping.user_agent, locale.clone(), time_zone.clone(), ping.location.clone());
    person.view(&ping.page, &client, matches!(session_use, SessionUse::Opened { .. }), batch.now);
    batch.impressions.add(&ping.app_id, &mut person, &ping.page, batch.now_ms)?;
    session.last_url.clone_from(&url);
    session.last_ping_hash = fingerprint;
    let (opened, merged_from) = match session_use {
        SessionUse::Opened { credential, merged } => {
            let (id, merged_from) = merged.unzip();
            (Some((credential, id)), merged_from)
        }
        SessionUse::Existing | SessionUse::Renewed => (None, None),
    };
    let feed = FeedKind::PingAccepted(PingAccepted {
        call,
        url,
        title: ping.page.title.clone(),
        person: person.for_feed(verified),
        impression: person.impressions,
        merged_from,
        attributes,
        refused_attributes: refused.named.clone(),
        more_refused: refused.more,
        company,
        checks,
        warnings: match user {
            Some(user) if verified == user.proof.is_some() => user.warnings.clone(),
            None if is_user && !verified => vec!["Nothing has proved who this is.".to_owned()],
            _ => Vec::new(),
        },
        client: person.client_for_feed(),
        messages: Vec::new(),
    });
    batch.record_act(&ping.app_id, &person.id, ping.ping_id.as_deref(), feed);
    let credential = opened.as_ref().map(|(credential, _)| credential.clone());
    let view = page_view(batch, verified_ping, (&person, &session), credential).await?;
    if let Some(view) = &view {
        batch.impressions.note_messages(view.messages.iter().map(|live| live.message.number));
    }
    batch.sessions.save(session);
    let (mut reply, tells_counts) = (PingReply::new(&person, refused), opened.is_some());
    if let Some((credential, merged_from)) = opened {
        reply = reply.opened(credential, merged_from);
    }
    let person_id = person.id.clone();
    batch.people.note_seen(&person);
    batch.save_person(&ping.app_id, person, by);
    Ok(StoredPing { reply, person_id, view, tells_counts })
}

/// The page view, with the messages that are for the page. None where there are none, and the session shows none.
/// `opened` is the credential of a session that the ping opened.
async fn page_view(
    batch: &mut Batch,
    VerifiedPing { ping, bearer, candidates, .. }: &VerifiedPing,
    (person, session): (&Person, &Session),
    opened: Option<String>,
) -> Result<Option<PageView>, Error> {
    let messages = candidates.at_version(batch.events.live_messages, &mut batch.transaction).await?;
    if messages.is_empty() && session.outbound.is_none() {
        return Ok(None);
    }
    let credential = opened.unwrap_or_else(|| bearer.credential.clone());
    Ok(Some(PageView {
        app_id: ping.app_id.clone(),
        ping_id: ping.ping_id.clone(),
        bearer: Bearer { credential, ..bearer.clone() },
        session: session.clone(),
        person: person.clone(),
        stored_at_ms: batch.now_ms,
        not_now: NotNow::of(&ping.page),
        candidates: candidates.clone(),
        messages,
    }))
}

struct StoredData {
    /// Count of custom attributes that were taken.
    attributes: usize,
    /// The active company's name.
    company: Option<String>,
    refused: Refusals,
}

/// Stores the data in clear, or what a token says in its place.
async fn store_data(
    batch: &mut Batch,
    person: &mut Person,
    is_proved: bool,
    verified_ping: &VerifiedPing,
) -> Result<StoredData, Error> {
    let VerifiedPing { ping, user, withheld, .. } = verified_ping;
    let signed = user.as_ref().map(|user| {
        let claims = PersonData::of(user.claims.clone());
        PersonData { name: user.name.clone(), ..claims }
    });
    let signed = signed.unwrap_or_default();
    let in_clear = Writer::Browser { is_proved };
    let by = |is_signed: bool| if is_signed { Writer::Token } else { in_clear };
    let writers = CompanyWriters {
        company: by(signed.companies.company.is_some()),
        companies: by(signed.companies.companies.is_some()),
    };
    let signed_names: BTreeSet<String> = signed.attributes.keys().cloned().collect();
    let data = ping.data.clone().overruled_by(signed);
    let mut refused = withheld.clone().and(data.unreadable);
    if data.name.is_some() {
        person.name = data.name;
    }
    if person.is_user() && data.signed_up_at.is_some() && person.signed_up_at != data.signed_up_at {
        person.signed_up_at = data.signed_up_at;
    }
    details::merge(&mut person.details, &data.details, &mut refused);
    let before = refused.count();
    let stated = data.attributes.iter();
    let stated = stated.map(|(name, value)| Stated { name, value, by: by(signed_names.contains(name)) });
    let (of, stated) = (AttributeOf::Person, stated.collect::<Vec<_>>());
    data_attributes::store(batch, &ping.app_id, of, &mut person.attributes, &stated, &mut refused).await?;
    let attributes = data.attributes.len() - (refused.count() - before);
    let mut company = None;
    if person.is_user() {
        company =
            store_companies(batch, &ping.app_id, person, (&data.companies, writers), &mut refused).await?;
    } else if data.companies.company.or(data.companies.companies).is_some_and(|company| !company.is_null()) {
        refused.add("company", "A visitor acts for no company; users do.");
    }
    if ping.stated.email.is_some() && user.as_ref().is_some_and(|user| user.email.is_none()) {
        refused.add("email", "An email is taken from the token alone.");
    }
    Ok(StoredData { attributes, company, refused })
}
