//! Ends snoozes when their time has come.

use super::Act;
use super::rows::due;
use super::send::add;
use crate::batch::Batch;
use crate::error::Error;

/// Opens the conversations whose snooze is over, some at a time.
pub async fn end_snoozes(batch: &mut Batch) -> Result<(), Error> {
    for conversation in due(&mut batch.transaction, batch.now).await? {
        add(batch, conversation, Act::Wake, None, None).await.map_err(|_| Error::Internal)?;
    }
    Ok(())
}
