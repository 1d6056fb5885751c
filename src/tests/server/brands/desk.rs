//! The desk of a host changes the keys of its own app.

use axum::http::StatusCode;

use super::{ALPHA, BETA, GAMMA, start};
use crate::database::{execute, texts};
use crate::server::text;

#[tokio::test]
async fn the_desk_of_a_host_neither_shows_nor_changes_the_keys_of_another() {
    let server = start().await;
    let betas = server.brand(1).app_id().to_owned();
    let cookie = server.log_in_at(ALPHA, "teammate").await;
    let own = text(server.call_at(ALPHA, "workspace_keys", "app_id=", &cookie).await).await;
    assert!(
        own.contains("Alpha & Sons")
            && own.contains("ALPHA_SECRET")
            && !own.contains("Beta")
            && !own.contains(&betas),
        "{own}"
    );
    let page = text(server.page_at(ALPHA, &format!("/workspace/keys?app={betas}"), &cookie).await).await;
    assert!(page.contains("No keys to show") && !page.contains("Beta Tea"));
    let before = texts(&server.state.db, "select app_id || name from identity_keys order by id").await;
    for (endpoint, form) in [
        ("workspace_keys", ""),
        ("workspace_make_key", "&platform=web&name=Mine"),
        ("workspace_rename_key", &*format!("&key_id={betas}&name=Mine")),
        ("workspace_retire_key", &*format!("&key_id={betas}")),
        ("workspace_enforce", "&platform=web&enforced=false"),
        ("workspace_protect_attribute", "&attribute=plan"),
        ("workspace_unprotect_attribute", "&attribute=plan"),
        ("workspace_archive_event_name", "&name=read-guide&archived=true"),
    ] {
        let form = format!("app_id={betas}{form}");
        assert_eq!(
            server.call_at(ALPHA, endpoint, &form, &cookie).await.status(),
            StatusCode::NOT_FOUND,
            "{endpoint}"
        );
    }
    assert_eq!(texts(&server.state.db, "select app_id || name from identity_keys order by id").await, before);
    let theirs = text(server.call_at(BETA, "workspace_keys", "app_id=", &cookie).await).await;
    assert!(
        theirs.contains("Beta Tea") && theirs.contains("First key") && !theirs.contains("alpha001"),
        "{theirs}"
    );
    let hosted = server.call_at(GAMMA, "workspace_keys", "app_id=", &cookie).await;
    assert_eq!(hosted.status(), StatusCode::NOT_FOUND);
    // An app that no brand has is for other sites: its teammates see it from every brand's desk.
    let made = server.call_at(ALPHA, "workspace_make_app", "name=Docs", &cookie).await;
    assert_eq!(made.status(), StatusCode::OK);
    let sees = async |host: &str| {
        text(server.call_at(host, "workspace_keys", "app_id=", &cookie).await).await.contains("\"Docs\"")
    };
    assert!(sees(ALPHA).await && sees(BETA).await);
    let docs =
        texts(&server.state.db, "select app_id from workspace_apps where name = 'Docs'").await.remove(0);
    execute(&server.state.db, &format!("delete from teammates where app_id = '{docs}'")).await;
    assert!(!sees(ALPHA).await);
    let form = format!("app_id={docs}&platform=web&name=Mine&password=demo-password");
    let refused = server.call_at(ALPHA, "workspace_make_key", &form, &cookie).await;
    assert_eq!(refused.status(), StatusCode::NOT_FOUND);
}
