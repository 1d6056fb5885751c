//! Recognises a file's media type by its first bytes.

/// Media types that are stored, each with the endings that such a file's name may have.
/// Browsers run none of them in a page.
const ALLOWED: [(&str, &[&str]); 16] = [
    ("image/png", &["png"]),
    ("image/jpeg", &["jpg", "jpeg"]),
    ("image/gif", &["gif"]),
    ("image/webp", &["webp"]),
    ("application/pdf", &["pdf"]),
    ("application/zip", &["zip"]),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"]),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"]),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", &["pptx"]),
    ("application/vnd.oasis.opendocument.text", &["odt"]),
    ("application/vnd.oasis.opendocument.spreadsheet", &["ods"]),
    ("application/vnd.oasis.opendocument.presentation", &["odp"]),
    ("audio/mpeg", &["mp3"]),
    ("audio/m4a", &["m4a"]),
    ("video/mp4", &["mp4", "m4v"]),
    ("video/webm", &["webm"]),
];
const TEXT: &str = "text/plain";
const OF_TEXT: &[&str] = &["txt"];
/// First bytes of a file that are enough to recognise its type.
pub const HEAD: usize = 8 * 1024;

/// Recognises the media type by a file's first bytes. None where such a file is refused.
/// `is_whole` says that nothing follows.
pub fn of(head: &[u8], is_whole: bool) -> Option<&'static str> {
    match infer::get(head) {
        Some(found) => {
            ALLOWED.into_iter().map(|(kind, _)| kind).find(|allowed| *allowed == found.mime_type())
        }
        None => is_text(head, is_whole).then_some(TEXT),
    }
}

/// Gives a name an ending of its media type: who opens the file runs no program by it.
pub fn named(name: String, content_type: &str) -> String {
    let endings =
        ALLOWED.into_iter().find(|(kind, _)| *kind == content_type).map_or(OF_TEXT, |(_, endings)| endings);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match (ending, endings) {
        (Some(ending), endings) if endings.contains(&ending.as_str()) => name,
        (_, [usual, ..]) => format!("{name}.{usual}"),
        (_, []) => name,
    }
}

/// Whether the bytes are text. Their last character may be cut where more follows.
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

/// Whether a browser shows a file of this type as a picture.
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
    fn a_name_ends_as_its_kind_does() {
        for (name, kind, expected) in [
            ("boat.png", "image/png", "boat.png"),
            ("BOAT.JPEG", "image/jpeg", "BOAT.JPEG"),
            ("invoice.hta", TEXT, "invoice.hta.txt"),
            ("invoice.bat", "image/png", "invoice.bat.png"),
            ("app.jar", "application/zip", "app.jar.zip"),
            ("notes", TEXT, "notes.txt"),
            ("notes.", TEXT, "notes..txt"),
            ("a.txt.exe", TEXT, "a.txt.exe.txt"),
        ] {
            assert_eq!(named(name.to_owned(), kind), expected);
        }
    }

    #[test]
    fn a_letter_that_is_cut_where_the_head_ends_is_no_fault() {
        let text = "ø".repeat(HEAD);
        assert_eq!(of(&text.as_bytes()[..HEAD - 1], false), Some(TEXT));
        assert_eq!(of(&text.as_bytes()[..HEAD - 1], true), None);
    }
}
