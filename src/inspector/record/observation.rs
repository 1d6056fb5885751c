//! Observations of a page's Messenger, before they are entries.

use std::rc::Rc;
use wasm_bindgen::JsValue;

use crate::messenger::observe::{Command, Dropped, Event, Finding};

/// Something that happened in a page, with its time and address.
pub struct Observation {
    pub kind: ObservationKind,
    pub origin: Origin,
}

pub struct Origin {
    /// The time in Unix milliseconds.
    pub at_ms: i64,
    /// The page's path, query and hash.
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
