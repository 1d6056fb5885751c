//! Which teammates belong to which teams.

use super::teammate::answers;
use crate::batch::Batch;
use crate::database::{Db, execute, read};
use crate::error::Error;
use crate::ledger::{Change, ChangedBy, LedgerKind};
use crate::teams;

/// A teammate's membership of a team, by their numbers in the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Membership {
    pub team: i64,
    pub teammate: i64,
}

/// All memberships of the app, by team and teammate: the members of each team, and the teams of each teammate.
pub async fn memberships(db: &Db, app_id: &str) -> Result<Vec<Membership>, Error> {
    Ok(read!(db, all
        "select team, teammate from team_members where app_id = $1 order by team, teammate" => app_id)?)
}

/// Makes a teammate a member of a team. Returns false where the app lacks one of both.
pub async fn add_member(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    of: Membership,
) -> Result<bool, Error> {
    let db = &mut batch.transaction;
    if !teams::is_there(db, app_id, of.team).await? || !answers(db, app_id, of.teammate).await? {
        return Ok(false);
    }
    let added = execute!(db,
        "insert into team_members (app_id, team, teammate) values ($1, $2, $3) on conflict do nothing"
        => app_id, of.team, of.teammate)?;
    if added > 0 {
        batch.record_change(app_id, of.changed(LedgerKind::TeamMemberAdded, by));
    }
    Ok(true)
}

/// Ends a teammate's membership of a team. Returns false where there was none.
pub async fn remove_member(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    of: Membership,
) -> Result<bool, Error> {
    let removed = execute!(&mut batch.transaction,
        "delete from team_members where app_id = $1 and team = $2 and teammate = $3"
        => app_id, of.team, of.teammate)?;
    if removed > 0 {
        batch.record_change(app_id, of.changed(LedgerKind::TeamMemberRemoved, by));
    }
    Ok(removed > 0)
}

impl Membership {
    /// The subject is the team's number and the teammate's.
    fn changed(self, kind: LedgerKind, by: &ChangedBy) -> Change {
        Change::new(kind, by.clone()).about(format!("{} {}", self.team, self.teammate))
    }
}
