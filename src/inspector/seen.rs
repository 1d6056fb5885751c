//! What the recorder sees in a page, before it is an entry.

use std::rc::Rc;
use wasm_bindgen::JsValue;

use crate::messenger::{Command, Dropped, Event, Finding};

/// What was seen, and the page on which it was.
pub struct Seen {
    pub what: What,
    /// Unix milliseconds.
    pub at_ms: i64,
    /// Path, query and hash.
    pub url: String,
    pub title: String,
}

pub enum What {
    Event(Event),
    Command(Command),
    Dropped(Dropped),
    Found(Finding),
    Announced(JsValue),
}

pub type Sink = Rc<dyn Fn(Seen)>;

/// What was seen before there was anybody to report it to.
#[derive(Default)]
pub struct Watch {
    pub early: Vec<Seen>,
    pub sink: Option<Sink>,
}
