//! Warnings about a moment, a sentence each.

use super::moment::Moment;
use crate::inspector::AppEntryKind;
use crate::inspector::format::span_ms;
use crate::workspace::feed::FeedKind;

/// The cause and fix of a blocked script, where the page can say no more.
const BLOCKED: &str = "The script is blocked or out of reach: an extension or the network stops it, or the app id is wrong. \
                       Where people should reach you all the same, offer another way: <ContactFallback/>.";

pub fn warnings(moment: &Moment) -> Vec<String> {
    let mut found = Vec::new();
    let context = &moment.context;
    if let Some(skew) = context.skew_ms {
        let (by, how) = (span_ms(skew.saturating_abs()), if skew > 0 { "behind" } else { "ahead of" });
        found.push(format!("This page’s clock is {by} {how} the server’s; its times are put right here."));
    }
    match moment.app.as_ref().map(|app| &app.kind) {
        Some(AppEntryKind::Blocked) => found.push(BLOCKED.to_owned()),
        Some(AppEntryKind::Found { finding }) => found.push(finding.clone()),
        Some(AppEntryKind::Late { after_ms }) => {
            found.push(format!("The script was late: it took {} to come.", span_ms(*after_ms)));
        }
        _ => {}
    }
    if let Some(count) = context.over_quota {
        found.push(format!(
            "Update {count} within 30 minutes: the hosted Messenger takes 20 and would ignore this one."
        ));
    }
    match moment.received() {
        Some(FeedKind::RepeatDropped { .. }) => {
            found.push("The same ping as just before: the workspace dropped it.".to_owned());
        }
        Some(FeedKind::PingAccepted(ping)) => {
            let refused = ping.refused_attributes.iter();
            found.extend(refused.map(|a| format!("Attribute “{}” refused: {}", a.name, a.reason)));
            found.extend(more_refused(ping.more_refused));
            found.extend(ping.warnings.iter().cloned());
        }
        Some(FeedKind::EventTracked(event)) => {
            let refused = event.refused_metadata.iter();
            found.extend(refused.map(|value| format!("Value “{}” refused: {}", value.name, value.reason)));
            found.extend(more_refused(event.more_refused));
            found.extend(
                event.duplicate.then(|| "The event had come already: the workspace dropped it.".to_owned()),
            );
        }
        _ => {}
    }
    found
}

fn more_refused(count: usize) -> Option<String> {
    (count > 0).then(|| format!("{count} more were refused."))
}
