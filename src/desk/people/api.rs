//! The server functions for people and companies. Each asks for a teammate of the page's app first. Those that block,
//! archive or delete ask for one who manages people.

use foundation::json::LightJson;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

#[cfg(feature = "ssr")]
use super::act_many::{ManyAct, act_many};
use super::happening::RecordTimeline;
#[cfg(feature = "ssr")]
use super::selected::Selected;
use super::state::{CompanyForm, Found, ListFilter, ListLayout, MergePreview, PeopleList, PersonForm};
#[cfg(feature = "ssr")]
use super::{attributes, companies, consents, found, listed, merge, segments, server, subject, timeline};
use crate::desk::filter::ConditionDraft;
#[cfg(feature = "ssr")]
use crate::desk::guard::{people_manager, teammate, teammate_of};
use crate::error::Error;
#[cfg(feature = "ssr")]
use crate::workspace::audit::Actor;

/// A page of the people or companies that a filter fits: its JSON, or everybody where it is empty. `after` is where the
/// former page ended.
#[server(endpoint = "list_people", input = GetUrl, output = LightJson)]
pub async fn list_people(
    #[server(default)] filter: String,
    #[server(default)] after: String,
    #[server(default)] layout: ListLayout,
) -> Result<PeopleList, Error> {
    let (workspace, teammate) = teammate().await?;
    listed::page(&workspace, &teammate, &filter, &after, &layout).await
}

/// How many a filter fits, in words.
#[server(endpoint = "count_people", input = GetUrl, output = LightJson)]
pub async fn count_people(#[server(default)] filter: String) -> Result<String, Error> {
    let (workspace, _) = teammate_of("").await?;
    listed::count(&workspace, &filter).await
}

/// The filter of a list, and the names that its form offers. `segment` is the id of the segment that the address names.
#[server(endpoint = "people_filter", input = GetUrl, output = LightJson)]
pub async fn people_filter(
    #[server(default)] filter: String,
    #[server(default)] segment: String,
    #[server(default)] layout: ListLayout,
) -> Result<ListFilter, Error> {
    let (workspace, _) = teammate_of("").await?;
    listed::filter_form(&workspace, &filter, &segment, &layout).await
}

/// The address of the list that a form's groups of conditions mean. The model is `person` or `company`.
#[server(endpoint = "people_address", input = Json, output = LightJson)]
pub async fn people_address(
    model: String,
    groups: Vec<Vec<ConditionDraft>>,
    #[server(default)] layout: ListLayout,
) -> Result<String, Error> {
    teammate_of("").await?;
    listed::address_of(&model, &groups, &layout)
}

/// Makes a segment of a list's filter, and opens it.
#[server(endpoint = "segment_make", output = LightJson)]
pub async fn segment_make(
    #[server(default)] name: String,
    #[server(default)] filter: String,
) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    segments::make(&workspace, Actor::from(&session), &name, &filter).await
}

/// Saves a list's filter over a segment, and opens it.
#[server(endpoint = "segment_save", output = LightJson)]
pub async fn segment_save(id: String, #[server(default)] filter: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    segments::save(&workspace, Actor::from(&session), &id, &filter).await
}

/// Gives people or companies of a list the tag with this name, or takes the tag from them. `whole` means all that the
/// filter fits, `ids` these alone. The answer says how many it was. The work goes on if the teammate does not wait for it.
#[server(endpoint = "people_tag_many", output = LightJson)]
pub async fn people_tag_many(
    #[server(default)] filter: String,
    #[server(default)] whole: bool,
    #[server(default)] ids: Vec<String>,
    #[server(default)] name: String,
    #[server(default)] removes: bool,
) -> Result<String, Error> {
    let (workspace, session) = teammate_of("").await?;
    let act = if removes { ManyAct::Untag(name) } else { ManyAct::Tag(name) };
    act_many(workspace, session, Selected::new(&filter, whole, ids)?, act).await
}

/// Archives people or companies of a list, or puts them back. See [`people_tag_many`] for who is meant.
#[server(endpoint = "people_archive_many", output = LightJson)]
pub async fn people_archive_many(
    #[server(default)] filter: String,
    #[server(default)] whole: bool,
    #[server(default)] ids: Vec<String>,
    #[server(default)] archived: bool,
) -> Result<String, Error> {
    let (workspace, session) = people_manager().await?;
    act_many(workspace, session, Selected::new(&filter, whole, ids)?, ManyAct::Archive(archived)).await
}

/// Lets people of a list write no more, or again. See [`people_tag_many`] for who is meant.
#[server(endpoint = "people_block_many", output = LightJson)]
pub async fn people_block_many(
    #[server(default)] filter: String,
    #[server(default)] whole: bool,
    #[server(default)] ids: Vec<String>,
    #[server(default)] blocked: bool,
) -> Result<String, Error> {
    let (workspace, session) = people_manager().await?;
    act_many(workspace, session, Selected::new(&filter, whole, ids)?, ManyAct::Block(blocked)).await
}

/// Deletes people or companies of a list for good. The teammate has typed the word `delete`. See [`people_tag_many`] for
/// who is meant.
#[server(endpoint = "people_delete_many", output = LightJson)]
pub async fn people_delete_many(
    #[server(default)] filter: String,
    #[server(default)] whole: bool,
    #[server(default)] ids: Vec<String>,
    #[server(default)] typed: String,
) -> Result<String, Error> {
    let (workspace, session) = people_manager().await?;
    act_many(workspace, session, Selected::new(&filter, whole, ids)?, ManyAct::Delete(typed)).await
}

/// What a text means: an id, a user_id, an e-mail or a company_id.
#[server(endpoint = "people_find", input = GetUrl, output = LightJson)]
pub async fn people_find(who: String) -> Result<Found, Error> {
    let (workspace, teammate) = teammate().await?;
    found::find(&workspace, &teammate, &who).await
}

/// A page of all that happened with a person or a company. `before` is where the former page ended.
#[server(endpoint = "people_timeline", input = GetUrl, output = LightJson)]
pub async fn people_timeline(id: String, #[server(default)] before: String) -> Result<RecordTimeline, Error> {
    let (workspace, _) = teammate_of("").await?;
    timeline::page(&workspace, &id, &before).await
}

/// Sets a custom attribute of a person or a company to the value that the text means. An empty text clears it.
#[server(endpoint = "attribute_set", output = LightJson)]
pub async fn attribute_set(id: String, name: String, #[server(default)] value: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    attributes::set(&workspace, Actor::from(&session), &id, &name, &value).await
}

/// Gives a person or a company the tag with this name, which is made if there is none.
#[server(endpoint = "people_tag", output = LightJson)]
pub async fn people_tag(id: String, #[server(default)] name: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    subject::tag(&workspace, Actor::from(&session), &id, &name).await
}

/// Takes a tag from a person or a company.
#[server(endpoint = "people_untag", output = LightJson)]
pub async fn people_untag(id: String, tag: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    subject::untag(&workspace, Actor::from(&session), &id, &tag).await
}

/// Sets whether a person gets what a live subscription type is about.
#[server(endpoint = "person_consent", output = LightJson)]
pub async fn person_consent(
    id: String,
    subscription: String,
    #[server(default)] consented: bool,
) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    consents::choose(&workspace, Actor::from(&session), &id, &subscription, consented).await
}

/// Writes a note on a person or a company, in Markdown.
#[server(endpoint = "people_note", output = LightJson)]
pub async fn people_note(id: String, #[server(default)] text: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    subject::write_note(&workspace, Actor::from(&session), &id, &text).await
}

/// Deletes a note on a person or a company.
#[server(endpoint = "people_note_delete", output = LightJson)]
pub async fn people_note_delete(note: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    subject::delete_note(&workspace, Actor::from(&session), &note).await
}

/// Makes a person, or changes the one with this id, and opens them.
#[server(endpoint = "person_save", output = LightJson)]
pub async fn person_save(
    #[server(default)] id: String,
    #[server(default)] person: PersonForm,
) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    server::save(&workspace, Actor::from(&session), &id, &person).await
}

/// Lets a person write no more, or again.
#[server(endpoint = "person_block", output = LightJson)]
pub async fn person_block(id: String, #[server(default)] blocked: bool) -> Result<(), Error> {
    let (workspace, session) = people_manager().await?;
    server::block(&workspace, Actor::from(&session), &id, blocked).await
}

/// Makes a person belong to the company with this company_id or id, or ends it.
#[server(endpoint = "person_company", output = LightJson)]
pub async fn person_company(
    id: String,
    company: String,
    #[server(default)] attached: bool,
) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    companies::attach(&workspace, Actor::from(&session), &id, &company, attached).await
}

/// Gives a person to the teammate with this number, or to nobody.
#[server(endpoint = "person_own", output = LightJson)]
pub async fn person_own(id: String, #[server(default)] owner: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    server::own(&workspace, Actor::from(&session), &id, &owner).await
}

/// Takes a person out of the team's lists, or puts them back.
#[server(endpoint = "person_archive", output = LightJson)]
pub async fn person_archive(id: String, #[server(default)] archived: bool) -> Result<(), Error> {
    let (workspace, session) = people_manager().await?;
    server::archive(&workspace, Actor::from(&session), &id, archived).await
}

/// What a merge of this person into the user with this id, user_id or e-mail changes.
#[server(endpoint = "person_merge_preview", input = GetUrl, output = LightJson)]
pub async fn person_merge_preview(
    id: String,
    #[server(default)] into: String,
) -> Result<MergePreview, Error> {
    let (workspace, _) = teammate_of("").await?;
    merge::preview(&workspace, &id, &into).await
}

/// Merges a visitor or lead into the user whose id, user_id or e-mail this is.
#[server(endpoint = "person_merge", output = LightJson)]
pub async fn person_merge(id: String, #[server(default)] into: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    merge::merge(&workspace, Actor::from(&session), &id, &into).await
}

/// Deletes a person for good, with all that they wrote. The teammate has typed the word `delete`.
#[server(endpoint = "person_delete", output = LightJson)]
pub async fn person_delete(id: String, #[server(default)] typed: String) -> Result<(), Error> {
    let (workspace, session) = people_manager().await?;
    server::delete(&workspace, Actor::from(&session), &id, &typed).await
}

/// Makes a company, or changes the one with this id, and opens it.
#[server(endpoint = "company_save", output = LightJson)]
pub async fn company_save(
    #[server(default)] id: String,
    #[server(default)] company: CompanyForm,
) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    companies::save(&workspace, Actor::from(&session), &id, &company).await
}

/// Takes a company out of the team's lists, or puts it back.
#[server(endpoint = "company_archive", output = LightJson)]
pub async fn company_archive(id: String, #[server(default)] archived: bool) -> Result<(), Error> {
    let (workspace, session) = people_manager().await?;
    companies::archive(&workspace, Actor::from(&session), &id, archived).await
}

/// Deletes a company for good. Its people stay. The teammate has typed the word `delete`.
#[server(endpoint = "company_delete", output = LightJson)]
pub async fn company_delete(id: String, #[server(default)] typed: String) -> Result<(), Error> {
    let (workspace, session) = people_manager().await?;
    companies::delete(&workspace, Actor::from(&session), &id, &typed).await
}
