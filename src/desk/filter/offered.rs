//! Reads the names that an app's filters may use.

use super::state::{ConditionDraft, FilterNames};
use crate::desk::names::teammate_names;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::data_attributes::{AttributeOf, AttributeType, Definition, definitions};
use crate::workspace::data_events::event_names;
use crate::workspace::filter::fields::{Model, Type};
use crate::workspace::filter::{Filter, Names};
use crate::workspace::segments::Segment;
use crate::workspace::tags;

/// The names for a filter of this model, with those that these groups use. `segments` are all of the app.
pub async fn filter_names(
    workspace: &Workspace,
    model: Model,
    groups: &[Vec<ConditionDraft>],
    segments: &[Segment],
) -> Result<FilterNames, Error> {
    let (db, app_id) = (workspace.db(), workspace.app_id());
    let definitions = definitions(db, app_id).await?;
    let segments = segments.iter().filter(|segment| segment.conditions.of() == model);
    let segments = segments.map(|segment| (segment.id.clone(), segment.name.clone())).collect();
    let teammates: Vec<(i64, String)> = teammate_names(workspace).await?;
    let events = event_names(db, app_id).await?.into_iter().filter(|event| !event.archived);
    Ok(FilterNames {
        attributes: typed(&definitions, AttributeOf::Person),
        company_attributes: typed(&definitions, AttributeOf::Company),
        tags: with_gone(groups, Type::Tag, tags::names(db, app_id).await?),
        segments: with_gone(groups, Type::Segment, segments),
        teammates: teammates.into_iter().map(|(number, name)| (number.to_string(), name)).collect(),
        events: events.map(|event| event.name).collect(),
    })
}

/// The filter in sentences, each with the count of the groups around it.
pub async fn sentences(workspace: &Workspace, filter: &Filter) -> Result<Vec<(usize, String)>, Error> {
    let mut transaction = workspace.db().begin_reading().await?;
    let names = Names::read(&mut transaction, workspace.app_id(), filter, &[]).await?;
    transaction.commit().await?;
    Ok(filter.sentences(&names))
}

/// Each of these filters in sentences, as [`sentences`] has them.
pub async fn all_sentences(
    workspace: &Workspace,
    filters: &[&Filter],
) -> Result<Vec<Vec<(usize, String)>>, Error> {
    let mut transaction = workspace.db().begin_reading().await?;
    let names = Names::read_all(&mut transaction, workspace.app_id(), filters).await?;
    transaction.commit().await?;
    Ok(filters.iter().map(|filter| filter.sentences(&names)).collect())
}

/// The names of active attributes, each with its type.
fn typed(definitions: &[Definition], of: AttributeOf) -> Vec<(String, String)> {
    let active =
        definitions.iter().filter(|definition| definition.of == of && definition.archived_at.is_none());
    let named = active.filter_map(|definition| {
        let r#type = match definition.data_type? {
            AttributeType::Boolean => "truth",
            AttributeType::Date => "date",
            AttributeType::Number => "number",
            AttributeType::String | AttributeType::List => "text",
        };
        Some((definition.name.clone(), r#type.to_owned()))
    });
    named.collect()
}

/// The names of a type, and words for each id that the groups name and that is gone.
fn with_gone(
    groups: &[Vec<ConditionDraft>],
    of: Type,
    mut names: Vec<(String, String)>,
) -> Vec<(String, String)> {
    let named = groups.iter().flatten().filter(|one| one.r#type == of.as_str());
    for condition in named.filter(|one| !one.value.is_empty()) {
        if !names.iter().any(|(id, _)| *id == condition.value) {
            names.push((condition.value.clone(), Names::gone(of)));
        }
    }
    names
}
