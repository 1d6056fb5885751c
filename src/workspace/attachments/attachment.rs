use foundation::json::Readable;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::markup::escaped;

/// A file as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Attachment {
    pub id: String,
    pub name: String,
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// Of a picture, in pixels.
    pub width: Option<i64>,
    pub height: Option<i64>,
}

impl Attachment {
    /// Bytes of HTML or JSON that show it at most.
    #[cfg(feature = "ssr")]
    pub fn shown_bytes(&self) -> usize {
        const AROUND: usize = 700;
        AROUND + 3 * escaped(&self.name)
    }

    /// Width and height; none of what is no picture.
    pub fn picture(&self) -> Option<(i64, i64)> {
        self.width.zip(self.height)
    }
}
