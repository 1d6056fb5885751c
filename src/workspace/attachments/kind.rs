/// What a file is, as its first bytes say: nothing else is stored. What a browser would run in a page is not among them.
const ALLOWED: [&str; 16] = [
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "application/pdf",
    "application/zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "audio/mpeg",
    "audio/m4a",
    "video/mp4",
    "video/webm",
];
const TEXT: &str = "text/plain";
/// Bytes that are enough to tell.
pub const HEAD: usize = 8 * 1024;

/// The media type of the file that begins so; None where such a file is not taken. `is_whole` where nothing follows.
pub fn of(head: &[u8], is_whole: bool) -> Option<&'static str> {
    match infer::get(head) {
        Some(found) => ALLOWED.into_iter().find(|allowed| *allowed == found.mime_type()),
        None => is_text(head, is_whole).then_some(TEXT),
    }
}

/// A character may be cut where more follows.
fn is_text(head: &[u8], is_whole: bool) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if !is_whole && error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.is_empty() && !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'))
}

/// Whether a browser shows it as a picture.
pub fn is_picture(content_type: &str) -> bool {
    content_type.starts_with("image/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_content_says() {
        for (head, expected) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], Some("image/png")),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", Some("image/jpeg")),
            (b"GIF89a\x01\0\x01\0", Some("image/gif")),
            (b"%PDF-1.7\n", Some("application/pdf")),
            (b"PK\x03\x04\x14\0\0\0", Some("application/zip")),
            ("Grüße, ☕\n".as_bytes(), Some(TEXT)),
            (b"", None),
            (b"\0\x01\x02", None),
            (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0", None),
            (b"MZ\x90\0\x03\0\0\0", None),
            (b"#!/bin/sh\necho", None),
            (b"<!DOCTYPE html><script>alert(1)</script>", None),
        ] {
            assert_eq!(of(head, true), expected, "{head:?}");
        }
    }

    #[test]
    fn a_letter_that_is_cut_where_the_head_ends_is_no_fault() {
        let text = "ø".repeat(HEAD);
        assert_eq!(of(&text.as_bytes()[..HEAD - 1], false), Some(TEXT));
        assert_eq!(of(&text.as_bytes()[..HEAD - 1], true), None);
    }
}
