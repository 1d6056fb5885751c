//! Takes back what a row did with a company: a membership, and a company's other name. A company that it made stays.

use serde::{Deserialize, Serialize};

use crate::batch::Batch;
use crate::companies::{self, CompanyUpdate};
use crate::database::fetch;
use crate::error::Error;
use crate::ledger::ChangedBy;
use crate::refusal::Refusal;

/// A company to which a row gave another name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Renamed {
    /// The workspace's own id of the company.
    pub company: String,
    pub before: String,
    pub after: String,
}

/// Ends a membership that a row began at this time, unless the person was here for the company or joined it anew since.
/// Returns whether the person is no member any more.
pub async fn leave(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    (person, company): (&str, &str),
    at: i64,
) -> Result<bool, Error> {
    let membership: Option<(bool, i64)> = fetch!(&mut batch.transaction, optional
        "select active, last_seen_at from company_members where company = $1 and person_id = $2"
        => company, person)?;
    match membership {
        None => Ok(true),
        Some((false, seen_at)) if seen_at == at => {
            match companies::detach(batch, by, app_id, company, person).await {
                Err(Refusal::Internal) => Err(Error::Internal),
                left => Ok(left.is_ok()),
            }
        }
        Some(_) => Ok(false),
    }
}

/// Gives a company its name back, unless somebody has changed it since. Returns whether the row's name is gone.
pub async fn rename_back(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    renamed: &Renamed,
) -> Result<bool, Error> {
    let Some(company) = companies::find(&mut batch.transaction, app_id, &renamed.company).await? else {
        return Ok(true);
    };
    if company.name != renamed.after {
        return Ok(false);
    }
    let update = CompanyUpdate { name: Some(renamed.before.clone()), ..CompanyUpdate::default() };
    match companies::set(batch, by, app_id, &company.company_id, update).await {
        Err(Refusal::Internal) => Err(Error::Internal),
        set => Ok(set.is_ok()),
    }
}
