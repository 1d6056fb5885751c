//! The preview of a message that a teammate writes.

use serde_json::Value;

use super::panel::STYLES;
use super::views::{self, Preview};
use super::words::Language;
use crate::Workspace;
use crate::error::Error;
use crate::outbound::{self, Draft};

/// Draws a draft as it would come to this person, or to somebody unknown where none is given.
pub async fn preview(
    workspace: &Workspace,
    draft: &Draft,
    person_id: Option<&str>,
) -> Result<Preview, Error> {
    let (message, person) =
        outbound::preview(workspace.store(), workspace.app_id(), draft, person_id).await?;
    let chosen = person.details.get("language_override").and_then(Value::as_str);
    let Language(words) = Language::of(chosen, person.language.as_deref());
    Ok(views::preview(message, words, STYLES.version()))
}
