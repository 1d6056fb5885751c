//! Joins the two lanes: a call and the ping it became are one moment.

use std::collections::{HashMap, HashSet};

use super::{AppEntry, AppKind, Lane};
use crate::workspace::feed::{FeedEntry, FeedKind};

/// How many moments are kept.
const KEPT: usize = 10_000;

/// A call, what became of it, or both.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    pub key: String,
    pub at_ms: i64,
    pub app: Option<AppEntry>,
    pub work: Option<FeedEntry>,
}

/// What the timeline shows, one under the other.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// The identity changes here.
    Gate {
        key: String,
        user: Option<String>,
        app: String,
        work: String,
    },
    Moment {
        moment: Box<Moment>,
        user: bool,
        from: Option<String>,
    },
}

#[derive(Default)]
pub struct Timeline {
    moments: Vec<Moment>,
    /// Which moment a ping belongs to.
    by_ping: HashMap<String, String>,
    /// Entries seen, so that a stream that starts over repeats nothing.
    seen: HashSet<(bool, u64)>,
}

/// How many calls should have arrived, how many did, and how fast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub called: usize,
    pub arrived: usize,
    pub median_ms: Option<i64>,
}

impl Moment {
    /// From the call to its arrival, if both clocks make sense of it.
    pub fn took_ms(&self) -> Option<i64> {
        let (app, work) = (self.app.as_ref()?, self.work.as_ref()?);
        Some(work.at_ms - app.at_ms).filter(|took| (0..60_000).contains(took))
    }

    pub fn refused(&self) -> bool {
        matches!(self.work.as_ref().map(|work| &work.kind), Some(FeedKind::PingRefused(_)))
    }

    fn called(&self) -> Option<(&str, &str, Option<&str>)> {
        match &self.app.as_ref()?.kind {
            AppKind::Called { method, url, token, .. } => Some((method, url, token.as_deref())),
            _ => None,
        }
    }
}

impl Timeline {
    pub fn add(&mut self, lane: Lane) {
        let number = match &lane {
            Lane::App(entry) => (true, entry.number),
            Lane::Workspace(entry) => (false, entry.number),
            Lane::Standing(_) => return,
        };
        if !self.seen.insert(number) {
            return;
        }
        match lane {
            Lane::App(AppEntry {
                page, kind: AppKind::Announced { call, ping_id: Some(ping_id) }, ..
            }) => {
                self.join(&key(&page, call), ping_id);
            }
            Lane::App(AppEntry { kind: AppKind::Announced { ping_id: None, .. }, .. }) => {}
            Lane::App(entry) => {
                self.insert(Moment {
                    key: key(&entry.page, entry.seq),
                    at_ms: entry.at_ms,
                    app: Some(entry),
                    work: None,
                });
            }
            Lane::Workspace(entry) => self.received(entry),
            Lane::Standing(_) => {}
        }
        if self.moments.len() > KEPT {
            self.moments.remove(0);
        }
    }

    fn received(&mut self, entry: FeedEntry) {
        let owner = entry.ping_id.as_ref().and_then(|id| self.by_ping.get(id)).cloned();
        match owner.and_then(|key| self.moments.iter_mut().rev().find(|moment| moment.key == key)) {
            Some(moment) => moment.work = Some(entry),
            None => {
                let key = format!("work-{}", entry.number);
                if let Some(id) = &entry.ping_id {
                    self.by_ping.insert(id.clone(), key.clone());
                }
                self.insert(Moment { key, at_ms: entry.at_ms, app: None, work: Some(entry) });
            }
        }
    }

    /// The call became this ping; what the workspace said of it may be here already.
    fn join(&mut self, call: &str, ping_id: String) {
        let early = self.by_ping.insert(ping_id, call.to_owned());
        let early = early.and_then(|key| self.moments.iter().position(|moment| moment.key == key));
        let work = early.and_then(|at| self.moments.remove(at).work);
        if let (Some(work), Some(moment)) =
            (work, self.moments.iter_mut().rev().find(|moment| moment.key == call))
        {
            moment.work = Some(work);
        }
    }

    fn insert(&mut self, moment: Moment) {
        let at = self.moments.partition_point(|other| other.at_ms <= moment.at_ms);
        self.moments.insert(at, moment);
    }

    pub fn is_empty(&self) -> bool {
        self.moments.is_empty()
    }

    pub fn find(&self, key: &str) -> Option<&Moment> {
        self.moments.iter().find(|moment| moment.key == key)
    }

    pub fn tally(&self) -> Tally {
        let pings = |moment: &&Moment| {
            moment.called().is_some_and(|(method, ..)| method == "boot" || method == "update")
        };
        let mut times: Vec<i64> = self.moments.iter().filter_map(Moment::took_ms).collect();
        times.sort_unstable();
        Tally {
            called: self.moments.iter().filter(pings).count(),
            arrived: self.moments.iter().filter(pings).filter(|moment| moment.work.is_some()).count(),
            median_ms: times.get(times.len() / 2).copied(),
        }
    }

    /// The moments in order, with a gate wherever the person changes.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::with_capacity(self.moments.len() + 8);
        let (mut aboard, mut shut_down, mut last_url) = (None::<Option<String>>, false, None::<String>);
        for moment in &self.moments {
            let called = moment.called();
            if let Some(("boot", _, token)) = called {
                let user = token.map(super::token::name);
                if aboard.as_ref() != Some(&user) || shut_down {
                    rows.push(gate(moment, user.clone(), aboard.is_none(), shut_down));
                    last_url = None;
                }
                (aboard, shut_down) = (Some(user), false);
            }
            let from = called.filter(|(method, ..)| *method == "update").and(last_url.clone());
            rows.push(Row::Moment {
                moment: Box::new(moment.clone()),
                user: matches!(aboard, Some(Some(_))),
                from,
            });
            match called {
                Some(("shutdown", ..)) => shut_down = true,
                Some((_, url, _)) => last_url = Some(url.to_owned()),
                None => {}
            }
        }
        rows
    }
}

fn key(page: &str, seq: u32) -> String {
    format!("{page}/{seq}")
}

fn gate(moment: &Moment, user: Option<String>, first: bool, shut_down: bool) -> Row {
    let app = match (&user, first, shut_down) {
        (_, true, _) => "Page loaded",
        (Some(_), ..) => "Logged in, token asked for",
        (None, _, true) => "Shut down, nothing of the last person left",
        (None, ..) => "Page loaded",
    };
    let work = match moment.work.as_ref().map(|work| &work.kind) {
        Some(FeedKind::PingAccepted(ping)) => match (&ping.merged_from, ping.person.verified) {
            (Some(from), _) => {
                format!("Verified user, {} impressions of {} came along", from.impressions, from.name)
            }
            (None, true) => "Verified user".to_owned(),
            (None, false) if ping.impression == 1 => "New visitor".to_owned(),
            (None, false) => "Returning visitor".to_owned(),
        },
        _ => String::new(),
    };
    Row::Gate { key: format!("gate-{}", moment.key), user, app: app.to_owned(), work }
}
