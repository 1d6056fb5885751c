//! The JSON that server and page exchange. In the page the browser's own parser reads it: serde's would cost every
//! visitor ten kilobytes.

use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};

#[cfg(not(feature = "ssr"))]
mod browser;
#[cfg(feature = "ssr")]
mod server;

#[cfg(not(feature = "ssr"))]
pub(crate) use browser::{Readable, Writable, read, write};
#[cfg(feature = "ssr")]
pub(crate) use server::{Readable, Writable, read, write};

/// The encoding of server functions (`#[server(output = …)]`) and of errors.
pub struct Json;

/// Why a text is not the expected JSON.
pub type Unreadable = &'static str;

impl ContentType for Json {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Json {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Writable> Encodes<T> for Json {
    type Error = Unreadable;

    fn encode(value: &T) -> Result<Bytes, Unreadable> {
        write(value)
            .map(Bytes::from)
            .ok_or("cannot be written as JSON")
    }
}

impl<T: Readable> Decodes<T> for Json {
    type Error = Unreadable;

    fn decode(json: Bytes) -> Result<T, Unreadable> {
        let json = std::str::from_utf8(&json).ok();
        json.and_then(read).ok_or("another JSON than was expected")
    }
}
