//! A teammate's name, e-mail and avatar in an app.

use super::teammate::{find, named_teammate};
use crate::batch::Batch;
use crate::database::execute;
use crate::error::Error;
use crate::field_update::FieldUpdate;
use crate::ledger::{Change, ChangedBy, LedgerKind, changed_fields};
use crate::people::{details, is_address};

/// What to change of a teammate's profile. A field that is not named stays as it is.
#[derive(Clone, Debug, Default)]
pub struct ProfileUpdate {
    pub name: Option<String>,
    pub email: FieldUpdate<String>,
    /// The address of a picture: https, as a person's avatar.
    pub avatar: FieldUpdate<String>,
}

/// Changes a teammate's profile in this app alone. Returns false where the app has no such teammate.
pub async fn set_profile(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    number: i64,
    update: ProfileUpdate,
) -> Result<bool, Error> {
    let Some(before) = find(&mut batch.transaction, app_id, number).await? else { return Ok(false) };
    let mut teammate = before.clone();
    if let Some(name) = &update.name {
        named_teammate(name)?.clone_into(&mut teammate.name);
    }
    if matches!(&update.email, FieldUpdate::To(email) if !is_address(email)) {
        return Err(Error::invalid("email", "This is no e-mail address."));
    }
    if matches!(&update.avatar, FieldUpdate::To(url) if !details::is_web_address(url)) {
        return Err(Error::invalid("avatar", "An avatar's address begins with https://."));
    }
    update.email.apply(&mut teammate.email);
    update.avatar.apply(&mut teammate.avatar);
    let fields = changed_fields([
        ("name", teammate.name != before.name),
        ("email", teammate.email != before.email),
        ("avatar", teammate.avatar != before.avatar),
    ]);
    if !fields.is_empty() {
        execute!(&mut batch.transaction,
            "update teammates set name = $3, email = $4, avatar = $5 where app_id = $1 and number = $2"
            => app_id, number, &teammate.name, &teammate.email, &teammate.avatar)?;
        let is_renamed = teammate.name != before.name;
        let kind = if is_renamed { LedgerKind::TeammateRenamed } else { LedgerKind::TeammateChanged };
        batch.record_change(app_id, Change::new(kind, by.clone()).about(number).in_fields(fields));
    }
    Ok(true)
}

/// Renames a teammate in this app alone. Returns false where the app has no such teammate.
pub async fn rename_teammate(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    number: i64,
    name: &str,
) -> Result<bool, Error> {
    let update = ProfileUpdate { name: Some(name.to_owned()), ..ProfileUpdate::default() };
    set_profile(batch, by, app_id, number, update).await
}
