use serde_json::Value;

use super::edit::invalid;
use super::filter::Filter;
use super::matching::matching;
use crate::error::Error;
use crate::workspace::Workspace;

/// Up to how many a count is exact.
const MOST: usize = 10_000;

impl Workspace {
    /// How many people of the app match just now, and whether there are more.
    pub async fn count_people(&self, audience: &Value) -> Result<(usize, bool), Error> {
        let filter = Filter::from_json(audience).map_err(|bad| invalid("audience", bad.to_string()))?;
        let now = self.clock().seconds();
        let (mut count, mut after) = (0, Some(String::new()));
        while let Some(id) = after.filter(|_| count <= MOST) {
            let found = matching(self.db(), self.app_id(), &filter, &id, now).await?;
            count += found.ids.len();
            after = found.up_to;
        }
        Ok((count.min(MOST), count > MOST))
    }
}
