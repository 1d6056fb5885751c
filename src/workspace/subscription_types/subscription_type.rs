//! The subscription types of an app.

use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;
use sqlx::types::Json;

use super::translation::{Translation, checked};
use crate::batch::Batch;
use crate::database::{Db, Transaction, execute, fetch, read};
use crate::ledger::{Change, ChangedBy, LedgerKind, changed_fields};
use crate::random;
use crate::refusal::Refusal;

/// Subscription types that an app may have.
const MOST: i64 = 100;

foundation::text_enum! {
    /// What holds of a person who has chosen nothing.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
    #[sqlx(type_name = "text", rename_all = "snake_case")]
    pub enum ConsentType {
        /// They get nothing before they opt in.
        OptIn = "opt_in",
        /// They get it until they opt out.
        OptOut = "opt_out",
    }
}

foundation::text_enum! {
    /// Whether people may choose it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
    #[sqlx(type_name = "text", rename_all = "snake_case")]
    pub enum SubscriptionTypeState {
        Draft = "draft",
        Live = "live",
        Archived = "archived",
    }
}

foundation::text_enum! {
    /// How it is sent.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum ContentType {
        Email = "email",
        SmsMessage = "sms_message",
    }
}

/// A subscription type of an app. Times are Unix seconds.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SubscriptionType {
    pub id: String,
    /// It never changes: what people have chosen would mean something else.
    pub consent_type: ConsentType,
    pub state: SubscriptionTypeState,
    pub content_types: Json<Vec<ContentType>>,
    /// The first one is the default.
    pub translations: Json<Vec<Translation>>,
    pub created_at: i64,
    pub updated_at: i64,
}

impl SubscriptionType {
    /// What it is called where there is no translation into a person's language.
    pub fn default_translation(&self) -> Option<&Translation> {
        self.translations.first()
    }
}

/// A subscription type that somebody makes.
#[derive(Clone, Debug)]
pub struct NewSubscriptionType {
    pub consent_type: ConsentType,
    pub content_types: Vec<ContentType>,
    /// The first one is the default.
    pub translations: Vec<Translation>,
}

/// What to change of a subscription type. None keeps it.
#[derive(Clone, Debug, Default)]
pub struct SubscriptionTypeUpdate {
    /// What is live or archived is never a draft again.
    pub state: Option<SubscriptionTypeState>,
    pub content_types: Option<Vec<ContentType>>,
    pub translations: Option<Vec<Translation>>,
}

/// Makes a subscription type, which is a draft.
pub async fn make(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    new: NewSubscriptionType,
) -> Result<SubscriptionType, Refusal> {
    let count: i64 = fetch!(&mut batch.transaction, one value
        "select count(*) from subscription_types where app_id = $1" => app_id)?;
    if count >= MOST {
        return Err(Refusal::Field("subscription_types", "An app has at most 100 types of subscription."));
    }
    let made = SubscriptionType {
        id: random::id()?,
        consent_type: new.consent_type,
        state: SubscriptionTypeState::Draft,
        content_types: Json(checked_contents(new.content_types)?),
        translations: Json(checked(new.translations)?),
        created_at: batch.now,
        updated_at: batch.now,
    };
    execute!(&mut batch.transaction,
        "insert into subscription_types (id, app_id, consent_type, state, content_types, translations, created_at,
                                         updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7)"
        => &made.id, app_id, made.consent_type, made.state, &made.content_types, &made.translations, made.created_at)?;
    batch.record_change(app_id, Change::new(LedgerKind::SubscriptionTypeMade, by.clone()).about(&made.id));
    Ok(made)
}

/// Changes a subscription type: publishes or archives it, or says it in other words.
/// An archived type keeps what people have chosen, and may be live again.
pub async fn change(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    id: &str,
    update: SubscriptionTypeUpdate,
) -> Result<SubscriptionType, Refusal> {
    let before = find(&mut batch.transaction, app_id, id).await?.ok_or(Refusal::NoSubscriptionType)?;
    let mut after = before.clone();
    if let Some(state) = update.state {
        if state == SubscriptionTypeState::Draft && before.state != state {
            return Err(Refusal::Field("state", "What is live or archived is never a draft again."));
        }
        after.state = state;
    }
    if let Some(content_types) = update.content_types {
        after.content_types = Json(checked_contents(content_types)?);
    }
    if let Some(translations) = update.translations {
        after.translations = Json(checked(translations)?);
    }
    let fields = changed_fields([
        ("state", after.state != before.state),
        ("content_types", after.content_types != before.content_types),
        ("translations", after.translations != before.translations),
    ]);
    if fields.is_empty() {
        return Ok(after);
    }
    after.updated_at = batch.now;
    execute!(&mut batch.transaction,
        "update subscription_types set state = $2, content_types = $3, translations = $4, updated_at = $5 where id = $1"
        => id, after.state, &after.content_types, &after.translations, after.updated_at)?;
    let is_archived = after.state != before.state && after.state == SubscriptionTypeState::Archived;
    let kind = match is_archived {
        true => LedgerKind::SubscriptionTypeArchived,
        false => LedgerKind::SubscriptionTypeChanged,
    };
    batch.record_change(app_id, Change::new(kind, by.clone()).about(id).in_fields(fields));
    Ok(after)
}

/// All subscription types of an app, the oldest first.
pub async fn list(db: &Db, app_id: &str) -> Result<Vec<SubscriptionType>, sqlx::Error> {
    read!(db, all "select * from subscription_types where app_id = $1 order by created_at, id" => app_id)
}

/// How many people have chosen to get something, and how many not to get it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ConsentCounts {
    pub opted_in: i64,
    pub opted_out: i64,
}

/// A subscription type, and what people have chosen.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ListedSubscriptionType {
    #[sqlx(flatten)]
    pub subscription_type: SubscriptionType,
    #[sqlx(flatten)]
    pub counts: ConsentCounts,
}

/// The columns of [`ConsentCounts`], for a subscription type t.
pub(super) const COUNTS: &str =
    "(select count(*) from consents c where c.subscription_type = t.id and c.consented) as opted_in,
    (select count(*) from consents c where c.subscription_type = t.id and not c.consented) as opted_out";

/// All subscription types of an app with their counts, the oldest first.
pub async fn list_counted(db: &Db, app_id: &str) -> Result<Vec<ListedSubscriptionType>, sqlx::Error> {
    let select = format!(
        "select t.*, {COUNTS} from subscription_types t where t.app_id = $1 order by t.created_at, t.id"
    );
    read!(db, all AssertSqlSafe(select) => app_id)
}

/// A subscription type of this app.
pub async fn find(
    db: &mut Transaction,
    app_id: &str,
    id: &str,
) -> Result<Option<SubscriptionType>, sqlx::Error> {
    fetch!(db, optional "select * from subscription_types where app_id = $1 and id = $2" => app_id, id)
}

/// Refuses a list without a content type. What stands in it twice counts once.
fn checked_contents(content_types: Vec<ContentType>) -> Result<Vec<ContentType>, Refusal> {
    let once: Vec<_> = ContentType::ALL.into_iter().filter(|one| content_types.contains(one)).collect();
    if once.is_empty() {
        return Err(Refusal::Field("content_types", "It is sent by e-mail, by text message, or by both."));
    }
    Ok(once)
}
