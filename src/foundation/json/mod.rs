//! The JSON of server functions and of resources. In the page the browser's own parser reads it, in place of serde.
//!
//! Measured on this app (brotli, release): serde's parser and its code for each type cost the home page 19 KB. They
//! cost other pages of the shop 25 to 27 KB. A type derives [`Readable`] beside serde's `Serialize` and `Deserialize`.

#[cfg(not(feature = "ssr"))]
mod browser;
#[cfg(not(feature = "ssr"))]
pub use browser::*;

#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
pub use server::*;

pub use json_derive::Readable;

use leptos::prelude::codee::{Decoder, Encoder};
use leptos::server_fn::codec::Post;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};

/// The codec of what a server function returns: `#[server(output = LightJson)]`.
pub type LightJson = Post<Json>;

/// The encoding of [`LightJson`], of errors, and of resources: `Resource<T, Json>`.
pub struct Json;

/// Why a text could not be read or written.
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
