//! What the tabs of one browser share: clocks, the server-session cookie, the widget's cookies, the marker, and the
//! host's record of consent. And the server, which has a clock of its own.

use leptos_messenger::messenger::observe::*;
use leptos_messenger::messenger::*;

use super::witness::{Witness, Witnesses};

/// A person and one of their log-ins: `a3` is a's third.
pub type Key = String;

/// What the server knows of the person who is logged in: the session, and the revision of that person's data.
pub type Login = (Key, i64);

pub struct Browser {
    pub now: Now,
    /// The server's clock, in milliseconds. It runs while the computer sleeps, and nobody at the browser sets it.
    server: i64,
    /// Counts events of all tabs: what came before what.
    pub moment: u32,
    pub throttled: bool,
    /// The tabs belong to two subdomains of one domain: they share cookies, and hear nothing of each other.
    pub two_origins: bool,
    serial: u32,
    /// Whose session the server knows by this browser's cookie. A cookie of a session that is over is as good as none.
    session: Option<Login>,
    /// The moment on the server's clock when the session ends without further use.
    ends_at: Option<i64>,
    /// Milliseconds that a session lives without use.
    idle_limit: Option<i64>,
    /// What makes a session live longer.
    pub rolls: Rolls,
    /// The server rounds the seconds that a session has left up, and not down.
    pub rounds_up: bool,
    /// The server gives a session another key each time that it is looked up.
    pub keys_differ: bool,
    /// The person's last word, as the host has stored it.
    pub consent: bool,
    /// A page closed before it heard that consent was withdrawn. What it had set by then is there until the next page
    /// opens: pages that are open must leave it alone, or one that missed that consent was given again would fight
    /// with one that heard.
    pub closed_unheard: bool,
    pub marker: Marker,
    /// The origin whose page has set the marker last.
    pub marker_from: u8,
    /// The widget's cookie of a user. A visitor's is not modelled but in `Inside::Visitor`.
    ///
    /// Boots set it and shutdowns clear it, at once. A widget whose ping is under way while another tab shuts down may
    /// set it a moment later: nothing in a page can know that. It is why a workspace must never resume a user by cookie
    /// alone.
    pub cookie: Option<Key>,
    pub tokens: Vec<Signed>,
    /// The messages of one event of one tab.
    pub posted: Vec<TabMessage>,
    pub witnesses: Witnesses,
    /// Prints every event and what came of it.
    pub traced: bool,
}

/// What makes a session live longer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rolls {
    /// Each page that the person opens.
    ByPages,
    /// Each request, that for a token and that for who is here among them.
    ByRequests,
    Never,
}

/// What the server knows of a token that it signed.
#[derive(Clone)]
pub struct Signed {
    pub key: Key,
    pub revision: i64,
    pub tab: u32,
    /// The moment when the tab asked.
    pub asked: u32,
    /// Dead from here on, by either clock.
    pub until: Now,
}

impl Browser {
    pub fn new(throttled: bool, two_origins: bool) -> Self {
        Self {
            now: Now::default(),
            server: 0,
            moment: 0,
            throttled,
            two_origins,
            serial: 0,
            session: None,
            ends_at: None,
            idle_limit: None,
            rolls: Rolls::ByPages,
            rounds_up: false,
            keys_differ: false,
            consent: true,
            closed_unheard: false,
            marker: Marker::Nobody,
            marker_from: 0,
            cookie: None,
            tokens: Vec::new(),
            posted: Vec::new(),
            witnesses: Witnesses::default(),
            traced: false,
        }
    }

    pub fn next(&mut self) -> u32 {
        self.serial += 1;
        self.serial
    }

    pub fn note(&mut self, witness: Witness) {
        self.witnesses.note(witness);
    }

    pub fn note_if(&mut self, seen: bool, witness: Witness) {
        if seen {
            self.note(witness);
        }
    }

    /// All clocks go on together.
    pub fn pass(&mut self, millis: i64) {
        self.now.monotonic += millis;
        self.sleep(millis);
    }

    /// The page's monotonic clock stands still.
    pub fn sleep(&mut self, millis: i64) {
        self.now.wall += millis;
        self.server += millis;
        if self.ends_at.is_some_and(|end| end <= self.server) {
            self.end_session();
        }
    }

    pub fn log_in(&mut self, who: u8) {
        let serial = self.next();
        self.session = Some((format!("{}{serial}", char::from(b'a' + who)), 1));
        self.ends_at = self.idle_limit.map(|limit| self.server + limit);
    }

    pub fn end_session(&mut self) {
        (self.session, self.ends_at) = (None, None);
    }

    /// From the next use of a session on.
    pub fn limit_idle_time(&mut self, millis: Option<i64>) {
        self.idle_limit = millis;
        if millis.is_none() {
            self.ends_at = None;
        }
    }

    /// The person uses the app: a session that rolls lives longer.
    pub fn use_session(&mut self) {
        if self.rolls != Rolls::Never {
            self.prolong();
        }
    }

    fn prolong(&mut self) {
        if let Some(limit) = self.idle_limit.filter(|_| self.session.is_some()) {
            self.ends_at = Some(self.server + limit);
        }
    }

    pub fn rename(&mut self) {
        if let Some((_, revision)) = &mut self.session {
            *revision += 1;
        }
    }

    /// What the server says of who is logged in.
    pub fn look_up_session(&mut self) -> Option<Login> {
        if self.keys_differ && self.session.is_some() {
            let serial = self.next();
            if let Some((key, _)) = &mut self.session {
                *key = format!("{}{serial}", &key[..1]);
            }
        }
        if self.rolls == Rolls::ByRequests {
            self.prolong();
        }
        self.session.clone()
    }

    pub fn session(&self) -> Option<&Login> {
        self.session.as_ref()
    }

    pub fn key(&self) -> Option<&Key> {
        self.session.as_ref().map(|(key, _)| key)
    }

    /// The server's answer to a question for a token, which lives no longer than the session.
    pub fn sign(&mut self, tab: u32, asked: (u32, Now), longest: u32) -> Result<TokenReply, TokenFailure> {
        let Some((key, revision)) = self.look_up_session() else { return Err(TokenFailure::SignedOut) };
        let round = |millis: i64| if self.rounds_up { (millis + 999) / 1_000 } else { millis / 1_000 };
        let left = self.ends_at.map_or(u32::MAX, |end| u32::try_from(round(end - self.server)).unwrap());
        if left == 0 {
            return Err(TokenFailure::SessionOver);
        }
        let expires_in = longest.min(left);
        let span = i64::from(expires_in) * 1_000;
        // If somebody sets the clock back between question and answer, the page cannot know for how long.
        let until =
            Now { monotonic: self.now.monotonic + span, wall: self.now.wall.max(asked.1.wall) + span };
        self.tokens.push(Signed { key: key.clone(), revision, tab, asked: asked.0, until });
        let token = Token::signed(format!("{}.signature", self.tokens.len() - 1));
        Ok(TokenReply { token, key: SessionKey(key), expires_in, server_time: self.server / 1_000 })
    }

    pub fn signed(&self, token: &Token) -> &Signed {
        &self.tokens[token.without_signature().parse::<usize>().unwrap()]
    }

    pub fn alive(&self, until: Now) -> bool {
        self.now.monotonic < until.monotonic && self.now.wall < until.wall
    }

    /// Whose the widget's cookies may be, as far as the tabs can know: with a cookie there is a marker that says so.
    /// Else a page that opens now would boot a visitor, or another user, into it.
    pub fn check(&self) {
        let Some(cookie) = &self.cookie else { return };
        let fits = match &self.marker {
            Marker::Nobody => false,
            Marker::User(SessionKey(key)) => key == cookie,
            Marker::Contested => true,
        };
        assert!(fits, "the cookie is {cookie}'s, the marker says {:?}", self.marker);
    }
}
