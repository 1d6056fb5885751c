//! A page on its way from the server.

use gloo_net::http::Request;
use leptos::prelude::*;
use web_sys::{Document, DomParser, Element, SupportedType};

use super::dom::{SHOP, all};
use crate::accounts::SignedIn;

/// A page as the server made it, for whoever it took this browser for.
pub struct Arrival {
    /// Path and query; another one than was asked for where the server sent us on.
    pub address: String,
    pub document: Document,
    pub account: Option<SignedIn>,
}

/// Nothing came, or nothing that could be read.
pub struct NotArrived;

/// Asks for the page at this path and query.
pub async fn ask(address: &str) -> Result<Arrival, NotArrived> {
    let response =
        Request::get(address).header("accept", "text/html").send().await.map_err(|_| NotArrived)?;
    let at = web_sys::Url::new(&response.url()).map_err(|_| NotArrived)?;
    let html = response.text().await.map_err(|_| NotArrived)?;
    let document =
        DomParser::new().and_then(|parser| parser.parse_from_string(&html, SupportedType::TextHtml));
    let document = document.map_err(|_| NotArrived)?;
    let root = document.document_element().ok_or(NotArrived)?;
    // A parsed document takes scripts to be off; where they are on, this is one piece of text.
    for otherwise in all(&root, "noscript") {
        otherwise.set_text_content(Some(&otherwise.inner_html()));
    }
    Ok(Arrival { address: at.pathname() + &at.search(), account: SignedIn::written_on(&root), document })
}

impl Arrival {
    /// The frame with the page in it. None where it is no page of the shop, or one of another release of the app: then
    /// only a full load will do.
    pub fn shop(&self) -> Option<Element> {
        let release =
            |of: &Document| of.document_element().and_then(|root| root.get_attribute("data-assets"));
        let same = release(&self.document) == release(&document());
        self.document.query_selector(SHOP).ok().flatten().filter(|_| same)
    }
}
