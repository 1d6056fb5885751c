//! Reads and changes the messages of an app for the messages page.

use std::collections::HashMap;

use super::draft::{audience, drafted, kept, minute_of, written};
use super::state::{
    AudienceCount, Editor, Explanation, Figures, FindingRow, Matching, MessageDraft, MessageRow,
    MessageStage, Preview, RecipientRow, ViewRow,
};
use crate::desk::filter::{filter_names, sentences};
use crate::desk::names::teammate_names;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::audit::Actor;
use crate::workspace::filter::FilterFinding;
use crate::workspace::filter::fields::Model;
use crate::workspace::outbound::{
    self, Answer, AudienceSize, Candidate, Message, MessageCounts, OutboundState,
};
use crate::workspace::people::{Person, recent};
use crate::workspace::segments;
use crate::workspace::teammates::find_teammate;
use crate::workspace::widget;

/// People whom the preview offers.
const PEOPLE: i64 = 20;

pub async fn message_rows(workspace: &Workspace) -> Result<Vec<MessageRow>, Error> {
    let counts: HashMap<i64, MessageCounts> = outbound::counts(workspace.db(), workspace.app_id())
        .await?
        .into_iter()
        .map(|counts| (counts.message, counts))
        .collect();
    let names: HashMap<i64, String> = teammate_names(workspace).await?;
    let now = workspace.clock().seconds();
    let row = |message: Message| MessageRow {
        id: message.number,
        state: stage(&message, now),
        style: message.style.as_str().to_owned(),
        sender: names.get(&message.sender).cloned().unwrap_or_default(),
        figures: counts.get(&message.number).map(figures).unwrap_or_default(),
        title: message.draft.title,
    };
    Ok(outbound::messages(workspace.db(), workspace.app_id()).await?.into_iter().map(row).collect())
}

/// The editor of a message. A new one is to all whom `filter` fits: a filter's JSON, or empty.
pub async fn message_editor(
    workspace: &Workspace,
    id: Option<i64>,
    filter: &str,
    account_id: &str,
) -> Result<Editor, Error> {
    let teammates: Vec<(i64, String)> = teammate_names(workspace).await?;
    let (db, app_id) = (workspace.db(), workspace.app_id());
    let own = find_teammate(db, app_id, account_id).await?.map_or(0, |own| own.number);
    let (state, is_sent, mut draft) = match id {
        Some(id) => {
            let message = outbound::message(db, app_id, id).await?.ok_or(Error::NotFound)?;
            (stage(&message, workspace.clock().seconds()), message.sent_at.is_some(), drafted(&message))
        }
        None if filter.is_empty() => (MessageStage::Draft, false, MessageDraft::new(own)),
        None => {
            let unreadable = || Error::invalid("filter", "The filter of this address cannot be read.");
            let filter = kept(filter).filter(|filter| filter.of() == Model::Person).ok_or_else(unreadable)?;
            (MessageStage::Draft, false, MessageDraft::to_list(own, &filter))
        }
    };
    // A message of somebody who is gone is this teammate's from the next change on.
    if !teammates.iter().any(|(number, _)| *number == draft.sender) {
        draft.sender = own;
    }
    let kept_sentences = match &draft.kept_filter {
        Some(kept_filter) => kept_sentences(workspace, kept_filter).await?,
        None => Vec::new(),
    };
    let people = recent::people(db, app_id, PEOPLE).await?.into_iter();
    let people = people.map(|person| (person.id.clone(), person.display_name()));
    let segments = segments::list(db, app_id).await?;
    Ok(Editor {
        id,
        state,
        is_sent,
        names: filter_names(workspace, Model::Person, &draft.audience, &segments).await?,
        draft,
        kept_sentences,
        teammates,
        people: people.collect(),
    })
}

/// What a filter asks that the editor cannot draw.
async fn kept_sentences(workspace: &Workspace, kept_filter: &str) -> Result<Vec<(usize, String)>, Error> {
    let Some(filter) = kept(kept_filter) else {
        return Ok(vec![(0, "This version of the workspace cannot read them.".to_owned())]);
    };
    sentences(workspace, &filter).await
}

pub async fn message_stage(workspace: &Workspace, id: i64) -> Result<MessageStage, Error> {
    let message = outbound::message(workspace.db(), workspace.app_id(), id).await?.ok_or(Error::NotFound)?;
    Ok(stage(&message, workspace.clock().seconds()))
}

pub async fn save_draft(
    workspace: &Workspace,
    by: Actor<'_>,
    id: Option<i64>,
    draft: &MessageDraft,
) -> Result<i64, Error> {
    outbound::save(workspace.store(), workspace.app_id(), by, id, &written(draft)?).await
}

pub async fn message_preview(
    workspace: &Workspace,
    draft: &MessageDraft,
    person: &str,
) -> Result<Preview, Error> {
    let draft = written(draft)?;
    let person = Some(person).filter(|person| !person.is_empty());
    let shown = widget::preview(workspace, &draft, person).await?;
    Ok(Preview { style: draft.style.as_str().to_owned(), over: shown.over, opened: shown.opened })
}

pub async fn matching(workspace: &Workspace, draft: &MessageDraft) -> Result<Matching, Error> {
    let (count, more) =
        outbound::count_people(workspace.store(), workspace.app_id(), &audience(draft)?).await?;
    Ok(Matching { count, more })
}

pub async fn audience_count(workspace: &Workspace, id: i64) -> Result<AudienceCount, Error> {
    let AudienceSize { people, is_everybody, person } =
        outbound::audience(workspace.store(), workspace.app_id(), id).await?;
    Ok(AudienceCount { people, is_everybody, person: person.map(|person| recipient_row(&person, true)) })
}

pub async fn recipient_rows(workspace: &Workspace, text: &str) -> Result<Vec<RecipientRow>, Error> {
    let all = outbound::recipients(workspace.db(), workspace.app_id(), text.trim()).await?;
    let certain = Candidate::certain(&all).map(|person| person.id.clone());
    let row = |one: &Candidate| recipient_row(&one.person, certain.as_ref() == Some(&one.person.id));
    Ok(all.iter().map(row).collect())
}

pub async fn explain_message(
    workspace: &Workspace,
    id: i64,
    person: &str,
    url: &str,
) -> Result<Explanation, Error> {
    let answer = outbound::why(workspace.store(), workspace.app_id(), id, person.trim(), url.trim()).await?;
    let why = match answer {
        Answer::Why(why) => why,
        Answer::Which(people) => {
            let people = people.iter().map(|person| recipient_row(person, false)).collect();
            return Ok(Explanation {
                people,
                verdict: String::new(),
                shows: false,
                findings: Vec::new(),
                views: Vec::new(),
            });
        }
    };
    let views = why.views.into_iter().map(|view| ViewRow {
        at: minute_of(view.at),
        url: view.url,
        verdict: view.sentence.to_owned(),
        findings: finding_rows(view.findings),
    });
    Ok(Explanation {
        people: vec![recipient_row(&why.person, true)],
        verdict: why.sentence,
        shows: why.shows,
        findings: finding_rows(why.findings),
        views: views.collect(),
    })
}

fn finding_rows(findings: Vec<FilterFinding>) -> Vec<FindingRow> {
    let row = |finding: FilterFinding| {
        Some(FindingRow { what: finding.sentence, saw: finding.saw?, passed: finding.passed })
    };
    findings.into_iter().filter_map(row).collect()
}

fn recipient_row(person: &Person, is_certain: bool) -> RecipientRow {
    RecipientRow {
        id: person.id.clone(),
        name: person.display_name(),
        email: person.email.clone(),
        is_proved: person.email_proved,
        is_certain,
    }
}

fn figures(counts: &MessageCounts) -> Figures {
    let MessageCounts { matched, sent, seen, clicked, replied, dismissed, sad, neutral, happy, .. } = *counts;
    Figures { matched, sent, seen, clicked, replied, dismissed, sad, neutral, happy }
}

fn stage(message: &Message, now: i64) -> MessageStage {
    match message.state {
        OutboundState::Draft => MessageStage::Draft,
        OutboundState::Stopped => MessageStage::Stopped,
        OutboundState::Live if message.stops_at.is_some_and(|at| at <= now) => MessageStage::Stopped,
        OutboundState::Live if message.starts_at.is_some_and(|at| now < at) => MessageStage::Scheduled,
        OutboundState::Live => MessageStage::Live,
    }
}
