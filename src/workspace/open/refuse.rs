//! A refused request in the log and in the feed.

use super::Workspace;
use crate::edge;
use crate::ping::{Ping, refused};
use crate::refusal::{Refusal, TooMany};
use crate::writer::Write;

impl Workspace {
    /// Says in log and feed why a request was refused, and hands the refusal back.
    /// A flood is reported only once, at its beginning.
    pub async fn refuse(&self, ping: Option<&Ping>, refusal: Refusal) -> Refusal {
        if matches!(refusal, Refusal::TooMany(TooMany { first: false, .. })) {
            return refusal;
        }
        tracing::info!(status = edge::status(&refusal), reason = %refusal, "request refused");
        let app_id = ping.map_or(self.app_id(), |ping| &ping.app_id);
        // What names no app of this workspace is no entry of its feed.
        let is_known = match refusal {
            Refusal::UnknownApp => Ok(false),
            _ if ping.is_none() => Ok(true),
            _ => self.app_name(app_id).await.map(|name| name.is_some()),
        };
        if matches!(is_known, Ok(false)) {
            return refusal;
        }
        let (app_id, ping_id) = (app_id.to_owned(), ping.and_then(|ping| ping.ping_id.clone()));
        let recorded =
            self.submit(Write::Record { app_id, ping_id, kind: Box::new(refused(&refusal, ping)) }).await;
        if is_known.is_err() || recorded.is_err() {
            tracing::warn!("the refusal is not in the feed");
        }
        refusal
    }
}
