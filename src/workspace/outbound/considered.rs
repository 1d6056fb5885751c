//! Page views that show no message: the feed learns of them, and their replies wait for no commit.

use super::choose::{SessionView, choose};
use super::evaluate::{EvaluatedMessage, EvaluatedView};
use super::receipts::Receipt;
use crate::batch::Batch;
use crate::feed::{Considered, FeedKind, Verdict};
use crate::people::sessions::Bearer;
use crate::refusal::Refusal;

/// Messages of a page view that the feed names at most.
const NAMED: usize = 20;

/// A page view that shows nothing and changes no receipt. No commit has to decide it: only the feed is to know of it.
pub struct ConsideredView {
    app_id: String,
    ping_id: Option<String>,
    pub bearer: Bearer,
    considered: FeedKind,
}

impl ConsideredView {
    /// None of a page view that a commit has to decide; `now_ms` in Unix milliseconds.
    pub fn of(view: &EvaluatedView, now_ms: i64) -> Option<Self> {
        // An earlier ping of the session may have got a message since this one was stored.
        let got_one =
            |receipt: &Receipt| receipt.session == view.session.id_hash && receipt.at_ms >= view.stored_at_ms;
        if view.person.blocked_at.is_some()
            || view.session.outbound.is_some()
            || view.receipts.iter().any(got_one)
        {
            return None;
        }
        let session_view = SessionView {
            session: &view.session.id_hash,
            now_ms,
            not_now: view.not_now,
            still_shown: None,
            left_today: 1,
        };
        let verdicts = choose(&view.messages, &view.receipts, &session_view);
        let changes_nothing = |(one, verdict): (&EvaluatedMessage, &Verdict)| {
            !verdict.shows() && (!verdict.waits() || view.receipt(one).is_some())
        };
        if !view.messages.iter().zip(&verdicts).all(changes_nothing) {
            return None;
        }
        let considered = considered(&view.messages, &verdicts);
        let EvaluatedView { app_id, ping_id, bearer, .. } = view;
        Some(Self { app_id: app_id.clone(), ping_id: ping_id.clone(), bearer: bearer.clone(), considered })
    }
}

/// Adds to the feed what a page view considered. Refuses if its session has ended.
pub async fn record_considered(batch: &mut Batch, view: &ConsideredView) -> Result<(), Refusal> {
    let (person, _) = batch.live_session(&view.app_id, &view.bearer).await?;
    batch.record_act(&view.app_id, &person.id, view.ping_id.as_deref(), view.considered.clone());
    Ok(())
}

/// The entry of the feed: the page view's messages, each with its verdict.
pub fn considered(messages: &[EvaluatedMessage], verdicts: &[Verdict]) -> FeedKind {
    let considered = |(one, verdict): (&EvaluatedMessage, &Verdict)| Considered {
        title: one.live.message.title.clone(),
        verdict: *verdict,
    };
    FeedKind::MessagesConsidered {
        messages: messages.iter().zip(verdicts).take(NAMED).map(considered).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::database::{Db, execute};
    use crate::outbound::MessageReport;
    use crate::people::refusals::Refusals;
    use crate::ping::{self, StoredPing, VerifiedPing};
    use crate::writer::{Write, WriteReply};
    use crate::{Platform, Workspace};
    use serde_json::json;

    async fn ping(workspace: &Workspace, session: &str, call: &str, path: &str) -> StoredPing {
        let url = format!("https://shop.example{path}");
        let body = json!({ "app_id": workspace.app_id(), "call": call, "page": { "url": url } });
        let verified_ping = VerifiedPing {
            ping: ping::parse(body.to_string().as_bytes()).unwrap(),
            bearer: Bearer { platform: Platform::Web, credential: session.to_owned() },
            user: None,
            withheld: Refusals::default(),
            candidates: workspace.live_messages().on_page(workspace.app_id(), &url),
        };
        match workspace.submit(Write::Ping(Box::new(verified_ping))).await {
            Ok(Some(WriteReply::Ping(stored))) => *stored,
            _ => panic!("a ping was not stored"),
        }
    }

    #[tokio::test]
    async fn a_commit_decides_where_the_session_got_a_message_after_the_ping_was_stored() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
        let clock = Clock::manual(1_800_000_000);
        let workspace = Workspace::open(db, clock.clone(), None).await.unwrap();
        let mut transaction = workspace.db().begin().await.unwrap();
        execute!(&mut transaction,
            r#"insert into outbound_messages (number, app_id, delivery, style, state, title, sender, content, pages,
                                              audience, priority, created_at, updated_at)
               values (-1, $1, 'auto', 'notification', 'live', 'A message', 1, '{"text":"Hello"}',
                       '[{"part":"path","operator":"starts_with","value":"/plans"}]', '{"version":2,"all":[]}', 0, 0, 0)"#
            => workspace.app_id())
        .unwrap();
        execute!(&mut transaction, "update event_counter set live_messages = live_messages + 1").unwrap();
        transaction.commit().await.unwrap();

        let boot = ping(&workspace, "", "boot", "/").await;
        let boot = serde_json::to_value(&boot.reply).unwrap();
        let session = boot["session"].as_str().unwrap();
        let first = ping(&workspace, session, "update", "/plans/1").await.view.unwrap();
        let second = ping(&workspace, session, "update", "/plans/2").await.view.unwrap();
        let first = workspace.evaluate(first).await.unwrap();
        assert!(ConsideredView::of(&first, clock.millis()).is_none(), "it shows");
        workspace.submit(Write::Deliver(Box::new(first))).await.unwrap();
        let report = json!({ "app_id": workspace.app_id(), "message": "-1", "what": "seen" });
        let bearer = Bearer { platform: Platform::Web, credential: session.to_owned() };
        let report: MessageReport = serde_json::from_value(report).unwrap();
        workspace.submit(Write::Outbound(bearer, report)).await.unwrap();

        let second = workspace.evaluate(second).await.unwrap();
        assert!(ConsideredView::of(&second, clock.millis()).is_none(), "it stands still");
        let Ok(Some(WriteReply::Delivered(delivered))) =
            workspace.submit(Write::Deliver(Box::new(second))).await
        else {
            panic!("nothing was decided")
        };
        assert!(delivered.shown.is_some());

        // Without the message's page, the session shows nothing more. Later, the message shows nothing either.
        for path in ["/", "/plans/3"] {
            clock.advance(1);
            let view = ping(&workspace, session, "update", path).await.view;
            let Some(view) = view else { panic!("{path}") };
            let view = workspace.evaluate(view).await.unwrap();
            let considered = ConsideredView::of(&view, clock.millis());
            assert_eq!(considered.is_some(), path == "/plans/3", "{path}");
            if considered.is_none() {
                workspace.submit(Write::Deliver(Box::new(view))).await.unwrap();
            }
        }
    }
}
