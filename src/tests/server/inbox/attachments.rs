//! Files of people: what is taken, who reads them, and when they go.

use http_body_util::BodyExt;
use img_parts::Bytes;
use img_parts::png::PngChunk;
use leptos_messenger::workspace::{Files, Sweep, forget_user};

use super::*;

/// 2 by 3 pixels.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x03\x08\x06\0\0\0\xb9\xea\xde\x81";

impl Desk {
    pub async fn file(&self, credential: &str, name: &str, content: &[u8]) -> String {
        let (status, body) = self.uploads(credential, name, content.to_vec()).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        parsed(&body)["id"].as_str().expect("an id").to_owned()
    }

    pub async fn sends(
        &self,
        credential: &str,
        key: &str,
        text: &str,
        files: &[&str],
    ) -> (StatusCode, String) {
        let message = json!({ "app_id": self.app_id(), "key": key, "text": text, "attachments": files });
        self.person("message", Some(message), credential).await
    }

    /// Ids of the attachments' files in the folder.
    pub fn files(&self) -> Vec<String> {
        let folder = &self.server.state.config.attachments_dir;
        let entries = std::fs::read_dir(folder).map(Iterator::collect::<Vec<_>>).unwrap_or_default();
        let name = |entry: std::io::Result<std::fs::DirEntry>| {
            entry.expect("an entry").file_name().into_string().expect("a name")
        };
        let mut ids: Vec<_> = entries.into_iter().map(name).filter(|name| name.len() > 32).collect();
        ids.sort();
        ids
    }
}

#[tokio::test]
async fn what_a_person_sends_both_sides_read_and_nobody_else() {
    let desk = Desk::open().await;
    let (marit, other) = (desk.visitor().await, desk.visitor().await);
    let (picture, text) =
        (desk.file(&marit, "boat.png", PNG).await, desk.file(&marit, "a.txt", b"Hei").await);
    let of_desk = format!("/workspace/attachments/{text}");
    assert_eq!(desk.get(&of_desk, &desk.cookie).await.0, StatusCode::NOT_FOUND, "before it is sent");
    let (status, body) = desk.sends(&marit, "k1", "", &[&picture, &text]).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let id = parsed(&body)["conversation"].as_str().expect("an id").parse::<i64>().expect("a number");
    assert_eq!(desk.sends(&marit, "k1", "", &[&picture, &text]).await, (status, body), "once");

    let read = desk.reads(&marit, id).await;
    assert!(read.contains("width=\"2\" height=\"3\"") && read.contains("boat.png"), "{read}");
    assert_eq!(desk.list("folder=open&after=").await["rows"][0]["words"], "Files");
    let part = &desk.thread(id).await["parts"][0];
    assert_eq!(
        (&part["attachments"][0]["name"], &part["attachments"][0]["width"]),
        (&json!("boat.png"), &json!(2))
    );
    let path = format!("attachments/{text}?app_id={}", desk.app_id());
    assert_eq!(desk.person(&path, None, &marit).await, (StatusCode::OK, "Hei".to_owned()));
    assert_eq!(desk.person(&path, None, &other).await.0, StatusCode::NOT_FOUND);
    assert_eq!(desk.get(&of_desk, &desk.cookie).await, (StatusCode::OK, "Hei".to_owned()));
    assert_eq!(desk.sends(&other, "k1", "Mine", &[&text]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn files_stand_in_the_order_in_which_the_message_names_them() {
    let desk = Desk::open().await;
    let marit = desk.visitor().await;
    let mut files = Vec::new();
    for n in 0..10 {
        files.push(desk.file(&marit, &format!("{n}.txt"), b"Hei").await);
    }
    let order = [3, 1, 4, 0, 5, 9, 2, 6, 8, 7];
    let named = order.map(|n| files[n].as_str());
    let (status, body) = desk.sends(&marit, "k1", "", &named).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let id = parsed(&body)["conversation"].as_str().expect("an id").parse().expect("a number");
    let shown = desk.thread(id).await["parts"][0]["attachments"].clone();
    let shown: Vec<&str> =
        shown.as_array().expect("files").iter().map(|one| one["name"].as_str().expect("a name")).collect();
    assert_eq!(shown, order.map(|n| format!("{n}.txt")));
}

#[tokio::test]
async fn a_file_is_downloaded_as_what_it_is_and_runs_nowhere() {
    let desk = Desk::open().await;
    let marit = desk.visitor().await;
    let id = desk.file(&marit, "b%C3%A5t%22%0D%0AX.html", b"Just words").await;
    let request = Request::get(format!("/messenger/web/attachments/{id}?app_id={}", desk.app_id()))
        .header("authorization", format!("Bearer {marit}"));
    let response = desk.server.send(request.body(Body::empty()).expect("a request")).await;
    let header = |name: &str| response.headers()[name].to_str().expect("text").to_owned();
    assert_eq!(header("content-type"), "text/plain");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-disposition"), "attachment; filename*=UTF-8''b%C3%A5t%22X.html.txt");
    assert!(header("content-security-policy").contains("sandbox"));
    assert_eq!(header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_file_is_read_in_small_parts_and_never_compressed() {
    let desk = Desk::open().await;
    let marit = desk.visitor().await;
    let content = "Hei, Marit. ".repeat(100_000).into_bytes();
    let id = desk.file(&marit, "a.txt", &content).await;
    let request = Request::get(format!("/messenger/web/attachments/{id}?app_id={}", desk.app_id()))
        .header("authorization", format!("Bearer {marit}"))
        .header("accept-encoding", "br, gzip");
    let answer = desk.server.send(request.body(Body::empty()).expect("a request")).await;
    assert!(answer.headers().get("content-encoding").is_none());
    assert_eq!(answer.headers()["content-length"], content.len().to_string());
    let (mut body, mut read) = (answer.into_body(), Vec::new());
    while let Some(frame) = body.frame().await {
        let part = frame.expect("a part").into_data().expect("data");
        assert!(part.len() <= 64 * 1_024, "{}", part.len());
        read.extend_from_slice(&part);
    }
    assert!(read == content);
}

#[tokio::test]
async fn what_is_too_large_of_another_kind_or_too_much_is_refused_and_leaves_nothing() {
    let desk = Desk::open().await;
    let marit = desk.visitor().await;
    for (content, expected) in [
        (vec![b'a'; 10 * 1024 * 1024 + 1], StatusCode::PAYLOAD_TOO_LARGE),
        (b"<!DOCTYPE html><script>alert(1)</script>".to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (b"MZ\x90\0\x03\0\0\0".to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (Vec::new(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ] {
        let (status, body) = desk.uploads(&marit, "a", content).await;
        assert_eq!(status, expected, "{body}");
    }
    assert!(desk.files().is_empty(), "{:?}", desk.files());
    let mut ids = Vec::new();
    for _ in 0..30 {
        ids.push(desk.file(&marit, "a.txt", b"Hei").await);
    }
    assert_eq!(desk.uploads(&marit, "a.txt", b"Hei".to_vec()).await.0, StatusCode::TOO_MANY_REQUESTS);
    let eleven: Vec<&str> = ids.iter().take(11).map(String::as_str).collect();
    assert_eq!(desk.sends(&marit, "k1", "All", &eleven).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        desk.sends(&marit, "k1", "Twice", &[&ids[0], &ids[0]]).await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert!(ids_of(&desk).await.is_empty(), "what is refused begins no conversation");
    assert_eq!(desk.sends(&marit, "k1", "Ten", &eleven[..10]).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_picture_of_more_than_forty_million_pixels_is_refused_with_the_reason() {
    let desk = Desk::open().await;
    let marit = desk.visitor().await;
    let png = |width: u32, height: u32| {
        let mut png = PNG.to_vec();
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        png
    };
    let (status, body) = desk.uploads(&marit, "a.png", png(65_000, 65_000)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.contains("more than 40 million pixels"), "{body}");
    assert_eq!(desk.uploads(&marit, "a.png", png(8_000, 5_001)).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(desk.files().is_empty());
    assert_eq!(desk.uploads(&marit, "a.png", png(8_000, 5_000)).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_picture_is_kept_without_what_its_metadata_says() {
    let desk = Desk::open().await;
    let marit = desk.visitor().await;
    let chunk = |kind: &[u8; 4], content: &'static [u8]| {
        PngChunk::new(*kind, Bytes::from_static(content)).encoder().bytes()
    };
    let begin = [&PNG[..8], &chunk(b"IHDR", b"\0\0\0\x02\0\0\0\x03\x08\0\0\0\0")].concat();
    let end = [chunk(b"IDAT", b"x"), chunk(b"IEND", b"")].concat();
    let place = chunk(b"tEXt", b"Comment\0Kaigaten 7");
    let (status, body) = desk.uploads(&marit, "a.png", [&begin[..], &place, &end].concat()).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let (stored, clean) = (parsed(&body), [begin, end].concat());
    assert_eq!(stored["size"], clean.len());
    assert_eq!((&stored["width"], &stored["height"]), (&json!(2), &json!(3)));
    let folder = &desk.server.state.config.attachments_dir;
    assert!(std::fs::read(folder.join(stored["id"].as_str().expect("an id"))).expect("a file") == clean);
}

#[tokio::test]
async fn a_scanner_lets_a_file_in_or_refuses_it_and_without_its_answer_none_is_taken() {
    let scanner = concat!(env!("CARGO_MANIFEST_DIR"), "/src/tests/server/inbox/scanner.sh");
    let desk = Desk::with(&[("UPLOAD_SCANNER", scanner)]).await;
    let marit = desk.visitor().await;
    assert_eq!(desk.uploads(&marit, "a.txt", b"Hei".to_vec()).await.0, StatusCode::OK);
    let (status, body) = desk.uploads(&marit, "a.txt", b"EICAR".to_vec()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.contains("refused by the server's scanner"), "{body}");
    assert_eq!(desk.files().len(), 1);
    let no_program = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let desk = Desk::with(&[("UPLOAD_SCANNER", no_program)]).await;
    let (status, _) = desk.uploads(&desk.visitor().await, "a.txt", b"Hei".to_vec()).await;
    assert_eq!(status, StatusCode::INSUFFICIENT_STORAGE);
    assert!(desk.files().is_empty());
}

async fn ids_of(desk: &Desk) -> Vec<i64> {
    ids(&desk.list("").await)
}

#[tokio::test]
async fn a_disk_that_takes_nothing_is_said_and_the_text_can_be_sent_all_the_same() {
    let desk = Desk::open().await;
    let marit = desk.visitor().await;
    // A file where the folder should be.
    std::fs::remove_dir_all(&desk.server.state.config.attachments_dir).expect("the folder");
    std::fs::write(&desk.server.state.config.attachments_dir, "").expect("a file");
    assert_eq!(desk.uploads(&marit, "a.txt", b"Hei".to_vec()).await.0, StatusCode::INSUFFICIENT_STORAGE);
    desk.writes(&marit, "k1", None, "Without the file, then").await;
}

#[tokio::test]
async fn files_go_with_their_person_and_what_is_never_sent_goes_after_a_day() {
    let desk = Desk::open().await;
    let state = &desk.server.state;
    let marit = desk.visitor().await;
    let sent = desk.file(&marit, "a.txt", b"Hei").await;
    desk.file(&marit, "b.txt", b"Hei").await;
    assert_eq!(desk.sends(&marit, "k1", "", &[&sent]).await.0, StatusCode::OK);
    let files = Files::in_folder(&state.config.attachments_dir);
    let mut sweep = Sweep::new(state.db.clone(), files.clone());
    assert_eq!(sweep.run(state.clock.seconds()).await.expect("swept"), 0);
    state.clock.advance(25 * 60 * 60);
    assert_eq!(sweep.run(state.clock.seconds()).await.expect("swept"), 1);
    assert_eq!(desk.files(), std::slice::from_ref(&sent));
    execute(&state.db, "update people set user_id = 'u_1', role = 'user', visitor_id = null").await;
    forget_user(&state.db, &files, "u_1", state.clock.seconds()).await.expect("forgotten");
    assert!(desk.files().is_empty());
    assert!(texts(&state.db, "select id from attachments").await.is_empty());
}
