//! What the recorder sees in a page, before it is an entry.

use std::rc::Rc;
use wasm_bindgen::JsValue;

use crate::messenger::{Command, Dropped, Event, Finding};

/// Something that happened in a page, and when and where.
pub struct Observation {
    pub kind: ObservationKind,
    pub origin: Origin,
}

pub struct Origin {
    /// Unix milliseconds.
    pub at_ms: i64,
    /// Path, query and hash.
    pub url: String,
    pub title: String,
}

pub enum ObservationKind {
    Event(Event),
    Command(Command),
    Dropped(Dropped),
    Found(Finding),
    Announced(JsValue),
}

pub type Sink = Rc<dyn Fn(Observation)>;

/// Keeps observations until the recorder takes them.
#[derive(Default)]
pub struct ObservationBuffer {
    pub early: Vec<Observation>,
    pub sink: Option<Sink>,
}
