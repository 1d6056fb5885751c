//! A file as both sides see it.

use foundation::json::Readable;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::markup::escaped;

/// A file of a message, as both sides see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Attachment {
    pub id: String,
    pub name: String,
    pub content_type: String,
    /// Size in bytes.
    pub size: i64,
    /// Width of a picture in pixels.
    pub width: Option<i64>,
    pub height: Option<i64>,
}

impl Attachment {
    /// Bytes of HTML or JSON at most that show the file.
    #[cfg(feature = "ssr")]
    pub fn shown_bytes(&self) -> usize {
        const AROUND: usize = 700;
        AROUND + 3 * escaped(&self.name)
    }

    /// Width and height of a picture. None for other files.
    pub fn picture(&self) -> Option<(i64, i64)> {
        self.width.zip(self.height)
    }
}
