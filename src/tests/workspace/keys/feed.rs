//! A change of the settings is in the feed, or refused.

use super::*;

#[tokio::test]
async fn every_change_is_in_the_feed_without_a_secret() {
    let bench = kept().await;
    let app_id = bench.workspace.app_id().to_owned();
    let secret = bench.make_key(&app_id, Platform::Web, "Second").await;
    let id = bench.key_id("Second").await;
    keys::rename_key(bench.workspace.store(), BY, &app_id, &id, "Third").await.expect("renamed");
    bench.workspace.retire_key(BY, &app_id, &id).await.expect("retired");
    bench.workspace.retire_key(BY, &app_id, &id).await.expect("nothing to do");
    keys::enforce(bench.workspace.store(), BY, &app_id, Platform::Web, false).await.expect("switched");
    keys::enforce(bench.workspace.store(), BY, &app_id, Platform::Web, true).await.expect("switched");
    keys::protect(bench.workspace.store(), BY, &app_id, "plan").await.expect("protected");
    keys::unprotect(bench.workspace.store(), BY, &app_id, "plan").await.expect("unprotected");
    let said: Vec<String> = bench
        .entries()
        .await
        .into_iter()
        .map(|entry| match entry.kind {
            FeedKind::SettingsChanged { what } => what,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        said,
        [
            "Ines made the web key “Second”.",
            "Ines renamed the web key “Second” to “Third”.",
            "Ines retired the web key “Third”.",
            "Ines switched enforcement for web off.",
            "Ines switched enforcement for web on.",
            "Ines protected the attribute “plan”.",
            "Ines no longer protects the attribute “plan”.",
        ]
    );
    assert!(!said.concat().contains(&secret.as_str()[..8]));
}
