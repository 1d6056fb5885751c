//! Messages for people who have a tag, or are in a segment, that is merged into another one.

use serde_json::Value;
use sqlx::types::Json;

use super::message::OutboundState;
use crate::batch::Batch;
use crate::database::{execute, fetch};
use crate::error::Error;
use crate::filter::Filter;
use crate::filter::fields::Type;
use crate::ledger::{Change, ChangedBy, LedgerKind};

/// Has the conditions that name a tag or a segment name the one into which it is merged: of messages in each state, as a
/// stopped one may be started again. A test has a recipient, and its conditions decide nothing.
pub async fn replace_merged(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    of: Type,
    from: &str,
    into: &str,
) -> Result<(), Error> {
    let named: Vec<(i64, OutboundState, Json<Value>)> = fetch!(&mut batch.transaction, all
        "select number, state, audience from outbound_messages
         where app_id = $1 and test_of is null and cast(audience as text) like '%' || cast($2 as text) || '%'
         order by number" => app_id, from)?;
    for (number, state, Json(audience)) in named {
        let Ok(filter) = Filter::from_json(&audience) else {
            tracing::error!(number, "a message was not read");
            continue;
        };
        let Some(filter) = filter.with_merged(of, from, into) else { continue };
        execute!(&mut batch.transaction,
            "update outbound_messages set audience = $2, updated_at = $3 where number = $1"
            => number, Json(filter.to_json()), batch.now)?;
        let change = Change::new(LedgerKind::MessageSaved, by.clone()).about(number);
        batch.record_change(app_id, change.in_fields(vec!["audience".to_owned()]));
        if state == OutboundState::Live {
            batch.events.change_live_messages();
        }
    }
    Ok(())
}
