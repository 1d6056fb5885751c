//! The JSON of the shop's answers. In the page the browser's own parser reads it: serde's would cost every visitor ten
//! kilobytes, and some more for each type.

#[cfg(not(feature = "ssr"))]
mod browser;
#[cfg(not(feature = "ssr"))]
pub use browser::*;

#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
pub use server::*;

use leptos::prelude::codee::{Decoder, Encoder};
use leptos::server_fn::codec::Post;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};

/// For `#[server(output = …)]`.
pub type LightJson = Post<Json>;

/// For errors too.
pub struct Json;

/// Not the JSON that was expected.
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
        write(value).map(Bytes::from).ok_or("cannot be written as JSON")
    }
}

impl<T: Readable> Decodes<T> for Json {
    type Error = Unreadable;

    fn decode(json: Bytes) -> Result<T, Unreadable> {
        std::str::from_utf8(&json).ok().and_then(read).ok_or("another JSON than was expected")
    }
}

/// For data of a `Resource` that the server writes into the page: `Resource<T, Json>`.
impl<T: Writable> Encoder<T> for Json {
    type Error = Unreadable;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Unreadable> {
        write(value).ok_or("cannot be written as JSON")
    }
}

impl<T: Readable> Decoder<T> for Json {
    type Error = Unreadable;
    type Encoded = str;

    fn decode(json: &str) -> Result<T, Unreadable> {
        read(json).ok_or("another JSON than was expected")
    }
}
