//! Data events in Intercom's REST API.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Answer, Client, Error};

/// Something that a contact did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DataEvent {
    pub event_name: String,
    /// The time of the event, in Unix seconds.
    /// With name and contact it identifies an event: sent twice, it is stored once.
    pub created_at: i64,
    /// The contact's `external_id`.
    pub user_id: String,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub metadata: Map<String, Value>,
}

impl Client {
    /// Sends an event. It is answered before the event is there: 202. A contact that is not there is 404.
    pub async fn submit_event(&self, event: &DataEvent) -> Result<Answer<()>, Error> {
        self.post_only("/events", event).await
    }
}
