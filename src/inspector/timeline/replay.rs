//! A visit as a file, and the step-by-step replay of such a file.

use serde::{Deserialize, Serialize};
use std::fmt;

use super::filtered::FilteredTimeline;
use super::joined::{KEPT, Timeline};
use crate::inspector::token;
use crate::inspector::{AppEntry, AppEntryKind, StreamMessage};

const FORMAT: &str = "leptos-messenger lifecycle";
const VERSION: u32 = 1;
/// The most messages that a file may hold: a moment has up to three.
const MOST: usize = 3 * KEPT;

#[derive(Serialize, Deserialize)]
struct ReplayFile {
    format: String,
    version: u32,
    exported_at_ms: i64,
    lanes: Vec<StreamMessage>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum BadFile {
    NoJson(String),
    OtherFormat,
    OtherVersion(u64),
    BadEntry(String),
    Empty,
    TooMany(usize),
}

impl fmt::Display for BadFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoJson(why) => write!(f, "It is no JSON: {why}."),
            Self::OtherFormat => f.write_str("It is JSON, but was not exported here."),
            Self::OtherVersion(version) => {
                write!(f, "It is of version {version}; this inspector reads version {VERSION}.")
            }
            Self::BadEntry(why) => write!(f, "One of its entries cannot be read: {why}."),
            Self::Empty => f.write_str("It holds no calls and no pings."),
            Self::TooMany(count) => write!(f, "It holds {count} entries; {MOST} is the most."),
        }
    }
}

/// Writes the moments as JSON. Its tokens have no signature, so nobody can use them.
pub fn export(timeline: &Timeline, now_ms: i64) -> String {
    let mut lanes = Vec::new();
    for moment in timeline.moments() {
        if let Some(app) = &moment.app {
            lanes.push(StreamMessage::App(app.clone()));
            lanes
                .extend(moment.ping_id.clone().map(|ping_id| StreamMessage::App(announcement(app, ping_id))));
        }
        lanes.extend(moment.workspace.clone().map(StreamMessage::Workspace));
    }
    lanes.iter_mut().for_each(strip_secrets);
    // Stable: an announcement stays behind its call.
    lanes.sort_by_key(at_ms);
    let file = ReplayFile { format: FORMAT.to_owned(), version: VERSION, exported_at_ms: now_ms, lanes };
    serde_json::to_string_pretty(&file).unwrap_or_default()
}

fn announcement(of: &AppEntry, ping_id: String) -> AppEntry {
    let kind = AppEntryKind::Announced { call: of.seq, ping_id: Some(ping_id) };
    AppEntry { number: 0, kind, ..of.clone() }
}

fn strip_secrets(lane: &mut StreamMessage) {
    let StreamMessage::App(AppEntry { kind, .. }) = lane else { return };
    if let AppEntryKind::Called(call) = kind {
        token::strip_secrets(&mut call.arguments);
    }
    kind.cut_signature();
}

fn at_ms(lane: &StreamMessage) -> i64 {
    match lane {
        StreamMessage::App(entry) => entry.at_ms,
        StreamMessage::Workspace(entry) => entry.at_ms,
        StreamMessage::Warnings(_) => 0,
    }
}

/// A file that is being replayed.
pub struct Replay {
    pub name: String,
    pub exported_at_ms: i64,
    /// The steps of the file. Each step shows something new: a call, or its arrival.
    steps: Vec<Vec<StreamMessage>>,
    at: usize,
    pub filtered: FilteredTimeline,
}

impl Replay {
    /// Reads a file, and stands before its first step.
    pub fn read(name: &str, text: &str) -> Result<Self, BadFile> {
        let json: serde_json::Value =
            serde_json::from_str(text).map_err(|error| BadFile::NoJson(error.to_string()))?;
        if json["format"] != FORMAT {
            return Err(BadFile::OtherFormat);
        }
        let version = json["version"].as_u64().unwrap_or_default();
        if version != u64::from(VERSION) {
            return Err(BadFile::OtherVersion(version));
        }
        let file: ReplayFile =
            serde_json::from_value(json).map_err(|error| BadFile::BadEntry(error.to_string()))?;
        if file.lanes.len() > MOST {
            return Err(BadFile::TooMany(file.lanes.len()));
        }
        let mut steps: Vec<Vec<StreamMessage>> = Vec::new();
        for mut lane in file.lanes {
            strip_secrets(&mut lane);
            let silent = matches!(
                &lane,
                StreamMessage::App(AppEntry { kind: AppEntryKind::Announced { .. }, .. })
                    | StreamMessage::Warnings(_)
            );
            match steps.last_mut().filter(|_| silent) {
                Some(step) => step.push(lane),
                None => steps.push(vec![lane]),
            }
        }
        if steps.is_empty() {
            return Err(BadFile::Empty);
        }
        let (name, exported_at_ms) = (name.to_owned(), file.exported_at_ms);
        Ok(Self { name, exported_at_ms, steps, at: 0, filtered: FilteredTimeline::default() })
    }

    pub fn step_count(&self) -> usize {
        self.steps.len()
    }

    /// The number of steps that have been replayed.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The milliseconds that lay between the last replayed step and the next one. None at the end.
    pub fn until_next(&self) -> Option<i64> {
        let time = |step: usize| self.steps.get(step)?.first().map(at_ms);
        let next = time(self.at)?;
        Some(self.at.checked_sub(1).and_then(time).map_or(0, |last| next - last))
    }

    /// Replays the file up to and with this step.
    pub fn go_to(&mut self, step: usize) {
        let step = step.min(self.steps.len());
        if step < self.at {
            self.filtered.start_over();
            self.at = 0;
        }
        let lanes = self.steps.iter().take(step).skip(self.at).flatten().cloned();
        self.filtered.add(lanes);
        self.at = step;
    }
}
