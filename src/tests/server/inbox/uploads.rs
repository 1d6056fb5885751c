//! How much of the disk people's files may take.

use axum::body::Bytes;
use axum::extract::ConnectInfo;
use futures::future::join_all;
use futures::stream::{once, pending};
use leptos_messenger::database::Transaction;
use std::io;
use std::net::SocketAddr;
use tower::ServiceExt;

use super::*;

const KIB: usize = 1_024;

impl Desk {
    /// A file's request.
    fn upload(&self, credential: &str, address: &str, content: Body) -> Request<Body> {
        let path = format!("/messenger/web/attachments?app_id={}&name=a.txt", self.app_id());
        let request = Request::post(path).header("authorization", format!("Bearer {credential}"));
        let mut request = request.body(content).expect("a request");
        let peer: SocketAddr = address.parse().expect("an address");
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    }

    async fn uploads_kib(&self, credential: &str, kib: usize) -> (StatusCode, String) {
        self.uploads(credential, "a.txt", vec![b'a'; kib * KIB]).await
    }

    async fn uploads_from(&self, address: &str, credential: &str, kib: usize) -> StatusCode {
        self.asked(self.upload(credential, address, vec![b'a'; kib * KIB].into())).await.0
    }

    async fn running(&self) -> Vec<String> {
        texts(&self.server.state.db, "select id from uploads").await
    }
}

#[tokio::test]
async fn of_fifty_files_that_come_at_once_thirty_wait_to_be_sent() {
    let desk = Desk::open().await;
    let marit = desk.visitor().await;
    let answers = join_all((0..50).map(|_| desk.uploads(&marit, "a.txt", b"Hei".to_vec()))).await;
    let taken = answers.iter().filter(|(status, _)| *status == StatusCode::OK).count();
    let refused = answers.iter().filter(|(status, _)| *status == StatusCode::TOO_MANY_REQUESTS).count();
    assert_eq!((taken, refused, desk.files().len()), (30, 20, 30));
    assert!(desk.running().await.is_empty());
}

#[tokio::test]
async fn a_person_has_so_much_space_for_files_that_were_sent_and_that_were_not() {
    let desk = Desk::with(&[("UPLOAD_MIB_PER_PERSON", "1")]).await;
    let (marit, other) = (desk.visitor().await, desk.visitor().await);
    let (status, body) = desk.uploads_kib(&marit, 600).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let id = parsed(&body)["id"].as_str().expect("an id").to_owned();
    assert_eq!(desk.sends(&marit, "k1", "", &[&id]).await.0, StatusCode::OK);
    let (status, body) = desk.uploads_kib(&marit, 600).await;
    assert_eq!(status, StatusCode::INSUFFICIENT_STORAGE);
    let error = &parsed(&body)["errors"][0];
    assert_eq!(error["code"], "insufficient_storage");
    assert_eq!(error["message"], "The person has no space left for files.");
    assert_eq!(desk.files().len(), 1);
    assert_eq!(desk.uploads_kib(&marit, 424).await.0, StatusCode::OK, "the last byte is theirs");
    assert_eq!(desk.uploads_kib(&other, 600).await.0, StatusCode::OK, "each person has their own");
    desk.writes(&marit, "k2", None, "Without a file, then").await;
}

#[tokio::test]
async fn an_app_has_so_much_space_whoever_uploads() {
    let desk = Desk::with(&[("UPLOAD_MIB_PER_APP", "1")]).await;
    assert_eq!(desk.uploads_kib(&desk.visitor().await, 600).await.0, StatusCode::OK);
    let (status, body) = desk.uploads_kib(&desk.visitor().await, 600).await;
    assert_eq!(status, StatusCode::INSUFFICIENT_STORAGE);
    assert!(body.contains("The app has no space left"), "{body}");
}

#[tokio::test]
async fn a_network_uploads_so_much_in_a_day_whoever_its_people_say_they_are() {
    let desk = Desk::with(&[("UPLOAD_MIB_PER_NETWORK_AND_DAY", "1")]).await;
    let (marit, other) = (desk.visitor().await, desk.visitor().await);
    assert_eq!(desk.uploads_from("[2001:db8:1:2::1]:400", &marit, 600).await, StatusCode::OK);
    let again = desk.upload(&other, "[2001:db8:1:2::9]:500", vec![b'a'; 600 * KIB].into());
    let refused = desk.server.send(again).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers()["retry-after"], "3600");
    assert_eq!(desk.uploads_from("[2001:db8:1:3::1]:400", &other, 600).await, StatusCode::OK);
    desk.server.state.clock.advance(24 * 60 * 60);
    assert_eq!(desk.uploads_from("[2001:db8:1:2::1]:400", &desk.visitor().await, 600).await, StatusCode::OK);
}

#[tokio::test]
async fn space_is_reserved_before_the_body_is_here_and_free_when_nobody_waits_for_the_answer_any_more() {
    let desk = Desk::with(&[("UPLOAD_MIB_PER_PERSON", "16")]).await;
    let marit = desk.visitor().await;
    // Without a length it may become 10 MiB.
    let endless = once(async { Ok::<_, io::Error>(Bytes::from_static(b"Hei")) }).chain(pending());
    let request = desk.upload(&marit, "192.0.2.1:400", Body::from_stream(endless));
    let hanging = tokio::spawn(desk.server.router.clone().oneshot(request));
    let reserved = async {
        while desk.running().await.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, reserved).await.expect("reserved");
    let seven = 7 * 1_024;
    assert_eq!(desk.uploads_kib(&marit, seven).await.0, StatusCode::INSUFFICIENT_STORAGE);
    hanging.abort();
    let freed = async {
        while !desk.running().await.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, freed).await.expect("free again");
    assert_eq!(desk.uploads_kib(&marit, seven).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_file_that_is_refused_for_its_kind_has_given_its_space_back_when_the_person_hears_of_it() {
    let desk = Desk::with(&[("UPLOAD_MIB_PER_PERSON", "1")]).await;
    let marit = desk.visitor().await;
    for _ in 0..3 {
        let program = [b"MZ\x90\0".to_vec(), vec![0; 700 * KIB]].concat();
        assert_eq!(desk.uploads(&marit, "a", program).await.0, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert!(desk.running().await.is_empty());
    }
    assert_eq!(desk.uploads_kib(&marit, 1_024).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_disk_with_less_free_space_than_is_kept_takes_no_file_and_every_text() {
    // Four pebibytes.
    let desk = Desk::with(&[("UPLOAD_MIB_FREE", "4294967295")]).await;
    let marit = desk.visitor().await;
    let (status, body) = desk.uploads_kib(&marit, 1).await;
    assert_eq!(status, StatusCode::INSUFFICIENT_STORAGE);
    assert!(body.contains("The server has no space left"), "{body}");
    assert!(desk.files().is_empty());
    desk.writes(&marit, "k1", None, "Without a file, then").await;
}

#[tokio::test]
async fn an_upload_whose_server_stopped_counts_for_fifteen_minutes_and_a_files_network_is_kept_for_a_day() {
    let desk = Desk::with(&[("UPLOAD_MIB_PER_APP", "1")]).await;
    let (marit, state, mut sweep) = (desk.visitor().await, &desk.server.state, desk.sweep());
    let left_behind = format!(
        "insert into uploads (id, app_id, person_id, size, started_at)
         select 'left', app_id, id, {}, {} from people",
        900 * KIB,
        state.clock.seconds()
    );
    execute(&state.db, &left_behind).await;
    assert_eq!(desk.uploads_from("192.0.2.1:400", &marit, 600).await, StatusCode::INSUFFICIENT_STORAGE);
    state.clock.advance(15 * 60);
    assert_eq!(desk.uploads_from("192.0.2.1:400", &marit, 600).await, StatusCode::OK);
    sweep.run(state.clock.seconds()).await.expect("swept");
    assert!(desk.running().await.is_empty());
    let networks = "select network_hash from attachments where network_hash is not null";
    assert_eq!(texts(&state.db, networks).await.len(), 1);
    state.clock.advance(24 * 60 * 60 - 1);
    sweep.run(state.clock.seconds()).await.expect("swept");
    assert_eq!(texts(&state.db, networks).await.len(), 1);
    state.clock.advance(1);
    sweep.run(state.clock.seconds()).await.expect("swept");
    assert!(texts(&state.db, networks).await.is_empty());
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/with-postgres"]
async fn a_file_that_is_forgotten_while_it_is_sent_refuses_its_message_and_no_other() {
    let desk = Desk::open().await;
    let (marit, tomas) = (desk.visitor().await, desk.visitor().await);
    let (_, uploaded) = desk.uploads_kib(&marit, 1).await;
    let file = parsed(&uploaded)["id"].as_str().expect("an id").to_owned();
    let mut sweeping = desk.server.state.db.begin().await.expect("a transaction");
    let Transaction::Postgres(open) = &mut sweeping else { panic!("no PostgreSQL") };
    sqlx::query("delete from attachments").execute(&mut **open).await.expect("forgotten");
    let message = json!({ "app_id": desk.app_id(), "key": "k", "conversation": null, "text": "Here", "attachments": [file] });
    let is_waiting = "select count(*)::text from pg_stat_activity where datname = current_database()
                      and wait_event_type = 'Lock'";
    let forgetting = async {
        while texts(&desk.server.state.db, is_waiting).await != ["1"] {
            tokio::task::yield_now().await;
        }
        sweeping.commit().await.expect("a commit");
    };
    let ((status, body), _, ()) = tokio::join!(
        desk.person("message", Some(message), &marit),
        desk.writes(&tomas, "k", None, "Without a file"),
        forgetting
    );
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    assert_eq!(texts(&desk.server.state.db, "select count(*)::text from parts").await, ["1"]);
}
