//! What a person has chosen to get, and what holds where they have chosen nothing.

use super::subscription_type::{ConsentType, SubscriptionType, SubscriptionTypeState, find};
use crate::batch::Batch;
use crate::database::{Transaction, execute, fetch};
use crate::error::Error;
use crate::ledger::{Change, ChangedBy, LedgerKind};
use crate::refusal::Refusal;

/// A subscription type, and whether a person consents to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    pub subscription_type: SubscriptionType,
    /// None where the person has chosen nothing.
    pub choice: Option<Choice>,
}

/// What was chosen for a person, or by them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub consented: bool,
    /// Unix seconds.
    pub chosen_at: i64,
    /// The actor's kind, as the ledger names it, and their id.
    pub chosen_by: String,
    pub chosen_by_id: Option<String>,
}

impl Consent {
    /// Whether the person consents: as they have chosen, else as the type has it.
    pub fn consents(&self) -> bool {
        let default = self.subscription_type.consent_type == ConsentType::OptOut;
        self.choice.as_ref().map_or(default, |choice| choice.consented)
    }
}

#[derive(sqlx::FromRow)]
struct ConsentRow {
    #[sqlx(flatten)]
    subscription_type: SubscriptionType,
    consented: Option<bool>,
    chosen_at: Option<i64>,
    chosen_by: Option<String>,
    chosen_by_id: Option<String>,
}

impl From<ConsentRow> for Consent {
    fn from(row: ConsentRow) -> Self {
        let choice = match (row.consented, row.chosen_at, row.chosen_by) {
            (Some(consented), Some(chosen_at), Some(chosen_by)) => {
                Some(Choice { consented, chosen_at, chosen_by, chosen_by_id: row.chosen_by_id })
            }
            _ => None,
        };
        Self { subscription_type: row.subscription_type, choice }
    }
}

/// The consents of a person of this app, by the age of the type: to each live type, and to those that were chosen before
/// they were archived.
pub async fn of_person(
    db: &mut Transaction,
    app_id: &str,
    person_id: &str,
) -> Result<Vec<Consent>, sqlx::Error> {
    let rows: Vec<ConsentRow> = fetch!(db, all
        "select t.*, c.consented, c.chosen_at, c.chosen_by, c.chosen_by_id from subscription_types t
         left join consents c on c.subscription_type = t.id and c.person_id = $2
         where t.app_id = $1 and (t.state = 'live' or c.consented is not null) order by t.created_at, t.id"
        => app_id, person_id)?;
    Ok(rows.into_iter().map(Consent::from).collect())
}

/// Sets whether a person of the app consents to a live subscription type. The same choice again changes nothing.
pub async fn choose(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    subscription_type: &str,
    person_id: &str,
    consented: bool,
) -> Result<(), Refusal> {
    batch.person_of_app(app_id, person_id).await?;
    let found = find(&mut batch.transaction, app_id, subscription_type).await?;
    if found.ok_or(Refusal::NoSubscriptionType)?.state != SubscriptionTypeState::Live {
        return Err(Refusal::Field("subscription_type", "People choose live types of subscription alone."));
    }
    let chosen = execute!(&mut batch.transaction,
        "insert into consents (subscription_type, person_id, consented, chosen_at, chosen_by, chosen_by_id)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (person_id, subscription_type) do update set
           consented = excluded.consented, chosen_at = excluded.chosen_at, chosen_by = excluded.chosen_by,
           chosen_by_id = excluded.chosen_by_id
         where consents.consented <> excluded.consented"
        => subscription_type, person_id, consented, batch.now, by.kind(), by.id())?;
    if chosen > 0 {
        let change = Change::new(kind(consented), by.clone()).of_person(person_id).about(subscription_type);
        batch.change_person(app_id, change, |_| ());
    }
    Ok(())
}

/// Gives the consents of a person to the person into whom they are merged. Of two choices, the later one holds; of two at
/// the same time, the second person's.
pub async fn hand_over(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    from: &str,
    to: &str,
) -> Result<(), Error> {
    execute!(&mut batch.transaction,
        "delete from consents where person_id = $1 and exists
           (select 1 from consents own where own.person_id = $2 and own.chosen_at >= consents.chosen_at
              and own.subscription_type = consents.subscription_type)" => from, to)?;
    let later: Vec<(String, bool)> = fetch!(&mut batch.transaction, all
        "select c.subscription_type, c.consented from consents c
         where c.person_id = $1 and not exists
           (select 1 from consents own where own.person_id = $2 and own.consented = c.consented
              and own.subscription_type = c.subscription_type) order by c.subscription_type" => from, to)?;
    execute!(&mut batch.transaction,
        "delete from consents where person_id = $2 and subscription_type in
           (select c.subscription_type from consents c where c.person_id = $1)" => from, to)?;
    execute!(&mut batch.transaction,
        "update consents set person_id = $2,
           chosen_by_id = case when chosen_by_id = $1 then $2 else chosen_by_id end where person_id = $1" => from, to)?;
    for (subscription_type, consented) in later {
        let change = Change::new(kind(consented), by.clone()).of_person(to).about(subscription_type);
        batch.record_change(app_id, change);
    }
    Ok(())
}

fn kind(consented: bool) -> LedgerKind {
    if consented { LedgerKind::PersonSubscribed } else { LedgerKind::PersonUnsubscribed }
}
