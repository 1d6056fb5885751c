//! Pictures as they are kept: without what their metadata says of places, times, people and devices.

use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::Png;
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF};
use std::path::PathBuf;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Pixels of a picture at most: a browser that shows it takes four bytes for each.
const MOST_PIXELS: usize = 40_000_000;
/// Permits for pictures in memory at a time.
static AT_A_TIME: Semaphore = Semaphore::const_new(4);

/// The facts that the server reads from a picture on the disk.
pub struct Picture {
    /// Width and height in pixels. None where the file does not say them.
    pub size: Option<(i64, i64)>,
    pub has_too_many_pixels: bool,
    /// The content without metadata. None where there is none to remove, or where the file is no readable picture.
    pub cleaned: Option<Bytes>,
}

impl Picture {
    pub async fn read(content_type: &'static str, path: PathBuf) -> std::io::Result<Self> {
        let permit = AT_A_TIME.acquire().await;
        let read = move || {
            let size = imagesize::size(&path).ok();
            let has_too_many_pixels =
                size.is_some_and(|size| size.width.saturating_mul(size.height) > MOST_PIXELS);
            let cleaned = match has_too_many_pixels {
                true => None,
                false => cleaned(content_type, std::fs::read(&path)?.into()),
            };
            let size =
                size.and_then(|size| Some((size.width.try_into().ok()?, size.height.try_into().ok()?)));
            Ok(Self { size, has_too_many_pixels, cleaned })
        };
        let picture = spawn_blocking(read).await?;
        drop(permit);
        picture
    }
}

/// Removes a picture's metadata, except for its orientation: a photo that is shown turned stays so.
fn cleaned(content_type: &str, content: Bytes) -> Option<Bytes> {
    let before = content.clone();
    let cleaned = match content_type {
        "image/jpeg" => {
            let mut picture = Jpeg::from_bytes(content).ok()?;
            let turned = picture.exif().as_deref().and_then(orientation);
            // EXIF and XMP, IPTC, comments.
            let is_metadata = |marker| matches!(marker, markers::APP1 | markers::APP13 | markers::COM);
            picture.segments_mut().retain(|segment| !is_metadata(segment.marker()));
            picture.set_exif(turned.map(only));
            picture.encoder().bytes()
        }
        "image/png" => {
            let mut picture = Png::from_bytes(content).ok()?;
            let turned = picture.exif().as_deref().and_then(orientation);
            picture
                .chunks_mut()
                .retain(|chunk| !matches!(&chunk.kind(), b"tEXt" | b"zTXt" | b"iTXt" | b"tIME"));
            picture.set_exif(turned.map(only));
            picture.encoder().bytes()
        }
        "image/webp" => {
            let mut picture = WebP::from_bytes(content).ok()?;
            let turned = picture.exif().as_deref().and_then(orientation);
            picture.remove_chunks_by_id(*b"XMP ");
            picture.set_exif(turned.map(only));
            picture.encoder().bytes()
        }
        _ => return None,
    };
    (cleaned != before).then_some(cleaned)
}

/// Reads the orientation from EXIF data. None where the picture is upright.
/// Source: TIFF 6.0, sections 2 and 8, "Orientation".
fn orientation(exif: &[u8]) -> Option<u16> {
    const ORIENTATION: u16 = 0x0112;
    let exif = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    let is_little = match exif.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = exif.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let offset: [u8; 4] = exif.get(4..8)?.try_into().ok()?;
    let offset = if is_little { u32::from_le_bytes(offset) } else { u32::from_be_bytes(offset) } as usize;
    let fields = (0..usize::from(short(offset)?)).map(|field| offset.saturating_add(2 + 12 * field));
    let found = fields.into_iter().find(|at| short(*at) == Some(ORIENTATION))?;
    short(found.saturating_add(8)).filter(|turned| (2..=8).contains(turned))
}

/// Makes EXIF data that holds an orientation alone.
fn only(orientation: u16) -> Bytes {
    let [high, low] = orientation.to_be_bytes();
    let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    exif.extend([high, low, 0, 0, 0, 0, 0, 0]);
    exif.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Little-endian: a camera's name, an orientation, and a position in an IFD of its own.
    fn exif(orientation: u16) -> Bytes {
        let mut exif = b"II*\0\x08\0\0\0\x03\0".to_vec();
        for (tag, kind, count, value) in [
            (0x010f_u16, 2_u16, 4_u32, u32::from_le_bytes(*b"Cam\0")),
            (0x0112, 3, 1, orientation.into()),
            (0x8825, 4, 1, 50),
        ] {
            exif.extend(
                [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()]
                    .concat(),
            );
        }
        exif.extend([0; 4]);
        exif.extend(b"\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0 a place");
        exif.into()
    }

    fn jpeg(exif: Option<Bytes>) -> Bytes {
        let frame = b"\xff\xd8\xff\xc0\0\x0b\x08\0\x02\0\x03\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0\x55\xff\xd9";
        let mut picture = Jpeg::from_bytes(Bytes::from_static(frame)).unwrap();
        picture.set_exif(exif);
        picture.encoder().bytes()
    }

    fn png(exif: Option<Bytes>) -> Bytes {
        let chunk = |kind: &[u8; 4], content: &'static [u8]| {
            img_parts::png::PngChunk::new(*kind, Bytes::from_static(content)).encoder().bytes()
        };
        let header = chunk(b"IHDR", b"\0\0\0\x03\0\0\0\x02\x08\0\0\0\0");
        let whole =
            [&b"\x89PNG\r\n\x1a\n"[..], &header, &chunk(b"IDAT", b"x"), &chunk(b"IEND", b"")].concat();
        let mut picture = Png::from_bytes(whole.into()).unwrap();
        picture.set_exif(exif);
        picture.encoder().bytes()
    }

    #[test]
    fn a_picture_loses_its_place_and_camera_and_stays_turned() {
        for (content_type, with) in [("image/jpeg", jpeg as fn(_) -> _), ("image/png", png)] {
            let cleaned = super::cleaned(content_type, with(Some(exif(6)))).expect(content_type);
            assert_eq!(cleaned, with(Some(only(6))), "{content_type}");
            assert!(!cleaned.windows(7).any(|part| part == b"a place"), "{content_type}");
            let upright = super::cleaned(content_type, with(Some(exif(1))));
            assert_eq!(upright, Some(with(None)), "{content_type}");
            assert_eq!(super::cleaned(content_type, with(None)), None, "{content_type}: nothing to remove");
        }
    }

    #[test]
    fn comments_and_texts_of_a_picture_go_too() {
        let mut picture = Jpeg::from_bytes(jpeg(None)).unwrap();
        for marker in [markers::APP1, markers::APP13, markers::COM] {
            let segment =
                img_parts::jpeg::JpegSegment::new_with_contents(marker, Bytes::from_static(b"Kaigaten 7"));
            picture.segments_mut().insert(0, segment);
        }
        assert_eq!(super::cleaned("image/jpeg", picture.encoder().bytes()), Some(jpeg(None)));
    }

    #[test]
    fn exif_data_of_any_form_is_read_without_a_panic() {
        let whole = exif(3);
        assert_eq!(orientation(&whole), Some(3));
        assert_eq!(orientation(&[&b"Exif\0\0"[..], &whole].concat()), Some(3));
        for end in 0..whole.len() {
            _ = orientation(&whole[..end]);
        }
        for bytes in [&b"II*\0\xff\xff\xff\xff"[..], b"MM\0*\0\0\0\x04", b"II*\0\x08\0\0\0\xff\xff", b""] {
            assert_eq!(orientation(bytes), None);
        }
    }
}
