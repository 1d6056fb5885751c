//! Who changes the workspace. Each change is an entry of the feed with the same commit, and a line of the audit log.

use std::fmt;
use std::net::IpAddr;
use tracing::field::display;

use super::batch::Batch;
use super::feed::FeedKind;
use super::ledger::{Change, ChangedBy, LedgerKind};
use crate::database::fetch;
use crate::error::Error;

/// The one who changes something in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor<'a> {
    /// A visitor, lead or user, by their id.
    Person { id: &'a str },
    /// Somebody who answers for the app.
    Teammate {
        account_id: &'a str,
        name: &'a str,
        /// The address of the teammate's browser. None where the connection is not known.
        address: Option<IpAddr>,
    },
    /// A program that uses the REST API, by its token's id and name.
    ApiToken { id: &'a str, name: &'a str },
    /// A rule that a teammate has set up.
    Automation { name: &'a str },
    /// Rows that were brought from elsewhere.
    Import,
    /// The workspace itself, such as by its retention.
    Workspace,
}

impl Actor<'_> {
    /// The actor's kind, as the audit log names it.
    fn kind(self) -> &'static str {
        match self {
            Self::Person { .. } => "person",
            Self::Teammate { .. } => "teammate",
            Self::ApiToken { .. } => "api_token",
            Self::Automation { .. } => "automation",
            Self::Import => "import",
            Self::Workspace => "workspace",
        }
    }
}

/// The first words of a sentence that says who did what.
impl fmt::Display for Actor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person { .. } => f.write_str("A person"),
            Self::Teammate { name, .. } => f.write_str(name),
            Self::ApiToken { name, .. } => write!(f, "The API token “{name}”"),
            Self::Automation { name } => write!(f, "The automation “{name}”"),
            Self::Import => f.write_str("An import"),
            Self::Workspace => f.write_str("The workspace"),
        }
    }
}

/// Commits a change of a setting. The ledger and the audit log name its `kind`.
/// `subject` is the id of the thing that changed. `what` goes on after the actor, such as `made the app “Shop”`.
pub async fn commit(
    mut batch: Batch,
    by: Actor<'_>,
    app_id: &str,
    (kind, subject): (LedgerKind, impl ToString),
    what: String,
) -> Result<(), Error> {
    let changed_by = changed_by(&mut batch, app_id, by).await?;
    batch.record_change(app_id, Change::new(kind, changed_by).about(subject));
    batch.record(app_id, None, FeedKind::SettingsChanged { what: format!("{by} {what}.") });
    batch.commit().await?;
    log(by, app_id, kind.as_str(), &what);
    Ok(())
}

/// The actor as the ledger names them: a teammate by the number that stays when the account is deleted.
pub async fn changed_by(batch: &mut Batch, app_id: &str, by: Actor<'_>) -> Result<ChangedBy, Error> {
    Ok(match by {
        Actor::Person { id } => ChangedBy::Person(id.to_owned()),
        Actor::Teammate { account_id, .. } => {
            let number: Option<i64> = fetch!(&mut batch.transaction, optional value
                "select number from teammates where app_id = $1 and account_id = $2" => app_id, account_id)?;
            // A demo's settings are nobody's.
            number.map_or(ChangedBy::Workspace, ChangedBy::Teammate)
        }
        Actor::ApiToken { id, .. } => ChangedBy::ApiToken(id.to_owned()),
        Actor::Automation { .. } => ChangedBy::Automation,
        Actor::Import => ChangedBy::Import,
        Actor::Workspace => ChangedBy::Workspace,
    })
}

/// Writes the line of the audit log alone. Changes of who the teammates are have no entry in the feed.
pub fn log(by: Actor<'_>, app_id: &str, event: &'static str, what: &str) {
    let (account_id, actor_id, address) = match by {
        Actor::Teammate { account_id, address, .. } => (Some(account_id), None, address),
        Actor::Person { id } | Actor::ApiToken { id, .. } => (None, Some(id), None),
        Actor::Automation { .. } | Actor::Import | Actor::Workspace => (None, None, None),
    };
    let (actor, address) = (by.kind(), address.map(|address| display(address.to_canonical())));
    tracing::info!(target: "audit", event, actor, account_id, actor_id, app_id, what, address);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Workspace;
    use crate::clock::Clock;
    use crate::database::Db;

    #[tokio::test]
    async fn the_feed_says_of_each_actor_who_did_what() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
        let workspace = Workspace::open(db, Clock::manual(1_800_000_000), None).await.unwrap();
        let actors = [
            Actor::Person { id: "p_1" },
            Actor::Teammate { account_id: "a_1", name: "Ines", address: None },
            Actor::ApiToken { id: "t_1", name: "Export" },
            Actor::Automation { name: "Close what is old" },
            Actor::Import,
            Actor::Workspace,
        ];
        for by in actors {
            let batch = Batch::begin(workspace.store()).await.unwrap();
            commit(batch, by, workspace.app_id(), (LedgerKind::MessengerSet, "a_1"), "looked".to_owned())
                .await
                .unwrap();
        }
        let entries = workspace.feed().after(workspace.app_id(), 0, 10).await.unwrap();
        let said = entries.into_iter().map(|entry| match entry.kind {
            FeedKind::SettingsChanged { what } => what,
            other => panic!("{other:?}"),
        });
        assert_eq!(
            said.collect::<Vec<_>>(),
            [
                "A person looked.",
                "Ines looked.",
                "The API token “Export” looked.",
                "The automation “Close what is old” looked.",
                "An import looked.",
                "The workspace looked.",
            ]
        );
    }
}
