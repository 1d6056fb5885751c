//! The people's part in the merge of a visitor into a user; `ping/merge.rs` merges the rest.

use super::{People, Person, attributes};
use crate::database::{Transaction, execute};
use crate::error::Error;
use crate::feed::MergedFrom;

impl People {
    /// Deletes the visitor, whose id means the user from `now` on. The user is still to be saved.
    pub async fn forget_merged(
        &mut self,
        db: &mut Transaction,
        visitor: &Person,
        user: &Person,
        now: i64,
    ) -> Result<(), Error> {
        execute!(db,
            "insert into merged_people (id, app_id, person_id, merged_at) select id, app_id, $2, $3 from people where id = $1"
            => &visitor.id, &user.id, now)?;
        self.forget(&visitor.id);
        execute!(db, "delete from people where id = $1" => &visitor.id)?;
        Ok(())
    }
}

/// Gives a user what the visitor they were had. Returns what the feed reports of that visitor.
pub fn inherit(user: &mut Person, visitor: Person) -> MergedFrom {
    let merged = MergedFrom { name: visitor.display_name(), impressions: visitor.impressions };
    user.impressions += visitor.impressions;
    user.session_count += visitor.session_count;
    user.viewed_at = user.viewed_at.max(visitor.viewed_at);
    (user.campaign, user.referrer) = (visitor.campaign, visitor.referrer);
    attributes::inherit(&mut user.attributes, visitor.attributes.0);
    for (name, value) in visitor.details.0 {
        user.details.entry(name).or_insert(value);
    }
    merged
}
