//! Acts of teammates on conversations and on the people in them.

use futures::future::join_all;

use super::state::CLOSED_AT_ONCE;
use crate::desk::guard::begin;
use crate::error::Error;
use crate::workspace::audit::{self, Actor};
use crate::workspace::contacts::Block;
use crate::workspace::conversations::{self, DeskAct, SeenRequest, TeammateAct, WireId};
use crate::workspace::feed::{PresentTeammate, Typing};
use crate::workspace::refusal::Refusal;
use crate::workspace::tags::{self, Tagged};
use crate::workspace::writer::{Write, WriteReply};
use crate::workspace::{Teammate, Workspace, edge};

/// The refusal of a second text under the key of a stored one, whose answer was lost on the way.
const SENT_BEFORE: &str = "What you sent first has arrived. Reload the page to see it: your new words stay here, and can be sent \
                           then.";

/// Carries out an action of a teammate on a conversation. Answers with the id of the newest part.
pub async fn act(
    workspace: &Workspace,
    teammate: i64,
    conversation: i64,
    act: DeskAct,
) -> Result<i64, Error> {
    let app_id = workspace.app_id().to_owned();
    let act = Box::new(TeammateAct { app_id, teammate, conversation, act });
    match workspace.submit(Write::Act(act)).await {
        Ok(Some(WriteReply::Message(sent))) => Ok(sent.part.0),
        Ok(_) => Err(Error::Internal),
        Err(refusal) => Err(refused(refusal)),
    }
}

/// The error of an act that is refused.
pub fn refused(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Internal => Error::Internal,
        Refusal::NoConversation | Refusal::NoPart | Refusal::NoTag => Error::NotFound,
        Refusal::KeyInUse => Error::Conflict { message: SENT_BEFORE.to_owned() },
        Refusal::Field(name, why) => Error::invalid(name, why),
        Refusal::Malformed(what) => Error::invalid("text", what),
        refusal => Error::invalid("text", edge::fix(&refusal)),
    }
}

/// Closes conversations, and returns how many of them the app has. A closed conversation stays as it is.
pub async fn close_many(workspace: &Workspace, teammate: i64, ids: &[i64]) -> Result<i64, Error> {
    if ids.is_empty() || ids.len() > CLOSED_AT_ONCE {
        let message = format!("Choose 1 to {CLOSED_AT_ONCE} conversations.");
        return Err(Error::invalid("ids", message));
    }
    // Together: the writer commits what is waiting at once.
    let acts = ids.iter().map(|id| act(workspace, teammate, *id, DeskAct::Close));
    let mut closed = 0;
    for one in join_all(acts).await {
        match one {
            Ok(_) => closed += 1,
            // Forgotten meanwhile, or another app's.
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(closed)
}

/// Blocks the conversation's person, and returns how many open conversations it closed. The person writes nothing more
/// in between.
pub async fn block(
    workspace: &Workspace,
    by: Actor<'_>,
    teammate: i64,
    conversation: i64,
) -> Result<i64, Error> {
    set_blocked(workspace, by, teammate, conversation, true).await?;
    let open = conversations::not_closed(workspace.db(), workspace.app_id(), conversation).await?;
    let mut closed = 0;
    for some in open.chunks(CLOSED_AT_ONCE) {
        closed += close_many(workspace, teammate, some).await?;
    }
    Ok(closed)
}

pub async fn unblock(
    workspace: &Workspace,
    by: Actor<'_>,
    teammate: i64,
    conversation: i64,
) -> Result<i64, Error> {
    set_blocked(workspace, by, teammate, conversation, false).await.map(|()| 0)
}

async fn set_blocked(
    workspace: &Workspace,
    by: Actor<'_>,
    teammate: i64,
    conversation: i64,
    blocked: bool,
) -> Result<(), Error> {
    let of = Block { app_id: workspace.app_id().to_owned(), teammate, conversation, blocked };
    match workspace.submit(Write::Block(of)).await {
        Ok(_) => {
            let (event, did) = match blocked {
                true => ("person_blocked", "blocked"),
                false => ("person_unblocked", "unblocked"),
            };
            let what = format!("{did} the person of the conversation {conversation}");
            audit::log(by, workspace.app_id(), event, &what);
            Ok(())
        }
        Err(Refusal::NoConversation) => Err(Error::NotFound),
        Err(_) => Err(Error::Internal),
    }
}

/// Gives a conversation or a part the tag with this name. The tag is made if there is none.
pub async fn tag(workspace: &Workspace, by: Actor<'_>, of: Tagged<'_>, name: &str) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    let tag = tags::make(&mut batch, &changed_by, app_id, name).await.map_err(refused)?;
    tags::attach(&mut batch, &changed_by, app_id, &tag.id, of).await.map_err(refused)?;
    batch.commit().await?;
    audit::log(by, app_id, "tagged", &format!("gave {} the tag {}", in_words(of), tag.id));
    Ok(())
}

/// Takes a tag, by its id, from a conversation or a part.
pub async fn untag(workspace: &Workspace, by: Actor<'_>, of: Tagged<'_>, tag: &str) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    tags::detach(&mut batch, &changed_by, app_id, tag, of).await.map_err(refused)?;
    batch.commit().await?;
    audit::log(by, app_id, "untagged", &format!("took the tag {tag} from {}", in_words(of)));
    Ok(())
}

/// As the audit log names it.
fn in_words(of: Tagged<'_>) -> String {
    let kind = match of {
        Tagged::Person(_) => "person",
        Tagged::Company(_) => "company",
        Tagged::Conversation(_) => "conversation",
        Tagged::Part(_) => "part",
    };
    format!("the {kind} {}", of.id())
}

/// Announces that a teammate has a conversation open, or is writing in it.
pub async fn present(
    workspace: &Workspace,
    teammate: Teammate,
    conversation: i64,
    is_typing: bool,
) -> Result<(), Error> {
    let of = conversations::person_of(workspace.db(), workspace.app_id(), conversation).await?;
    let (app_id, person_id) = (workspace.app_id().to_owned(), of.ok_or(Error::NotFound)?);
    let teammate = PresentTeammate { number: teammate.number, name: teammate.name, is_typing };
    let typing = Typing { app_id, person_id, conversation, teammate: Some(teammate) };
    workspace.feed().announce_typing(typing).await;
    Ok(())
}

pub async fn seen(workspace: &Workspace, teammate: i64, conversation: i64, part: i64) -> Result<(), Error> {
    // An open page repeats what was noted: the writer, for which pings wait, has nothing to do then.
    let read_to = conversations::teammates_read_to(workspace.db(), workspace.app_id(), conversation).await?;
    if read_to.is_some_and(|read_to| part <= read_to) {
        return Ok(());
    }
    let (conversation, part) = (WireId(conversation), WireId(part));
    let seen = SeenRequest { app_id: workspace.app_id().to_owned(), conversation, part };
    match workspace.submit(Write::SeenByTeammate { teammate, seen }).await {
        Ok(_) => Ok(()),
        Err(Refusal::NoConversation) => Err(Error::NotFound),
        Err(_) => Err(Error::Internal),
    }
}
