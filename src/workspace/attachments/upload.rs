//! An upload, from a request's body to a file and its row.

use axum::body::{Body, Bytes, HttpBody};
use http_body_util::BodyExt;
use std::io;
use tokio::sync::oneshot;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::new_file::NewFile;
use super::picture::Picture;
use super::reservation::{Reservation, Uploader};
use super::rows::{delete, insert};
use super::scanner::scan;
use super::{Attachment, Files, StoredFile, kind};
use crate::database::Db;
use crate::refusal::Refusal;

/// Bytes that a file may have.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// Characters that a name may have, without its type's ending.
const LONGEST_NAME: usize = 200;

/// Stores a file while it arrives. Its space is reserved before the body is read.
/// A refused or abandoned upload leaves nothing behind. `now` in Unix seconds.
pub async fn upload(
    db: &Db,
    files: &Files,
    uploader: &Uploader<'_>,
    name: &str,
    body: Body,
    now: i64,
) -> Result<Attachment, Refusal> {
    // By its Content-Length; without one it may be as large as any.
    let size = body.size_hint().exact().unwrap_or(MOST_BYTES as u64);
    if size > MOST_BYTES as u64 {
        return Err(Refusal::FileTooLarge);
    }
    let free = files.free_space().await.map_err(|error| failed(&error))?;
    let reservation = Reservation::make(db, files.quota(), uploader, (size.cast_signed(), free), now).await?;
    let (file, stored) = match store(files, uploader, name, body).await {
        Ok(stored) => stored,
        Err(refusal) => {
            reservation.cancel().await;
            return Err(refusal);
        }
    };
    // To its end, whoever waits: a row whose commit was left alone may be there or not.
    let (reply, replied) = oneshot::channel();
    tokio::spawn(finish(db.clone(), reservation, file, stored, now, reply));
    let UploadReply { attachment, taken } = replied.await.unwrap_or(Err(Refusal::Internal))?;
    _ = taken.send(());
    Ok(attachment)
}

/// Stores the file on the disk, without its row.
async fn store(
    files: &Files,
    uploader: &Uploader<'_>,
    name: &str,
    body: Body,
) -> Result<(NewFile, StoredFile), Refusal> {
    let mut file = files.create().await.map_err(|error| failed(&error))?;
    let (head, mut size) = write(&mut file, body).await?;
    let content_type = kind::of(&head, head.len() == size).ok_or(Refusal::FileKind)?;
    file.flush().await.map_err(|error| failed(&error))?;
    let mut pixels = None;
    if kind::is_picture(content_type) {
        let picture = Picture::read(content_type, file.path().to_owned()).await;
        let picture = picture.map_err(|error| failed(&error))?;
        if picture.has_too_many_pixels {
            return Err(Refusal::LargePicture);
        }
        if let Some(cleaned) = &picture.cleaned {
            file.rewrite(cleaned).await.map_err(|error| failed(&error))?;
            size = cleaned.len();
        }
        pixels = picture.size;
    }
    file.sync().await.map_err(|error| failed(&error))?;
    if let Some(program) = files.scanner() {
        scan(program, file.path()).await?;
    }
    let attachment = Attachment {
        id: file.id.clone(),
        name: kind::named(shown(name), content_type),
        content_type: content_type.to_owned(),
        size: i64::try_from(size).unwrap_or(i64::MAX),
        width: pixels.map(|(width, _)| width),
        height: pixels.map(|(_, height)| height),
    };
    let (app_id, person_id) = (uploader.app_id.to_owned(), uploader.person_id.to_owned());
    Ok((file, StoredFile { attachment, app_id, person_id, teammate: uploader.teammate, part: None }))
}

/// The reply to an upload. A reply that is sent may still be dropped in its channel, with the request that waited for it.
struct UploadReply {
    attachment: Attachment,
    /// Says that the request has taken the reply.
    taken: oneshot::Sender<()>,
}

/// Writes the row and keeps the file. Where nobody waits for it any more, neither stays.
async fn finish(
    db: Db,
    reservation: Reservation,
    file: NewFile,
    stored: StoredFile,
    now: i64,
    reply: oneshot::Sender<Result<UploadReply, Refusal>>,
) {
    if let Err(error) = insert(&db, &stored, reservation, now).await {
        _ = reply.send(Err(error.into()));
        return;
    }
    let id = file.id.clone();
    let (taken, when_taken) = oneshot::channel();
    let sent = reply.send(Ok(UploadReply { attachment: stored.attachment, taken }));
    let is_taken = sent.is_ok() && when_taken.await.is_ok();
    if is_taken || delete(&db, &id).await.is_err() {
        file.keep();
    }
}

/// Writes the body into the file. Returns its first bytes, and its size.
async fn write(file: &mut NewFile, mut body: Body) -> Result<(Vec<u8>, usize), Refusal> {
    let (mut head, mut size) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::Malformed("The body did not arrive."))?;
        let Ok(bytes): Result<Bytes, _> = frame.into_data() else { continue };
        size += bytes.len();
        if size > MOST_BYTES {
            return Err(Refusal::FileTooLarge);
        }
        let missing = kind::HEAD.saturating_sub(head.len()).min(bytes.len());
        head.extend_from_slice(bytes.get(..missing).unwrap_or_default());
        file.write(&bytes).await.map_err(|error| failed(&error))?;
    }
    Ok((head, size))
}

/// Refuses a file that could not be written. A full disk is no fault of the person's.
fn failed(error: &io::Error) -> Refusal {
    tracing::error!(%error, "an attachment was not stored");
    Refusal::NotStored
}

/// Removes from a name what a file system, a header or a reader takes for something else.
/// Format characters change the order of what is shown.
fn shown(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name
        .chars()
        .filter(|c| !c.is_control() && c.general_category() != GeneralCategory::Format)
        .take(LONGEST_NAME)
        .collect();
    match name.trim() {
        "" | "." | ".." => "file".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::{execute, fetch};
    use tokio::task::yield_now;

    #[tokio::test]
    async fn a_reply_that_nobody_takes_leaves_neither_file_nor_row() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
        let mut transaction = db.begin().await.unwrap();
        for insert in [
            "insert into workspace_apps (app_id, name, created_at) values ('a', 'A', 1)",
            "insert into people (id, app_id, role, visitor_id, verified, details, attributes, impressions,
                                 created_at, last_seen_at)
             values ('p', 'a', 'visitor', 'v', false, '{}', '{}', 0, 1, 1)",
        ] {
            execute!(&mut transaction, insert).unwrap();
        }
        transaction.commit().await.unwrap();
        let files = Files::in_folder(folder.path().join("files"));
        let uploader = Uploader { app_id: "a", person_id: "p", teammate: None, address: None };
        let reservation = Reservation::make(&db, files.quota(), &uploader, (3, i64::MAX), 1).await.unwrap();
        let (file, stored) = store(&files, &uploader, "a.txt", Body::from("Hei")).await.unwrap();

        let (reply, replied) = oneshot::channel();
        let finishing = tokio::spawn(finish(db.clone(), reservation, file, stored, 1, reply));
        while replied.is_empty() {
            yield_now().await;
        }
        drop(replied);
        finishing.await.unwrap();

        assert_eq!(files.written().await.unwrap(), []);
        let mut transaction = db.begin().await.unwrap();
        let rows = "select id from attachments union all select id from uploads";
        assert!(!fetch!(&mut transaction, any rows).unwrap());
    }

    #[test]
    fn a_name_is_a_files_and_no_paths() {
        for (name, expected) in [
            ("boat.png", "boat.png"),
            ("../../etc/passwd", "passwd"),
            ("C:\\boats\\boat.png", "boat.png"),
            ("a\r\nSet-Cookie: b", "aSet-Cookie: b"),
            ("..", "file"),
            ("rechnung\u{202e}fdp.bat", "rechnungfdp.bat"),
            ("\u{2066}a\u{200b}\u{feff}\u{ad}b\u{2069}", "ab"),
            ("\u{202e}", "file"),
            ("", "file"),
        ] {
            assert_eq!(shown(name), expected);
        }
        assert_eq!(shown(&"ø".repeat(300)).chars().count(), 200);
    }
}
