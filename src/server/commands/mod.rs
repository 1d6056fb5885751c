//! Commands for whoever has access to the server's settings: they act on the database that these name, also while the
//! server runs.

mod attribute;
mod backup;
mod company;
mod password;
mod person;
mod team;
mod teammate;

use std::path::Path;

use super::config::Config;
use crate::clock::Clock;
use crate::database::Db;
use crate::workspace::ledger::ChangedBy;
use crate::workspace::{self, Batch};

const USAGE: &str = "say nothing, to serve, or one of:
  make-teammate [--name <name>] <email> <app_id>
  list-teammates <app_id>
  rename-teammate <email> <app_id> <name>
  remove-teammate <email> <app_id>
  set-teammate-away [--reassign] <email> <app_id>
  set-teammate-back <email> <app_id>
  reset-second-factor <email> <app_id>
  reset-password <email>
  make-team <name> <app_id>
  list-teams <app_id>
  rename-team <name> <app_id> <new name>
  remove-team <name> <app_id>
  add-to-team <email> <name> <app_id>
  remove-from-team <email> <name> <app_id>
  make-person <fields as JSON> <app_id>
  find-person <who> <app_id>
  change-person <who> <fields as JSON> <app_id>
  merge-person <who> <into whom> <app_id>
  archive-person <who> <app_id>
  unarchive-person <who> <app_id>
  block-person <who> <app_id>
  unblock-person <who> <app_id>
  export-person <who> <app_id>
  delete-person <who> <app_id>
  set-company <company_id> <fields as JSON> <app_id>
  export-company <company_id> <app_id>
  archive-company <company_id> <app_id>
  unarchive-company <company_id> <app_id>
  attach-company <company_id> <who> <app_id>
  detach-company <company_id> <who> <app_id>
  delete-company <company_id> <app_id>
  list-attributes <app_id>
  make-attribute <of> <name> <fields as JSON> <app_id>
  change-attribute <of> <name> <fields as JSON> <app_id>
  archive-attribute <of> <name> <app_id>
  unarchive-attribute <of> <name> <app_id>
  backup <folder>
  restore <folder>
<who> is a person's id, user_id or e-mail. <of> is person, company or conversation.";

/// The reason why a command did not do what it was asked for, in words for a person.
type Failure = Box<dyn std::error::Error>;

/// Runs a command, and returns what it says of what it did.
pub async fn run(arguments: &[&str]) -> Result<String, Failure> {
    match *arguments {
        ["make-teammate", "--name", name, email, app_id] => {
            at(app_id, async |app| teammate::make(app, email, Some(name)).await).await
        }
        ["make-teammate", email, app_id] => {
            at(app_id, async |app| teammate::make(app, email, None).await).await
        }
        ["list-teammates", app_id] => at(app_id, async |app| teammate::list(app).await).await,
        ["rename-teammate", email, app_id, name] => {
            at(app_id, async |app| teammate::rename(app, email, name).await).await
        }
        ["remove-teammate", email, app_id] => {
            at(app_id, async |app| teammate::remove(app, email).await).await
        }
        ["set-teammate-away", "--reassign", email, app_id] => {
            at(app_id, async |app| teammate::set_away(app, email, true).await).await
        }
        ["set-teammate-away", email, app_id] => {
            at(app_id, async |app| teammate::set_away(app, email, false).await).await
        }
        ["set-teammate-back", email, app_id] => {
            at(app_id, async |app| teammate::set_back(app, email).await).await
        }
        ["reset-second-factor", email, app_id] => {
            at(app_id, async |app| teammate::reset_second_factor(app, email).await).await
        }
        ["reset-password", email] => password::reset(email).await,
        ["make-team", name, app_id] => at(app_id, async |app| team::make(app, name).await).await,
        ["list-teams", app_id] => at(app_id, async |app| team::list(app).await).await,
        ["rename-team", name, app_id, new_name] => {
            at(app_id, async |app| team::rename(app, name, new_name).await).await
        }
        ["remove-team", name, app_id] => at(app_id, async |app| team::remove(app, name).await).await,
        ["add-to-team", email, name, app_id] => {
            at(app_id, async |app| team::add_member(app, email, name).await).await
        }
        ["remove-from-team", email, name, app_id] => {
            at(app_id, async |app| team::remove_member(app, email, name).await).await
        }
        ["make-person", json, app_id] => at(app_id, async |app| person::make(app, json).await).await,
        ["find-person", who, app_id] => at(app_id, async |app| person::show(app, who).await).await,
        ["change-person", who, json, app_id] => {
            at(app_id, async |app| person::change(app, who, json).await).await
        }
        ["merge-person", who, into, app_id] => {
            at(app_id, async |app| person::merge(app, who, into).await).await
        }
        ["archive-person", who, app_id] => {
            at(app_id, async |app| person::archive(app, who, true).await).await
        }
        ["unarchive-person", who, app_id] => {
            at(app_id, async |app| person::archive(app, who, false).await).await
        }
        ["block-person", who, app_id] => at(app_id, async |app| person::block(app, who, true).await).await,
        ["unblock-person", who, app_id] => at(app_id, async |app| person::block(app, who, false).await).await,
        ["export-person", who, app_id] => at(app_id, async |app| person::export(app, who).await).await,
        ["delete-person", who, app_id] => at(app_id, async |app| person::delete(app, who).await).await,
        ["set-company", id, json, app_id] => at(app_id, async |app| company::set(app, id, json).await).await,
        ["export-company", id, app_id] => at(app_id, async |app| company::export(app, id).await).await,
        ["archive-company", id, app_id] => {
            at(app_id, async |app| company::archive(app, id, true).await).await
        }
        ["unarchive-company", id, app_id] => {
            at(app_id, async |app| company::archive(app, id, false).await).await
        }
        ["attach-company", id, who, app_id] => {
            at(app_id, async |app| company::attach(app, id, who).await).await
        }
        ["detach-company", id, who, app_id] => {
            at(app_id, async |app| company::detach(app, id, who).await).await
        }
        ["delete-company", id, app_id] => at(app_id, async |app| company::delete(app, id).await).await,
        ["list-attributes", app_id] => at(app_id, async |app| attribute::list(app).await).await,
        ["make-attribute", of, name, json, app_id] => {
            at(app_id, async |app| attribute::make(app, of, name, json).await).await
        }
        ["change-attribute", of, name, json, app_id] => {
            at(app_id, async |app| attribute::change(app, of, name, json).await).await
        }
        ["archive-attribute", of, name, app_id] => {
            at(app_id, async |app| attribute::archive(app, of, name, true).await).await
        }
        ["unarchive-attribute", of, name, app_id] => {
            at(app_id, async |app| attribute::archive(app, of, name, false).await).await
        }
        ["backup", folder] => backup::make(Path::new(folder)).await,
        ["restore", folder] => backup::restore(Path::new(folder)).await,
        _ => Err(USAGE.into()),
    }
}

/// Opens an app, acts on it, and closes the database afterwards.
async fn at(
    app_id: &str,
    act: impl AsyncFnOnce(&OpenedApp<'_>) -> Result<String, Failure>,
) -> Result<String, Failure> {
    let app = OpenedApp::open(app_id).await?;
    let said = act(&app).await;
    app.db.close().await;
    said
}

/// An app of the embedded workspace.
struct OpenedApp<'a> {
    config: Config,
    db: Db,
    clock: Clock,
    id: &'a str,
    name: String,
}

impl<'a> OpenedApp<'a> {
    async fn open(id: &'a str) -> Result<Self, Failure> {
        let config = Config::from_environment()?;
        let db = Db::open(&config.database_url).await?;
        let found = workspace::app_name(&db, id).await;
        let name = found.map_err(|error| format!("the database could not be read: {error}"))?.ok_or_else(|| {
            format!(
                "{}: no app of the embedded workspace has this id; the keys page and the server's log name those there are",
                id.escape_debug()
            )
        })?;
        Ok(Self { config, db, clock: Clock::System, id, name })
    }
}

/// Whoever has access to the server's settings acts for the workspace itself.
const BY: ChangedBy = ChangedBy::Workspace;

/// Begins a change of the app.
async fn begin(app: &OpenedApp<'_>) -> Result<Batch, Failure> {
    Ok(Batch::begin_job(&app.db, app.clock.seconds()).await?)
}

/// A row of a list, in columns.
fn row(number: i64, columns: &[&str]) -> String {
    format!("{number}\t{}", columns.join("\t"))
}
