//! What the tabs of one browser share: clocks, the server-session cookie, the widget's cookies, the marker, and the
//! host's record of consent.

use leptos_messenger::messenger::*;

/// A person and one of their log-ins: `a3` is a's third.
pub type Key = String;

pub struct Browser {
    pub now: Now,
    /// Counts events of all tabs: what came before what.
    pub moment: u32,
    pub throttled: bool,
    serial: u32,
    /// Whose session the server knows by this browser's cookie, and the revision of that person's data. A cookie of a
    /// session that is over is as good as none.
    pub session: Option<(Key, i64)>,
    /// The person's last word, as the host has stored it.
    pub consent: bool,
    /// A page closed before it heard that consent was withdrawn. What it had set by then is there until the next page
    /// opens: pages that are open must leave it alone, or one that missed that consent was given again would fight
    /// with one that heard.
    pub closed_unheard: bool,
    pub marker: Marker,
    /// The widget's cookie of a user. A visitor's is not modelled but in `Inside::Visitor`.
    ///
    /// Boots set it and shutdowns clear it, at once. A widget whose ping is under way while another tab shuts down may
    /// set it a moment later: nothing in a page can know that. It is why a workspace must never resume a user by cookie
    /// alone.
    pub cookie: Option<Key>,
    pub tokens: Vec<Signed>,
    /// What one event of one tab tells the others.
    pub posted: Vec<TabMessage>,
}

/// What the server knows of a token that it signed.
#[derive(Clone)]
pub struct Signed {
    pub key: Key,
    pub tab: u32,
    /// The moment when the tab asked.
    pub asked: u32,
    /// Dead from here on, by either clock.
    pub until: Now,
}

impl Browser {
    pub fn new(throttled: bool) -> Self {
        Self {
            now: Now::default(),
            moment: 0,
            throttled,
            serial: 0,
            session: None,
            consent: true,
            closed_unheard: false,
            marker: Marker::Nobody,
            cookie: None,
            tokens: Vec::new(),
            posted: Vec::new(),
        }
    }

    pub fn next(&mut self) -> u32 {
        self.serial += 1;
        self.serial
    }

    pub fn log_in(&mut self, who: u8) {
        let serial = self.next();
        self.session = Some((format!("{}{serial}", char::from(b'a' + who)), 1));
    }

    pub fn key(&self) -> Option<&Key> {
        self.session.as_ref().map(|(key, _)| key)
    }

    /// The server's answer to a question for a token.
    pub fn sign(&mut self, tab: u32, asked: (u32, Now), expires_in: u32) -> Result<TokenReply, TokenFailure> {
        let Some((key, _)) = self.session.clone() else { return Err(TokenFailure::SignedOut) };
        let span = i64::from(expires_in) * 1_000;
        // If somebody sets the clock back between question and answer, the page cannot tell for how long.
        let until =
            Now { monotonic: self.now.monotonic + span, wall: self.now.wall.max(asked.1.wall) + span };
        self.tokens.push(Signed { key: key.clone(), tab, asked: asked.0, until });
        let token = Token::signed(format!("{}.signature", self.tokens.len() - 1));
        Ok(TokenReply { token, key: SessionKey(key), expires_in, server_time: self.now.wall / 1_000 })
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
